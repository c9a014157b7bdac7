"""«Biên bản»: one screen for all that is minuted, safe for two who write at once.

Each part (the frame, and each item of the agenda) carries a mark of what it held when
the page was opened. A part is written only where it was changed here; where somebody
else changed it meanwhile, neither text is lost: both are shown, and the next save
decides.
"""

import datetime as dt
from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminSplitDateTime
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conferences.models import AgendaItem, Conference, MinuteEntry, Minutes
from lienhiephoi.vietnamese import moment_text

FRAME_FIELDS = ("opened_at", "opening", "closing", "closed_at", "is_public")
VOTES = ("votes_for", "votes_against", "votes_abstaining")
ENTRY_FIELDS = ("discussion", "conclusion", *VOTES)
VERSION = "version"


def mark_of(record: models.Model, names: tuple[str, ...]) -> str:
    """Equal for equal contents; of a part nobody has written it is that of blanks."""
    values = [repr(_plain(getattr(record, name))) for name in names]
    return salted_hmac("conferences.minutes", "\n".join(values)).hexdigest()[:32]


def _plain(value):
    """One moment is read from a form in local time, and from the database in UTC."""
    return value.timestamp() if isinstance(value, dt.datetime) else value


class PartForm(forms.ModelForm):
    """A part of the minutes with the mark of what stood there when it was opened."""

    names: tuple[str, ...]
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.stored = mark_of(self.instance, self.names)
        # What somebody else has written meanwhile, by label; empty without a clash.
        self.theirs: list[tuple[str, str]] = []
        self.initial[VERSION] = self.stored

    @property
    def is_touched(self) -> bool:
        """Whether this person changed it, and not merely sent it back as it was."""
        mine = mark_of(self.instance, self.names)
        return mine not in (self.cleaned_data[VERSION], self.stored)

    @property
    def is_clashing(self) -> bool:
        return self.is_touched and self.cleaned_data[VERSION] != self.stored

    def show_theirs(self, stored: models.Model) -> None:
        """What was typed stays; the next save counts as made in sight of the other."""
        self.theirs = [
            (field.label, _shown(getattr(stored, name)))
            for name, field in self.fields.items()
            if name != VERSION and getattr(stored, name) not in (None, "", False)
        ]
        self.data = self.data.copy()
        self.data[self.add_prefix(VERSION)] = self.stored

    @property
    def texts(self) -> list:
        return [self[name] for name in self.names if name not in VOTES]

    @property
    def votes(self) -> list:
        return [self[name] for name in self.names if name in VOTES]


def _shown(value) -> str:
    if isinstance(value, dt.datetime):
        return moment_text(timezone.localtime(value))
    return "Có" if value is True else str(value)


def _prose(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class FrameForm(PartForm):
    names = FRAME_FIELDS

    class Meta:
        model = Minutes
        fields = FRAME_FIELDS
        field_classes = {
            "opened_at": forms.SplitDateTimeField,
            "closed_at": forms.SplitDateTimeField,
        }
        widgets = {
            "opened_at": AdminSplitDateTime,
            "closed_at": AdminSplitDateTime,
            "opening": _prose(4),
            "closing": _prose(4),
        }
        help_texts = {
            "opening": "Tuyên bố lý do, giới thiệu đại biểu, thông qua chương trình.",
            "is_public": "Ai cũng tải được tệp PDF từ trang hội nghị.",
        }


class EntryForm(PartForm):
    names = ENTRY_FIELDS

    class Meta:
        model = MinuteEntry
        fields = ENTRY_FIELDS
        widgets = {
            "discussion": _prose(6),
            "conclusion": _prose(3),
            **dict.fromkeys(VOTES, AdminIntegerFieldWidget),
        }


@dataclass
class MinutesPage:
    """All forms of one conference's minutes."""

    conference: Conference
    frame: FrameForm
    entries: list[tuple[AgendaItem, EntryForm]] = field(default_factory=list)

    @property
    def parts(self) -> list[PartForm]:
        return [self.frame, *(form for _, form in self.entries)]

    @property
    def is_valid(self) -> bool:
        """Every form is asked, so that all errors are shown at once."""
        return not [form for form in self.parts if not form.is_valid()]

    @property
    def clashes(self) -> list[PartForm]:
        return [form for form in self.parts if form.theirs]

    @property
    def media(self):
        return self.frame.media


def open_page(conference: Conference, data=None) -> MinutesPage:
    minutes = stored_minutes(conference)
    page = MinutesPage(conference, FrameForm(data, instance=minutes, prefix="khung"))
    for item in conference.agenda.select_related("minute", "person"):
        entry = getattr(item, "minute", None) or MinuteEntry(item=item)
        form = EntryForm(data, instance=entry, prefix=f"muc-{item.pk}")
        page.entries.append((item, form))
    return page


def stored_minutes(conference: Conference) -> Minutes:
    """Those that stand, or blank ones that begin when the conference does."""
    found = Minutes.objects.filter(conference=conference).first()
    return found or Minutes(conference=conference, opened_at=conference.starts_at)


@transaction.atomic
def save_page(conference: Conference, data) -> tuple[MinutesPage, int]:
    """Write the parts that were changed here; the page, and how many those were.

    Nothing is written while anything is wrong in a form. A part that clashes with
    what somebody else wrote meanwhile is left, and shows theirs beside what was typed.
    """
    # One at a time: what is compared here cannot change before it is written.
    Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    page = open_page(conference, data)
    if not page.is_valid:
        return page, 0
    written = 0
    for form in page.parts:
        if form.is_clashing:
            form.show_theirs(_stored(form.instance))
        elif form.is_touched:
            form.save()
            written += 1
    if written and page.frame.instance.pk is None:
        # What was said belongs to minutes, whoever opens them first.
        page.frame.save()
    return page, written


def _stored(record: models.Model) -> models.Model:
    return type(record)._base_manager.get(pk=record.pk) if record.pk else record
