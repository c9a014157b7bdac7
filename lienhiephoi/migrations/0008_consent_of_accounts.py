"""The first text of consent for accounts of representatives."""

from django.db import migrations

PURPOSE = "account"
MONTHS = 60

TEXT = (
    "Liên hiệp Hội lưu họ tên, chức vụ, thư điện tử, tên đăng nhập và thời điểm đăng "
    "nhập của bạn để bạn lập, gửi báo cáo và hồ sơ của hội, để gửi biên nhận, thư nhắc "
    "và để biết ai đã gửi. Dữ liệu do văn phòng Liên hiệp Hội quản lý, không hiện trên "
    "trang công khai và không chuyển cho bên khác.\n\n"
    "Tên người lập, người gửi được giữ cùng báo cáo đã gửi như một phần của hồ sơ. "
    "Những dữ liệu khác được xóa chậm nhất 60 tháng sau khi bạn thôi đại diện.\n\n"
    "Bạn có quyền xem, yêu cầu sửa, xóa dữ liệu của mình và rút lại sự đồng ý bất cứ "
    "lúc nào ở trang Tài khoản, mục Dữ liệu của tôi. Khi rút lại, bạn không còn đại "
    "diện cho hội trên cổng thông tin; việc đã làm trước đó vẫn có giá trị (Luật Bảo "
    "vệ dữ liệu cá nhân số 91/2025/QH15)."
)


def forward(apps, _schema_editor):
    text = apps.get_model("lienhiephoi", "ConsentText")
    if not text.objects.filter(purpose=PURPOSE).exists():
        text.objects.create(purpose=PURPOSE, text=TEXT, retention_months=MONTHS)


class Migration(migrations.Migration):
    dependencies = [("lienhiephoi", "0007_rights_on_letters_and_consent")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
