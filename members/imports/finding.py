"""Which association a row of a table means."""

from django.core.exceptions import ValidationError
from django.db.models import Func, TextField

from lienhiephoi.vietnamese import fold
from members.models import Association, AssociationName


def find_association(key: str | None, name: str | None) -> Association | None:
    """By the name in its address, or else by the name it bears; None if it is new.

    Raises:
        ValidationError: on `key`, `name`, when it cannot be told which.
    """
    if key:
        found = Association.objects.filter(slug=key).first()
        if found is None:
            raise ValidationError({"key": f"Sổ hội không có mã «{key}»."})
        return found
    folded = Func("name", function="lhh_fold", output_field=TextField())
    bearers = Association.objects.alias(folded=folded).filter(folded=fold(name))
    if len(bearers) > 1:
        raise ValidationError({"name": "Có hai hội cùng tên này. Hãy ghi mã."})
    if bearers:
        return bearers[0]
    _refuse_old_name(folded, name)
    return None


def _refuse_old_name(folded: Func, name: str) -> None:
    """Else the body would enter the register a second time."""
    former = AssociationName.objects.alias(folded=folded).filter(folded=fold(name))
    if old := former.select_related("association").first():
        raise ValidationError(
            {"name": f"Đây là tên cũ của «{old.association}». Hãy ghi tên hiện nay."}
        )
