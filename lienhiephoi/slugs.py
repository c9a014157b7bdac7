"""Names in addresses: ASCII, made on the server, no two alike in one model."""

from django.db import connection

from lienhiephoi.vietnamese import slugify


def take_turns(model) -> None:
    """Whoever looks for what is free in a model waits for those who looked before,
    until the end of their transactions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [model._meta.label_lower],
        )


def free_slug(model, title: str, pk=None) -> str:
    """An ASCII slug of the title that no other record of the model bears."""
    base = slugify(title, max_length=110) or "bai"
    taken = set(
        model._base_manager.filter(slug__startswith=base)
        .exclude(pk=pk)
        .values_list("slug", flat=True)
    )
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
