"""Whom an archive is for, and so what goes into it."""

from enum import StrEnum


class Scope(StrEnum):
    """`OFFICE`: all that is kept, delegates included; `PUBLIC`: what anybody may read."""

    OFFICE = "day-du"
    PUBLIC = "cong-khai"

    @property
    def label(self) -> str:
        return {
            Scope.OFFICE: "Bản đầy đủ, lưu trữ nội bộ",
            Scope.PUBLIC: "Bản công khai",
        }[self]

    @property
    def is_office(self) -> bool:
        return self is Scope.OFFICE
