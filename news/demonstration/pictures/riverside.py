"""By the river: a bridge, a street of old houses."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    box,
    steps,
)
from news.demonstration.pictures.landscapes import (
    EVENING,
    MORNING,
    SPRING,
    Light,
    mountains,
    sky,
    tree,
)
from news.demonstration.pictures.palette import (
    BRICK,
    BRICK_MID,
    GOLD,
    INK,
    LEAF,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    RIVER,
    RIVER_PALE,
    SAND,
    SAND_DEEP,
    Colour,
    mix,
)


def _ripples(canvas: Canvas, waterline: float, count: int, colour: Colour) -> None:
    for _ in range(count):
        depth = canvas.rng.random() ** 1.4
        at = (
            canvas.rng.uniform(0, canvas.width),
            waterline + 0.012 + depth * (1 - waterline),
        )
        length = 0.02 + canvas.rng.uniform(0.03, 0.14) * depth
        canvas.ellipse(at, (length, 0.0011 + 0.0032 * depth), colour, 0.28)


def bridge(canvas: Canvas, words: list[str]) -> None:
    light = canvas.rng.choice([EVENING, MORNING, SPRING])
    waterline = canvas.rng.uniform(0.6, 0.7)
    sky(canvas, light, waterline)
    mountains(canvas, light, waterline, 4, 0.26)
    if "sinh" in words:
        _arches(canvas, light, waterline)
    else:
        _cables(canvas, light, waterline)
    canvas.reflect(waterline, light.sky[0], 0.38)
    _ripples(canvas, waterline, 60, PAPER)
    for x in (0.03, 0.1, 0.17, canvas.width - 0.05, canvas.width - 0.12):
        tree(
            canvas,
            (x, 1.0),
            canvas.rng.uniform(0.14, 0.24),
            mix(light.near, LEAF, 0.35),
        )


def _arches(canvas: Canvas, light: Light, waterline: float) -> None:
    deck = waterline - 0.12
    stone, shade = mix(SAND_DEEP, light.near, 0.25), mix(BRICK, light.near, 0.45)
    canvas.shape(
        box(0, deck, canvas.width, waterline),
        (stone, shade),
    )
    spans = 5
    pitch = canvas.width / spans
    for index in range(spans):
        middle = pitch * (index + 0.5)
        arch = [
            (
                middle + pitch * 0.42 * math.cos(angle),
                waterline + 0.004 - 0.1 * math.sin(angle),
            )
            for angle in steps(0, math.pi, 40)
        ]
        canvas.shape(arch, (mix(light.sky[-1], light.far, 0.4), light.sky[-1]))
        canvas.line(arch, 0.005, mix(stone, PAPER, 0.4))
    canvas.shape(
        box(0, deck - 0.016, canvas.width, deck),
        shade,
    )
    for x in steps(0.02, canvas.width, 46):
        canvas.line([(x, deck - 0.04), (x, deck - 0.016)], 0.003, shade)
    canvas.line([(0, deck - 0.04), (canvas.width, deck - 0.04)], 0.004, shade)


def _cables(canvas: Canvas, light: Light, waterline: float) -> None:
    deck = waterline - 0.085
    steel = mix(light.near, NIGHT, 0.3)
    middle = canvas.rng.uniform(0.4, 0.6)
    pylons = [canvas.width * (middle + side) for side in (-0.2, 0.2)]
    for x in pylons:
        for side in (-1, 1):
            for place in steps(0.06, 0.29, 9):
                top = deck - 0.3 + 0.5 * place
                canvas.line(
                    [(x, top), (x + side * place * canvas.width * 0.7, deck)],
                    0.0018,
                    mix(PAPER, steel, 0.25),
                    0.85,
                )
    for x in pylons:
        canvas.shape(
            [
                (x - 0.011, waterline),
                (x - 0.006, deck - 0.34),
                (x + 0.006, deck - 0.34),
                (x + 0.011, waterline),
            ],
            (BRICK_MID, BRICK, steel),
        )
    canvas.shape(
        box(0, deck, canvas.width, deck + 0.02),
        (mix(steel, PAPER, 0.3), steel),
    )
    for x in (0.05, 0.14, 0.5, 0.86, 0.95):
        canvas.shape(
            [
                (canvas.width * x - 0.012, waterline),
                (canvas.width * x - 0.008, deck),
                (canvas.width * x + 0.008, deck),
                (canvas.width * x + 0.012, waterline),
            ],
            steel,
        )


def street_by_the_river(canvas: Canvas, _words: list[str]) -> None:
    light = canvas.rng.choice([MORNING, SPRING, EVENING])
    waterline = 0.72
    sky(canvas, light, waterline)
    mountains(canvas, light, 0.6, 3, 0.26)
    for row, (foot, size) in enumerate(
        ((waterline - 0.075, 0.75), (waterline - 0.02, 1.0))
    ):
        x = -0.06
        while x < canvas.width:
            width = canvas.rng.uniform(0.11, 0.2) * size
            if canvas.rng.random() < 0.22:
                tree(
                    canvas,
                    (x + 0.04, foot),
                    canvas.rng.uniform(0.13, 0.19),
                    LEAF if row else mix(LEAF, MIST, 0.25),
                )
                x += 0.07
            else:
                _town_house(
                    canvas,
                    (x, foot),
                    width,
                    canvas.rng.uniform(0.12, 0.2) * size,
                    1 - row,
                )
                x += width + 0.004
    quay = mix(SAND_DEEP, NIGHT, 0.25)
    canvas.shape(
        box(0, waterline - 0.024, canvas.width, waterline),
        (SAND, quay),
    )
    canvas.reflect(waterline, RIVER, 0.45)
    _ripples(canvas, waterline, 70, PAPER)


def _town_house(
    canvas: Canvas, at: Point, width: float, height: float, far: int
) -> None:
    x, foot = at
    wall = canvas.rng.choice(
        [PAPER, SAND, mix(SAND, GOLD, 0.55), mix(SAND, GOLD, 0.35), MIST]
    )
    wall = mix(wall, RIVER_PALE, 0.25 * far)
    roof = mix(
        canvas.rng.choice([BRICK, BRICK_MID, mix(BRICK, OCHRE, 0.3)]),
        RIVER_PALE,
        0.22 * far,
    )
    top = foot - height
    canvas.shape(
        box(x, top, x + width, foot),
        (wall, mix(wall, SAND_DEEP, 0.25)),
    )
    canvas.shape(
        [
            (x - 0.007, top),
            (x + width * 0.18, top - 0.045),
            (x + width * 0.82, top - 0.045),
            (x + width + 0.007, top),
        ],
        (mix(roof, PAPER, 0.12), roof),
    )
    columns = 2 if width < 0.13 else 3
    floors = 2
    pane = mix(RIVER, wall, 0.25)
    for floor in range(floors):
        for column in range(columns):
            left = x + width * (column + 0.26) / columns
            high = top + height * (floor + 0.22) / floors
            w, h = width * 0.48 / columns, height * 0.5 / floors
            if floor:
                h = height * 0.4
            lit = mix(BRICK, INK, 0.35) if floor else pane
            canvas.shape(
                box(left, high, left + w, high + h),
                lit,
            )
            if floor and canvas.rng.random() < 0.6:
                canvas.ellipse((left + w / 2, high - 0.006), (0.006, 0.0075), BRICK_MID)
            canvas.line(
                [
                    (left - 0.003, high + h + 0.003),
                    (left + w + 0.003, high + h + 0.003),
                ],
                0.003,
                mix(wall, BRICK, 0.4),
            )
