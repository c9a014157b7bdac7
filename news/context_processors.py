"""Total visits, shown at the foot of every public page."""

from lienhiephoi.caching import remember
from news.counting import visit_totals


def visits(_request) -> dict:
    return {"visits": remember("visits", visit_totals)}
