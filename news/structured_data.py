"""An article in schema.org's words."""

from lienhiephoi.context_processors import absolute, site_settings
from lienhiephoi.structured_data import CONTEXT
from news.models import Article


def article_data(request, article: Article) -> dict:
    author = article.byline
    union = site_settings().name
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "description": article.lead,
        "inLanguage": "vi",
        "datePublished": _iso(article.published_at),
        "dateModified": _iso(article.updated_at),
        "articleSection": article.category.name,
        "mainEntityOfPage": absolute(request, article.get_absolute_url()),
        "publisher": {"@type": "Organization", "name": union},
        "author": {
            "@type": "Person" if author else "Organization",
            "name": author or union,
        },
    }
    if article.picture:
        data["image"] = [absolute(request, article.picture.url(1600))]
    return {key: value for key, value in data.items() if value}


def _iso(moment) -> str:
    return moment.isoformat() if moment else ""
