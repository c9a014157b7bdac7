"""What grows: lotus on a pond, leaves close up, a grafted twig."""

import math

from news.demonstration.pictures.canvas import (
    Canvas,
    Point,
    bezier,
    moved,
    oval,
    steps,
    turned,
)
from news.demonstration.pictures.palette import (
    BLUSH,
    BRICK,
    BRICK_MID,
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
    Colour,
    mix,
)


def lotus_pond(canvas: Canvas, _words: list[str]) -> None:
    water = canvas.rng.choice(
        [
            (RIVER_PALE, RIVER_MID, RIVER),
            (PAPER, MIST, RIVER_MID),
            (SAND, RIVER_PALE, RIVER),
        ]
    )
    canvas.fill(*water)
    canvas.glow((canvas.width * canvas.rng.uniform(0.2, 0.8), 0.08), 0.75, PAPER, 0.8)
    for _ in range(60):
        y = canvas.rng.random()
        at = (canvas.rng.uniform(0, canvas.width), y)
        canvas.ellipse(at, (0.03 + 0.12 * y, 0.001 + 0.003 * y), PAPER, 0.16)
    for y in sorted(canvas.rng.uniform(0.3, 1.05) for _ in range(20)):
        _pad(
            canvas,
            (canvas.rng.uniform(-0.05, canvas.width + 0.05), y),
            0.035 + 0.17 * y**1.6,
        )
    flowers = _places(canvas)
    for share in canvas.rng.sample([0.06, 0.2, 0.34, 0.5, 0.66, 0.8, 0.94], 7)[:4]:
        bud = (canvas.width * share, canvas.rng.uniform(0.28, 0.5))
        if all(abs(bud[0] - at[0]) > size * 1.1 for at, size in flowers):
            _stem(canvas, bud, canvas.rng.uniform(0.1, 0.14))
            _bud(canvas, bud, canvas.rng.uniform(0.06, 0.09))
    for at, size in flowers:
        _stem(canvas, at, size)
        lotus(canvas, at, size, canvas.rng.uniform(0.8, 1))
    for x in (
        canvas.rng.uniform(-0.05, 0.3),
        canvas.width - canvas.rng.uniform(-0.05, 0.3),
    ):
        _pad(canvas, (x, 1.0), canvas.rng.uniform(0.22, 0.3))


def _places(canvas: Canvas) -> list[tuple[Point, float]]:
    """Where the open flowers stand: one large, one or two smaller behind."""
    large = canvas.width * canvas.rng.choice([0.36, 0.62])
    other = canvas.width - large
    flowers = [
        ((other + canvas.rng.uniform(-0.1, 0.1), canvas.rng.uniform(0.4, 0.48)), 0.15),
        ((large, canvas.rng.uniform(0.58, 0.64)), canvas.rng.uniform(0.27, 0.31)),
    ]
    if canvas.rng.random() < 0.6:
        far = canvas.width * canvas.rng.choice([0.1, 0.88])
        flowers.insert(0, ((far, canvas.rng.uniform(0.36, 0.42)), 0.11))
    return flowers


def _stem(canvas: Canvas, at: Point, size: float) -> None:
    """Down to the water, which it rings."""
    x, y = at
    foot = (x + canvas.rng.uniform(-0.05, 0.05), y + size * 2.6)
    for reach in (1, 1.9):
        radii = (0.16 * size * reach, 0.045 * size * reach)
        canvas.ring(foot, radii, 0.002, PAPER, 0.6 / reach)
    canvas.line(
        bezier(at, (foot[0], y + size), foot),
        0.05 * size + 0.002,
        mix(LEAF, FOREST, 0.3),
    )


def _pad(canvas: Canvas, at: Point, radius: float) -> None:
    """A leaf that lies on the water, cut in to its middle, veins from the middle."""
    flat = 0.36
    notch = canvas.rng.uniform(0, math.tau)
    tone = mix(
        canvas.rng.choice([LEAF, LEAF_MID, mix(LEAF, RIVER, 0.3)]),
        FOREST,
        canvas.rng.uniform(0, 0.4),
    )

    def rim(angle: float, share: float = 1) -> Point:
        ripple = 1 + 0.02 * math.sin(angle * 9)
        return at[0] + radius * share * ripple * math.cos(angle), at[
            1
        ] + radius * flat * share * ripple * math.sin(angle)

    angles = steps(notch + 0.16, notch + math.tau - 0.16, 90)
    shadow = [
        (x + 0.004, y + 0.035 * radius + 0.004) for x, y in (rim(a) for a in angles)
    ]
    canvas.shape([(at[0], at[1] + 0.02), *shadow], NIGHT, 0.3)
    canvas.shape([at, *(rim(a) for a in angles)], (mix(tone, LEAF_PALE, 0.45), tone))
    for angle in steps(notch + 0.3, notch + math.tau - 0.3, 15):
        canvas.line(
            [rim(angle, 0.06), rim(angle, 0.93)],
            0.0009 + 0.008 * radius,
            mix(tone, LEAF_PALE, 0.6),
            0.5,
        )
    canvas.line(
        [rim(a) for a in angles], 0.0012 + 0.006 * radius, mix(tone, PAPER, 0.45), 0.6
    )


def lotus(canvas: Canvas, at: Point, size: float, opening: float) -> None:
    """A flower from the side: three rows of petals, a seed head between them."""
    hue = canvas.rng.choice(
        [BRICK_MID, mix(BRICK_MID, BLUSH, 0.3), mix(BRICK, BLUSH, 0.35)]
    )
    for angle in (-1.18, 1.18, -0.8, 0.8, -0.42, 0.42, 0):
        _petal(
            canvas,
            at,
            size * (1.0 - 0.08 * abs(angle)),
            angle * opening,
            mix(hue, BRICK, 0.2),
            0.3,
        )
    x, y = at
    canvas.ellipse((x, y - size * 0.44), (size * 0.17, size * 0.07), (GOLD, OCHRE))
    for share in steps(-0.8, 0.8, 8):
        canvas.disc((x + share * size * 0.17, y - size * 0.47), size * 0.014, PAPER)
    for angle in (-1.42, 1.42, -0.98, 0.98, -0.55, 0.55):
        _petal(canvas, at, size * 0.84, angle * opening, hue, 0.29)
    for angle in (-1.66, 1.66, -0.3, 0.3, 0):
        _petal(
            canvas,
            at,
            size * (0.72 if abs(angle) < 1 else 0.62),
            angle * opening,
            mix(hue, PAPER, 0.22),
            0.32,
        )
    canvas.ellipse(
        (x, y + size * 0.01), (size * 0.12, size * 0.05), mix(LEAF, FOREST, 0.3)
    )


def _petal(
    canvas: Canvas, at: Point, length: float, angle: float, tip: Colour, wide: float
) -> None:
    outline = [
        *bezier(
            (0, 0),
            (-length * wide * 1.5, -length * 0.32),
            (-length * wide * 1.05, -length * 0.74),
            (0, -length),
        ),
        *bezier(
            (0, -length),
            (length * wide * 1.05, -length * 0.74),
            (length * wide * 1.5, -length * 0.32),
            (0, 0),
        ),
    ]
    canvas.shape(moved(turned(outline, angle), at), (tip, mix(tip, PAPER, 0.55), PAPER))
    for share in (-0.5, 0, 0.5):
        vein = bezier(
            (0, 0), (length * wide * share * 1.2, -length * 0.4), (0, -length * 0.9)
        )
        canvas.line(moved(turned(vein, angle), at), 0.0007 + 0.004 * length, tip, 0.28)
    canvas.line(
        moved(turned(outline, angle), at),
        0.0007 + 0.003 * length,
        mix(tip, BRICK, 0.3),
        0.5,
    )


def _bud(canvas: Canvas, at: Point, size: float) -> None:
    for angle in (-0.24, 0.24, 0):
        _petal(canvas, at, size * 1.5, angle, BRICK_MID, 0.26)
    for angle in (-0.35, 0.35):
        _petal(canvas, at, size * 0.6, angle, LEAF, 0.3)


def leaves(canvas: Canvas, words: list[str]) -> None:
    """Leaves close up; a name with "ghep" shows one grafted twig instead."""
    ground = canvas.rng.choice(
        [(PAPER, SAND), (MIST, PAPER), (LEAF_PALE, PAPER), (FOREST, NIGHT)]
    )
    canvas.fill(*ground)
    canvas.glow(
        (canvas.width * 0.7, 0.25), 0.8, PAPER, 0.5 if ground[0] != FOREST else 0.14
    )
    if "ghep" in words:
        _twig(canvas)
        return
    rounds = ((0.5, 0.8), (1.0, 0.34), (0.82, 0.55))
    for reach, shade in rounds:
        _whorl(canvas, reach, shade)


def _whorl(canvas: Canvas, reach: float, shade: float) -> None:
    """Leaves that come in from the edges towards the middle."""
    count = 9
    first = canvas.rng.uniform(0, math.tau)
    for index in range(count):
        angle = first + math.tau * (index + canvas.rng.uniform(-0.25, 0.25)) / count
        foot = (
            canvas.width / 2 + canvas.width * 0.6 * reach * math.cos(angle),
            0.5 + 0.66 * reach * math.sin(angle),
        )
        heading = math.atan2(
            0.5 - foot[1], canvas.width / 2 - foot[0]
        ) + canvas.rng.uniform(-0.5, 0.5)
        tone = mix(
            canvas.rng.choice([LEAF, LEAF_MID, LEAF_PALE, mix(LEAF, RIVER, 0.4)]),
            FOREST,
            shade * canvas.rng.random(),
        )
        leaf(
            canvas,
            foot,
            canvas.rng.uniform(0.36, 0.56),
            heading,
            tone,
            canvas.rng.choice([0.3, 0.4, 0.52]),
        )


def leaf(
    canvas: Canvas,
    foot: Point,
    length: float,
    heading: float,
    tone: Colour,
    wide: float,
) -> None:
    """One leaf: two halves of different tone, a midrib and curved side veins."""
    half = length * wide

    def place(points: list[Point]) -> list[Point]:
        return moved(turned(points, heading), foot)

    upper = bezier(
        (0, 0),
        (length * 0.22, -half),
        (length * 0.72, -half * 0.8),
        (length, 0),
        steps=40,
    )
    lower = bezier(
        (0, 0),
        (length * 0.22, half),
        (length * 0.72, half * 0.8),
        (length, 0),
        steps=40,
    )
    shadow = [(x + 0.012, y + 0.016) for x, y in place([*upper, *reversed(lower)])]
    canvas.shape(shadow, NIGHT, 0.22)
    canvas.shape(place([*upper, (length, 0), (0, 0)]), (mix(tone, PAPER, 0.22), tone))
    canvas.shape(place([*lower, (length, 0), (0, 0)]), (tone, mix(tone, FOREST, 0.4)))
    vein = mix(tone, LEAF_PALE, 0.7)
    for index in range(2, 10):
        share = index / 11
        for side, edge in ((-1, upper), (1, lower)):
            end = edge[min(40, round(40 * (share + 0.17)))]
            start = (length * share * 0.92, 0)
            bend = (
                (start[0] + end[0]) / 2 - length * 0.015,
                end[1] * 0.34 - side * 0.001,
            )
            canvas.line(
                place(bezier(start, bend, (end[0], end[1] * 0.93), steps=10)),
                length * 0.0055,
                vein,
                0.75,
            )
    canvas.line(place([(-length * 0.12, 0), (length * 0.97, 0)]), length * 0.014, vein)


def _twig(canvas: Canvas) -> None:
    """A shoot with paired leaves on an old stem, bound at the graft."""
    middle = canvas.width * 0.5
    canvas.shape(
        [
            (middle - 0.06, 1.02),
            (middle - 0.045, 0.7),
            (middle + 0.045, 0.7),
            (middle + 0.06, 1.02),
        ],
        (mix(OCHRE, BRICK, 0.35), mix(OCHRE, NIGHT, 0.55)),
    )
    canvas.shape(
        [
            (middle - 0.02, 0.76),
            (middle - 0.012, 0.1),
            (middle + 0.012, 0.1),
            (middle + 0.02, 0.76),
        ],
        (LEAF_MID, LEAF),
    )
    for index, y in enumerate((0.6, 0.47, 0.34, 0.22)):
        for side in (-1, 1):
            heading = -math.pi / 2 + side * (1.12 - 0.12 * index)
            leaf(
                canvas,
                (middle + side * 0.012, y),
                0.44 - 0.07 * index,
                heading,
                mix(LEAF_MID, LEAF, canvas.rng.random()),
                0.4,
            )
    leaf(canvas, (middle, 0.14), 0.17, -math.pi / 2, LEAF_PALE, 0.36)
    for index in range(7):
        y = 0.68 + 0.018 * index
        canvas.line(
            [(middle - 0.05, y + 0.008), (middle + 0.05, y - 0.004)],
            0.013,
            mix(PAPER, SAND, index / 7),
        )
    canvas.shape(oval((middle, 1.02), (0.5, 0.05)), mix(OCHRE, NIGHT, 0.6))
