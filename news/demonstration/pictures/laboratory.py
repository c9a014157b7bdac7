"""Glassware on a bench."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    box,
    steps,
)
from news.demonstration.pictures.palette import (
    BLUSH,
    BRICK_MID,
    GOLD,
    INK,
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


def laboratory(canvas: Canvas, _words: list[str]) -> None:
    """Glassware on a bench before a window of soft light."""
    wall = canvas.rng.choice([(MIST, PAPER), (PAPER, SAND), (RIVER_PALE, MIST)])
    canvas.fill(*wall, wall[1])
    canvas.disc(
        (canvas.width * canvas.rng.uniform(0.35, 0.65), 0.46),
        0.4,
        mix(wall[1], PAPER, 0.7),
    )
    for level in (0.17, 0.205):
        canvas.line([(0, level), (canvas.width, level)], 0.0012, RIVER_PALE, 0.6)
    bench = 0.86
    canvas.shape(
        box(0, bench, canvas.width, 1),
        (mix(RIVER, PAPER, 0.12), NIGHT),
    )
    canvas.shape(
        box(0, bench - 0.014, canvas.width, bench + 0.006),
        (RIVER_PALE, RIVER_MID),
    )
    vessels = [_erlenmeyer, _beaker, _round_flask, _erlenmeyer, _rack, _cylinder]
    canvas.rng.shuffle(vessels)
    tones = [RIVER_MID, BRICK_MID, GOLD, LEAF_MID, RIVER_PALE, BLUSH]
    canvas.rng.shuffle(tones)
    sizes = [canvas.rng.uniform(0.3, 0.42) for _ in vessels]
    widths = [
        {_rack: 0.32, _cylinder: 0.13}.get(draws, size * 0.62)
        for draws, size in zip(vessels, sizes, strict=True)
    ]
    gap = (canvas.width - sum(widths)) / (len(widths) + 1)
    x = gap
    for draws, size, width, tone in zip(vessels, sizes, widths, tones, strict=True):
        draws(canvas, (x + width / 2, bench), size, tone)
        x += width + gap


def _glass(
    canvas: Canvas, outline: list[Point], liquid: list[Point], tone: Colour
) -> None:
    canvas.shape(outline, PAPER, 0.42)
    canvas.shape(liquid, (mix(tone, PAPER, 0.3), tone, mix(tone, INK, 0.18)))
    canvas.line([*outline, outline[0]], 0.0048, mix(RIVER, PAPER, 0.25), 0.95)


def _bubbles(canvas: Canvas, at: Point, spread: tuple[float, float]) -> None:
    for _ in range(7):
        spot = (
            at[0] + canvas.rng.uniform(-spread[0], spread[0]),
            at[1] - canvas.rng.random() * spread[1],
        )
        radius = canvas.rng.uniform(0.003, 0.009)
        canvas.ring(spot, (radius, radius), 0.0018, PAPER, 0.85)


def _erlenmeyer(canvas: Canvas, at: Point, size: float, tone: Colour) -> None:
    x, y = at
    half, neck, top = size * 0.31, size * 0.075, y - size
    shoulder = y - size * 0.66
    level = canvas.rng.uniform(0.25, 0.5)

    def wide(share: float) -> float:
        return half + (neck - half) * share / 0.66

    outline = [
        (x - neck * 1.25, top),
        (x + neck * 1.25, top),
        (x + neck, top + 0.012),
        (x + neck, shoulder),
        (x + half, y - 0.016),
        (x + half - 0.014, y),
        (x - half + 0.014, y),
        (x - half, y - 0.016),
        (x - neck, shoulder),
        (x - neck, top + 0.012),
    ]
    liquid = [
        (x - wide(level), y - size * level),
        (x + wide(level), y - size * level),
        (x + half - 0.004, y - 0.016),
        (x + half - 0.016, y - 0.004),
        (x - half + 0.016, y - 0.004),
        (x - half + 0.004, y - 0.016),
    ]
    _glass(canvas, outline, liquid, tone)
    _bubbles(canvas, (x, y - 0.03), (half * 0.45, size * level * 0.7))
    canvas.line(
        [(x - half * 0.72, y - size * 0.1), (x - neck * 0.75, shoulder + 0.02)],
        0.005,
        PAPER,
        0.7,
    )


def _beaker(canvas: Canvas, at: Point, size: float, tone: Colour) -> None:
    x, y = at
    half, top = size * 0.27, y - size * 0.78
    level = y - size * canvas.rng.uniform(0.28, 0.55)
    outline = [
        (x - half - 0.014, top),
        (x - half, top + 0.014),
        (x - half, y - 0.012),
        (x - half + 0.012, y),
        (x + half - 0.012, y),
        (x + half, y - 0.012),
        (x + half, top),
    ]
    liquid = [
        (x - half + 0.003, level),
        (x + half - 0.003, level),
        (x + half - 0.003, y - 0.012),
        (x + half - 0.014, y - 0.003),
        (x - half + 0.014, y - 0.003),
        (x - half + 0.003, y - 0.012),
    ]
    _glass(canvas, outline, liquid, tone)
    for index, share in enumerate(steps(0.12, 0.66, 6)):
        canvas.line(
            [
                (x + half * (0.45 if index % 2 else 0.25), y - size * share),
                (x + half * 0.8, y - size * share),
            ],
            0.0028,
            PAPER,
            0.9,
        )
    canvas.line(
        [(x - half * 0.78, y - size * 0.08), (x - half * 0.78, top + 0.04)],
        0.005,
        PAPER,
        0.6,
    )


def _round_flask(canvas: Canvas, at: Point, size: float, tone: Colour) -> None:
    x, y = at
    radius, neck = size * 0.31, size * 0.07
    middle = y - radius - 0.028
    canvas.shape(
        [
            (x - radius * 0.55, y),
            (x - radius * 0.4, y - 0.034),
            (x + radius * 0.4, y - 0.034),
            (x + radius * 0.55, y),
        ],
        (OCHRE, mix(OCHRE, INK, 0.4)),
    )
    opening = math.asin(neck / radius)
    bowl = [
        (x + radius * math.sin(a), middle - radius * math.cos(a))
        for a in steps(opening, math.tau - opening, 70)
    ]
    outline = [
        (x + neck, y - size),
        *bowl,
        (x - neck, y - size),
        (x - neck * 1.3, y - size - 0.01),
        (x + neck * 1.3, y - size - 0.01),
    ]
    fill = canvas.rng.uniform(1.25, 1.75)
    liquid = [
        (x + radius * 0.97 * math.sin(a), middle - radius * 0.97 * math.cos(a))
        for a in steps(fill, math.tau - fill, 50)
    ]
    _glass(canvas, outline, liquid, tone)
    _bubbles(canvas, (x, middle + radius * 0.6), (radius * 0.4, radius * 0.6))
    canvas.line(
        [
            (x - radius * 0.74 * math.cos(a), middle - radius * 0.74 * math.sin(a))
            for a in steps(0.1, 0.9, 10)
        ],
        0.006,
        PAPER,
        0.7,
    )


def _cylinder(canvas: Canvas, at: Point, size: float, tone: Colour) -> None:
    x, y = at
    half, top = 0.034, y - size * 1.05
    level = y - size * canvas.rng.uniform(0.4, 0.8)
    canvas.shape(
        [(x - 0.06, y), (x - 0.05, y - 0.018), (x + 0.05, y - 0.018), (x + 0.06, y)],
        mix(RIVER_PALE, PAPER, 0.3),
    )
    outline = [
        (x - half - 0.008, top),
        (x + half, top),
        (x + half, y - 0.018),
        (x - half, y - 0.018),
        (x - half, top + 0.014),
    ]
    _glass(
        canvas,
        outline,
        box(x - half + 0.003, level, x + half - 0.003, y - 0.02),
        tone,
    )
    for share in steps(0.1, 0.95, 12):
        canvas.line(
            [(x, y - size * share), (x + half * 0.8, y - size * share)],
            0.0022,
            mix(RIVER, PAPER, 0.4),
            0.9,
        )


def _rack(canvas: Canvas, at: Point, size: float, _tone: Colour) -> None:
    x, y = at
    tones = canvas.rng.sample(
        [RIVER_MID, BRICK_MID, GOLD, LEAF_MID, BLUSH, RIVER_PALE], 4
    )
    for offset, tone in zip((-0.105, -0.035, 0.035, 0.105), tones, strict=True):
        left, right, top, foot = (
            x + offset - 0.02,
            x + offset + 0.02,
            y - size * 0.86,
            y - 0.045,
        )
        bottom = [
            (x + offset + 0.02 * math.cos(a), foot + 0.02 * math.sin(a))
            for a in steps(0, math.pi, 16)
        ]
        level = y - size * canvas.rng.uniform(0.3, 0.66)
        _glass(
            canvas,
            [(left, top), (right, top), *bottom],
            [(left, level), (right, level), *bottom],
            tone,
        )
    for level in (y - size * 0.5, y - 0.014):
        canvas.shape(
            box(x - 0.15, level - 0.012, x + 0.15, level + 0.014),
            (SAND_DEEP, OCHRE),
        )
    for side in (-0.145, 0.145):
        canvas.line([(x + side, y - 0.01), (x + side, y - size * 0.55)], 0.014, OCHRE)
