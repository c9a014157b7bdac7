"""Totals of the province shared out among its associations, always in the same way."""

import hashlib
import math
from collections.abc import Mapping

# What the associations together report: the figures that the articles tell of.
TOTALS: dict[str, dict[str, int]] = {
    "2023": {
        "hoi_vien": 16900,
        "hoi_vien_tri_thuc": 4310,
        "hoi_vien_tien_si": 96,
        "hoi_vien_moi": 520,
        "chi_hoi": 431,
        "hoi_thao": 6,
        "toa_dam": 19,
        "lop_tap_huan": 24,
        "luot_tap_huan": 1510,
        "tu_van": 2,
        "phan_bien": 8,
        "giam_dinh": 1,
        "luot_chuyen_gia": 88,
        "van_ban_gop_y": 36,
        "de_tai_moi": 3,
        "de_tai_dang": 5,
        "de_tai_nghiem_thu": 1,
        "giai_phap_du_thi": 58,
        "tac_gia_du_thi": 127,
        "giai_tinh": 28,
        "giai_toan_quoc": 1,
        "ban_tin": 4,
        "tin_bai": 288,
        "sach": 3,
        "giay_khen_tap_the": 10,
        "giay_khen_ca_nhan": 31,
        "bang_khen_tap_the": 2,
        "bang_khen_ca_nhan": 7,
    },
    "2024": {
        "hoi_vien": 17460,
        "hoi_vien_tri_thuc": 4560,
        "hoi_vien_tien_si": 104,
        "hoi_vien_moi": 610,
        "chi_hoi": 436,
        "hoi_thao": 7,
        "toa_dam": 22,
        "lop_tap_huan": 27,
        "luot_tap_huan": 1720,
        "tu_van": 3,
        "phan_bien": 8,
        "giam_dinh": 1,
        "luot_chuyen_gia": 96,
        "van_ban_gop_y": 41,
        "de_tai_moi": 2,
        "de_tai_dang": 6,
        "de_tai_nghiem_thu": 1,
        "tin_bai": 305,
        "ban_tin": 4,
        "sach": 2,
        "giay_khen_tap_the": 11,
        "giay_khen_ca_nhan": 34,
        "bang_khen_tap_the": 3,
        "bang_khen_ca_nhan": 7,
    },
    "2025": {
        # hoi_vien is that of each association in the cast: 18.866 together.
        "hoi_vien_tri_thuc": 4920,
        "hoi_vien_tien_si": 113,
        "hoi_vien_moi": 980,
        "chi_hoi": 318,
        "hoi_thao": 9,
        "toa_dam": 27,
        "lop_tap_huan": 34,
        "luot_tap_huan": 2150,
        "tu_van": 3,
        "phan_bien": 11,
        "giam_dinh": 2,
        "luot_chuyen_gia": 124,
        "van_ban_gop_y": 58,
        "de_tai_moi": 4,
        "de_tai_dang": 5,
        "de_tai_nghiem_thu": 2,
        "giai_phap_du_thi": 62,
        "tac_gia_du_thi": 139,
        "giai_tinh": 31,
        "giai_toan_quoc": 2,
        "ban_tin": 4,
        "tin_bai": 342,
        "sach": 4,
        "giay_khen_tap_the": 12,
        "giay_khen_ca_nhan": 37,
        "bang_khen_tap_the": 3,
        "bang_khen_ca_nhan": 8,
    },
    "2026-6": {
        "hoi_vien": 18930,
        "hoi_vien_tri_thuc": 4950,
        "hoi_vien_tien_si": 114,
        "hoi_vien_moi": 310,
        "chi_hoi": 321,
        "hoi_thao": 5,
        "toa_dam": 14,
        "lop_tap_huan": 19,
        "luot_tap_huan": 1180,
        "tu_van": 2,
        "phan_bien": 6,
        "giam_dinh": 1,
        "luot_chuyen_gia": 68,
        "van_ban_gop_y": 31,
        "de_tai_moi": 2,
        "de_tai_dang": 6,
        "ban_tin": 2,
        "tin_bai": 171,
    },
    "2026": {
        "hoi_vien": 19180,
        "hoi_vien_tri_thuc": 5060,
        "hoi_vien_tien_si": 118,
        "hoi_vien_moi": 640,
        "chi_hoi": 324,
        "hoi_thao": 10,
        "toa_dam": 30,
        "lop_tap_huan": 36,
        "luot_tap_huan": 2290,
        "tu_van": 4,
        "phan_bien": 12,
        "giam_dinh": 2,
        "luot_chuyen_gia": 131,
        "van_ban_gop_y": 61,
        "de_tai_moi": 3,
        "de_tai_dang": 7,
        "de_tai_nghiem_thu": 2,
        "ban_tin": 4,
        "tin_bai": 360,
        "sach": 3,
        "giay_khen_tap_the": 13,
        "giay_khen_ca_nhan": 39,
        "bang_khen_tap_the": 4,
        "bang_khen_ca_nhan": 9,
    },
}
# Shared out by the size of the association alone; all else leans to some of them.
BY_SIZE = {"hoi_vien", "hoi_vien_tri_thuc", "hoi_vien_moi", "chi_hoi"}
# A part never exceeds its whole, nor a prize its entry: shared out like it.
LIKE = {
    "luot_tap_huan": ("lop_tap_huan",),
    "luot_chuyen_gia": ("tu_van", "phan_bien", "giam_dinh"),
    "tac_gia_du_thi": ("giai_phap_du_thi",),
    "giai_tinh": ("giai_phap_du_thi",),
    "giai_toan_quoc": ("giai_phap_du_thi",),
}


def shares(year: str, members: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """{association: {code: amount}} whose sums are exactly TOTALS[year].

    `members` are the sizes by slug of those that report; where the year names no
    total of members, each has just its own size.
    """
    found: dict[str, dict[str, int]] = {slug: {} for slug in members}
    if "hoi_vien" not in TOTALS[year]:
        for slug, size in members.items():
            found[slug]["hoi_vien"] = size
    for code, total in TOTALS[year].items():
        for slug, amount in _share(code, total, members, found).items():
            found[slug][code] = amount
    return found


def _share(code: str, total: int, members, found) -> dict[str, int]:
    if code in BY_SIZE:
        return apportion(total, {slug: float(n) for slug, n in members.items()})
    wholes = LIKE.get(code)
    if wholes:
        of_each = {
            slug: float(sum(found[slug][whole] for whole in wholes)) for slug in members
        }
        return apportion(total, of_each)
    return apportion(total, {slug: _leaning(slug, code, members) for slug in members})


def _leaning(slug: str, code: str, members: Mapping[str, int]) -> float:
    digest = hashlib.sha256(f"{slug}/{code}".encode()).digest()
    return (digest[0] / 255) ** 2 * math.sqrt(members[slug])


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to the weights, by the largest remainders."""
    whole = sum(weights.values()) or 1
    exact = {name: total * weight / whole for name, weight in weights.items()}
    given = {name: math.floor(amount) for name, amount in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in by_remainder[: total - sum(given.values())]:
        given[name] += 1
    return given
