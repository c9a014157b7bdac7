"""JSON-LD for search engines: what the page is, in schema.org's words."""

import json

from django.utils.safestring import SafeString, mark_safe

from lienhiephoi.context_processors import absolute, site_settings
from news.models import Article

_CONTEXT = "https://schema.org"
# As django.utils.html.json_script: nothing in the data can end the script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def _script(data: list[dict]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(  # noqa: S308 -- escaped just above
        f'<script type="application/ld+json">{text}</script>'
    )


def organisation(request) -> SafeString:
    return _script([_organisation(request), _website(request)])


def _organisation(request) -> dict:
    site = site_settings()
    links = [site.facebook_url, site.youtube_url, site.zalo_url]
    data = {
        "@context": _CONTEXT,
        "@type": "Organization",
        "name": site.name,
        "alternateName": site.short_name,
        "url": absolute(request, "/"),
        "telephone": site.phone,
        "email": site.email,
        "address": site.address,
        "sameAs": [link for link in links if link],
    }
    return {key: value for key, value in data.items() if value}


def _website(request) -> dict:
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "url": absolute(request, "/"),
        "name": site_settings().short_name,
        "inLanguage": "vi",
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(request, "/tim-kiem/?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumb_list(request, crumbs: list[tuple[str, str | None]]) -> dict:
    steps = [("Trang chủ", "/"), *crumbs]
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": label,
                "item": absolute(request, url or request.path),
            }
            for place, (label, url) in enumerate(steps, start=1)
        ],
    }


def article_data(request, article: Article, crumbs) -> SafeString:
    data = {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "description": article.lead,
        "inLanguage": "vi",
        "datePublished": _iso(article.published_at),
        "dateModified": _iso(article.updated_at),
        "articleSection": article.category.name,
        "mainEntityOfPage": absolute(request, article.get_absolute_url()),
        "publisher": {"@type": "Organization", "name": site_settings().name},
        "author": {
            "@type": "Person" if article.byline else "Organization",
            "name": article.byline or site_settings().name,
        },
    }
    if article.picture:
        data["image"] = [absolute(request, article.picture.url(1600))]
    kept = {key: value for key, value in data.items() if value}
    return _script([kept, breadcrumb_list(request, crumbs)])


def _iso(moment) -> str:
    return moment.isoformat() if moment else ""
