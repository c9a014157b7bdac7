"""Pictures: upright, in sRGB, without metadata, in sizes that pages ask for."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw, ImageOps

from lienhiephoi.contents import MAX_PIXELS
from lienhiephoi.images import (
    available_widths,
    delete,
    process,
    rendition_name,
    srcset,
    store,
)

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
GPS, GPS_LATITUDE_REF, ORIENTATION, MAKE = 0x8825, 1, 0x0112, 0x010F


def corners(size=(200, 100)):
    """Red, green, blue and white quarters, so that every turn shows."""
    width, height = size
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2), GREEN)
    draw.rectangle((0, height // 2, width // 2, height), BLUE)
    draw.rectangle((width // 2, height // 2, width, height), WHITE)
    return image


def upload(image, image_format, name=None, **options):
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    return SimpleUploadedFile(name or f"a.{image_format.lower()}", buffer.getvalue())


def largest(image):
    picture = Image.open(io.BytesIO(image.renditions[image.width]))
    assert picture.format == "WEBP"
    assert picture.size == (image.width, image.height)
    return picture


def colour(picture, x, y):
    """The pixel at these fractions of width and height, each channel to the nearest 51."""
    pixel = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    return tuple(51 * round(level / 51) for level in pixel)


def quarters(picture):
    rgb = picture.convert("RGB")
    return [colour(rgb, x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]


def refused(name, content):
    file = SimpleUploadedFile(name, content)
    with pytest.raises(ValidationError) as caught:
        process(file)
    assert file.tell() == 0
    (message,) = caught.value.messages
    return message


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (479, [479]),
        (480, [480]),
        (481, [480, 481]),
        (1200, [480, 720, 960, 1200]),
        (1600, [480, 720, 960, 1600]),
        (6000, [480, 720, 960, 1600]),
    ],
)
def test_widths_never_exceed_the_original(width, widths):
    assert available_widths(width) == widths


def test_srcset_names_every_rendition_with_its_width():
    assert srcset("pictures/2026/11/abc", 700, url=lambda name: f"/media/{name}") == (
        "/media/pictures/2026/11/abc-480.webp 480w, "
        "/media/pictures/2026/11/abc-700.webp 700w"
    )


def test_a_large_photograph_is_made_in_every_width():
    image = process(upload(corners((2400, 1200)), "JPEG"))
    assert (image.width, image.height) == (1600, 800)
    sizes = {
        width: Image.open(io.BytesIO(content)).size
        for width, content in image.renditions.items()
    }
    assert sizes == {
        480: (480, 240),
        720: (720, 360),
        960: (960, 480),
        1600: (1600, 800),
    }
    assert quarters(largest(image)) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF", "MPO"])
def test_a_small_picture_is_not_enlarged(image_format):
    image = process(upload(corners(), image_format, name="không-rõ"))
    assert list(image.renditions) == [200]
    assert quarters(largest(image)) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "GIF"])
def test_a_picture_of_one_pixel_is_kept(image_format):
    image = process(upload(Image.new("RGB", (1, 1), RED), image_format))
    assert (image.width, image.height) == (1, 1)


def photograph_data(orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Camera"
    exif.get_ifd(GPS)[GPS_LATITUDE_REF] = "N"
    return exif


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(200, 100), (2400, 1200)])
def test_a_turned_photograph_stands_upright_and_tells_nothing_else(orientation, size):
    file = upload(corners(size), "JPEG", exif=photograph_data(orientation))
    original = Image.open(file)
    assert dict(original.getexif().get_ifd(GPS)) == {GPS_LATITUDE_REF: "N"}
    upright = ImageOps.exif_transpose(original)

    image = process(file)

    picture = largest(image)
    assert picture.width / picture.height == upright.width / upright.height
    assert quarters(picture) == quarters(upright)
    for content in image.renditions.values():
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"EXIF" not in content
        assert b"Camera" not in content


def test_comments_xmp_and_text_are_left_behind():
    file = upload(corners(), "JPEG", comment=b"secret", xmp=b"<x:xmpmeta>secret")
    (content,) = process(file).renditions.values()
    assert b"secret" not in content
    assert b"XMP " not in content


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize(
    ("image_format", "exif"),
    [("JPEG", b"Exif\0\0MM\0*\xff\xff\xff\xff"), ("PNG", b"no such thing")],
)
def test_broken_exif_does_not_spoil_a_good_picture(image_format, exif):
    file = upload(corners(), image_format, exif=exif)
    assert quarters(largest(process(file))) == [RED, GREEN, BLUE, WHITE]


def test_cmyk_becomes_rgb():
    picture = largest(process(upload(corners().convert("CMYK"), "JPEG")))
    assert picture.mode == "RGB"
    assert quarters(picture) == [RED, GREEN, BLUE, WHITE]


def test_sixteen_bit_greys_keep_their_levels():
    image = Image.new("I;16", (100, 100), 65535)
    image.paste(26214, (0, 0, 50, 100))
    picture = largest(process(upload(image, "PNG")))
    assert colour(picture, 0.2, 0.5) == (102, 102, 102)
    assert colour(picture, 0.8, 0.5) == WHITE


def palette():
    image = corners().convert("P", palette=Image.Palette.ADAPTIVE)
    return image, {"transparency": image.getpixel((10, 10))}


def half_transparent(mode):
    image = corners().convert(mode)
    image.putalpha(
        Image.linear_gradient("L").resize(image.size).point([0] * 128 + [255] * 128)
    )
    return image, {}


@pytest.mark.parametrize(
    ("made", "image_format", "opaque"),
    [
        (palette(), "PNG", [0, 255, 255, 255]),
        (palette(), "GIF", [0, 255, 255, 255]),
        ((corners(), {"transparency": RED}), "PNG", [0, 255, 255, 255]),
        (half_transparent("RGB"), "PNG", [0, 0, 255, 255]),
        (half_transparent("L"), "PNG", [0, 0, 255, 255]),
        (half_transparent("RGB"), "WEBP", [0, 0, 255, 255]),
    ],
)
def test_transparency_is_kept(made, image_format, opaque):
    image, options = made
    picture = largest(process(upload(image, image_format, **options)))
    assert picture.mode == "RGBA"
    alphas = [
        picture.getpixel((picture.width * x // 10, picture.height * y // 10))[3]
        for y in (2, 8)
        for x in (2, 8)
    ]
    assert alphas == opaque


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_plain_modes_become_rgb(mode):
    picture = largest(process(upload(corners().convert(mode), "PNG")))
    assert picture.mode == "RGB"
    assert colour(picture, 0.8, 0.8) == WHITE


def test_only_the_first_frame_of_a_moving_gif_is_kept():
    frames = [Image.new("RGB", (60, 60), shade) for shade in (RED, GREEN, BLUE)]
    file = upload(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture = largest(process(file))
    assert getattr(picture, "n_frames", 1) == 1
    assert colour(picture.convert("RGB"), 0.5, 0.5) == RED


def profile_with_red_and_green_exchanged():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return (
        profile.replace(b"rXYZ", b"swap")
        .replace(b"gXYZ", b"rXYZ")
        .replace(b"swap", b"gXYZ")
    )


@pytest.mark.parametrize("alpha", [False, True])
def test_colours_are_converted_from_the_pictures_own_profile(alpha):
    image = corners()
    if alpha:
        image.putalpha(128)
    file = upload(image, "PNG", icc_profile=profile_with_red_and_green_exchanged())
    picture = largest(process(file))
    assert quarters(picture) == [GREEN, RED, BLUE, WHITE]
    assert "icc_profile" not in picture.info
    assert picture.convert("RGBA").getpixel((5, 5))[3] == (128 if alpha else 255)


@pytest.mark.parametrize(
    ("mode", "profile"),
    [("RGB", b"not a profile" * 20), ("CMYK", profile_with_red_and_green_exchanged())],
)
def test_a_profile_that_does_not_fit_is_left_aside(mode, profile):
    file = upload(corners().convert(mode), "JPEG", icc_profile=profile)
    assert quarters(largest(process(file))) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_cut_short_is_refused(image_format):
    buffer = io.BytesIO()
    Image.effect_noise((400, 300), 60).save(buffer, image_format)
    content = buffer.getvalue()[: len(buffer.getvalue()) * 2 // 3]
    message = refused("a.jpg", content)
    assert "bị hỏng, sai định dạng hoặc chưa tải lên hết" in message


def png_claiming(width, height):
    def chunk(name, body):
        checksum = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height"),
    [(60_000, 60_000), (10_000, 9_000), (MAX_PIXELS // 100 + 1, 100)],
)
def test_too_many_pixels_are_refused_by_the_header(width, height):
    message = refused("a.png", png_claiming(width, height))
    assert message.startswith("Ảnh có quá nhiều điểm ảnh (hơn 40 triệu).")


def test_a_picture_too_tall_for_webp_is_refused():
    buffer = io.BytesIO()
    Image.new("1", (100, 20_000)).save(buffer, "PNG")
    message = refused("a.png", buffer.getvalue())
    assert message.startswith("Ảnh quá dài (hơn 16.383 điểm).")
    assert "Hãy cắt thành nhiều ảnh" in message


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Tệp rỗng, không có nội dung."),
        (b"\xff\xd8\xff" + bytes(15 * 1024 * 1024), "vượt quá 15 MB."),
        (b"<svg onload='alert(1)'></svg>", "Hãy xuất ảnh thành PNG hoặc JPEG"),
        (b"<html><img></html>", "Nội dung tệp là trang web"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "Tương thích nhất"),
        (b"%PDF-1.7\n%%EOF", "Hãy chọn ảnh JPEG, PNG, WebP hoặc GIF."),
        (b"BM\0\0\0\0\0\0", "Hãy chọn ảnh JPEG, PNG, WebP hoặc GIF."),
        (b"II*\0\x08\0\0\0", "Hãy chọn ảnh JPEG, PNG, WebP hoặc GIF."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "Tệp .png bị hỏng"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_way_out(content, told):
    assert told in refused("a.png", content)


class FullDisk(FileSystemStorage):
    """Breaks in the middle of the second file, as a full disk does."""

    saved = 0

    def _save(self, name, content):
        name = super()._save(name, content)
        self.saved += 1
        if self.saved == 2:
            raise OSError(28, "No space left on device")
        return name


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_stored_picture_can_be_found_and_deleted(tmp_path):
    storage = FileSystemStorage(tmp_path)
    image = store(upload(corners((1000, 500)), "JPEG", "../Hội nghị.jpg"), storage)
    names = [rendition_name(image.name, width) for width in (480, 720, 960, 1000)]
    assert files_below(tmp_path) == sorted(tmp_path / name for name in names)
    with storage.open(names[-1]) as content, Image.open(content) as picture:
        assert picture.size == (image.width, image.height)
    assert image.name.startswith("pictures/20")

    delete(image.name, image.width, storage)
    assert files_below(tmp_path) == []


def test_nothing_is_left_behind_when_the_disk_is_full(tmp_path):
    storage = FullDisk(tmp_path)
    with pytest.raises(OSError, match="No space left"):
        store(upload(corners((1000, 500)), "JPEG"), storage)
    assert storage.saved == 2
    assert files_below(tmp_path) == []


def test_a_refused_picture_stores_nothing(tmp_path):
    with pytest.raises(ValidationError):
        store(SimpleUploadedFile("a.png", b"<svg>"), FileSystemStorage(tmp_path))
    assert files_below(tmp_path) == []
