"""Drawn stand-ins for photographs, each decided by its name alone.

The beginning of a name tells what is drawn ("song-nui-…": river and mountains), the
rest decides how; words such as "chieu" or "dem" set the hour.
"""

import random
from collections.abc import Callable

from PIL import Image

from news.demonstration.pictures.canvas import Canvas
from news.demonstration.pictures.farmland import fields_from_above, tea_hills, terraces
from news.demonstration.pictures.figures import dot_chart, network
from news.demonstration.pictures.gatherings import lectern, round_table
from news.demonstration.pictures.hall import meeting_hall
from news.demonstration.pictures.laboratory import laboratory
from news.demonstration.pictures.landscapes import river_and_mountains
from news.demonstration.pictures.machines import circuit, gears
from news.demonstration.pictures.night import night_sky
from news.demonstration.pictures.plants import leaves, lotus_pond
from news.demonstration.pictures.riverside import bridge, street_by_the_river
from news.demonstration.pictures.tokens import books, honours, water

_SUBJECTS: dict[str, Callable[[Canvas, list[str]], None]] = {
    "song-nui": river_and_mountains,
    "ruong-bac-thang": terraces,
    "dong-lua": fields_from_above,
    "doi-che": tea_hills,
    "cau": bridge,
    "pho": street_by_the_river,
    "hoi-truong": meeting_hall,
    "ban-tron": round_table,
    "buc": lectern,
    "bau-troi": night_sky,
    "sen": lotus_pond,
    "la-cay": leaves,
    "mach": circuit,
    "banh-rang": gears,
    "thi-nghiem": laboratory,
    "mang-luoi": network,
    "bieu-do": dot_chart,
    "sach": books,
    "trao-thuong": honours,
    "giot-nuoc": water,
}


def draw(stem: str, size: tuple[int, int] = (1600, 1067)) -> Image.Image:
    """The picture of this name; the same name gives the same picture."""
    # Reproducible on purpose; nothing secret hangs on it.
    rng = random.Random(stem)  # noqa: S311
    canvas = Canvas(size, rng)
    subject = next(
        (draws for start, draws in _SUBJECTS.items() if stem.startswith(start)),
        None,
    )
    if subject is None:
        subject = rng.choice(list(_SUBJECTS.values()))
    subject(canvas, stem.split("-"))
    return canvas.finished()
