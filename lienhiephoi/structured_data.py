"""JSON-LD for search engines: what a page is, in schema.org's words."""

import json

from django.utils.safestring import SafeString, mark_safe

from lienhiephoi.context_processors import absolute, site_settings

CONTEXT = "https://schema.org"
# As django.utils.html.json_script: nothing in the data can end the script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(*data: dict) -> SafeString:
    """A data block; browsers do not run it, so the strict policy lets it stand."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(  # noqa: S308 -- escaped just above
        f'<script type="application/ld+json">{text}</script>'
    )


def breadcrumb_list(request, crumbs: list[tuple[str, str | None]]) -> dict:
    steps = [("Trang chủ", "/"), *crumbs]
    return {
        "@context": CONTEXT,
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


def organisation(request) -> dict:
    site = site_settings()
    links = [site.facebook_url, site.youtube_url, site.zalo_url]
    data = {
        "@context": CONTEXT,
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


def website(request) -> dict:
    return {
        "@context": CONTEXT,
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
