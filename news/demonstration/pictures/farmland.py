"""Worked land: rice terraces, paddies from above, tea hills."""

import math
from dataclasses import replace

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    Wave,
    box,
    steps,
)
from news.demonstration.pictures.landscapes import (
    _HOURS,
    EVENING,
    MORNING,
    SPRING,
    light_of,
    mountains,
    sky,
    tree,
)
from news.demonstration.pictures.palette import (
    BRICK,
    BRICK_MID,
    FOREST,
    GOLD,
    LEAF,
    LEAF_MID,
    LEAF_PALE,
    MIST,
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


def terraces(canvas: Canvas, words: list[str]) -> None:
    """Rice terraces: bands along the contour, in water, seedlings or ripe rice."""
    light = (
        light_of(words, canvas)
        if words[-1] in _HOURS
        else canvas.rng.choice([MORNING, SPRING])
    )
    sky(canvas, light, 0.45)
    mountains(canvas, light, 0.4, 4, 0.24)
    wet = [MIST, RIVER_PALE, LEAF_PALE, LEAF_MID]
    ripe = [GOLD, SAND_DEEP, LEAF_MID, LEAF_PALE]
    crops = wet if {"ha", "nguon"} & set(words) else ripe
    left_high = canvas.rng.random() < 0.5
    _terrace_hill(canvas, crops, 0.27, (0.5, 0.12) if left_high else (0.12, 0.5))
    _terrace_hill(canvas, crops, 0.52, (0.06, 0.42) if left_high else (0.42, 0.06))


def _terrace_hill(
    canvas: Canvas, crops: list[Colour], top: float, heights: tuple[float, float]
) -> None:
    """A slope that rises towards one side, stepped from its crest to the foot."""
    crest, drift, wobble = (Wave(canvas.rng, length) for length in (1.6, 0.9, 0.5))
    bands = 17

    def contour(level: float) -> list[Point]:
        """The edge of the step at `level` (0 crest, 1 foot)."""
        points = []
        for x in steps(-0.02, canvas.width + 0.02, 110):
            across = min(1, max(0, x / canvas.width))
            lift = heights[0] * (1 - across) ** 1.5 + heights[1] * across**1.5
            start = top + 0.24 - 0.55 * lift + 0.05 * crest(x)
            fall = level**1.35 * (1.12 - start)
            bend = (0.014 + 0.035 * level) * drift(x + level * 0.8)
            points.append((x, start + fall + bend + 0.008 * wobble(x - level)))
        return points

    for index in range(bands):
        level = index / bands
        edge = contour(level)
        crop = canvas.rng.choice(crops)
        crop = mix(crop, FOREST, 0.12 + 0.1 * level)
        foot = [(canvas.width + 0.02, 1.05), (-0.02, 1.05)]
        canvas.shape([*edge, *foot], mix(crop, FOREST, 0.62))
        lip = 0.004 + 0.013 * level
        canvas.shape([*[(x, y + lip) for x, y in edge], *foot], crop)
        canvas.line([(x, y + lip) for x, y in edge], 0.0016 + 0.002 * level, PAPER, 0.5)
        if index in (3, 6):
            _hamlet(canvas, edge)


def _hamlet(canvas: Canvas, edge: list[Point]) -> None:
    place = canvas.rng.randint(20, 85)
    for offset in (-5, 4):
        tree(canvas, edge[place + offset], 0.06, LEAF)
    for offset in (0, 2):
        x, y = edge[place + offset]
        house(canvas, (x, y + 0.008), 0.026)


def house(canvas: Canvas, at: Point, size: float) -> None:
    x, y = at
    canvas.shape(
        box(x - size, y - size * 0.8, x + size, y),
        PAPER,
    )
    canvas.shape(
        [
            (x - size * 1.3, y - size * 0.75),
            (x - size * 0.7, y - size * 1.6),
            (x + size * 0.7, y - size * 1.6),
            (x + size * 1.3, y - size * 0.75),
        ],
        BRICK_MID,
    )
    canvas.shape(
        box(x - size * 0.2, y - size * 0.55, x + size * 0.25, y),
        RIVER,
    )


def fields_from_above(canvas: Canvas, words: list[str]) -> None:
    """Paddies seen from the air, parted by banks, with a river through them."""
    canvas.fill(SAND, SAND_DEEP)
    crops = [LEAF, LEAF_MID, LEAF_MID, LEAF_PALE, GOLD, SAND, RIVER_PALE]
    if {"thu", "nhan"} & set(words):
        crops = [GOLD, GOLD, SAND_DEEP, LEAF_MID, LEAF_PALE, OCHRE]
    warp = _Warp(canvas)
    row = -14
    while row < 16:
        depth = canvas.rng.choice([1, 1, 2])
        column = -16
        while column < 18:
            span = canvas.rng.choice([1, 2, 2, 3])
            _paddy(canvas, warp, (column, row, span, depth), canvas.rng.choice(crops))
            column += span
        row += depth
    _waterway(canvas, warp)


class _Warp:
    """Where a point of the field lattice lies on the canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.turn = canvas.rng.uniform(0.25, 0.6) * canvas.rng.choice([-1, 1])
        self.bend = Wave(canvas.rng, 11, 2)
        self.middle = (canvas.width / 2, 0.5)

    def __call__(self, column: float, row: float) -> Point:
        x = 0.1 * column + 0.05 * self.bend(row)
        y = 0.085 * row + 0.045 * self.bend(column + 3)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.middle[0] + x * cos - y * sin, self.middle[1] + x * sin + y * cos


def _paddy(
    canvas: Canvas, warp: _Warp, cell: tuple[int, int, int, int], crop: Colour
) -> None:
    column, row, span, depth = cell
    inset = 0.06

    def along(row_at: float) -> list[Point]:
        return [
            warp(x, row_at) for x in steps(column + inset, column + span - inset, 5)
        ]

    top, foot = along(row + inset), along(row + depth - inset)
    crop = mix(crop, canvas.rng.choice([PAPER, FOREST]), canvas.rng.uniform(0, 0.16))
    canvas.shape(
        [*top, *reversed(foot)], (mix(crop, PAPER, 0.1), mix(crop, FOREST, 0.12))
    )
    if canvas.rng.random() < 0.75:
        tone = mix(crop, canvas.rng.choice([PAPER, FOREST]), 0.24)
        for row_at in steps(row + inset, row + depth - inset, 5 * depth)[1:-1]:
            canvas.line(along(row_at), 0.0016, tone, 0.7)


def _waterway(canvas: Canvas, warp: _Warp) -> None:
    path = Wave(canvas.rng, 16, 2)
    half = 0.5

    def bank(side: float) -> list[Point]:
        return [warp(side + 2.6 * path(row), row) for row in steps(-15, 17, 150)]

    canvas.shape([*bank(-half - 0.24), *reversed(bank(half + 0.24))], LEAF_PALE)
    canvas.shape([*bank(-half), *reversed(bank(half))], (RIVER_MID, RIVER))
    for side in (-0.26, 0.1):
        canvas.line(bank(side)[::1], 0.003, RIVER_PALE, 0.6)
    for row in steps(-13, 15, 42):
        side = canvas.rng.choice([-1, 1])
        at = warp(
            side * (half + 0.2) + 2.6 * path(row), row + canvas.rng.uniform(0, 0.6)
        )
        radius = canvas.rng.uniform(0.009, 0.017)
        canvas.disc((at[0] + 0.005, at[1] + 0.006), radius, FOREST, 0.45)
        canvas.disc(at, radius, canvas.rng.choice([FOREST, LEAF]))
    for _ in range(5):
        row = canvas.rng.uniform(-5, 5)
        at = warp(canvas.rng.choice([-1.5, 1.4]) + 2.6 * path(row), row)
        _roof(canvas, at, warp.turn)


def _roof(canvas: Canvas, at: Point, turn: float) -> None:
    for dx, tone in ((-0.011, BRICK), (0.011, BRICK_MID)):
        corners = box(dx - 0.011, -0.03, dx + 0.011, 0.03)
        cos, sin = math.cos(turn), math.sin(turn)
        canvas.shape(
            [
                (at[0] + x * cos - y * sin, at[1] + x * sin + y * cos)
                for x, y in corners
            ],
            tone,
        )


def tea_hills(canvas: Canvas, words: list[str]) -> None:
    light = light_of(words, canvas)
    if light is EVENING:
        light = MORNING
    sky(canvas, light, 0.5)
    hazy = replace(light, near=mix(light.near, light.sky[1], 0.5))
    mountains(canvas, hazy, 0.42, 4, 0.24)
    centres = canvas.rng.sample([0.12, 0.36, 0.62, 0.88], 4)
    for index, centre in enumerate([*centres, canvas.rng.uniform(0.2, 0.8)]):
        top = 0.37 + 0.115 * index + canvas.rng.uniform(-0.02, 0.02)
        _tea_hill(canvas, canvas.width * centre, top, index / 4)


def _tea_hill(canvas: Canvas, centre: float, top: float, nearness: float) -> None:
    """Rows of bushes follow the hill down, closer together near its crest."""
    wide = canvas.rng.uniform(0.6, 0.85) + 0.3 * nearness
    lean = canvas.rng.uniform(-0.16, 0.16)
    dark = mix(mix(LEAF, MIST, 0.42 * (1 - nearness)), FOREST, 0.45 * nearness)
    pale = mix(mix(LEAF_PALE, MIST, 0.35 * (1 - nearness)), LEAF_MID, 0.6 * nearness)

    def dome(scale: float) -> list[Point]:
        points = []
        for x in steps(-1.1, 1.1, 70):
            height = math.exp(-3.1 * x * x / scale) * 0.36
            points.append(
                (
                    centre + wide * x + lean * height * 2,
                    top + 0.36 - height + 0.62 * (scale - 1),
                )
            )
        return points

    foot = [(centre + wide * 1.1, 1.3), (centre - wide * 1.1, 1.3)]
    canvas.shape([*dome(1), *foot], dark)
    rows = 13
    for index in range(rows):
        scale = 1 + (index / rows) ** 1.25 * 0.95
        thickness = 0.006 + 0.012 * index / rows + 0.007 * nearness
        row = [(x, y + thickness) for x, y in dome(scale)]
        canvas.line(row, thickness * 1.25, mix(dark, FOREST, 0.45))
        canvas.line([(x, y - thickness * 0.3) for x, y in row], thickness * 0.75, pale)
    if nearness > 0.4:
        _pickers(canvas, dome(1.25))
    crest = dome(1)
    tree(
        canvas,
        crest[canvas.rng.randint(26, 44)],
        0.07 + 0.05 * nearness,
        mix(dark, FOREST, 0.4),
    )


def _pickers(canvas: Canvas, row: list[Point]) -> None:
    first = canvas.rng.randint(18, 46)
    for place in (first, first + 3, first + 5):
        x, y = row[place]
        canvas.ellipse(
            (x, y + 0.004), (0.008, 0.016), canvas.rng.choice([BRICK, RIVER])
        )
        canvas.shape(
            [(x - 0.017, y - 0.006), (x, y - 0.024), (x + 0.017, y - 0.006)],
            (PAPER, SAND_DEEP),
        )
