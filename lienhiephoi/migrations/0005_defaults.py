"""What every portal starts with: its own row, a first menu, and common short forms."""

from django.db import migrations

SETTINGS = {
    "name": "Liên hiệp các Hội Khoa học và Kỹ thuật",
    "short_name": "Liên hiệp Hội",
    "managing_body": "Liên hiệp các Hội Khoa học và Kỹ thuật",
}

MENU = [
    ("Trang chủ", "/"),
    ("Giới thiệu", "/gioi-thieu/"),
    ("Tin tức", "/tin-tuc/"),
    ("Thông báo", "/thong-bao/"),
    ("Văn bản", "/van-ban/"),
    ("Thư viện ảnh", "/thu-vien-anh/"),
    ("Video", "/video/"),
    ("Liên hệ", "/lien-he/"),
]

SYNONYMS = [
    ["LHH", "Liên hiệp Hội", "Liên hiệp các Hội Khoa học và Kỹ thuật"],
    ["LHHVN", "VUSTA", "Liên hiệp Hội Việt Nam"],
    ["KHKT", "KH&KT", "KH-KT", "khoa học kỹ thuật", "khoa học và kỹ thuật"],
    ["KHCN", "KH&CN", "KH-CN", "khoa học công nghệ", "khoa học và công nghệ"],
    ["ĐMST", "đổi mới sáng tạo"],
    ["CĐS", "chuyển đổi số"],
    ["CNTT", "công nghệ thông tin"],
    ["AI", "TTNT", "trí tuệ nhân tạo"],
    ["TVPB", "tư vấn phản biện", "tư vấn, phản biện"],
    ["GĐXH", "giám định xã hội"],
    ["UBND", "Ủy ban nhân dân"],
    ["HĐND", "Hội đồng nhân dân"],
    ["MTTQ", "Mặt trận Tổ quốc", "Ủy ban Mặt trận Tổ quốc"],
    ["BCH", "Ban Chấp hành"],
    ["BTV", "Ban Thường vụ"],
    ["UBKT", "Ủy ban Kiểm tra"],
    ["TĐKT", "thi đua khen thưởng", "thi đua, khen thưởng"],
    ["STKT", "sáng tạo kỹ thuật"],
    ["TTNNĐ", "thanh thiếu niên nhi đồng", "thanh thiếu niên, nhi đồng"],
    ["BVMT", "bảo vệ môi trường"],
    ["BĐKH", "biến đổi khí hậu"],
    ["GD&ĐT", "GDĐT", "giáo dục và đào tạo"],
    ["NN&MT", "NNMT", "nông nghiệp và môi trường"],
]


def forward(apps, _schema_editor):
    settings = apps.get_model("lienhiephoi", "SiteSettings")
    settings.objects.get_or_create(pk=1, defaults=SETTINGS)
    item = apps.get_model("lienhiephoi", "MenuItem")
    if not item.objects.exists():
        for order, (label, url) in enumerate(MENU):
            item.objects.create(label=label, url=url, order=order)
    synonym = apps.get_model("lienhiephoi", "SearchSynonym")
    if not synonym.objects.exists():
        for spellings in SYNONYMS:
            synonym.objects.create(spellings=spellings)


class Migration(migrations.Migration):
    dependencies = [("lienhiephoi", "0004_price_of_words")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
