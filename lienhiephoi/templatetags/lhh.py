"""Tags and filters built into every template: how things are shown in Vietnamese."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienhiephoi import structured_data, vietnamese
from lienhiephoi.caching import remember_part

register = template.Library()


@register.filter
def vi_date(value) -> str:
    """20/11/2026; a moment is shown by its day in Việt Nam."""
    if not value:
        return ""
    return vietnamese.date_text(_local(value))


@register.filter
def iso_date(value) -> str:
    """2026-11-20, for programs."""
    return f"{_local(value):%Y-%m-%d}" if value else ""


@register.filter
def in_words(value) -> str:
    """Thứ Sáu, 20/11/2026."""
    return vietnamese.date_in_words(_local(value)) if value else ""


@register.filter
def vi_moment(value) -> str:
    """14:05, 20/11/2026."""
    return vietnamese.moment_text(timezone.localtime(value)) if value else ""


@register.filter
def vi_until(value) -> str:
    """hết ngày 30/06/2027, or 17:00, 30/06/2027."""
    return vietnamese.until_text(timezone.localtime(value)) if value else ""


@register.filter
def vi_number(value) -> str:
    return "" if value is None else vietnamese.number(value)


@register.filter
def item(mapping, key):
    """The value of a mapping under a key that is only known to the template."""
    return mapping.get(key)


@register.filter
def file_size(value) -> str:
    return vietnamese.file_size(value)


@register.filter
def keep_together(value) -> str:
    return vietnamese.keep_together(str(value))


def _local(value):
    return timezone.localtime(value) if hasattr(value, "hour") else value


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing from our own sprite; what it means stands in words beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def status_badge(record) -> SafeString:
    """The state of a record in words; colour only repeats them."""
    return format_html(
        '<span class="badge badge--{}">{}</span>',
        record.status,
        record.get_status_display(),
    )


@register.inclusion_tag("includes/_picture.html")
def picture(pic, sizes="100vw", width=960, *, lazy=True, css="", alt=None, seed=0):
    """A picture in the renditions it has, or a drawn pattern where there is none.

    The first picture of a page is asked for with lazy=False: waiting for it would
    only delay it.
    """
    return {
        "pic": pic,
        "src": pic.url(width) if pic else "",
        "sizes": sizes,
        "lazy": lazy,
        "css": css,
        "alt": (pic.alt if pic else "") if alt is None else alt,
        "seed": seed,
    }


@register.simple_tag(takes_context=True)
def breadcrumb_data(context) -> SafeString | str:
    """The breadcrumbs once more, for search engines."""
    crumbs, request = context.get("breadcrumbs"), context.get("request")
    if not (crumbs and request):
        return ""
    crumbs = crumbs() if callable(crumbs) else crumbs
    return structured_data.script(structured_data.breadcrumb_list(request, crumbs))


@register.tag
def remembered_page(parser, token):
    """{% remembered_page "name" %}…{% endremembered_page %}

    A stretch of a page, as `remembered`, where the view gives a `page_key`: all that
    the page follows from, but for the content. Without a key it is drawn each time.
    """
    _tag, name = token.split_contents()
    inside = parser.parse(["endremembered_page"])
    parser.delete_first_token()
    return _Remembered(
        [parser.compile_filter(name), parser.compile_filter("page_key")],
        inside,
        is_page=True,
    )


@register.tag
def remembered(parser, token):
    """{% remembered "name" part part … %}…{% endremembered %}

    Drawn once for a content version and minute, and again for each new set of parts.
    Inside may stand only what follows from the content and the parts, for every
    reader the same: never the user, never the request.
    """
    _tag, *parts = token.split_contents()
    inside = parser.parse(["endremembered"])
    parser.delete_first_token()
    return _Remembered([parser.compile_filter(part) for part in parts], inside)


class _Remembered(template.Node):
    def __init__(self, parts, nodelist, *, is_page: bool = False) -> None:
        self.parts = parts
        self.nodelist = nodelist
        self.is_page = is_page

    def render(self, context) -> SafeString:
        if self.is_page and not context.get("page_key"):
            return self.nodelist.render(context)
        key = tuple(part.resolve(context) for part in self.parts)
        return remember_part(("drawn", *key), lambda: self.nodelist.render(context))
