"""What every portal starts with: kinds of document and the first consent text.

Kinds and codes: Nghị định 30/2020/NĐ-CP, annex III.
"""

from django.db import migrations

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


def forward(apps, _schema_editor):
    kind = apps.get_model("news", "DocumentKind")
    for order, (name, code) in enumerate(KINDS):
        kind.objects.get_or_create(name=name, defaults={"code": code, "order": order})
    apps.get_model("news", "ConsentText").objects.create(text=CONSENT)


class Migration(migrations.Migration):
    dependencies = [("news", "0002_rights_and_history")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
