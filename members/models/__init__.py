"""Accounts, associations and their reports."""

from members.models.associations import (
    Association,
    AssociationName,
    MemberKind,
    Membership,
    MemberStanding,
    Sector,
)
from members.models.lineage import RegisterEvent, RegisterEventKind, Succession
from members.models.officers import Officer
from members.models.people import Person
from members.models.periods import (
    PeriodKind,
    PeriodStatus,
    PeriodStatusChange,
    ReportingPeriod,
)
from members.models.report_forms import (
    CheckSign,
    Indicator,
    IndicatorCheck,
    Measure,
    ReportSection,
    WantedFile,
)
from members.models.reports import (
    EDITABLE,
    Report,
    ReportAnswer,
    ReportFile,
    ReportMark,
    ReportStatus,
    ReportStatusChange,
    ReportVersion,
)
from members.models.representatives import (
    Invitation,
    Representative,
    RepresentativeRole,
)
from members.models.terms import Committee, CommitteeKind, CommitteeSeat, Term
from members.models.totals import PublishedTotals
from members.models.users import User

__all__ = [
    "EDITABLE",
    "Association",
    "AssociationName",
    "CheckSign",
    "Committee",
    "CommitteeKind",
    "CommitteeSeat",
    "Indicator",
    "IndicatorCheck",
    "Invitation",
    "Measure",
    "MemberKind",
    "MemberStanding",
    "Membership",
    "Officer",
    "PeriodKind",
    "PeriodStatus",
    "PeriodStatusChange",
    "Person",
    "PublishedTotals",
    "RegisterEvent",
    "RegisterEventKind",
    "Report",
    "ReportAnswer",
    "ReportFile",
    "ReportMark",
    "ReportSection",
    "ReportStatus",
    "ReportStatusChange",
    "ReportVersion",
    "ReportingPeriod",
    "Representative",
    "RepresentativeRole",
    "Sector",
    "Succession",
    "Term",
    "User",
    "WantedFile",
]
