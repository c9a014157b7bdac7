"""What numbers look like: a network on a map, charts of dots."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    Wave,
    bezier,
    steps,
)
from news.demonstration.pictures.palette import (
    BLUSH,
    BRICK,
    BRICK_MID,
    GOLD,
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


def network(canvas: Canvas, words: list[str]) -> None:
    """Linked points over the contour lines of a map."""
    dark = "cong" in words or canvas.rng.random() < 0.35
    canvas.fill(
        *((NIGHT, RIVER) if dark else canvas.rng.choice([(PAPER, SAND), (MIST, PAPER)]))
    )
    line = RIVER_PALE if dark else mix(LEAF_MID, SAND_DEEP, 0.5)
    for _ in range(3):
        _contours(canvas, line)
    nodes = _nodes(canvas)
    curved = "sang" in words
    for at, _ in nodes:
        near = sorted(nodes, key=lambda node, at=at: math.dist(node[0], at))
        for end, _ in near[1:4]:
            bend = (
                (at[0] + end[0]) / 2,
                (at[1] + end[1]) / 2 - (0.08 if curved else 0),
            )
            canvas.line(
                bezier(at, bend, end, steps=14), 0.0024, PAPER if dark else RIVER, 0.55
            )
    tones = (
        [RIVER_PALE, GOLD, BLUSH, PAPER]
        if dark
        else [RIVER, RIVER_MID, BRICK, LEAF, OCHRE]
    )
    for at, radius in nodes:
        tone = canvas.rng.choice(tones)
        canvas.glow(at, radius * 3.2, tone, 0.45)
        canvas.disc(at, radius, (mix(tone, PAPER, 0.3), tone))
        canvas.ring(at, (radius * 1.5, radius * 1.5), 0.0018, tone, 0.8)
        canvas.disc(
            (at[0] - radius * 0.25, at[1] - radius * 0.28), radius * 0.2, PAPER, 0.8
        )


def _contours(canvas: Canvas, colour: Colour) -> None:
    middle = (canvas.rng.uniform(0.1, canvas.width - 0.1), canvas.rng.uniform(0.1, 0.9))
    parts = [
        (
            canvas.rng.randint(2, 5),
            canvas.rng.uniform(0, math.tau),
            canvas.rng.uniform(0.05, 0.16),
        )
        for _ in range(3)
    ]
    for index in range(1, 12):
        radius = 0.06 * index

        def reach(angle: float, radius: float = radius) -> float:
            swell = sum(
                size * math.sin(pace * angle + phase) for pace, phase, size in parts
            )
            return radius * (1 + swell)

        curve = [
            (
                middle[0] + 1.3 * reach(a) * math.cos(a),
                middle[1] + reach(a) * math.sin(a),
            )
            for a in steps(0, math.tau, 120)
        ]
        canvas.line(curve, 0.0026 if index % 4 == 0 else 0.0013, colour, 0.42)


def _nodes(canvas: Canvas) -> list[tuple[Point, float]]:
    """Points that keep a distance from one another, a few of them large."""
    nodes: list[tuple[Point, float]] = []
    for _ in range(400):
        at = (
            canvas.rng.uniform(0.08, canvas.width - 0.08),
            canvas.rng.uniform(0.08, 0.92),
        )
        if all(math.dist(at, other) > 0.155 for other, _ in nodes):
            nodes.append((at, canvas.rng.choice([0.012, 0.015, 0.018, 0.03])))
    return nodes


def dot_chart(canvas: Canvas, words: list[str]) -> None:
    """Columns, or a cloud, of dots with a line through them."""
    dark = canvas.rng.random() < 0.4
    canvas.fill(*((NIGHT, RIVER) if dark else (PAPER, mix(PAPER, SAND, 0.6))))
    grid = RIVER_PALE if dark else SAND_DEEP
    canvas.glow((canvas.width * 0.75, 0.3), 0.8, RIVER_MID if dark else SAND, 0.5)
    for y in steps(0.12, 0.88, 7):
        canvas.line([(0.1, y), (canvas.width - 0.1, y)], 0.0011, grid, 0.45)
    if {"sa", "mua"} & set(words):
        _cloud_of_dots(canvas, dark)
    else:
        _columns_of_dots(canvas, dark)


def _columns_of_dots(canvas: Canvas, dark: bool) -> None:
    columns = 14
    pitch = (canvas.width - 0.26) / columns
    tones = [RIVER_PALE, BLUSH, GOLD] if dark else [RIVER, BRICK_MID, LEAF_MID]
    swing = Wave(canvas.rng, 1.1, 2)
    tops = []
    for column in range(columns):
        x = 0.13 + pitch * (column + 0.5)
        count = max(2, round(3.5 + 7.5 * column / columns + 2.4 * swing(x)))
        tone = tones[0] if column % 2 else mix(tones[0], PAPER, 0.45)
        if column >= columns - 3:
            tone = tones[1]
        for row in range(count):
            y = 0.845 - row * 0.062
            canvas.disc((x, y), 0.0235, (mix(tone, PAPER, 0.28), tone))
        tops.append((x, 0.845 - count * 0.062 - 0.012))
    _trend(canvas, tops, tones[2] if dark else BRICK)


def _cloud_of_dots(canvas: Canvas, dark: bool) -> None:
    tones = (
        [RIVER_PALE, MIST, BLUSH, GOLD]
        if dark
        else [RIVER, RIVER_MID, RIVER_PALE, BRICK_MID, OCHRE]
    )
    wave = Wave(canvas.rng, 0.5, 2)

    def level(x: float) -> float:
        return 0.3 + 0.34 * x / canvas.width + 0.025 * wave(x)

    for _ in range(330):
        x = 0.12 + (canvas.width - 0.24) * canvas.rng.random() ** 1.15
        y = level(x) + canvas.rng.gauss(0, 0.1)
        if 0.1 < y < 0.88:
            canvas.disc(
                (x, y),
                canvas.rng.choice([0.005, 0.007, 0.01, 0.013]),
                canvas.rng.choice(tones),
                0.7,
            )
    _trend(
        canvas,
        [(x, level(x)) for x in steps(0.12, canvas.width - 0.12, 9)],
        GOLD if dark else BRICK,
    )


def _trend(canvas: Canvas, points: list[Point], colour: Colour) -> None:
    canvas.line(points, 0.0055, colour)
    for at in points:
        canvas.disc(at, 0.0125, colour)
        canvas.disc(at, 0.0065, PAPER)
