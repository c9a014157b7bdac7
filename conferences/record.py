"""All that a public page says of one conference, read in one statement.

A page may cost eight queries whatever hangs on a conference. So the short lists come
with the conference as arrays of JSON, and what has methods is made a model again.
"""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, JSONObject, NullIf, Trim

from conferences.models import (
    Agreement,
    BodyRole,
    Conference,
    ConferenceBody,
    ConferenceDocument,
    ConferencePicture,
    ConferenceReport,
    ConferenceStatusChange,
    DocumentRole,
    ElectionResult,
    Presider,
    PresiderRole,
    ReportEdition,
    Resolution,
    SocialReview,
)
from conferences.turnout import counts, turnout
from lienhiephoi.dated import holds_on
from members.models import AssociationName
from news.models import Article, Document, Picture, Video

ARTICLES = 10
_TEXT = CharField()


def with_record(conferences: QuerySet[Conference]) -> QuerySet[Conference]:
    """Each with `told_…` lists, for `told` to read, and `moved_on`: when it came into
    its present state."""
    return conferences.select_related(
        "series", "term", "committee__term", "minutes"
    ).annotate(
        moved_on=_moved_on(),
        told_bodies=_bodies(),
        told_presiders=_presiders(),
        told_documents=_documents(),
        told_photographs=_photographs(),
        told_videos=_videos(),
        told_articles=_articles(),
        told_reports=_reports(),
        told_resolutions=_resolutions(),
        told_elections=_elections(),
        told_agreements=_agreements(),
        told_reviews=_reviews(),
        **counts(),
    )


def told(conference: Conference) -> dict[str, object]:
    """The lists of a conference read by `with_record`, as a template takes them.

    What is to be decided is a draft of the office until the meeting is over.
    """
    is_over = conference.is_over
    return {
        "bodies": _by_role(BodyRole, conference.told_bodies),
        "presiders": _by_role(PresiderRole, conference.told_presiders),
        "documents": _by_role(
            DocumentRole,
            [
                {"role": row.pop("role"), "document": Document(**row)}
                for row in conference.told_documents
            ],
        ),
        "photographs": [
            {"caption": row.pop("caption"), "picture": Picture(**row)}
            for row in conference.told_photographs
        ],
        "videos": [_video(row) for row in conference.told_videos],
        "articles": [
            Article(**{**row, "published_at": _moment(row["published_at"])})
            for row in conference.told_articles
        ],
        "reports": [
            ConferenceReport(conference=conference, **row)
            for row in conference.told_reports
        ],
        "resolutions": [
            {**row, "adopted_on": _day(row["adopted_on"])}
            for row in conference.told_resolutions
            if is_over
        ],
        "elections": [
            {
                **row,
                "starts_on": _day(row["starts_on"]),
                "ends_on": _day(row["ends_on"]),
            }
            for row in conference.told_elections
            if is_over
        ],
        "agreements": [
            Agreement(**{**row, "signed_on": _day(row["signed_on"])})
            for row in conference.told_agreements
        ],
        "reviews": [SocialReview(**row) for row in conference.told_reviews],
        "turnout": turnout(conference) if is_over else None,
    }


def _moved_on() -> Subquery:
    moves = ConferenceStatusChange.objects.filter(
        record=OuterRef("pk"), to_status=OuterRef("status")
    )
    return Subquery(moves.order_by("-at").values("at")[:1])


def _by_role(roles, rows: list[dict]) -> list[tuple[str, list[dict]]]:
    """Label and rows of each role that has any, in the order of the roles."""
    grouped = [(role, [row for row in rows if row["role"] == role]) for role in roles]
    return [(role.label, found) for role, found in grouped if found]


def _video(row: dict) -> Video:
    cover = {name: row.pop(f"picture_{name}") for name in _PICTURE}
    return Video(**row, picture=Picture(**cover) if cover["name"] else None)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


# --- Each list ----------------------------------------------------------------------


def _array(rows: QuerySet, **columns) -> ArraySubquery:
    return ArraySubquery(rows.values_list(JSONObject(**columns)))


def _of_it(model, key: str = "conference") -> QuerySet:
    return model._default_manager.filter(**{key: OuterRef("pk")})


def _person(prefix: str = "person") -> Trim:
    title, name = f"{prefix}__academic_title", f"{prefix}__full_name"
    both = Func(Value(" "), title, name, function="concat_ws", output_field=_TEXT)
    return Trim(both)


def _bodies() -> ArraySubquery:
    """By the name that each bore on the day."""
    names = AssociationName.objects.filter(association=OuterRef("association"))
    then = names.filter(holds_on(OuterRef("conference__starts_on")))
    first = names.order_by(F("starts_on").asc(nulls_first=True))
    called = Coalesce(
        NullIf("name", Value("")),
        Subquery(then.values("name")[:1]),
        Subquery(first.values("name")[:1]),
    )
    slug = Case(
        When(association__is_listed=True, then="association__slug"), default=Value("")
    )
    return _array(_of_it(ConferenceBody), role="role", name=called, slug=slug)


def _presiders() -> ArraySubquery:
    who = Coalesce(_named_person(), "name")
    return _array(_of_it(Presider), role="role", name=who, position="position")


def _named_person() -> Case:
    return Case(When(person__isnull=False, then=_person()))


def _documents() -> ArraySubquery:
    public = Document.objects.published().values("pk")
    rows = _of_it(ConferenceDocument).filter(document__in=public)
    return _array(
        rows,
        role="role",
        pk="document__pk",
        title="document__title",
        number="document__number",
        slug="document__slug",
    )


_PICTURE = ("name", "width", "height", "alt", "credit")


def _photographs() -> ArraySubquery:
    of_picture = {name: f"picture__{name}" for name in _PICTURE}
    return _array(_of_it(ConferencePicture), caption="caption", **of_picture)


def _videos() -> ArraySubquery:
    cover = {f"picture_{name}": f"picture__{name}" for name in _PICTURE}
    rows = Video.objects.published().filter(conferences=OuterRef("pk"))
    return _array(
        rows.order_by("published_at", "pk"),
        pk="pk",
        title="title",
        slug="slug",
        address="address",
        **cover,
    )


def _articles() -> ArraySubquery:
    rows = Article.objects.published().filter(conferences=OuterRef("pk"))
    return _array(
        rows.newest_first()[:ARTICLES],
        title="title",
        slug="slug",
        published_at="published_at",
    )


def _reports() -> ArraySubquery:
    """By the title that was published last, whatever the office writes since."""
    rows = _of_it(ConferenceReport).annotate(first=Min("editions__published_at"))
    newest = ReportEdition.objects.filter(report=OuterRef("pk")).order_by("-number")

    def published(name: str) -> Coalesce:
        text = newest.values(said=KT(f"contents__report__{name}"))[:1]
        return Coalesce(Subquery(text, output_field=TextField()), name)

    return _array(
        rows.filter(first__isnull=False).order_by("first", "pk"),
        pk="pk",
        kind_label=published("kind_label"),
        subject=published("subject"),
    )


def _resolutions() -> ArraySubquery:
    """With the slug of its document where readers may open that."""
    public = Document.objects.published().filter(pk=OuterRef("document"))
    return _array(
        _of_it(Resolution).filter(is_public=True),
        number="number",
        title="title",
        text="text",
        adopted_on="adopted_on",
        votes_for="votes_for",
        votes_total="votes_total",
        document=Subquery(public.values("slug")[:1]),
    )


def _elections() -> ArraySubquery:
    who = Coalesce(
        NullIf("elected", Value("")), _named_person(), "association__name", Value("")
    )
    return _array(
        _of_it(ElectionResult),
        office="office",
        who=who,
        starts_on="starts_on",
        ends_on="ends_on",
        votes_for="votes_for",
        votes_total="votes_total",
    )


def _agreements() -> ArraySubquery:
    return _array(
        _of_it(Agreement).filter(is_public=True),
        title="title",
        slug="slug",
        signed_on="signed_on",
    )


def _reviews() -> ArraySubquery:
    rows = SocialReview.objects.public().filter(meetings=OuterRef("pk"))
    return _array(rows, kind="kind", title="title", slug="slug")
