"""Words longer than a phone is wide: addresses in a title."""

import pytest

from news.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LONG = "https://lienhiephoi.lamgiang.example/hoi-thi-2026"


@pytest.mark.parametrize("name", ["home", "news", "article", "search"])
def test_an_address_in_a_title_does_not_widen_the_page(browse, portal, name):
    article = Article.objects.get(slug="trao-giai")
    page = browse(width=320, height=640)
    page.goto(portal[name])
    written = """([title, long]) => {
      for (const each of document.querySelectorAll("h1, h2, h3, h2 a, h3 a"))
        if (each.textContent.trim() === title) each.textContent += " " + long;
      return document.documentElement.textContent.includes(long);
    }"""
    assert page.evaluate(written, [article.title, LONG])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
