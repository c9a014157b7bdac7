"""Pictures for public pages: checked, turned upright, made anew as WebP.

Nothing of the uploaded file is kept, so neither is what a camera wrote beside the
picture: place, time, owner, preview.
"""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from PIL import ExifTags, Image, ImageCms

from lienhiephoi.contents import MEGABYTE, UNREADABLE, open_picture, promised_kind
from lienhiephoi.filekinds import PICTURES
from lienhiephoi.files import check_size, month_folder

MAX_BYTES = 15 * MEGABYTE
# Stored pictures are found by these widths: a change must make their renditions anew.
WIDTHS = (480, 720, 960, 1600)
MAX_SIDE = 16_383  # The WebP format ends there.

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class ProcessedImage:
    """Width and height are those of the largest rendition."""

    width: int
    height: int
    renditions: dict[int, bytes]


@dataclass(frozen=True)
class StoredImage:
    """`name` is what the renditions' names begin with; see rendition_name."""

    name: str
    width: int
    height: int


def available_widths(width: int) -> list[int]:
    """Rendition widths of an image `width` wide, rising; nothing is enlarged.

    The same for the original's width and for that of its largest rendition.
    """
    largest = min(width, WIDTHS[-1])
    return [step for step in WIDTHS if step < largest] + [largest]


def rendition_name(name: str, width: int) -> str:
    return f"{name}-{width}.webp"


def srcset(name: str, width: int, url: Callable[[str], str] | None = None) -> str:
    """For <img srcset>; `url` turns a stored name into an address."""
    url = url or default_storage.url
    return ", ".join(
        f"{url(rendition_name(name, step))} {step}w" for step in available_widths(width)
    )


def process(file: File) -> ProcessedImage:
    """Every rendition as WebP, or a ValidationError saying what to do.

    Memory stays near that of the decoded picture (MAX_PIXELS); a JPEG is decoded
    at the smallest scale that still gives the largest rendition.
    """
    try:
        check_size(file, MAX_BYTES)
        kind = promised_kind(file)
        if kind not in PICTURES:
            raise ValidationError(
                "Tệp không phải là ảnh dùng được. "
                "Hãy chọn ảnh JPEG, PNG, WebP hoặc GIF.",
                code="not_picture",
            )
        with open_picture(file, kind) as opened:
            picture = _largest(opened)
    finally:
        file.seek(0)
    widths = available_widths(picture.width)
    renditions = {step: _webp(picture, step) for step in reversed(widths)}
    return ProcessedImage(picture.width, picture.height, renditions)


def as_webp(upload, widest: int = WIDTHS[-1]):
    """For the form of an ImageField: the picture made anew, not wider than a step.

    What is not a new upload comes back as it is.
    """
    if not upload or getattr(upload, "_committed", False):
        return upload
    renditions = process(upload).renditions
    fitting = [width for width in renditions if width <= widest] or [min(renditions)]
    return ContentFile(renditions[max(fitting)], name="anh.webp")


def _largest(opened: Image.Image) -> Image.Image:
    """The largest rendition: upright, in sRGB, RGB or RGBA."""
    orientation = _orientation(opened)
    sideways = orientation >= 5
    width, height = opened.size[::-1] if sideways else opened.size
    wanted = available_widths(width)[-1]
    size = (wanted, max(1, round(height * wanted / width)))
    if size[1] > MAX_SIDE:
        raise ValidationError(
            "Ảnh quá dài (hơn 16.383 điểm). Hãy cắt thành nhiều ảnh rồi gửi lại.",
            code="too_tall",
        )
    stored_size = size[::-1] if sideways else size
    opened.draft(None, tuple(2 * side for side in stored_size))
    profile = opened.info.get("icc_profile")
    small = _plain(opened).resize(
        stored_size, Image.Resampling.LANCZOS, reducing_gap=2.0
    )
    turn = _UPRIGHT.get(orientation)
    return _in_srgb(small if turn is None else small.transpose(turn), profile)


def _orientation(picture: Image.Image) -> int:
    # Cameras write broken EXIF; the picture is none the worse for it.
    with suppress(*UNREADABLE):
        orientation = picture.getexif().get(ExifTags.Base.Orientation, 1)
        return orientation if orientation in _UPRIGHT else 1
    return 1


def _plain(picture: Image.Image) -> Image.Image:
    """In a mode that can be scaled smoothly and, with CMYK, still has its profile."""
    if picture.mode.startswith("I"):  # 16 bits, which convert() would clip at 255.
        return picture.point(lambda level: level / 257).convert("L").convert("RGB")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode in (mode, "CMYK") else picture.convert(mode)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        # A profile that does not fit its picture is left aside, as browsers do.
        with suppress(ImageCms.PyCMSError, *UNREADABLE):
            return ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
    return picture.convert(mode)


def _webp(picture: Image.Image, width: int) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    written = BytesIO()
    scaled.save(written, "WEBP", quality=80, method=4)
    return written.getvalue()


def store(file: File, storage: Storage | None = None) -> StoredImage:
    """Keep every rendition under one random name, or none at all."""
    storage = storage or default_storage
    image = process(file)
    name = f"{month_folder('pictures')}/{uuid4().hex}"
    with ExitStack() as undo:
        undo.callback(delete, name, image.width, storage)
        for width, content in image.renditions.items():
            storage.save(rendition_name(name, width), ContentFile(content))
        undo.pop_all()
    return StoredImage(name, image.width, image.height)


def delete(name: str, width: int, storage: Storage | None = None) -> None:
    storage = storage or default_storage
    for step in available_widths(width):
        storage.delete(rendition_name(name, step))
