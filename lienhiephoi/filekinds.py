"""The kinds of file that are taken, and what a person is told about the others."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class FileKind:
    extension: str
    mime_type: str
    label: str

    def __str__(self) -> str:
        return f"{self.label} (.{self.extension})"


_OPENXML = "application/vnd.openxmlformats-officedocument."
_OPENDOCUMENT = "application/vnd.oasis.opendocument."

PDF = FileKind("pdf", "application/pdf", "PDF")
DOCX = FileKind("docx", f"{_OPENXML}wordprocessingml.document", "Word")
XLSX = FileKind("xlsx", f"{_OPENXML}spreadsheetml.sheet", "Excel")
PPTX = FileKind("pptx", f"{_OPENXML}presentationml.presentation", "PowerPoint")
ODT = FileKind("odt", f"{_OPENDOCUMENT}text", "Văn bản OpenDocument")
ODS = FileKind("ods", f"{_OPENDOCUMENT}spreadsheet", "Bảng tính OpenDocument")
DOC = FileKind("doc", "application/msword", "Word")
XLS = FileKind("xls", "application/vnd.ms-excel", "Excel")
PPT = FileKind("ppt", "application/vnd.ms-powerpoint", "PowerPoint")
JPEG = FileKind("jpg", "image/jpeg", "Ảnh")
PNG = FileKind("png", "image/png", "Ảnh")
WEBP = FileKind("webp", "image/webp", "Ảnh")
GIF = FileKind("gif", "image/gif", "Ảnh")
CSV = FileKind("csv", "text/csv", "Bảng CSV")
TXT = FileKind("txt", "text/plain", "Văn bản thuần")
# Two containers: never accepted as such, only as one of the documents they carry.
ZIP = FileKind("zip", "application/zip", "Tệp nén")
OLE = FileKind("ole", "application/x-ole-storage", "Tài liệu Office cũ")

PICTURES = (JPEG, PNG, WEBP, GIF)
TEXTS = (CSV, TXT)
OFFICE = (DOCX, XLSX, PPTX, ODT, ODS)
LEGACY = (DOC, XLS, PPT)
ATTACHMENTS = (PDF, *OFFICE, *LEGACY, *PICTURES, *TEXTS)

KINDS = {kind.extension: kind for kind in ATTACHMENTS} | dict.fromkeys(
    ("jpeg", "jpe", "jfif"), JPEG
)

REFUSALS = {
    "empty": "Tệp rỗng, không có nội dung. Hãy kiểm tra và chọn lại tệp.",
    "too_large": (
        "Tệp nặng %(size)s MB, vượt quá %(limit)s MB. "
        "Hãy giảm dung lượng ảnh trong tệp hoặc chia thành nhiều tệp nhỏ hơn."
    ),
    "broken": (
        "Tệp .%(extension)s bị hỏng, sai định dạng hoặc chưa tải lên hết. "
        "Hãy mở thử tệp trên máy, lưu lại rồi gửi lại."
    ),
    "expansion": (
        "Tệp bung ra quá lớn khi mở nên không an toàn cho máy chủ. "
        "Hãy lưu lại thành PDF hoặc chia thành nhiều tệp nhỏ hơn."
    ),
    "pixels": (
        "Ảnh có quá nhiều điểm ảnh (hơn 40 triệu). "
        "Hãy thu nhỏ ảnh, chẳng hạn còn 4.000 điểm chiều ngang, rồi gửi lại."
    ),
    "macros": (
        "Tệp có chứa macro nên không được nhận. Hãy lưu lại thành loại không có "
        "macro (.docx, .xlsx, .pptx) hoặc PDF rồi gửi lại."
    ),
    "encrypted": (
        "Tệp có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi gửi lại."
    ),
    "encoding": (
        "Tệp văn bản không dùng mã Unicode UTF-8 nên chữ Việt sẽ sai. Hãy lưu lại với "
        "mã UTF-8 (trong Excel: chọn loại “CSV UTF-8”) rồi gửi lại."
    ),
    "program": (
        "Tệp chương trình hoặc tập lệnh không được nhận vì lý do an toàn. "
        "Hãy gửi tài liệu dạng PDF, Word hoặc Excel."
    ),
    "archive": (
        "Tệp nén (ZIP, RAR, 7z) không được nhận. "
        "Hãy giải nén rồi gửi từng tệp bên trong."
    ),
    "markup": (
        "Nội dung tệp là trang web (HTML hoặc XML), không phải tài liệu. "
        "Hãy mở và lưu lại thành PDF, Word hoặc Excel rồi gửi lại."
    ),
    "svg": (
        "Ảnh SVG không được nhận vì có thể chứa mã lệnh. "
        "Hãy xuất ảnh thành PNG hoặc JPEG rồi gửi lại."
    ),
    "heic": (
        "Ảnh HEIC của điện thoại không hiện được trên web. Hãy lưu ảnh thành JPEG rồi "
        "gửi lại (iPhone: Cài đặt → Camera → Định dạng → Tương thích nhất)."
    ),
    "rtf": "Tệp RTF không được nhận. Hãy mở bằng Word, lưu thành .docx rồi gửi lại.",
    "unknown": "Không nhận ra loại tệp này. Các loại được nhận: %(accepted)s.",
    "unlisted": "Không nhận tệp .%(extension)s. Các loại được nhận: %(accepted)s.",
    "unnamed": (
        "Tên tệp thiếu đuôi, trong khi nội dung là “%(content)s”. "
        "Hãy thêm đuôi .%(extension)s vào tên tệp rồi gửi lại."
    ),
    "mismatch": (
        "Tên tệp ghi là “%(claimed)s” nhưng nội dung lại là “%(content)s”. Hãy chọn "
        "đúng tệp, hoặc đổi đuôi tên tệp thành .%(extension)s rồi gửi lại."
    ),
}


def refusal(code: str, **params: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params=params)
