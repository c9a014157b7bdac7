"""People and their tables: a round table from above, a lectern."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    Wave,
    bezier,
    box,
    oval,
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
    mix,
)


def round_table(canvas: Canvas, _words: list[str]) -> None:
    """A table from above: people, papers, a bowl of flowers."""
    floor = canvas.rng.choice([MIST, SAND, mix(RIVER_PALE, PAPER, 0.3)])
    canvas.fill(mix(floor, PAPER, 0.4), floor)
    for index in range(15):
        x = canvas.width * index / 14
        canvas.line([(x, 0), (x, 1)], 0.0014, mix(floor, INK, 0.12))
    middle = (canvas.width / 2 + canvas.rng.uniform(-0.04, 0.04), 0.5)
    wide = canvas.rng.uniform(0.4, 0.46)
    table = (wide, wide * canvas.rng.uniform(0.58, 0.66))
    count = canvas.rng.randint(11, 14)
    first = canvas.rng.uniform(0, math.tau)
    for index in range(count):
        _seated(canvas, middle, table, first + math.tau * index / count)
    canvas.ellipse((middle[0] + 0.012, middle[1] + 0.018), table, INK, 0.22)
    wood = mix(OCHRE, SAND_DEEP, canvas.rng.random())
    canvas.ellipse(middle, table, (mix(wood, PAPER, 0.3), mix(wood, BRICK, 0.2)))
    canvas.ellipse(
        middle, (table[0] * 0.5, table[1] * 0.42), (mix(floor, PAPER, 0.5), floor)
    )
    for index in range(count):
        _paper(canvas, middle, table, first + math.tau * index / count)
    for _ in range(26):
        at = (
            middle[0] + canvas.rng.gauss(0, 0.045),
            middle[1] + canvas.rng.gauss(0, 0.024),
        )
        canvas.disc(
            at,
            canvas.rng.uniform(0.009, 0.019),
            canvas.rng.choice([LEAF, LEAF_MID, BRICK_MID, BLUSH, GOLD]),
        )


def _seated(
    canvas: Canvas, middle: Point, table: tuple[float, float], angle: float
) -> None:
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = middle[0] + (table[0] + 0.07) * cos, middle[1] + (table[1] + 0.075) * sin
    lean = math.atan2(sin * table[0], cos * table[1])
    cloth = canvas.rng.choice([RIVER, RIVER_MID, NIGHT, FOREST, BRICK, BRICK_MID, LEAF])
    canvas.shape(oval((x + 0.014 * cos, y + 0.018), (0.05, 0.09), lean), INK, 0.18)
    canvas.shape(
        oval((x + 0.03 * cos, y + 0.03 * sin), (0.045, 0.07), lean),
        mix(SAND_DEEP, INK, 0.35),
    )
    for side in (-1, 1):
        elbow = (x - 0.068 * side * math.sin(lean), y + 0.068 * side * math.cos(lean))
        hand = (
            elbow[0] - 0.085 * math.cos(lean) + 0.02 * side * math.sin(lean),
            elbow[1] - 0.085 * math.sin(lean),
        )
        canvas.line([elbow, hand], 0.026, cloth)
        canvas.disc(hand, 0.0135, BLUSH)
    canvas.shape(oval((x, y), (0.042, 0.086), lean), (mix(cloth, PAPER, 0.15), cloth))
    canvas.disc(
        (x - 0.006 * cos, y - 0.006 * sin),
        0.036,
        mix(INK, canvas.rng.choice([BRICK, MIST, INK]), 0.22),
    )


def _paper(
    canvas: Canvas, middle: Point, table: tuple[float, float], angle: float
) -> None:
    x = middle[0] + table[0] * 0.76 * math.cos(angle)
    y = middle[1] + table[1] * 0.74 * math.sin(angle)
    lean = math.atan2(
        math.sin(angle) * table[0], math.cos(angle) * table[1]
    ) + canvas.rng.uniform(-0.15, 0.15)
    for long, wide, tone in ((0.036, 0.027, PAPER), (0.024, 0.0012, MIST)):
        cos, sin = math.cos(lean), math.sin(lean)
        corners = box(-long, -wide, long, wide)
        canvas.shape(
            [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners], tone
        )
    canvas.disc(
        (x + 0.06 * math.sin(lean), y - 0.06 * math.cos(lean)), 0.014, (PAPER, MIST)
    )


def lectern(canvas: Canvas, _words: list[str]) -> None:
    """A lectern with flowers and microphones before a landscape panel."""
    cloth = canvas.rng.choice([BRICK, RIVER, FOREST])
    folds = 30
    for index in range(folds):
        x, step = canvas.width * index / folds, canvas.width / folds + 0.002
        tone = mix(cloth, INK, 0.12 + 0.12 * (index % 3))
        canvas.shape(
            box(x, 0, x + step, 1),
            (mix(tone, PAPER, 0.08), mix(tone, INK, 0.3)),
        )
    side = canvas.rng.choice([-1, 1])
    middle = canvas.width * (0.5 + 0.2 * side)
    canvas.glow((middle, 0.45), 0.75, SAND, 0.5)
    _round_panel(canvas, (canvas.width * (0.5 - 0.2 * side), 0.42), 0.29)
    canvas.shape(
        [
            (middle - 0.24, 0.6),
            (middle + 0.24, 0.6),
            (middle + 0.19, 1.02),
            (middle - 0.19, 1.02),
        ],
        (OCHRE, mix(OCHRE, INK, 0.5)),
    )
    canvas.shape(
        [
            (middle - 0.285, 0.545),
            (middle + 0.285, 0.545),
            (middle + 0.25, 0.61),
            (middle - 0.25, 0.61),
        ],
        (mix(OCHRE, PAPER, 0.4), OCHRE),
    )
    canvas.shape(
        [
            (middle - 0.15, 0.66),
            (middle + 0.15, 0.66),
            (middle + 0.125, 0.96),
            (middle - 0.125, 0.96),
        ],
        mix(OCHRE, INK, 0.28),
    )
    for offset, lift in ((-0.03, 0.2), (0.05, 0.17)):
        curve = bezier(
            (middle + offset, 0.56),
            (middle + offset, 0.44),
            (middle + offset * 0.4, 0.56 - lift),
        )
        canvas.line(curve, 0.007, INK)
        canvas.ellipse(curve[-1], (0.013, 0.022), (mix(INK, MIST, 0.4), INK))
    for _ in range(60):
        at = (
            middle + canvas.rng.uniform(-0.25, 0.25),
            0.6 + abs(canvas.rng.gauss(0, 0.035)),
        )
        tone = canvas.rng.choice(
            [LEAF, LEAF_MID, FOREST, BLUSH, PAPER, BRICK_MID, GOLD]
        )
        canvas.disc(
            at, canvas.rng.uniform(0.011, 0.024), (mix(tone, PAPER, 0.25), tone)
        )


def _round_panel(canvas: Canvas, at: Point, radius: float) -> None:
    x, y = at
    canvas.disc((x + 0.008, y + 0.014), radius, INK, 0.3)
    canvas.disc(at, radius, (RIVER_PALE, PAPER, SAND))
    canvas.disc((x + radius * 0.25, y - radius * 0.2), radius * 0.2, GOLD)
    for level, tone in (
        (0.12, RIVER_PALE),
        (0.32, RIVER_MID),
        (0.55, LEAF),
        (0.74, RIVER),
    ):
        wave = Wave(canvas.rng, 2.2)
        half = math.sqrt(1 - level**2)
        start = math.asin(level)
        crest = [
            (
                x + radius * half * share,
                y + radius * (level - 0.2 * (1 - share**2) * wave(share)),
            )
            for share in steps(-1, 1, 40)
        ]
        floor = [
            (x + radius * math.cos(a), y + radius * math.sin(a))
            for a in steps(start, math.pi - start, 40)
        ]
        canvas.shape([*crest, *floor], (mix(tone, PAPER, 0.2), tone))
    canvas.ring(at, (radius, radius), 0.008, SAND)
