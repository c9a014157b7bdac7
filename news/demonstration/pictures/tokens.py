"""Small signs of work and honour: books, medals, drops of water."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    bezier,
    box,
    moved,
    steps,
    turned,
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
)
from news.demonstration.pictures.plants import leaf


def books(canvas: Canvas, _words: list[str]) -> None:
    """An open book, shapes that rise from it, a pile beside it."""
    ground = canvas.rng.choice([(MIST, PAPER), (RIVER, RIVER_MID), (PAPER, SAND)])
    canvas.fill(*ground)
    middle = (canvas.width * canvas.rng.choice([0.42, 0.58]), 0.72)
    canvas.glow((middle[0], 0.5), 0.6, PAPER, 0.75)
    table = mix(OCHRE, BRICK, 0.25)
    canvas.shape(
        box(0, 0.82, canvas.width, 1),
        (mix(table, PAPER, 0.25), mix(table, INK, 0.35)),
    )
    side = 1 if middle[0] < canvas.width / 2 else -1
    _pile(canvas, (middle[0] + side * 0.57, 0.86))
    _open_book(canvas, middle)
    _rising_shapes(canvas, middle)


def _pile(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for tone in canvas.rng.sample(
        [RIVER, BRICK, SAND_DEEP, FOREST, RIVER_MID, OCHRE], 5
    ):
        height, half = canvas.rng.uniform(0.045, 0.075), canvas.rng.uniform(0.14, 0.19)
        left = x - half + canvas.rng.uniform(-0.02, 0.02)
        right = left + 2 * half
        canvas.shape(
            box(left, y - height, right, y),
            (mix(tone, PAPER, 0.16), tone),
        )
        canvas.shape(
            box(right - 0.012, y - height + 0.008, right + 0.004, y - 0.008),
            (PAPER, SAND),
        )
        for share in (0.12, 0.82):
            band = left + 2 * half * share
            canvas.line(
                [(band, y - height + 0.003), (band, y - 0.003)],
                0.008,
                mix(tone, SAND, 0.5),
            )
        y -= height


def _open_book(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    canvas.ellipse((x, y + 0.17), (0.48, 0.035), INK, 0.25)
    for side in (-1, 1):
        cover = [
            (x, y + 0.18),
            (x + side * 0.45, y + 0.13),
            (x + side * 0.42, y - 0.13),
            (x, y - 0.06),
        ]
        canvas.shape(cover, (RIVER, NIGHT))
        for index in range(5, -1, -1):
            lift = index * 0.006
            top = bezier(
                (x, y - 0.06 - lift * 0.2),
                (x + side * 0.16, y - 0.17 - lift),
                (x + side * (0.4 - lift), y - 0.13 - lift),
            )
            low = bezier(
                (x, y + 0.155 - lift * 0.2),
                (x + side * 0.17, y + 0.06 - lift),
                (x + side * (0.43 - lift), y + 0.1 - lift),
            )
            canvas.shape(
                [*top, *reversed(low)],
                mix(PAPER, SAND_DEEP, 0.09 * (index % 2) + 0.05 * (5 - index)),
            )
        for row in range(7):
            share = 0.14 + 0.115 * row
            start = 0.07 if row else 0.13
            text = []
            for along in steps(start, 0.86 - 0.12 * (row % 3 == 2), 14):
                high = top[round(24 * along)]
                deep = low[round(24 * along)]
                text.append(
                    (
                        high[0] + (deep[0] - high[0]) * share,
                        high[1] + (deep[1] - high[1]) * share,
                    )
                )
            canvas.line(text, 0.0046, RIVER_PALE if row else BRICK_MID, 0.9)


def _rising_shapes(canvas: Canvas, middle: Point) -> None:
    tones = [BRICK_MID, GOLD, RIVER_MID, LEAF_MID, BLUSH, RIVER_PALE, OCHRE]
    for index in range(17):
        share = index / 16
        spread = 0.12 + 0.42 * share
        at = (
            middle[0] + canvas.rng.uniform(-spread, spread),
            middle[1] - 0.2 - 0.44 * share + canvas.rng.uniform(-0.04, 0.04),
        )
        size = canvas.rng.uniform(0.016, 0.034)
        tone = canvas.rng.choice(tones)
        kind = canvas.rng.choice(["disc", "ring", "star", "triangle", "leaf"])
        if kind == "disc":
            canvas.disc(at, size * 0.8, (mix(tone, PAPER, 0.3), tone))
        elif kind == "ring":
            canvas.ring(at, (size, size), 0.006, tone)
        elif kind == "leaf":
            leaf(canvas, at, size * 2.6, canvas.rng.uniform(0, math.tau), LEAF_MID, 0.4)
        else:
            corners = (
                star(at, size, 5, 0.45) if kind == "star" else star(at, size, 3, 0.5)
            )
            canvas.shape(corners, (mix(tone, PAPER, 0.3), tone))


def star(
    at: Point, radius: float, points: int, waist: float, turn: float = 0
) -> list[Point]:
    outline = []
    for index in range(points * 2):
        reach = radius * (waist if index % 2 else 1)
        angle = turn - math.pi / 2 + math.pi * index / points
        outline.append(
            (at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle))
        )
    return outline


# Where smaller rosettes stand beside the large one, and their radius.
_COMPANIONS = {
    1: [],
    2: [(0.62, 0.1, 0.16)],
    3: [(-0.4, 0.06, 0.15), (0.4, 0.06, 0.15)],
}


def honours(canvas: Canvas, words: list[str]) -> None:
    """Rosettes with ribbons before rays of light."""
    ground = canvas.rng.choice(
        [(PAPER, SAND), (RIVER, NIGHT), (MIST, PAPER), (BRICK, mix(BRICK, INK, 0.45))]
    )
    canvas.fill(*ground)
    count = 3 if {"dan", "cuoc", "album"} & set(words) else 1
    count = 2 if "bang" in words else count
    middle = (canvas.width / 2 - (0.14 if count == 2 else 0), 0.44)
    dark = ground[0] in (RIVER, BRICK)
    _rays(canvas, middle, PAPER if dark else GOLD)
    canvas.glow(middle, 0.75, GOLD if dark else PAPER, 0.45)
    _confetti(canvas)
    cloths = [tone for tone in (BRICK, RIVER_MID, LEAF) if tone != ground[0]]
    canvas.rng.shuffle(cloths)
    for (dx, dy, radius), cloth in zip(_COMPANIONS[count], cloths[::-1], strict=False):
        rosette(canvas, (middle[0] + dx, middle[1] + dy), radius, cloth)
    if count == 1:
        _laurel(canvas, middle)
    rosette(canvas, middle, 0.225, cloths[0])


def _rays(canvas: Canvas, middle: Point, tone: Colour) -> None:
    for index in range(32):
        angle = math.tau * index / 32
        far = [
            (1.4 * math.cos(angle + off), 1.4 * math.sin(angle + off))
            for off in (-0.05, 0.05)
        ]
        canvas.shape([middle, *moved(far, middle)], tone, 0.1)


def _confetti(canvas: Canvas) -> None:
    for _ in range(46):
        at = (canvas.rng.uniform(0, canvas.width), canvas.rng.uniform(0, 1))
        tone = canvas.rng.choice([GOLD, BLUSH, RIVER_PALE, LEAF_PALE, SAND])
        strip = box(-0.012, -0.004, 0.012, 0.004)
        canvas.shape(
            moved(turned(strip, canvas.rng.uniform(0, math.pi)), at), tone, 0.75
        )


def rosette(canvas: Canvas, at: Point, radius: float, cloth: Colour) -> None:
    x, y = at
    for side in (-1, 1):
        ribbon = [(-0.24, 0), (0.24, 0), (0.3, 2.1), (0.02, 1.86), (-0.26, 2.1)]
        shape = moved(
            turned(ribbon, -side * 0.26),
            (x + side * radius * 0.22, y + radius * 0.35),
            radius,
        )
        canvas.shape(shape, (mix(cloth, INK, 0.3), cloth))
    canvas.disc((x + 0.01, y + 0.014), radius * 1.03, INK, 0.22)
    pleats = 24
    for index in range(pleats):
        angle = math.tau * index / pleats
        wedge = [
            (
                radius * math.cos(angle + share) * reach,
                radius * math.sin(angle + share) * reach,
            )
            for share, reach in ((-0.135, 0.98), (0, 1.08), (0.135, 0.98))
        ]
        canvas.shape(
            moved([(0, 0), *wedge], at), mix(cloth, PAPER if index % 2 else INK, 0.14)
        )
    canvas.disc(
        at, radius * 0.78, (mix(GOLD, PAPER, 0.45), GOLD, mix(GOLD, BRICK, 0.3))
    )
    canvas.disc(at, radius * 0.66, (PAPER, SAND))
    canvas.ring(at, (radius * 0.6, radius * 0.6), 0.006 * radius / 0.22, GOLD)
    if canvas.rng.random() < 0.4:
        corners = star(at, radius * 0.5, 5, 0.42)
        canvas.shape(corners, (mix(GOLD, PAPER, 0.3), GOLD, OCHRE))
        return
    for index in range(8):
        petal = bezier((0, 0), (0.3, -0.2), (0.56, 0), (0.3, 0.2), (0, 0))
        tone = GOLD if index % 2 else mix(cloth, BLUSH, 0.3)
        canvas.shape(
            moved(turned(petal, math.tau * index / 8 + 0.39), at, radius * 0.98), tone
        )
    canvas.disc(at, radius * 0.12, (PAPER, SAND))


def _laurel(canvas: Canvas, middle: Point) -> None:
    for side in (-1, 1):
        for index in range(9):
            angle = math.pi / 2 - side * (0.42 + 0.235 * index)
            foot = (
                middle[0] + 0.34 * math.cos(angle),
                middle[1] + 0.34 * math.sin(angle),
            )
            for lean in (0.55, -0.35):
                heading = angle - side * (math.pi / 2 + lean * 0.9)
                leaf(
                    canvas,
                    foot,
                    0.115 - 0.004 * index,
                    heading,
                    mix(LEAF, GOLD, 0.35),
                    0.3,
                )


def water(canvas: Canvas, words: list[str]) -> None:
    """Rings on water, seen aslant with a falling drop or from straight above."""
    tones = canvas.rng.choice(
        [
            [RIVER_PALE, RIVER_MID, RIVER],
            [MIST, mix(LEAF_MID, RIVER_MID, 0.5), mix(RIVER, FOREST, 0.5)],
            [BLUSH, mix(BRICK_MID, RIVER_MID, 0.7), NIGHT],
        ]
    )
    if "vuon" in words:
        tones = [LEAF_PALE, mix(LEAF_MID, RIVER_MID, 0.5), FOREST]
    canvas.fill(mix(tones[0], PAPER, 0.55), *tones)
    if {"gieng", "vuon", "mua"} & set(words):
        _rings_from_above(canvas, tones)
    else:
        _falling_drop(canvas, tones)


def _rings_from_above(canvas: Canvas, tones: list[Colour]) -> None:
    canvas.glow((canvas.width * 0.3, 0.2), 0.9, PAPER, 0.5)
    for _ in range(6):
        at = (
            canvas.rng.uniform(0.05, canvas.width - 0.05),
            canvas.rng.uniform(0.05, 0.95),
        )
        reach = canvas.rng.uniform(0.16, 0.5)
        rings = round(reach * 18)
        for index in range(rings, 0, -1):
            radius = reach * (index / rings) ** 1.1
            fade = 1 - index / (rings + 1)
            canvas.ring(
                at,
                (radius, radius),
                0.007 * fade + 0.003,
                mix(tones[2], INK, 0.2),
                0.16 + 0.2 * fade,
            )
            canvas.ring(
                (at[0] - 0.004, at[1] - 0.005),
                (radius, radius),
                0.0035,
                PAPER,
                0.2 + 0.5 * fade,
            )
        canvas.disc(at, 0.011, PAPER, 0.9)
    for _ in range(3):
        heading = canvas.rng.uniform(0, math.tau)
        at = (
            canvas.rng.uniform(0.15, canvas.width - 0.15),
            canvas.rng.uniform(0.15, 0.85),
        )
        leaf(
            canvas,
            at,
            canvas.rng.uniform(0.09, 0.15),
            heading,
            canvas.rng.choice([LEAF, LEAF_MID, OCHRE, BRICK_MID]),
            0.4,
        )


def _falling_drop(canvas: Canvas, tones: list[Colour]) -> None:
    middle = (canvas.width * canvas.rng.uniform(0.4, 0.6), 0.7)
    canvas.glow((middle[0], 0.3), 0.8, PAPER, 0.7)
    for index in range(15, 0, -1):
        radius = 0.055 * index**1.12
        fade = 1 - index / 17
        canvas.ellipse(
            middle, (radius, radius * 0.3), mix(tones[1 + index % 2], PAPER, 0.14), 0.3
        )
        canvas.ring(
            middle,
            (radius, radius * 0.3),
            0.0026 + 0.004 * fade,
            PAPER,
            0.25 + 0.5 * fade,
        )
    canvas.shape(
        [
            *bezier(
                (middle[0] - 0.07, middle[1]),
                (middle[0] - 0.02, middle[1] - 0.01),
                (middle[0] - 0.012, middle[1] - 0.1),
            ),
            *bezier(
                (middle[0] + 0.012, middle[1] - 0.1),
                (middle[0] + 0.02, middle[1] - 0.01),
                (middle[0] + 0.07, middle[1]),
            ),
        ],
        (PAPER, tones[1]),
    )
    canvas.disc((middle[0], middle[1] - 0.125), 0.02, (PAPER, tones[1]))
    _drop(canvas, (middle[0], 0.3), 0.13, tones)
    for dx, dy, size in (
        (-0.3, 0.3, 0.022),
        (0.26, 0.2, 0.03),
        (0.4, 0.42, 0.017),
        (-0.46, 0.16, 0.015),
    ):
        _drop(canvas, (middle[0] + dx, dy), size, tones)


def _drop(canvas: Canvas, at: Point, size: float, tones: list[Colour]) -> None:
    x, y = at
    bowl = [
        (x + size * 0.72 * math.cos(a), y + size * 0.42 + size * 0.72 * math.sin(a))
        for a in steps(-0.45, math.pi + 0.45, 50)
    ]
    tip = (x, y - size * 1.15)
    left = bezier(bowl[-1], (x - size * 0.3, y - size * 0.35), tip)
    right = bezier(tip, (x + size * 0.3, y - size * 0.35), bowl[0])
    canvas.shape([*bowl, *left, *right], (PAPER, tones[0], tones[1], tones[2]))
    canvas.line(
        [
            (x - size * 0.46 * math.cos(a), y + size * 0.42 + size * 0.46 * math.sin(a))
            for a in steps(-0.25, 0.9, 16)
        ],
        size * 0.075,
        PAPER,
    )
    canvas.disc((x + size * 0.24, y + size * 0.66), size * 0.1, PAPER, 0.5)
