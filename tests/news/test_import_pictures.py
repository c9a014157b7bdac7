"""Pictures of imported articles: found in a folder, made anew, kept once."""

import io
import unicodedata

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from news.imports.pictures import LostPictureError, PictureFolder
from news.models import Picture

pytestmark = pytest.mark.django_db

GPS, ORIENTATION = 0x8825, 0x0112


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "anh"
    root.mkdir()
    return root


def photograph(path, colour="red", size=(600, 400)):
    """A JPEG as a telephone takes it: with the place, and lying on its side."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (12.0, 40.0, 0.0)}
    Image.new("RGB", size, colour).save(path, "JPEG", exif=exif)
    return path


def stored_files():
    _, folders = [], ["pictures/imported"]
    files = []
    for name in folders:
        below, here = default_storage.listdir(name)
        folders += [f"{name}/{each}" for each in below]
        files += [f"{name}/{each}" for each in here]
    return sorted(files)


def test_a_picture_is_made_anew_without_what_the_camera_wrote(folder):
    photograph(folder / "le-hoi.jpg")
    picture = PictureFolder(folder)("le-hoi.jpg", "Sân khấu")
    assert (picture.width, picture.height) == (400, 600)
    assert (picture.alt, picture.original_name) == ("Sân khấu", "le-hoi.jpg")
    (file,) = stored_files()
    with default_storage.open(file) as content:
        kept = Image.open(io.BytesIO(content.read()))
    assert kept.format == "WEBP"
    assert kept.size == (400, 600)
    assert not kept.getexif()
    assert "exif" not in kept.info


def test_the_same_file_is_one_picture_in_every_run(folder):
    photograph(folder / "a.jpg")
    photograph(folder / "ban-sao" / "b.jpg")
    find = PictureFolder(folder)
    first = find("a.jpg", "")
    assert find("a.jpg", "") == first
    assert find("ban-sao/b.jpg", "") == first
    assert PictureFolder(folder)("a.jpg", "") == first
    assert Picture.objects.count() == 1
    assert len(stored_files()) == 1


def test_a_changed_file_is_another_picture(folder):
    photograph(folder / "a.jpg")
    first = PictureFolder(folder)("a.jpg", "")
    photograph(folder / "a.jpg", "blue")
    assert PictureFolder(folder)("a.jpg", "") != first


def test_what_a_killed_run_left_is_written_over(folder):
    photograph(folder / "a.jpg")
    PictureFolder(folder)("a.jpg", "")
    before = stored_files()
    Picture.objects.all().delete()
    PictureFolder(folder)("a.jpg", "")
    assert stored_files() == before


@pytest.mark.parametrize(
    "address",
    [
        "2019/06/a.jpg",
        "a.jpg",
        "https://cu.example/wp-content/uploads/2019/06/a.jpg",
        "//cu.example/uploads/2019/06/a.jpg?w=300",
        "2019/06/a-300x200.jpg",
        "\\2019\\06\\a.jpg",
        "2019/06/../06/a.jpg",
    ],
)
def test_a_picture_is_found_by_the_end_of_its_address(folder, address):
    photograph(folder / "2019/06/a.jpg", "blue")
    photograph(folder / "a.jpg", "blue")
    assert PictureFolder(folder)(address, "").original_name == "a.jpg"


def test_the_longest_end_of_an_address_wins(folder):
    photograph(folder / "a.jpg", "red")
    photograph(folder / "2020/a.jpg", "blue")
    find = PictureFolder(folder)
    assert find("http://x.example/2020/a.jpg", "") != find("http://x.example/a.jpg", "")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_in_a_name_may_be_written_either_way(folder, form):
    photograph(folder / unicodedata.normalize(form, "lễ hội.jpg"))
    find = PictureFolder(folder)
    assert find("/%E1%BB%85/l%E1%BB%85%20h%E1%BB%99i.jpg", "")


def test_nothing_outside_the_folder_is_read(folder, tmp_path):
    photograph(tmp_path / "ngoai.jpg")
    (folder / "noi.jpg").symlink_to(tmp_path / "ngoai.jpg")
    find = PictureFolder(folder)
    for address in (
        "../ngoai.jpg",
        "noi.jpg",
        str(tmp_path / "ngoai.jpg"),
        "%2e%2e/ngoai.jpg",
    ):
        with pytest.raises(LostPictureError, match="không tìm thấy ảnh"):
            find(address, "")


@pytest.mark.parametrize(
    "address",
    ["", "/", "a" * 5000, "a\0.jpg", "http://[::1", "data:image/png;base64,AA"],
)
def test_an_address_that_no_file_can_have_is_lost(folder, address):
    with pytest.raises(LostPictureError):
        PictureFolder(folder)(address, "")


def test_what_is_no_picture_is_refused_with_its_reason(folder):
    (folder / "a.jpg").write_text("<script>alert(1)</script>")
    with pytest.raises(LostPictureError, match=r"bỏ ảnh a\.jpg: "):
        PictureFolder(folder)("a.jpg", "")
    assert not Picture.objects.exists()


def test_a_trial_writes_no_file(folder, tmp_path):
    photograph(folder / "a.jpg")
    assert PictureFolder(folder, trial=True)("a.jpg", "").width == 400
    assert not (tmp_path / "media").exists()
