"""Small forms for the tests of dossiers."""

from decimal import Decimal

from lienhiephoi.dossiers.fields import FieldKind, Form, FormField, FormSection


def figure(key="hoi_vien", **options) -> FormField:
    options.setdefault("label", key.replace("_", " ").capitalize())
    options.setdefault("minimum", Decimal(0))
    return FormField(key=key, kind=FieldKind.FIGURE, **options)


def prose(key="loi_van.to_chuc", **options) -> FormField:
    return FormField(key=key, label="Nội dung", kind=FieldKind.TEXT, **options)


def attachment(key="tep.danh_sach", **options) -> FormField:
    return FormField(
        key=key, label="Danh sách hội viên", kind=FieldKind.FILE, **options
    )


def form(*fields, checks=()) -> Form:
    return Form((FormSection("to_chuc", "I", "Tổ chức", fields=fields),), checks)
