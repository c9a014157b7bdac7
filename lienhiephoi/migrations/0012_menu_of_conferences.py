"""Conferences and their registers in the menu, where none put them yet."""

from django.db import migrations

BEFORE, CONFERENCES = "/tin-tuc/", "/hoi-nghi/"
BELOW = [
    ("Lịch hội nghị", "/hoi-nghi/lich/"),
    ("Tư vấn, phản biện", "/tu-van-phan-bien/"),
    ("Chương trình phối hợp", "/chuong-trinh-phoi-hop/"),
]


def forward(apps, _schema_editor):
    item = apps.get_model("lienhiephoi", "MenuItem")
    news = item.objects.filter(url=BEFORE, parent=None).first()
    top = item.objects.filter(url=CONFERENCES).first()
    if top is None:
        # Of two equal places the later entry stands second: after "Tin tức".
        top = item.objects.create(
            label="Hội nghị", url=CONFERENCES, order=news.order if news else 2
        )
    for order, (label, url) in enumerate(BELOW):
        if not item.objects.filter(url=url).exists():
            item.objects.create(label=label, url=url, parent=top, order=order)


class Migration(migrations.Migration):
    dependencies = [("lienhiephoi", "0011_short_waiting_lists_of_words")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
