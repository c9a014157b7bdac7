"""A canvas whose height is 1, drawn at twice its size and reduced at the end."""

import math
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from news.demonstration.pictures.palette import Colour, ramp

Point = tuple[float, float]
Paint = Colour | Sequence[Colour]

_OVERSAMPLING = 2
_OPAQUE = 255


class Canvas:
    """Shapes in units of the height; `width` is the width in the same unit.

    A paint is one colour, or several that run from the top of the shape to its foot.
    """

    def __init__(self, size: tuple[int, int], rng: random.Random) -> None:
        self.rng = rng
        self.unit = size[1] * _OVERSAMPLING
        self.width = size[0] / size[1]
        self.image = Image.new("RGB", (size[0] * _OVERSAMPLING, self.unit))
        self._opaque = ImageDraw.Draw(self.image)
        self._blending = ImageDraw.Draw(self.image, "RGBA")

    def finished(self) -> Image.Image:
        return self.image.reduce(_OVERSAMPLING)

    def fill(self, *colours: Colour) -> None:
        """The ground: colours from top to bottom."""
        self.image.paste(_blend(list(colours), self.image.size))

    def shape(self, points: Iterable[Point], paint: Paint, alpha: float = 1) -> None:
        corners = [(x * self.unit, y * self.unit) for x, y in points]
        if isinstance(paint[0], int):
            pen, ink = self._pen(paint, alpha)
            pen.polygon(corners, fill=ink)
            return
        box = self._box(corners)
        if box is None:
            return
        size = (box[2] - box[0], box[3] - box[1])
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(
            [(x - box[0], y - box[1]) for x, y in corners],
            fill=round(alpha * _OPAQUE),
        )
        top = min(y for _, y in corners)
        height = max(1, round(max(y for _, y in corners) - top))
        # The paint belongs to the whole shape, also to what lies off the canvas.
        paint = _blend(list(paint), (1, height)).crop(
            (0, round(box[1] - top), 1, round(box[3] - top))
        )
        self.image.paste(paint.resize(size), box[:2], mask)

    def disc(self, at: Point, radius: float, paint: Paint, alpha: float = 1) -> None:
        self.ellipse(at, (radius, radius), paint, alpha)

    def ellipse(
        self, at: Point, radii: tuple[float, float], paint: Paint, alpha: float = 1
    ) -> None:
        self.shape(oval(at, radii), paint, alpha)

    def ring(
        self,
        at: Point,
        radii: tuple[float, float],
        thickness: float,
        colour: Colour,
        alpha: float = 1,
    ) -> None:
        x, y = at
        pen, ink = self._pen(colour, alpha)
        pen.ellipse(
            [
                *((x - radii[0]) * self.unit, (y - radii[1]) * self.unit),
                *((x + radii[0]) * self.unit, (y + radii[1]) * self.unit),
            ],
            outline=ink,
            width=max(1, round(thickness * self.unit)),
        )

    def line(
        self,
        points: Iterable[Point],
        thickness: float,
        colour: Colour,
        alpha: float = 1,
    ) -> None:
        corners = [(x * self.unit, y * self.unit) for x, y in points]
        width = max(1, round(thickness * self.unit))
        pen, ink = self._pen(colour, alpha)
        pen.line(corners, fill=ink, width=width, joint="curve")
        if alpha >= 1 and width > 2:
            radius = width / 2 - 0.5
            for x, y in (corners[0], corners[-1]):
                pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=ink)

    def glow(self, at: Point, radius: float, colour: Colour, alpha: float) -> None:
        """A round light that fades out to nothing at `radius`."""
        side = max(2, round(2 * radius * self.unit))
        # The gradient is 255 in the corners of its square, hence 181 at the edges.
        light = Image.radial_gradient("L").point(
            lambda value: round(max(0, 1 - value / 180) ** 2 * alpha * _OPAQUE)
        )
        corner = (
            round((at[0] - radius) * self.unit),
            round((at[1] - radius) * self.unit),
        )
        self.image.paste(
            Image.new("RGB", (side, side), colour),
            corner,
            light.resize((side, side), Image.Resampling.BILINEAR),
        )

    def reflect(self, waterline: float, tint: Colour, strength: float) -> None:
        """Below the waterline, what stands above it, upside down and tinted."""
        edge = round(waterline * self.unit)
        below = self.image.height - edge
        above = self.image.crop((0, max(0, edge - below), self.image.width, edge))
        mirrored = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
            (self.image.width, below)
        )
        tinted = Image.blend(mirrored, Image.new("RGB", mirrored.size, tint), strength)
        self.image.paste(tinted, (0, edge))

    def _pen(self, colour: Colour, alpha: float):
        """The drawer for this alpha, and its ink: blending costs three times as much."""
        if alpha >= 1:
            return self._opaque, colour
        return self._blending, (*colour, round(alpha * _OPAQUE))

    def _box(self, corners: list[Point]) -> tuple[int, int, int, int] | None:
        left = max(0, math.floor(min(x for x, _ in corners)))
        top = max(0, math.floor(min(y for _, y in corners)))
        right = min(self.image.width, math.ceil(max(x for x, _ in corners)) + 1)
        foot = min(self.image.height, math.ceil(max(y for _, y in corners)) + 1)
        return (left, top, right, foot) if left < right and top < foot else None


def _blend(colours: list[Colour], size: tuple[int, int]) -> Image.Image:
    steps = min(512, max(2, size[1]))
    strip = Image.new("RGB", (1, steps))
    stops = colours if len(colours) > 1 else colours * 2
    strip.putdata([ramp(stops, i / (steps - 1)) for i in range(steps)])
    return strip.resize(size, Image.Resampling.BILINEAR)


def oval(at: Point, radii: tuple[float, float], turn: float = 0) -> list[Point]:
    """The outline of an ellipse, turned by `turn` radians."""
    cos, sin = math.cos(turn), math.sin(turn)
    outline = []
    for step in range(96):
        angle = math.tau * step / 96
        x, y = radii[0] * math.cos(angle), radii[1] * math.sin(angle)
        outline.append((at[0] + x * cos - y * sin, at[1] + x * sin + y * cos))
    return outline


def box(left: float, top: float, right: float, foot: float) -> list[Point]:
    return [(left, top), (right, top), (right, foot), (left, foot)]


def bezier(*controls: Point, steps: int = 24) -> list[Point]:
    """Points along the Bézier curve of any number of control points."""
    curve = []
    for step in range(steps + 1):
        t = step / steps
        row = list(controls)
        while len(row) > 1:
            row = [
                (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
                for a, b in pairwise(row)
            ]
        curve.append(row[0])
    return curve


class Wave:
    """A smooth line without beginning or end: a sum of a few sines."""

    def __init__(self, rng: random.Random, length: float, octaves: int = 3) -> None:
        self._parts = [
            (
                math.tau * 2**octave / length * rng.uniform(0.8, 1.25),
                rng.uniform(0, math.tau),
                0.5**octave,
            )
            for octave in range(octaves)
        ]

    def __call__(self, x: float) -> float:
        """A height between about -1 and 1."""
        return sum(
            size * math.sin(pace * x + phase) for pace, phase, size in self._parts
        ) / sum(size for *_, size in self._parts)


def moved(points: Iterable[Point], by: Point, scale: float = 1) -> list[Point]:
    return [(by[0] + x * scale, by[1] + y * scale) for x, y in points]


def turned(points: Iterable[Point], angle: float) -> list[Point]:
    """About the origin, by radians."""
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in points]


def steps(first: float, last: float, count: int) -> list[float]:
    """`count` + 1 evenly spaced values, both ends among them."""
    return [first + (last - first) * i / count for i in range(count + 1)]
