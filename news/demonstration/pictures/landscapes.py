"""River and mountains, and the light that other drawings borrow from them."""

import math
from dataclasses import dataclass

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
    FOREST,
    GOLD,
    LEAF,
    LEAF_MID,
    LEAF_PALE,
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
    ramp,
)


@dataclass(frozen=True)
class Light:
    """An hour of the day: sky from top to horizon, hills from far to near."""

    sky: tuple[Colour, ...]
    far: Colour
    near: Colour
    sun: Colour
    sun_height: float
    floor: tuple[Colour, Colour]


MORNING = Light(
    (RIVER_PALE, MIST, PAPER, SAND), MIST, RIVER, PAPER, 0.33, (LEAF_PALE, LEAF)
)


NOON = Light((RIVER_MID, MIST, PAPER), SAND, LEAF, GOLD, 0.2, (SAND, LEAF_MID))


EVENING = Light(
    (RIVER, RIVER_PALE, BLUSH, SAND),
    BLUSH,
    NIGHT,
    (250, 226, 188),
    0.42,
    (OCHRE, FOREST),
)


MOONLIT = Light(
    (NIGHT, RIVER, RIVER_MID), RIVER_MID, (9, 28, 46), PAPER, 0.2, (RIVER, NIGHT)
)


HAZE = Light(
    (MIST, PAPER, PAPER), PAPER, (60, 100, 118), PAPER, 0.3, (MIST, RIVER_PALE)
)


SPRING = Light(
    (RIVER_PALE, PAPER, BLUSH), LEAF_PALE, FOREST, BLUSH, 0.26, (LEAF_PALE, LEAF_MID)
)


_HOURS = {
    "sang": MORNING,
    "nang": NOON,
    "chieu": EVENING,
    "dem": MOONLIT,
    "dong": HAZE,
    "xuan": SPRING,
}


def light_of(words: list[str], canvas: Canvas) -> Light:
    """The hour that a name ends with, or one drawn by lot."""
    return _HOURS.get(words[-1]) or canvas.rng.choice([MORNING, EVENING, SPRING])


def sky(canvas: Canvas, light: Light, horizon: float = 0.62) -> None:
    canvas.fill(*light.sky, light.sky[-1])
    x = canvas.width * canvas.rng.uniform(0.28, 0.72)
    at = (x, light.sun_height * horizon / 0.62)
    canvas.glow(at, 0.5, light.sun, 0.75)
    canvas.disc(at, 0.062, light.sun)
    for _ in range(canvas.rng.randint(2, 4)):
        _cloud(canvas, light, horizon)


def _cloud(canvas: Canvas, light: Light, horizon: float) -> None:
    x = canvas.rng.uniform(0, canvas.width)
    y = canvas.rng.uniform(0.08, horizon * 0.6)
    for _ in range(3):
        length = canvas.rng.uniform(0.1, 0.3)
        thickness = canvas.rng.uniform(0.004, 0.009)
        at = (
            x + canvas.rng.uniform(-0.14, 0.14),
            y + canvas.rng.uniform(-0.014, 0.014),
        )
        canvas.ellipse(at, (length, thickness), light.sky[-1], 0.4)


def ridge(canvas: Canvas, level: float, height: float, length: float) -> list[Point]:
    """The outline of a range from edge to edge, closed along the foot of the canvas."""
    broad = Wave(canvas.rng, length, 4)
    fine = Wave(canvas.rng, length / 9, 3)
    line = [
        (x, level - height * (0.5 + 0.5 * broad(x)) ** 1.25 - height * 0.05 * fine(x))
        for x in steps(0, canvas.width, 260)
    ]
    return [*line, (canvas.width, 1.02), (0, 1.02)]


def mountains(
    canvas: Canvas, light: Light, horizon: float, count: int, height: float = 0.3
) -> None:
    """Ranges behind one another, paler with distance and hazy at the foot."""
    for index in range(count):
        nearness = index / max(1, count - 1)
        colour = ramp(
            [light.far, mix(light.far, light.near, 0.5), light.near], nearness
        )
        if index == 0:
            colour = mix(colour, light.near, 0.16)
        level = horizon - 0.02 + 0.035 * nearness
        tall = height * (1.05 - 0.62 * nearness) * canvas.rng.uniform(0.85, 1.15)
        outline = ridge(canvas, level, tall, canvas.rng.uniform(0.8, 1.5))
        haze = mix(colour, light.sky[-1], 0.55)
        canvas.shape(outline, (colour, mix(colour, haze, 0.6), haze, haze))


def tree(canvas: Canvas, foot: Point, height: float, colour: Colour) -> None:
    """A round crown of three tones on a short trunk."""
    x, y = foot
    canvas.line([(x, y), (x, y - height * 0.5)], height * 0.06, mix(colour, NIGHT, 0.4))
    for dx, dy, radius, shade in (
        (-0.2, 0.48, 0.26, 0.18),
        (0.22, 0.47, 0.25, 0.22),
        (0.0, 0.64, 0.35, 0.0),
    ):
        tone = mix(colour, NIGHT, shade)
        at = (x + dx * height, y - dy * height)
        canvas.disc(at, radius * height, (mix(tone, LEAF_PALE, 0.2), tone))


def river_and_mountains(canvas: Canvas, words: list[str]) -> None:
    light = light_of(words, canvas)
    horizon = canvas.rng.uniform(0.53, 0.63)
    sky(canvas, light, horizon)
    mountains(
        canvas, light, horizon, canvas.rng.randint(4, 6), canvas.rng.uniform(0.22, 0.36)
    )
    if "ho" in words:
        _lake(canvas, light, horizon)
    else:
        _valley(canvas, light, horizon)
        _river(canvas, light, horizon)
    _near_banks(canvas, light)


def _valley(canvas: Canvas, light: Light, horizon: float) -> None:
    far, near = light.floor
    canvas.shape(
        box(0, horizon, canvas.width, 1),
        (mix(far, light.sky[-1], 0.5), far, near, mix(near, NIGHT, 0.3)),
    )
    for index in range(9):
        depth = (index / 9) ** 1.7
        level = horizon + (1 - horizon) * depth + 0.012
        wave = Wave(canvas.rng, 1.1)
        swell = 0.006 + 0.045 * depth
        tone = mix(
            ramp([far, near], depth), canvas.rng.choice([PAPER, SAND, FOREST]), 0.22
        )
        top = [(x, level + swell * wave(x)) for x in steps(0, canvas.width, 80)]
        foot = [(x, y + 0.012 + 0.07 * depth) for x, y in reversed(top)]
        canvas.shape([*top, *foot], tone, 0.55)


def _river(canvas: Canvas, light: Light, horizon: float) -> None:
    sway = canvas.rng.choice([-1, 1]) * canvas.rng.uniform(0.85, 1.15)
    middle = canvas.width * canvas.rng.uniform(0.42, 0.58)
    turns, start_at = canvas.rng.uniform(5.4, 9.2), canvas.rng.uniform(0, 1.5)

    def bank(side: float) -> list[Point]:
        points = []
        for t in steps(0, 1, 120):
            y = horizon + 0.004 + (1.03 - horizon) * t**1.75
            bend = sway * (0.06 + 0.33 * t) * math.sin(t * turns + start_at)
            half = 0.004 + 0.2 * t**2.1
            points.append((middle + bend + side * half, y))
        return points

    shine = mix(light.sky[-1], light.sun, 0.5)
    left, right = bank(-1), bank(1)
    edge = mix(light.floor[1], NIGHT, 0.25)
    canvas.shape([*bank(-1.16), *reversed(bank(1.16))], edge, 0.45)
    canvas.shape(
        [*left, *reversed(right)], (shine, light.sky[0], mix(light.sky[0], RIVER, 0.55))
    )
    for _ in range(26):
        place = canvas.rng.randint(52, 116)
        share = canvas.rng.uniform(0.12, 0.88)
        start, end = left[place], right[place]
        at = (start[0] + (end[0] - start[0]) * share, start[1])
        near = (place / 120) ** 2
        canvas.ellipse(at, (0.004 + 0.05 * near, 0.0008 + 0.0022 * near), PAPER, 0.3)


def _lake(canvas: Canvas, light: Light, horizon: float) -> None:
    canvas.reflect(horizon + 0.015, light.sky[0], 0.42)
    for index in range(34):
        depth = canvas.rng.random() ** 1.6
        y = horizon + 0.025 + depth * (1 - horizon)
        x = canvas.rng.uniform(0, canvas.width)
        canvas.ellipse(
            (x, y), (0.05 + 0.16 * depth, 0.0012 + 0.003 * depth), PAPER, 0.22
        )
        if index == 0:
            _boat(canvas, (canvas.width * 0.62, 0.8), 0.075)


def _boat(canvas: Canvas, at: Point, size: float) -> None:
    x, y = at
    hull = [
        *bezier(
            (x - size, y - size * 0.16), (x, y + size * 0.3), (x + size, y - size * 0.2)
        ),
        *bezier(
            (x + size * 0.8, y - size * 0.05),
            (x, y + size * 0.12),
            (x - size * 0.8, y - size * 0.03),
        ),
    ]
    canvas.shape(hull, NIGHT)
    canvas.shape(
        oval((x - size * 0.12, y - size * 0.34), (size * 0.09, size * 0.3)), NIGHT
    )
    canvas.shape(
        [
            (x - size * 0.34, y - size * 0.58),
            (x - size * 0.12, y - size * 0.82),
            (x + size * 0.1, y - size * 0.58),
        ],
        SAND_DEEP,
    )
    canvas.line(
        [(x + size * 0.05, y - size * 0.6), (x + size * 0.5, y + size * 0.5)],
        size * 0.035,
        NIGHT,
    )


def _near_banks(canvas: Canvas, light: Light) -> None:
    near = mix(light.near, NIGHT, 0.35)
    for side in (0, 1):
        reach = canvas.rng.uniform(0.42, 0.6)
        rise = canvas.rng.uniform(0.1, 0.2)

        def place(share: float, side: int = side, reach: float = reach) -> float:
            return share * reach if side == 0 else canvas.width - share * reach

        for _ in range(5):
            share = canvas.rng.uniform(0.02, 0.5)
            level = 1 - rise * (1 - share) ** 1.3 + 0.012
            tree(
                canvas,
                (place(share), level),
                canvas.rng.uniform(0.09, 0.16),
                mix(near, LEAF, 0.3),
            )
        edge = [
            (place(share), 1 - rise * (1 - share) ** 1.3) for share in steps(0, 1, 40)
        ]
        canvas.shape(
            [*edge, (place(1), 1.02), (place(0), 1.02)], (mix(near, LEAF, 0.22), near)
        )
