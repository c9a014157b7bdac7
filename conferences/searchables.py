"""How conferences and their registers appear in the search."""

from django.db.models.signals import post_delete, post_save

from conferences.models import (
    Agreement,
    AgreementPartner,
    Audience,
    Conference,
    ConferenceBody,
    Paper,
    Presider,
    Resolution,
    ReviewExpert,
    SocialReview,
)
from lienhiephoi import search


def _while_public(record):
    return (record.created_at, None) if record.answers_public() else None


def _title(record) -> str:
    return record.title


def _conference_text(conference: Conference) -> str:
    """With what readers are shown of its papers, and of its resolutions once it is
    over."""
    bodies = conference.bodies.select_related("association", "conference")
    papers = conference.papers.exclude(audience=Audience.OFFICE)
    resolutions = conference.resolutions.filter(is_public=True)
    if not conference.is_over:
        resolutions = resolutions.none()
    return _lines(
        conference.get_kind_display(),
        conference.place_in_term,
        conference.place,
        conference.summary,
        ", ".join(map(str, bodies.prefetch_related("association__names"))),
        ", ".join(map(str, conference.presiders.select_related("person"))),
        *(f"{each.title}, {each.by}" for each in papers.select_related("person")),
        *(f"{each}\n{each.text}" for each in resolutions),
    )


def _review_text(review: SocialReview) -> str:
    experts = (str(each.person) for each in review.experts.select_related("person"))
    return _lines(
        review.get_kind_display(),
        review.requester,
        review.request_letter,
        review.result_number,
        str(review.lead or ""),
        ", ".join(experts),
        review.summary,
        review.outcome_note,
    )


def _agreement_text(agreement: Agreement) -> str:
    partners = agreement.partners.select_related("association")
    return _lines(
        agreement.get_kind_display(),
        agreement.number,
        ", ".join(map(str, partners)),
        agreement.subject,
    )


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part.strip())


def register() -> None:
    search.register(
        Conference,
        search.Searchable(
            "conference",
            "Hội nghị",
            _title,
            _conference_text,
            _while_public,
            lambda conference: conference.starts_on,
        ),
    )
    search.register(
        SocialReview,
        search.Searchable(
            "review",
            "Tư vấn, phản biện",
            _title,
            _review_text,
            _while_public,
            lambda review: review.delivered_on or review.received_on,
        ),
    )
    search.register(
        Agreement,
        search.Searchable(
            "agreement",
            "Chương trình phối hợp",
            _title,
            _agreement_text,
            _while_public,
            lambda agreement: agreement.signed_on,
        ),
    )
    for part, field in (
        (ReviewExpert, "review"),
        (AgreementPartner, "agreement"),
        *((each, "conference") for each in (ConferenceBody, Presider)),
        *((each, "conference") for each in (Paper, Resolution)),
    ):
        for signal in (post_save, post_delete):
            signal.connect(_of_a_part(field), sender=part, weak=False)


def _of_a_part(field: str):
    """Parts are saved after their record, and are words of it."""

    def write_anew(instance, raw=False, **_kwargs) -> None:
        owner = instance._meta.get_field(field).related_model
        if not raw:
            search.index(
                list(owner.objects.filter(pk=getattr(instance, f"{field}_id")))
            )

    return write_anew
