"""Conferences, what they decided, and what they reported."""

from conferences.models.agreements import Agreement, AgreementKind, AgreementPartner
from conferences.models.bodies import BodyRole, ConferenceBody, Presider, PresiderRole
from conferences.models.conferences import (
    CALLED_OFF,
    OVER,
    Conference,
    ConferenceKind,
    ConferenceStatus,
    ConferenceStatusChange,
)
from conferences.models.contests import (
    Contest,
    ContestEdition,
    HonourCount,
    HonourRound,
    PrizeCount,
    PrizeLevel,
    RecipientKind,
)
from conferences.models.delegates import (
    Arrival,
    InvitationAnswer,
    Invitee,
    InviteeGroup,
    Reply,
)
from conferences.models.library import (
    ConferenceDocument,
    ConferencePicture,
    DocumentRole,
)
from conferences.models.minutes import ElectionResult, MinuteEntry, Minutes, Resolution
from conferences.models.programme import AgendaItem, Audience, ConferenceFile, Paper
from conferences.models.reports import (
    ConferenceReport,
    ConferenceReportStatusChange,
    ReportEdition,
    ReportFigure,
    ReportPart,
    ReportStatus,
    Source,
)
from conferences.models.series import Series
from conferences.models.social_reviews import (
    FINISHED,
    Outcome,
    ReviewedThing,
    ReviewExpert,
    ReviewKind,
    ReviewStatus,
    SocialReview,
    SocialReviewStatusChange,
)
from conferences.models.tasks import (
    GIVEN,
    UNFINISHED,
    Task,
    TaskProgress,
    TaskStatus,
    TaskStatusChange,
)

__all__ = [
    "CALLED_OFF",
    "FINISHED",
    "GIVEN",
    "OVER",
    "UNFINISHED",
    "AgendaItem",
    "Agreement",
    "AgreementKind",
    "AgreementPartner",
    "Arrival",
    "Audience",
    "BodyRole",
    "Conference",
    "ConferenceBody",
    "ConferenceDocument",
    "ConferenceFile",
    "ConferenceKind",
    "ConferencePicture",
    "ConferenceReport",
    "ConferenceReportStatusChange",
    "ConferenceStatus",
    "ConferenceStatusChange",
    "Contest",
    "ContestEdition",
    "DocumentRole",
    "ElectionResult",
    "HonourCount",
    "HonourRound",
    "InvitationAnswer",
    "Invitee",
    "InviteeGroup",
    "MinuteEntry",
    "Minutes",
    "Outcome",
    "Paper",
    "Presider",
    "PresiderRole",
    "PrizeCount",
    "PrizeLevel",
    "RecipientKind",
    "Reply",
    "ReportEdition",
    "ReportFigure",
    "ReportPart",
    "ReportStatus",
    "Resolution",
    "ReviewExpert",
    "ReviewKind",
    "ReviewStatus",
    "ReviewedThing",
    "Series",
    "SocialReview",
    "SocialReviewStatusChange",
    "Source",
    "Task",
    "TaskProgress",
    "TaskStatus",
    "TaskStatusChange",
]
