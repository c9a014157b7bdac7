"""The back office in a real browser: nothing breaks under our policy, and what the
editor makes is kept."""

import pytest

from news.models import Article, Category
from tests import makers

# Without the mark no test database is made, and the real one would be used.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# As Word puts it on the clipboard; the marks of the list stand in its <style>.
FROM_WORD = """<html><head><meta name="Generator" content="Microsoft Word 15"><style>
p.MsoNormal {margin:0cm;}
@list l0:level1
	{mso-level-number-format:bullet;
	mso-level-text:F0B7;}
</style></head><body>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span
 style="mso-list:Ignore">·</span>Việc một</p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span
 style="mso-list:Ignore">·</span>Việc hai</p></body></html>"""
PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "Việc");
  document.querySelector(".ck-editor__editable").dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
  );
}"""
UPLOADED = """() => {
  const editor = Object.values(window.editors)[0];
  return editor.getData().includes('src="/media/')
    && !editor.plugins.get("PendingActions").hasAny;
}"""
AT_THE_END = """() => {
  const editor = Object.values(window.editors)[0];
  editor.model.change(writer => {
    const place = writer.createElement("paragraph");
    writer.append(place, editor.model.document.getRoot());
    writer.setSelection(place, "in");
  });
}"""
VIDEO = "address => Object.values(window.editors)[0].execute('mediaEmbed', address)"


@pytest.fixture
def desk(browse, signed_in):
    window = browse(height=900, timezone_id="Asia/Ho_Chi_Minh")
    window.context.add_cookies(signed_in)
    return window


def test_a_text_with_a_list_from_word_a_video_and_a_picture(desk, tmp_path):
    category = Category.objects.first()
    file = tmp_path / "hoi-nghi.png"
    file.write_bytes(makers.image_file(800, 600).read())

    desk.goto(f"/quan-tri/news/article/add/?category={category.pk}")
    desk.fill("[name=title]", "Bài từ trình duyệt")
    with desk.expect_file_chooser() as chooser:
        desk.click(".ck-file-dialog-button")
    chooser.value.set_files(file)
    desk.wait_for_function(UPLOADED)
    desk.evaluate(AT_THE_END)
    desk.evaluate(PASTE, FROM_WORD)
    desk.evaluate(AT_THE_END)
    desk.evaluate(VIDEO, "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    desk.click("button[name=_continue]")
    desk.wait_for_selector(".messagelist .success")

    body = Article.objects.get(title="Bài từ trình duyệt").body
    assert "<ul><li>Việc một</li><li>Việc hai</li></ul>" in body
    assert '<oembed url="https://www.youtube.com/watch?v=aqz-KE-bpKQ">' in body
    assert '<figure class="image"><img src="/media/pictures/' in body
    assert "style=" not in body
    assert desk.watch.errors == []
    assert desk.watch.foreign == []


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize(
    "address",
    [
        "/quan-tri/",
        "/quan-tri/news/article/",
        "/quan-tri/news/article/?published_at__year=2026",
        "/quan-tri/news/article/add/",
        "/quan-tri/news/document/add/",
        "/quan-tri/news/picture/",
        "/quan-tri/news/album/add/",
    ],
)
def test_no_page_of_the_back_office_breaks_or_runs_over(desk, address, width):
    desk.set_viewport_size({"width": width, "height": 800})

    desk.goto(address, wait_until="networkidle")

    over = desk.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0
    assert desk.watch.errors == []
    assert desk.watch.foreign == []


def test_a_picture_chosen_in_the_search_box_is_shown_beside_it(desk):
    desk.goto("/quan-tri/news/article/add/")
    desk.click(".field-picture .select2")
    desk.keyboard.type("anh")
    desk.click(".select2-results__option:not(.loading-results)")

    shown = desk.wait_for_selector(".field-picture .picture-choice__shown[src]")
    # The strict policy forbids a polled text to be run as a script; a promise is not.
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    # A request for the first letters is given up when more are typed.
    assert [e for e in desk.watch.errors if "autocomplete" not in e] == []
