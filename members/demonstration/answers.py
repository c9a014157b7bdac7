"""What one association of Lam Giang answers in the standard form."""

import hashlib
from collections.abc import Mapping

from lienhiephoi.vietnamese import number

# Figures that follow from another one: (whole, per cent of it).
_SHARES = {
    "hoi_vien_nu": ("hoi_vien", 41),
    "hoi_vien_thac_si": ("hoi_vien_tri_thuc", 27),
    "hoi_vien_thoi": ("hoi_vien", 1),
    "chi_hoi_moi": ("chi_hoi", 4),
    "van_ban_gop_y_trung_uong": ("van_ban_gop_y", 30),
    "hoi_thao_cap_tinh": ("hoi_thao", 60),
    "de_tai_nghiem_thu_tinh": ("de_tai_nghiem_thu", 100),
    "giai_phap_hoi_thi": ("giai_phap_du_thi", 70),
    "san_pham_cuoc_thi": ("giai_phap_du_thi", 30),
    "tin_bai_lien_hiep_hoi": ("tin_bai", 35),
    "de_nghi_giay_khen_tap_the": ("giay_khen_tap_the", 100),
    "de_nghi_giay_khen_ca_nhan": ("giay_khen_ca_nhan", 120),
    "de_nghi_bang_khen_tap_the": ("bang_khen_tap_the", 100),
    "de_nghi_bang_khen_ca_nhan": ("bang_khen_ca_nhan", 130),
}
# Small figures of their own: no more than so many.
_SMALL = {
    "hop_ban_chap_hanh": 4,
    "buoi_pho_bien": 9,
    "chuyen_giao": 3,
    "sang_kien": 4,
    "bai_bao_khoa_hoc": 6,
    "chuong_trinh_phoi_hop": 3,
    "hoat_dong_moi_truong": 3,
    "ky_niem_chuong": 2,
}
# Talks have listeners, and help has people helped.
_TIMES = {
    "luot_pho_bien": ("buoi_pho_bien", 45),
    "luot_tro_giup": ("buoi_pho_bien", 30),
}


def figures(slug: str, year: str, shared: Mapping[str, int], codes) -> dict[str, int]:
    """An amount for every figure asked for; nothing that happened is left empty."""
    known = dict(shared)
    # The first half of a year holds no more than half of what a year does.
    halves = 2 if "-" in year else 1
    for code, most in _SMALL.items():
        known[code] = _digest(slug, year, code) % (most + 1) // halves
    for code, (whole, percent) in _SHARES.items():
        # Upwards where it may exceed the whole (what was proposed), else downwards.
        amount = known.get(whole, 0) * percent
        known[code] = -(-amount // 100) if percent > 100 else amount // 100
    for code in ("hoi_vien_thoi", "chi_hoi_moi"):
        known[code] //= halves
    for code, (whole, times) in _TIMES.items():
        known[code] = known.get(whole, 0) * times
    known["luot_tap_huan"] = max(
        known.get("luot_tap_huan", 0), known.get("lop_tap_huan", 0)
    )
    known["tac_gia_du_thi"] = max(
        known.get("tac_gia_du_thi", 0), known.get("giai_phap_du_thi", 0)
    )
    return {code: known.get(code, 0) for code in codes}


def _digest(*words: str) -> int:
    return hashlib.sha256("/".join(words).encode()).digest()[0]


def narratives(name: str, year: str, amounts: Mapping[str, int]) -> dict[str, str]:
    """Sentences by section, made of the same figures as the table."""
    n = {code: number(amount) for code, amount in amounts.items()}
    span = f"6 tháng đầu năm {year[:4]}" if "-" in year else f"năm {year}"
    return {
        "to_chuc": (
            f"Đến cuối kỳ, {name} có {n['hoi_vien']} hội viên sinh hoạt tại "
            f"{n['chi_hoi']} chi hội; trong kỳ kết nạp mới {n['hoi_vien_moi']} hội "
            "viên.\nBan Chấp hành tập trung kiện toàn chi hội theo địa bàn xã, phường "
            "và rà soát danh sách hội viên."
        ),
        "tu_van_phan_bien": _reviews(span, amounts, n),
        "tuyen_truyen": _listed(
            "Hội tổ chức",
            [
                (amounts["hoi_thao"], f"{n['hoi_thao']} hội thảo khoa học"),
                (amounts["toa_dam"], f"{n['toa_dam']} tọa đàm"),
                (
                    amounts["lop_tap_huan"],
                    f"{n['lop_tap_huan']} lớp tập huấn cho {n['luot_tap_huan']} lượt",
                ),
            ],
            "Trong kỳ, Hội chưa tổ chức hội thảo, tọa đàm, tập huấn.",
        ),
        "nghien_cuu": _listed(
            "Hội viên có",
            [
                (amounts["de_tai_dang"], f"{n['de_tai_dang']} đề tài đang thực hiện"),
                (
                    amounts["de_tai_nghiem_thu"],
                    f"{n['de_tai_nghiem_thu']} đề tài được nghiệm thu",
                ),
            ],
            "Trong kỳ, hội viên chưa chủ trì đề tài, dự án nào.",
        ),
        "danh_gia": (
            "Ưu điểm: hoạt động bám sát kế hoạch, số liệu theo dõi được từng tháng.\n"
            "Hạn chế: kinh phí ít, một số chi hội sinh hoạt chưa đều.\n"
            "Nguyên nhân: cán bộ hội phần lớn kiêm nhiệm."
        ),
        "phuong_huong": (
            "Hoàn thành hồ sơ số của hội viên; duy trì lịch tập huấn hằng quý; giới "
            "thiệu chuyên gia cho các nhiệm vụ phản biện của Liên hiệp Hội."
        ),
        "kien_nghi": "Đề nghị Liên hiệp Hội mở thêm lớp kỹ năng viết báo cáo phản biện.",
    }


def _reviews(span: str, amounts: Mapping[str, int], n: Mapping[str, str]) -> str:
    reviews = sum(amounts[code] for code in ("tu_van", "phan_bien", "giam_dinh"))
    turns = f" với {n['luot_chuyen_gia']} lượt chuyên gia"
    return _listed(
        f"Trong {span}, Hội có",
        [
            (
                reviews,
                f"{number(reviews)} nhiệm vụ tư vấn, phản biện, giám định"
                + (turns if amounts["luot_chuyen_gia"] else ""),
            ),
            (amounts["van_ban_gop_y"], f"{n['van_ban_gop_y']} văn bản góp ý"),
        ],
        "Trong kỳ, Hội chưa được giao nhiệm vụ tư vấn, phản biện.",
    )


def _listed(opening: str, parts: list[tuple[int, str]], nothing: str) -> str:
    """Only what there was: nobody writes "0 hội thảo"."""
    told = [text for amount, text in parts if amount]
    if not told:
        return nothing
    *first, last = told
    return f"{opening} {', '.join(first)}{' và ' if first else ''}{last}."
