"""A full meeting hall, seen from the back row."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    bezier,
    box,
    steps,
)
from news.demonstration.pictures.palette import (
    BLUSH,
    BRICK,
    BRICK_MID,
    FOREST,
    GOLD,
    INK,
    LEAF,
    LEAF_MID,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    RIVER,
    RIVER_MID,
    RIVER_PALE,
    SAND,
    SAND_DEEP,
    Colour,
    mix,
)
from news.demonstration.pictures.plants import lotus


def meeting_hall(canvas: Canvas, words: list[str]) -> None:
    """A hall from the back row: stage, speakers, rows of heads."""
    cloth = BRICK if "dai" in words else canvas.rng.choice([BRICK, RIVER, FOREST])
    wall = mix(MIST, PAPER, 0.3) if cloth == RIVER else mix(SAND, PAPER, 0.4)
    canvas.fill(mix(wall, RIVER, 0.35), wall, mix(wall, SAND_DEEP, 0.4))
    _ceiling(canvas)
    _stage(canvas, cloth)
    _speakers(canvas, canvas.rng.choice([-1, 1]))
    _audience(canvas)


def _ceiling(canvas: Canvas) -> None:
    middle = canvas.width / 2
    for share in (-0.62, -0.31, 0, 0.31, 0.62):
        top = (middle + share * canvas.width * 0.72, 0)
        foot = middle + share * canvas.width * 0.42
        canvas.shape([top, (foot - 0.13, 0.56), (foot + 0.13, 0.56)], PAPER, 0.1)
        canvas.ellipse((top[0], 0.012), (0.05, 0.009), PAPER, 0.9)


def _stage(canvas: Canvas, cloth: Colour) -> None:
    w = canvas.width
    left, right, top, foot = w * 0.17, w * 0.83, 0.12, 0.52
    folds = 26
    for index in range(folds):
        x = left + (right - left) * index / folds
        step = (right - left) / folds
        tone = mix(cloth, INK if index % 2 else PAPER, 0.13 if index % 2 else 0.06)
        canvas.shape(
            box(x, top, x + step + 0.001, foot),
            (mix(tone, INK, 0.25), tone, mix(tone, INK, 0.12)),
        )
    panel = box(w * 0.33, 0.165, w * 0.67, 0.395)
    canvas.shape(panel, (PAPER, mix(PAPER, SAND, 0.7)))
    on_screen = canvas.rng.choice([_emblem, _flower, _columns])
    on_screen(canvas, (w * 0.5, 0.28))
    canvas.shape(
        [
            (left - 0.05, foot - 0.02),
            (right + 0.05, foot - 0.02),
            (right + 0.11, 0.585),
            (left - 0.11, 0.585),
        ],
        (mix(OCHRE, BRICK, 0.25), mix(OCHRE, INK, 0.45)),
    )
    for side in (left, right):
        canvas.shape(
            [
                (side - 0.03, top - 0.03),
                (side + 0.03, top - 0.03),
                (side + 0.022, foot),
                (side - 0.022, foot),
            ],
            (mix(cloth, INK, 0.35), mix(cloth, INK, 0.15)),
        )


def _flower(canvas: Canvas, at: Point) -> None:
    lotus(canvas, (at[0], at[1] + 0.075), 0.15, 0.95)


def _columns(canvas: Canvas, at: Point) -> None:
    x, foot = at[0] - 0.19, at[1] + 0.08
    for index in range(9):
        height = 0.03 + 0.013 * index + canvas.rng.uniform(0, 0.03)
        left = x + 0.043 * index
        tone = BRICK_MID if index == 8 else RIVER_MID
        canvas.shape(box(left, foot - height, left + 0.026, foot), (RIVER_PALE, tone))
    canvas.line([(x - 0.02, foot), (x + 0.4, foot)], 0.003, RIVER)


def _emblem(canvas: Canvas, at: Point) -> None:
    """River, hills and a sun in a circle: no one's real badge."""
    x, y = at
    canvas.disc(at, 0.088, (MIST, PAPER))
    canvas.disc((x, y - 0.018), 0.03, GOLD)
    for level, tone in ((0.02, LEAF_MID), (0.04, RIVER_MID), (0.062, RIVER)):
        half = math.sqrt(0.088**2 - level**2)
        crest = [
            (x + half * share, y + level - 0.013 * math.cos(share * 5 + level * 60))
            for share in steps(-1, 1, 24)
        ]
        floor = [
            (x + 0.088 * math.cos(a), y + 0.088 * math.sin(a))
            for a in steps(
                math.asin(level / 0.088), math.pi - math.asin(level / 0.088), 24
            )
        ]
        canvas.shape([*crest, *floor], tone)
    canvas.ring(at, (0.088, 0.088), 0.004, BRICK)


def _speakers(canvas: Canvas, side: int) -> None:
    w = canvas.width
    start = w * (0.5 if side < 0 else 0.26)
    for index in range(4):
        person(
            canvas,
            (start + 0.09 * index, 0.475),
            0.05,
            canvas.rng.choice([NIGHT, RIVER, BRICK, FOREST]),
        )
    canvas.shape(
        [
            (start - 0.07, 0.475),
            (start + 0.34, 0.475),
            (start + 0.35, 0.545),
            (start - 0.08, 0.545),
        ],
        (PAPER, SAND),
    )
    for x in steps(start - 0.05, start + 0.32, 7):
        canvas.ellipse(
            (x, 0.472), (0.016, 0.008), canvas.rng.choice([LEAF, LEAF_MID, BRICK_MID])
        )
    x = w * 0.5 + side * w * 0.245
    person(canvas, (x, 0.455), 0.06, NIGHT)
    canvas.shape(
        [(x - 0.05, 0.45), (x + 0.05, 0.45), (x + 0.04, 0.56), (x - 0.04, 0.56)],
        (mix(OCHRE, PAPER, 0.2), mix(OCHRE, INK, 0.3)),
    )
    canvas.line([(x + 0.022, 0.452), (x + 0.008, 0.412)], 0.003, INK)


def person(canvas: Canvas, at: Point, size: float, cloth: Colour) -> None:
    """Head and shoulders, no face; `at` is the middle of the chest."""
    x, y = at
    shoulders = [
        *bezier(
            (x - size * 0.75, y + size * 0.55),
            (x - size * 0.72, y - size * 0.35),
            (x - size * 0.1, y - size * 0.3),
            (x, y - size * 0.3),
        ),
        *bezier(
            (x, y - size * 0.3),
            (x + size * 0.1, y - size * 0.3),
            (x + size * 0.72, y - size * 0.35),
            (x + size * 0.75, y + size * 0.55),
        ),
    ]
    canvas.shape(shoulders, (mix(cloth, PAPER, 0.12), cloth))
    canvas.shape(
        [
            (x - size * 0.12, y - size * 0.5),
            (x + size * 0.12, y - size * 0.5),
            (x + size * 0.14, y - size * 0.2),
            (x - size * 0.14, y - size * 0.2),
        ],
        BLUSH,
    )
    canvas.ellipse((x, y - size * 0.72), (size * 0.3, size * 0.36), BLUSH)
    canvas.shape(
        [
            (x + size * 0.31 * math.cos(a), y - size * 0.79 + size * 0.32 * math.sin(a))
            for a in steps(math.pi * 0.98, math.pi * 2.02, 30)
        ],
        INK,
    )


def _audience(canvas: Canvas) -> None:
    rows = 5
    for row in range(rows):
        near = row / (rows - 1)
        size = 0.052 + 0.1 * near**1.3
        level = 0.645 + 0.36 * near**1.12
        pitch = size * 1.72
        shift = pitch * (0.5 if row % 2 else 0)
        count = math.ceil(canvas.width / pitch) + 2
        for index in range(count):
            x = index * pitch - shift + canvas.rng.uniform(-0.1, 0.1) * size
            bow = 0.035 * (1 - near) * ((x / canvas.width - 0.5) * 2) ** 2
            cloth = canvas.rng.choice(
                [RIVER, RIVER_MID, NIGHT, FOREST, BRICK, SAND_DEEP, MIST]
            )
            _from_behind(
                canvas, (x, level - bow), size, mix(cloth, NIGHT, 0.25 + 0.35 * near)
            )


def _from_behind(canvas: Canvas, at: Point, size: float, cloth: Colour) -> None:
    x, y = at
    canvas.shape(
        [
            *bezier(
                (x - size * 0.82, y + size * 1.3),
                (x - size * 0.82, y - size * 0.1),
                (x - size * 0.2, y),
                (x, y),
            ),
            *bezier(
                (x, y),
                (x + size * 0.2, y),
                (x + size * 0.82, y - size * 0.1),
                (x + size * 0.82, y + size * 1.3),
            ),
        ],
        (mix(cloth, PAPER, 0.1), cloth),
    )
    hair = canvas.rng.choice([INK, INK, mix(INK, BRICK, 0.25), mix(INK, MIST, 0.35)])
    canvas.shape(
        [
            (x - size * 0.15, y - size * 0.3),
            (x + size * 0.15, y - size * 0.3),
            (x + size * 0.18, y + size * 0.08),
            (x - size * 0.18, y + size * 0.08),
        ],
        mix(BLUSH, INK, 0.25),
    )
    if canvas.rng.random() < 0.4:
        canvas.ellipse((x, y - size * 0.22), (size * 0.4, size * 0.5), hair)
        canvas.ellipse(
            (x, y - size * 0.45),
            (size * 0.37, size * 0.42),
            (mix(hair, PAPER, 0.1), hair),
        )
    else:
        canvas.ellipse(
            (x, y - size * 0.45),
            (size * 0.34, size * 0.42),
            (mix(hair, PAPER, 0.12), hair),
        )
