"""`make bench`, or `make bench BENCH="pages search --rounds 5"`."""

import argparse
import signal
import sys
import time

from benchmarks import load, place

PARTS = {
    "start": "Khởi động",
    "pages": "Trang công khai, so với một view Django trần trả cùng số byte",
    "search": "Tìm kiếm trong cơ sở dữ liệu: đếm và lấy một trang kết quả",
    "rollup": "Tổng hợp báo cáo: 60 hội × 10 năm × 80 chỉ tiêu",
    "servers": "Chọn máy chủ web (granian, và gunicorn nếu đã cài)",
}
USUAL = ["start", "pages", "search", "rollup"]


def main() -> None:
    asked = _arguments()
    load.require_wrk()
    # What was started is ended also when this is told to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place.settle()
    from lienhiephoi import database  # noqa: PLC0415 -- reads the place just settled

    began = time.monotonic()
    with database.available():
        _run(asked)
    minutes = f"{(time.monotonic() - began) / 60:.1f}".replace(".", ",")
    print(f"\nXong sau {minutes} phút.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description="Đo cổng thông tin; in tỷ lệ trong một lần chạy."
    )
    parser.add_argument(
        "parts", nargs="*", default=USUAL, help=f"phần cần đo: {', '.join(PARTS)}"
    )
    parser.add_argument("--rounds", type=int, default=3, help="số lượt mỗi bên")
    parser.add_argument("--seconds", type=int, default=2, help="số giây mỗi lượt")
    parser.add_argument(
        "--explain", action="store_true", help="in kế hoạch của mỗi câu tìm"
    )
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"không có phần {', '.join(sorted(unknown))}")
    return asked


def _run(asked: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from benchmarks import (  # noqa: PLC0415 -- they need the settings
        data,
        pages,
        rollups,
        searches,
        servers,
        startup,
        table,
    )

    pace = {"rounds": asked.rounds, "seconds": asked.seconds}
    measures = {
        "start": startup.measure,
        "pages": lambda: pages.measure(**pace),
        "search": lambda: searches.measure(
            rounds=max(asked.rounds, 7), explain=asked.explain
        ),
        "rollup": lambda: rollups.measure(rounds=max(asked.rounds, 7)),
        "servers": lambda: servers.measure(**pace),
    }
    if set(asked.parts) - {"rollup"}:
        data.prepare(large="search" in asked.parts)
    for part, heading in PARTS.items():
        if part in asked.parts:
            table.show(heading, measures[part]())


if __name__ == "__main__":
    main()
