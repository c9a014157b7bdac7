"""Search, health, robots."""

import datetime as dt
import unicodedata
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.static import serve

from lienhiephoi import search as searching
from lienhiephoi.caching import remember
from lienhiephoi.context_processors import absolute
from lienhiephoi.pagination import page_of
from lienhiephoi.robots import is_robot
from lienhiephoi.search.highlight import highlight, snippet
from lienhiephoi.vietnamese import date_text, normalise

# What is found stands near the top, or the question is asked anew.
PER_PAGE = 10


def _kind_choices() -> list[tuple[str, str]]:
    return [("", "Tất cả"), *searching.kinds().items()]


class SearchForm(forms.Form):
    """What may be asked of the search; a value that makes no sense is left out."""

    q = forms.CharField(required=False)
    loai = forms.ChoiceField(required=False, choices=_kind_choices)
    tu = forms.DateField(label="Từ ngày", required=False)
    den = forms.DateField(label="Đến ngày", required=False)
    sap = forms.ChoiceField(
        label="Sắp xếp",
        required=False,
        choices=[("", "Khớp nhất trước"), ("moi", "Mới nhất trước")],
    )

    def clean_q(self) -> str:
        return normalise(self.cleaned_data["q"][: searching.MAX_QUERY])

    def clean_den(self) -> dt.date | None:
        """The last day that has a day after it is beyond anything we hold."""
        day = self.cleaned_data["den"]
        return min(day, dt.date(2999, 12, 31)) if day else None


def search(request):
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    query = searching.parse(
        asked.get("q", ""), remember("synonyms", searching.synonyms)
    )
    results = searching.Results(
        query,
        kind=asked.get("loai", ""),
        since=asked.get("tu"),
        until=asked.get("den"),
        newest=asked.get("sap") == "moi",
        first=PER_PAGE,
    )
    page = page_of(Paginator(results, PER_PAGE), request)
    kinds = searching.kinds()
    page.object_list = [_shown(entry, query, kinds) for entry in page.object_list]
    found_nothing = not query.is_empty and page.count == 0
    context = {
        "form": form,
        "query": query.text,
        "page": page,
        "is_cut": results.is_cut,
        "kinds": _kind_links(request, kinds, asked.get("loai", "")),
        "is_filtered": any(asked.get(name) for name in ("loai", "tu", "den")),
        "suggestions": _suggestions(query) if found_nothing else [],
        "breadcrumbs": [("Tìm kiếm", None)],
    }
    response = render(request, "search.html", context)
    if found_nothing:
        is_asked = request.method == "GET" and not context["is_filtered"]
        if is_asked and not is_robot(request.META.get("HTTP_USER_AGENT", "")):
            searching.note_miss(query)
        # Kept by nobody, so that each time it is asked is counted.
        patch_cache_control(response, private=True)
    return response


def _shown(entry: searching.Found, query: searching.Query, kinds: dict) -> dict:
    day = timezone.localtime(entry.moment).date()
    return {
        "title_html": highlight(entry.title, query.folded_terms),
        "snippet_html": snippet(entry.text, query.folded_terms),
        "url": entry.url,
        "kind_label": kinds.get(entry.kind, ""),
        "iso_date": day.isoformat(),
        "date": date_text(day),
    }


def _kind_links(request, kinds: dict, current: str) -> list[dict]:
    """The same search in each kind of thing, from its first page."""
    kept = request.GET.copy()
    for name in ("loai", "trang"):
        kept.pop(name, None)
    query = kept.urlencode()
    links = [{"label": "Tất cả", "url": f"?{query}", "is_current": not current}]
    for kind, label in kinds.items():
        url = f"?{query}&loai={kind}" if query else f"?loai={kind}"
        links.append({"label": label, "url": url, "is_current": kind == current})
    return links


def _suggestions(query) -> list[dict]:
    """The unmarked spelling, which finds more, and the query with fewer words."""
    tries = [_without_marks(query.text)]
    parts = query.text.split()
    if len(parts) > 2:
        tries += [" ".join(parts[:-1]), " ".join(parts[1:])]
    found = []
    for text in dict.fromkeys(tries):
        if text == query.text or searching.Results(searching.parse(text)).count() == 0:
            continue
        found.append(
            {"text": text, "url": f"{reverse('search')}?{urlencode({'q': text})}"}
        )
    return found


def _without_marks(text: str) -> str:
    """As people type it without marks: "kỹ" → "ky", where folding makes it "ki"."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text)
        if not unicodedata.combining(letter)
    )
    return bare.replace("đ", "d").replace("Đ", "D")


@never_cache
def health(_request):
    """For the machine in front: answers 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def robots(request):
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/quan-tri/", "/tai-khoan/", "/lam-viec/")),
        f"Disallow: {reverse('search')}",
        f"Sitemap: {absolute(request, '/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def media(request, path: str):
    """Public files under random names that never change; nginx does this in front."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    patch_cache_control(response, public=True, max_age=365 * 86400, immutable=True)
    return response
