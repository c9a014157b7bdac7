"""How associations appear in the search."""

from django.db.models.signals import post_delete, post_save

from lienhiephoi import search
from lienhiephoi.html import plain_text
from members.models import Association, AssociationName, Officer, Person, Sector


def _visible(association: Association):
    return (association.created_at, None) if association.is_public() else None


def _text(association: Association) -> str:
    """Every name it ever bore is among the words that find it."""
    names = association.names.values_list("name", "short_name")
    officers = association.officers.current().values_list(
        "person__full_name", "position"
    )
    parts = [
        *(" ".join(each) for each in names),
        str(association.sector or ""),
        association.summary,
        plain_text(association.about),
        *(", ".join(each) for each in officers),
    ]
    return "\n".join(part for part in parts if part.strip())


def register() -> None:
    searchable = search.Searchable(
        "association", "Hội, đơn vị", lambda each: each.name, _text, _visible
    )
    search.register(Association, searchable)
    for model in (AssociationName, Officer):
        for signal in (post_save, post_delete):
            signal.connect(_write_anew, sender=model)
    post_save.connect(_rename_sector, sender=Sector)
    post_save.connect(_rename_person, sender=Person)


def _write_anew(instance, raw=False, **_kwargs) -> None:
    known = Association.objects.filter(pk=instance.association_id)
    if not raw:
        search.index(list(known))


def _rename_sector(instance, created, raw=False, **_kwargs) -> None:
    if not (created or raw):
        search.index(list(instance.association_set.all()))


def _rename_person(instance, created, raw=False, **_kwargs) -> None:
    if not (created or raw):
        held = Association.objects.filter(officers__person=instance)
        search.index(list(held.distinct()))
