"""Whose page it is: the mark of its reader that every page for writing carries.

Two people may use one browser, one after the other, and a page stays open. What it
holds is the words of who opened it: nobody else saves them, or is shown them.
"""

from collections.abc import Mapping

from django.utils.crypto import constant_time_compare, salted_hmac

FIELD = "nguoi-mo"


def mark_of(user) -> str:
    return salted_hmac("workspace.reader", str(user.pk)).hexdigest()


def is_page_of(user, posted: Mapping[str, str]) -> bool:
    return constant_time_compare(posted.get(FIELD, ""), mark_of(user))


def is_page_of_another(user, posted: Mapping[str, str]) -> bool:
    return FIELD in posted and not is_page_of(user, posted)
