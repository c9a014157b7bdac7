"""The sky at night, as a star chart."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    Wave,
    oval,
)
from news.demonstration.pictures.landscapes import ridge, tree
from news.demonstration.pictures.palette import (
    BLUSH,
    INK,
    MIST,
    NIGHT,
    PAPER,
    RIVER,
    RIVER_MID,
    RIVER_PALE,
    SAND,
    mix,
)


def night_sky(canvas: Canvas, words: list[str]) -> None:
    canvas.fill((7, 18, 36), NIGHT, RIVER, RIVER_MID)
    _milky_way(canvas)
    pole = (canvas.width * canvas.rng.uniform(0.3, 0.7), canvas.rng.uniform(0.3, 0.42))
    _star_chart(canvas, pole)
    stars = [
        (canvas.rng.uniform(0, canvas.width), canvas.rng.uniform(0, 0.82))
        for _ in range(260)
    ]
    for at in stars:
        canvas.disc(
            at,
            canvas.rng.choice([0.0008, 0.001, 0.0014, 0.002]),
            PAPER,
            canvas.rng.uniform(0.5, 0.99),
        )
    for _ in range(4):
        _constellation(canvas)
    if "tien" in words:
        _meteors(canvas, pole)
    for level, tone in (
        (0.88, mix(RIVER, NIGHT, 0.4)),
        (0.95, mix(NIGHT, INK, 0.5)),
        (1.0, (7, 16, 28)),
    ):
        canvas.shape(ridge(canvas, level, 0.13, 0.9), (tone, mix(tone, INK, 0.4)))
    for _ in range(7):
        tree(
            canvas,
            (canvas.rng.uniform(0, canvas.width), 1.0),
            canvas.rng.uniform(0.06, 0.13),
            (9, 20, 32),
        )


def _milky_way(canvas: Canvas) -> None:
    lean = canvas.rng.uniform(0.35, 0.7) * canvas.rng.choice([-1, 1])
    drift = Wave(canvas.rng, 1.2)
    for _ in range(80):
        along = canvas.rng.uniform(-0.7, 0.7)
        at = (canvas.width / 2 + along * 1.1, 0.38 + along * lean + 0.07 * drift(along))
        canvas.glow(
            at,
            canvas.rng.uniform(0.07, 0.16),
            mix(RIVER_PALE, BLUSH, canvas.rng.random() * 0.5),
            0.06,
        )


def _star_chart(canvas: Canvas, pole: Point) -> None:
    for radius in (0.14, 0.28, 0.42, 0.58, 0.76):
        canvas.ring(pole, (radius, radius), 0.0012, RIVER_PALE, 0.35)
    for index in range(24):
        angle = math.tau * index / 24
        cos, sin = math.cos(angle), math.sin(angle)
        long = 0.05 if index % 6 else 0.62
        canvas.line(
            [
                (pole[0] + (0.58 - long) * cos, pole[1] + (0.58 - long) * sin),
                (pole[0] + 0.58 * cos, pole[1] + 0.58 * sin),
            ],
            0.001,
            RIVER_PALE,
            0.28,
        )


def _constellation(canvas: Canvas) -> None:
    x, y = canvas.rng.uniform(0.1, canvas.width - 0.3), canvas.rng.uniform(0.1, 0.55)
    heading = canvas.rng.uniform(-0.6, 0.6)
    path = [(x, y)]
    for _ in range(canvas.rng.randint(4, 6)):
        heading += canvas.rng.uniform(-0.9, 0.9)
        stride = canvas.rng.uniform(0.05, 0.1)
        x, y = x + stride * math.cos(heading), y + stride * math.sin(heading)
        path.append((x, y))
    canvas.line(path, 0.0013, MIST, 0.55)
    for at in path:
        canvas.glow(at, 0.022, MIST, 0.7)
        canvas.disc(at, canvas.rng.uniform(0.0028, 0.0045), PAPER)


def _meteors(canvas: Canvas, radiant: Point) -> None:
    for index in range(9):
        angle = math.tau * (index + canvas.rng.uniform(-0.3, 0.3)) / 9
        start = canvas.rng.uniform(0.16, 0.34)
        length = canvas.rng.uniform(0.1, 0.26)
        cos, sin = math.cos(angle), math.sin(angle)
        tail = (radiant[0] + start * cos, radiant[1] + start * sin)
        head = (tail[0] + length * cos, tail[1] + length * sin)
        side = (-sin * 0.003, cos * 0.003)
        canvas.shape(
            [
                tail,
                (head[0] + side[0], head[1] + side[1]),
                (head[0] - side[0], head[1] - side[1]),
            ],
            PAPER,
            0.85,
        )
        canvas.glow(head, 0.03, SAND, 0.9)
        canvas.shape(oval(head, (0.0042, 0.0034), angle), PAPER)
