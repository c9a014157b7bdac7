"""The register, the committees and the figures in the menu, where none put them yet."""

from django.db import migrations

ABOUT, REGISTER = "/gioi-thieu/", "/hoi-thanh-vien/"


def forward(apps, _schema_editor):
    item = apps.get_model("lienhiephoi", "MenuItem")
    about = item.objects.filter(url=ABOUT, parent=None).first()
    if not item.objects.filter(url=REGISTER).exists():
        # Of two equal places the later entry stands second: after "Giới thiệu".
        register = item.objects.create(
            label="Hội thành viên", url=REGISTER, order=about.order if about else 1
        )
        if not item.objects.filter(url="/so-lieu/").exists():
            item.objects.create(label="Số liệu", url="/so-lieu/", parent=register)
    if not item.objects.filter(url="/to-chuc/").exists():
        item.objects.create(label="Tổ chức", url="/to-chuc/", parent=about, order=50)


class Migration(migrations.Migration):
    dependencies = [("lienhiephoi", "0008_consent_of_accounts")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
