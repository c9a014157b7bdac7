"""What every portal starts with: kinds of document, the first consent text, and the
pages that its promises to readers refer to.

Kinds and codes: Nghị định 30/2020/NĐ-CP, annex III.
"""

from django.db import migrations
from django.utils import timezone
from django.utils.html import strip_tags

KINDS = [
    ("Nghị quyết", "NQ"),
    ("Quyết định", "QĐ"),
    ("Chỉ thị", "CT"),
    ("Quy chế", "QC"),
    ("Quy định", "QyĐ"),
    ("Thông báo", "TB"),
    ("Hướng dẫn", "HD"),
    ("Chương trình", "CTr"),
    ("Kế hoạch", "KH"),
    ("Đề án", "ĐA"),
    ("Báo cáo", "BC"),
    ("Biên bản", "BB"),
    ("Tờ trình", "TTr"),
    ("Công văn", ""),
    ("Giấy mời", "GM"),
]

CONSENT = (
    "Liên hiệp Hội dùng họ tên, thư điện tử, số điện thoại và nội dung bạn gửi chỉ để "
    "trả lời thư này, lưu trong 24 tháng rồi xóa, không chuyển cho bên khác. Bạn có "
    "thể yêu cầu xem, sửa, xóa hoặc rút lại sự đồng ý bất cứ lúc nào bằng cách gửi "
    "thư cho chúng tôi (Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15)."
)


PAGES = [
    (
        "Cách đếm lượt truy cập",
        "cach-dem-luot-truy-cap",
        "Cổng thông tin đếm lượt xem như thế nào và giữ lại những gì.",
        """<h2>Những gì được đếm</h2>
<p>Khi một trang đã hiện ra trước mắt người đọc, trình duyệt báo về máy chủ của cổng \
thông tin một lần. Trình duyệt không chạy JavaScript vẫn đọc được mọi nội dung nhưng \
không được đếm.</p>
<h2>Những gì không được đếm</h2>
<ul>
<li>Máy tìm kiếm và các chương trình tự động mà chúng tôi nhận ra.</li>
<li>Cán bộ đang đăng nhập để biên tập.</li>
<li>Việc tải lại trang, và việc cùng một thiết bị xem lại cùng một trang trong một \
giờ.</li>
<li>Phần vượt quá 300 lượt trong một giờ từ cùng một địa chỉ mạng.</li>
</ul>
<h2>Dữ liệu được giữ lại</h2>
<p>Chúng tôi không dùng cookie để đếm và không lưu địa chỉ mạng của người đọc. Để \
không đếm trùng, máy chủ giữ một dấu đã mã hóa một chiều bằng khóa bí mật; dấu này \
thay đổi theo từng giờ và được xóa sau khoảng hai giờ. Chỉ tổng số lượt xem của từng \
bài và từng ngày được giữ lâu dài.</p>
""",
    ),
    (
        "Bảo vệ dữ liệu cá nhân",
        "bao-ve-du-lieu-ca-nhan",
        "Cổng thông tin xử lý dữ liệu cá nhân của bạn như thế nào.",
        """<h2>Khi bạn chỉ đọc trang</h2>
<p>Bạn không phải cung cấp thông tin cá nhân. Cổng thông tin không dùng cookie theo \
dõi; cách đếm lượt đọc được nêu ở trang \
<a href="/gioi-thieu/cach-dem-luot-truy-cap/">Cách đếm lượt truy cập</a>.</p>
<h2>Khi bạn gửi thư liên hệ</h2>
<p>Họ tên, thư điện tử, số điện thoại (nếu có) và nội dung bạn gửi chỉ được dùng để \
trả lời bạn. Việc xử lý dựa trên sự đồng ý mà bạn thể hiện khi gửi thư. Thư được lưu \
24 tháng rồi xóa; chỉ người được giao nhiệm vụ mới được xem. Xin đừng ghi vào thư \
những thông tin nhạy cảm không cần thiết.</p>
<h2>Quyền của bạn</h2>
<p>Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, bạn có quyền được biết, xem, \
yêu cầu sửa, yêu cầu xóa dữ liệu của mình, rút lại sự đồng ý, phản đối việc xử lý và \
khiếu nại theo quy định của pháp luật. Hãy gửi yêu cầu qua \
<a href="/lien-he/">trang Liên hệ</a>, dùng địa chỉ thư điện tử bạn đã gửi trước \
đây để chúng tôi đối chiếu.</p>
""",
    ),
]


def _make_page(apps, order: int, title: str, slug: str, lead: str, body: str) -> None:
    """A published page and, as no signal of the model runs here, its search entry."""
    now = timezone.now()
    page, is_new = apps.get_model("news", "Page").objects.get_or_create(
        slug=slug,
        defaults={
            "title": title,
            "lead": lead,
            "body": body,
            "order": 90 + order,
            "status": "published",
            "published_at": now,
        },
    )
    if not is_new:
        return
    kinds = apps.get_model("contenttypes", "ContentType").objects
    apps.get_model("lienhiephoi", "SearchEntry").objects.create(
        kind="page",
        content_type=kinds.get_or_create(app_label="news", model="page")[0],
        object_id=page.pk,
        title=title,
        text=f"{lead}\n{strip_tags(body)}",
        url=f"/gioi-thieu/{slug}/",
        visible_from=now,
    )


def forward(apps, _schema_editor):
    kind = apps.get_model("news", "DocumentKind")
    for order, (name, code) in enumerate(KINDS):
        kind.objects.get_or_create(name=name, defaults={"code": code, "order": order})
    apps.get_model("lienhiephoi", "ConsentText").objects.create(
        purpose="contact", text=CONSENT
    )
    for order, page in enumerate(PAGES):
        _make_page(apps, order, *page)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_rights_and_history"),
        ("lienhiephoi", "0007_rights_on_letters_and_consent"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
