"""Abstract bases, and the rows that belong to the whole portal."""

from lienhiephoi.models.bases import Slugged, Stamped, StatusChange
from lienhiephoi.models.consent import Consent, ConsentPurpose, ConsentText
from lienhiephoi.models.counters import NumberSeries, RateCounter
from lienhiephoi.models.mail import Letter, LetterStatus
from lienhiephoi.models.searching import SearchEntry, SearchMiss, SearchSynonym
from lienhiephoi.models.site import MenuItem, OldAddress, SiteSettings

__all__ = [
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "Letter",
    "LetterStatus",
    "MenuItem",
    "NumberSeries",
    "OldAddress",
    "RateCounter",
    "SearchEntry",
    "SearchMiss",
    "SearchSynonym",
    "SiteSettings",
    "Slugged",
    "Stamped",
    "StatusChange",
]
