"""Writing in the admin: two people at one text, the editor, pictures, rights."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.images import rendition_name
from news.models import Album, Article, GalleryPicture, Picture
from tests import makers
from tests.admin.posting import admin_url, change_url, filled_in, messages_of

pytestmark = pytest.mark.django_db


# --- Two people at one text -------------------------------------------------------


def test_the_second_of_two_saves_is_refused_and_its_text_stays(
    client, reporter, approver, draft
):
    client.force_login(reporter)
    opened_by_reporter = filled_in(client.get(change_url(draft)), lead="Của phóng viên")
    client.force_login(approver)
    by_approver = filled_in(client.get(change_url(draft)), lead="Của người duyệt")
    client.post(change_url(draft), by_approver)
    client.force_login(reporter)

    refused = client.post(change_url(draft), opened_by_reporter)

    page = refused.content.decode()
    assert f"{approver} đã lưu nội dung này lúc" in page
    assert "Của phóng viên" in page
    draft.refresh_from_db()
    assert draft.lead == "Của người duyệt"


def test_a_form_without_its_version_is_refused(client, reporter, draft):
    client.force_login(reporter)
    data = filled_in(client.get(change_url(draft)), title="Tên mới")
    del data["version"]

    assert client.post(change_url(draft), data).status_code == 200
    draft.refresh_from_db()
    assert draft.title != "Tên mới"


def test_an_approval_meanwhile_also_refuses_the_save(client, approver, submitted):
    client.force_login(approver)
    opened = filled_in(client.get(change_url(submitted)), title="Tên mới")
    client.post(admin_url(submitted, "transition", submitted.pk, "publish"))

    refused = client.post(change_url(submitted), opened)

    assert f"{approver} đã lưu" in refused.content.decode()


# --- What is written --------------------------------------------------------------


def save(client, article, **typed):
    data = filled_in(client.get(change_url(article)), **typed)
    return client.post(change_url(article), data, follow=True)


BODY = (
    '<h2 class="ta-center">Kết quả</h2>'
    '<p>Chữ <strong>đậm</strong> và <a href="https://vusta.vn">liên kết</a>.</p>'
    '<figure class="image image-style-side"><img src="/media/pictures/a-960.webp" '
    'alt="Hội trường" width="960" height="640"><figcaption>Chú thích</figcaption>'
    "</figure>"
    '<figure class="table"><table><thead><tr><th>Năm</th></tr></thead>'
    "<tbody><tr><td>2026</td></tr></tbody></table></figure>"
    '<figure class="media"><oembed url="https://www.youtube.com/watch?v=aqz-KE-bpKQ">'
    "</oembed></figure>"
    "<blockquote><p>Trích</p></blockquote><ol><li>Một</li></ol>"
)


def test_what_the_editor_makes_is_kept_whole(client, reporter, draft):
    client.force_login(reporter)

    save(client, draft, body=BODY)

    draft.refresh_from_db()
    for part in (
        '<h2 class="ta-center">',
        '<figure class="image image-style-side">',
        "<figcaption>Chú thích</figcaption>",
        '<figure class="table"><table><thead>',
        '<oembed url="https://www.youtube.com/watch?v=aqz-KE-bpKQ">',
        "<blockquote><p>Trích</p></blockquote>",
        'width="960"',
    ):
        assert part in draft.body


def test_who_may_only_look_sees_the_text_and_not_its_tags(client, reporter):
    article = makers.article(body="<p>Chữ <strong>đậm</strong></p>")
    client.force_login(reporter)

    page = client.get(change_url(article)).content.decode()

    assert "<p>Chữ <strong>đậm</strong></p>" in page
    assert "&lt;p&gt;" not in page


def test_an_attack_does_not_reach_the_database(client, reporter, draft):
    client.force_login(reporter)

    save(client, draft, body='<p onclick="x()">A<script>alert(1)</script></p>')

    draft.refresh_from_db()
    assert draft.body == "<p>A</p>"


def test_a_lone_video_is_a_text_and_a_blank_paragraph_is_none(client, reporter, draft):
    client.force_login(reporter)
    video = '<figure class="media"><oembed url="https://youtu.be/aqz-KE-bpKQ"></oembed>'

    save(client, draft, body=f"{video}</figure>")
    draft.refresh_from_db()
    assert "oembed" in draft.body

    refused = save(client, draft, body="<p>&nbsp;</p>")
    assert "body" in refused.context["adminform"].form.errors


def test_a_text_too_long_is_refused_in_words(client, reporter, draft):
    client.force_login(reporter)

    refused = save(client, draft, body="<b>" * 40_000)

    assert "quá nhiều thẻ" in str(refused.context["adminform"].form.errors["body"])


def test_whoever_makes_a_record_is_written_down(client, reporter):
    client.force_login(reporter)
    address = admin_url(Article, "add")
    data = filled_in(
        client.get(address),
        title="Tin mới",
        body="<p>Thân.</p>",
        category=makers.category().pk,
        _continue="1",
    )

    client.post(address, data)

    assert Article.objects.get().created_by == reporter


# --- Pictures in the text ---------------------------------------------------------


def upload(client, file):
    return client.post(reverse("news:editor-picture"), {"upload": file})


@pytest.mark.parametrize(
    "role", [roles.REPORTER, roles.NEWS_APPROVER, roles.ADMINISTRATOR]
)
def test_a_picture_put_into_the_text_joins_the_library(client, role):
    writer = makers.staff(role)
    client.force_login(writer)

    answer = upload(client, makers.image_file(1200, 800, name="Hội nghị.png")).json()

    picture = Picture.objects.get()
    assert answer == {"url": picture.url(960), "width": 1200, "height": 800}
    assert (picture.title, picture.uploaded_by) == ("Hội nghị", writer)
    assert default_storage.exists(rendition_name(picture.name, 960))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<script>alert(1)</script>", "a.png"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "hong.png"),
        (b"", "rong.png"),
        (makers.PDF, "a.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(client, reporter, content, name):
    file = SimpleUploadedFile(name, content)
    client.force_login(reporter)

    response = upload(client, file)

    assert response.status_code == 400
    assert not response.json()["error"]["message"].isascii()
    assert not Picture.objects.exists()


def test_an_upload_without_a_file_is_refused(client, reporter):
    client.force_login(reporter)

    response = client.post(reverse("news:editor-picture"))

    assert response.json() == {"error": {"message": "Chưa chọn ảnh."}}


@pytest.mark.parametrize(
    "role", [None, roles.LEADERSHIP, roles.MEMBERS_OFFICER, roles.COUNCIL_MEMBER]
)
def test_only_writers_upload(client, role):
    if role:
        client.force_login(makers.staff(role))

    response = upload(client, makers.image_file())

    assert response.status_code == 403
    assert json.loads(response.content)["error"]["message"]
    assert not Picture.objects.exists()


def test_a_right_without_being_staff_is_not_enough(client):
    client.force_login(makers.user("khach", roles.REPORTER))

    assert upload(client, makers.image_file()).status_code == 403


def test_an_upload_is_sent_by_post(client, reporter):
    client.force_login(reporter)

    assert client.get(reverse("news:editor-picture")).status_code == 405


def test_the_second_step_of_signing_in_is_owed_here_too(client, reporter, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(reporter)

    assert upload(client, makers.image_file()).status_code == 403


# --- Pictures on forms ------------------------------------------------------------


def test_a_picture_uploaded_on_the_form_becomes_the_chosen_one(client, reporter, draft):
    client.force_login(reporter)

    save(client, draft, **{"picture-upload": makers.image_file(name="Trao giải.png")})

    draft.refresh_from_db()
    assert draft.picture.title == "Trao giải"


def test_an_uploaded_picture_stays_chosen_when_another_field_is_refused(
    client, reporter, draft
):
    client.force_login(reporter)

    refused = save(
        client, draft, title="", **{"picture-upload": makers.image_file(name="A.png")}
    )

    picture = Picture.objects.get()
    assert "title" in refused.context["adminform"].form.errors
    assert f'<option value="{picture.pk}" selected' in refused.content.decode()


def test_a_false_picture_on_the_form_is_refused_at_its_field(client, reporter, draft):
    client.force_login(reporter)
    file = SimpleUploadedFile("anh.jpg", makers.PDF)

    refused = save(client, draft, **{"picture-upload": file})

    assert "picture" in refused.context["adminform"].form.errors


def test_a_row_of_the_gallery_may_bring_its_own_picture(client, reporter, draft):
    client.force_login(reporter)

    save(
        client,
        draft,
        **{
            "gallery-TOTAL_FORMS": 1,
            "gallery-0-picture": "",
            "gallery-0-picture-upload": makers.image_file(name="Ảnh 1.png"),
            "gallery-0-caption": "Toàn cảnh",
            "gallery-0-order": 1,
        },
    )

    row = GalleryPicture.objects.get()
    assert (row.article, row.picture.title, row.caption) == (
        draft,
        "Ảnh 1",
        "Toàn cảnh",
    )


def test_an_album_takes_many_pictures_at_once_and_names_those_it_refuses(
    client, reporter
):
    album = makers.album(
        status="draft", published_at=None, pictures=[makers.picture(title="Đầu")]
    )
    client.force_login(reporter)
    false = SimpleUploadedFile("khong-phai.png", b"x")
    files = [
        makers.image_file(name="Một.png"),
        false,
        makers.image_file(name="Hai.png"),
    ]

    told = messages_of(save(client, album, uploads=files))

    titles = [entry.picture.title for entry in Album.objects.get().entries.all()]
    assert titles == ["Đầu", "Một", "Hai"]
    assert any(text.startswith("khong-phai.png:") for text in told)


# --- The library ------------------------------------------------------------------


def test_a_picture_is_replaced_wherever_it_is_shown(client, approver):
    picture = makers.picture(1600, 1067, title="Cũ", uploaded_by=approver)
    old_url = picture.url(960)
    article = makers.article(picture=picture, body=f'<img src="{old_url}" alt="">')
    client.force_login(approver)

    save(
        client, picture, upload=makers.image_file(500, 400, name="moi.png"), title="Mới"
    )

    picture.refresh_from_db()
    article.refresh_from_db()
    assert (picture.title, picture.width) == ("Mới", 500)
    assert article.body == f'<img src="{picture.url(960)}" alt="">'
    assert old_url not in article.body


@pytest.mark.parametrize("where", ["chosen", "in a gallery", "in a text"])
def test_a_picture_in_use_is_not_deleted(client, approver, where):
    picture = makers.picture()
    article = makers.article("Bài dùng ảnh")
    if where == "chosen":
        article.picture = picture
    elif where == "in a text":
        article.body = f'<img src="{picture.url()}" alt="">'
    else:
        GalleryPicture.objects.create(article=article, picture=picture)
    article.save()
    client.force_login(approver)

    response = client.post(
        admin_url(picture, "delete", picture.pk), {"post": "yes"}, follow=True
    )

    assert Picture.objects.filter(pk=picture.pk).exists()
    assert "bài viết «Bài dùng ảnh»" in messages_of(response)[0]


def test_an_unused_picture_goes_with_its_files(
    client, approver, django_capture_on_commit_callbacks
):
    picture = makers.picture()
    file = rendition_name(picture.name, 960)
    client.force_login(approver)
    assert default_storage.exists(file)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(admin_url(picture, "delete", picture.pk), {"post": "yes"})

    assert not Picture.objects.exists()
    assert not default_storage.exists(file)


def test_a_category_in_use_is_not_deleted_and_the_page_says_where(client, superuser):
    category = makers.article("Bài trong mục").category
    client.force_login(superuser)

    response = client.post(
        admin_url(category, "delete", category.pk), {"post": "yes"}, follow=True
    )

    assert messages_of(response) == ["Không xóa được vì đang được dùng ở: 1 bài viết."]
    category.refresh_from_db()


def test_a_moment_is_read_the_vietnamese_way(client, approver, draft):
    client.force_login(approver)

    save(client, draft, published_at_0="03/04/2027", published_at_1="08:30")

    draft.refresh_from_db()
    assert f"{timezone.localtime(draft.published_at):%d.%m.%Y %H:%M}" == (
        "03.04.2027 08:30"
    )
