"""Circuits and gears."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    bezier,
    moved,
    steps,
    turned,
)
from news.demonstration.pictures.palette import (
    BLUSH,
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
    RIVER_MID,
    RIVER_PALE,
    SAND,
    SAND_DEEP,
    Colour,
    mix,
)


def circuit(canvas: Canvas, words: list[str]) -> None:
    """Traces that leave a chip side by side, turn by 45° and end in a ring."""
    dark = "lop" in words or canvas.rng.random() < 0.55
    ground, trace = ((NIGHT, RIVER), RIVER_PALE) if dark else ((PAPER, MIST), RIVER)
    canvas.fill(*ground)
    for x in steps(0, canvas.width, 45):
        for y in steps(0, 1, 30):
            canvas.disc((x, y), 0.0013, trace, 0.16)
    middle = (canvas.width / 2, 0.5)
    if "khoa" in words or canvas.rng.random() < 0.3:
        middle = (canvas.width * canvas.rng.choice([0.36, 0.64]), 0.5)
    canvas.glow(middle, 0.7, RIVER_MID if dark else SAND, 0.5)
    side = 0.15
    for quarter in range(4):
        _bundle(canvas, middle, side, quarter, trace)
    _chip(canvas, middle, side, dark)


def _bundle(
    canvas: Canvas, middle: Point, side: float, quarter: int, trace: Colour
) -> None:
    pins = 9
    angle = quarter * math.pi / 2
    for index in range(pins):
        across = (index - (pins - 1) / 2) / (pins - 1)
        start = (side, across * side * 1.7)
        straight = side + 0.05 + 0.05 * abs(across) * canvas.rng.choice([1, 2, 2.6])
        drift = across * canvas.rng.uniform(0.35, 0.62)
        elbow = (straight, start[1])
        bend = (straight + abs(drift), start[1] + drift)
        end = (bend[0] + canvas.rng.uniform(0.05, 0.55), bend[1])
        path = moved(turned([start, elbow, bend, end], angle), middle)
        bright = canvas.rng.random() < 0.22
        tone = canvas.rng.choice([GOLD, BRICK_MID, SAND]) if bright else trace
        canvas.line(path, 0.0052, tone, 1 if bright else 0.8)
        if bright:
            canvas.glow(path[-1], 0.06, tone, 0.6)
        canvas.disc(path[-1], 0.0135, tone)
        canvas.disc(path[-1], 0.0065, PAPER if bright else NIGHT)
        canvas.disc(path[1], 0.0045, tone)


def _chip(canvas: Canvas, middle: Point, side: float, dark: bool) -> None:
    x, y = middle

    def square(half: float) -> list[Point]:
        cut = half * 0.12
        return [
            *(
                (x - half + cut, y - half),
                (x + half - cut, y - half),
                (x + half, y - half + cut),
            ),
            *(
                (x + half, y + half - cut),
                (x + half - cut, y + half),
                (x - half + cut, y + half),
            ),
            *((x - half, y + half - cut), (x - half, y - half + cut)),
        ]

    canvas.shape(moved(square(side), (0.01, 0.014)), INK, 0.3)
    canvas.shape(square(side), (RIVER, NIGHT) if not dark else (RIVER_MID, RIVER))
    canvas.shape(square(side * 0.72), (NIGHT, RIVER) if not dark else (NIGHT, INK))
    for radius in (0.34, 0.52):
        canvas.ring(middle, (side * radius, side * radius), 0.003, RIVER_PALE, 0.6)
    for index in range(8):
        angle = math.tau * index / 8
        petal = bezier(
            (0, 0),
            (side * 0.18, -side * 0.12),
            (side * 0.42, 0),
            (side * 0.18, side * 0.12),
            (0, 0),
        )
        canvas.shape(moved(turned(petal, angle), middle), GOLD if index % 2 else BLUSH)
    canvas.disc(middle, side * 0.09, PAPER)


def gears(canvas: Canvas, _words: list[str]) -> None:
    """A train of gears that really mesh, over a draughtsman's circles."""
    dark = canvas.rng.random() < 0.35
    canvas.fill(
        *((NIGHT, RIVER) if dark else canvas.rng.choice([(PAPER, SAND), (MIST, PAPER)]))
    )
    pencil = RIVER_PALE if dark else SAND_DEEP
    for y in steps(0, 1, 20):
        canvas.line([(0, y), (canvas.width, y)], 0.0008, pencil, 0.35)
    for x in steps(0, canvas.width, 30):
        canvas.line([(x, 0), (x, 1)], 0.0008, pencil, 0.35)
    tones = [RIVER, BRICK, SAND_DEEP, RIVER_MID, LEAF, OCHRE, BRICK_MID]
    canvas.rng.shuffle(tones)
    for index, (at, teeth, phase) in enumerate(_train(canvas)):
        pitch = teeth * _MODULE / 2
        for share in (1.25, 1.6):
            canvas.ring(at, (pitch * share, pitch * share), 0.0011, pencil, 0.7)
        _gear(canvas, at, teeth, phase, tones[index % len(tones)])


_MODULE = 0.026


def _train(canvas: Canvas) -> list[tuple[Point, int, float]]:
    """Centre, teeth and phase of each gear: every one turns the next."""
    teeth = canvas.rng.choice([19, 21, 23])
    at = (canvas.width * canvas.rng.uniform(0.32, 0.4), canvas.rng.uniform(0.52, 0.64))
    train = [(at, teeth, canvas.rng.uniform(0, 1))]
    plan = [
        (0, -0.62, 13),
        (1, 0.28, 17),
        (0, 2.5, 15),
        (2, -0.9, 9),
        (2, 1.0, 13),
        (0, -2.1, 10),
    ]
    for parent, planned, usual in plan:
        heading = planned + canvas.rng.uniform(-0.16, 0.16)
        count = usual + canvas.rng.choice([-1, 0, 1, 2])
        (x, y), before, phase = train[parent]
        distance = (before + count) * _MODULE / 2 * 1.012
        spot = (x + distance * math.cos(heading), y + distance * math.sin(heading))
        # A tooth of the one meets a gap of the other on the line between centres.
        turn = before * (heading - phase)
        own = heading + math.pi + (turn + math.pi) / count
        train.append((spot, count, own))
    return train


def _gear(canvas: Canvas, at: Point, teeth: int, phase: float, tone: Colour) -> None:
    pitch = teeth * _MODULE / 2
    outer, inner = pitch + _MODULE * 0.46, pitch - _MODULE * 0.56
    outline = []
    for tooth in range(teeth):
        angle = phase + math.tau * tooth / teeth
        step = math.tau / teeth
        outline += [
            (
                radius * math.cos(angle + share * step),
                radius * math.sin(angle + share * step),
            )
            for share, radius in (
                *((-0.29, inner), (-0.15, outer), (0.15, outer)),
                *((share, inner) for share in (0.29, 0.4, 0.5, 0.6)),
            )
        ]
    canvas.shape(moved(outline, (at[0] + 0.01, at[1] + 0.014)), INK, 0.2)
    canvas.shape(moved(outline, at), (mix(tone, PAPER, 0.2), tone))
    canvas.ring(at, (inner * 0.9, inner * 0.9), 0.004, mix(tone, INK, 0.25))
    holes = 6 if teeth > 14 else 4
    for index in range(holes):
        angle = phase + math.tau * (index + 0.5) / holes
        spot = (
            at[0] + inner * 0.58 * math.cos(angle),
            at[1] + inner * 0.58 * math.sin(angle),
        )
        canvas.disc(
            spot,
            inner * (0.2 if holes == 6 else 0.21),
            (mix(tone, INK, 0.42), mix(tone, INK, 0.25)),
        )
    canvas.disc(at, inner * 0.27, mix(tone, INK, 0.2))
    canvas.disc(at, inner * 0.17, (PAPER, SAND))
