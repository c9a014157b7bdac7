"""What slides say, apart from how they are set (lienhiephoi.office.pptx)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """The first slide; `lines` say when and where."""

    over: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """`comparison` with the time before and `origin` may be ""."""

    amount: str
    label: str
    unit: str = ""
    comparison: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Headlines:
    """A few figures at one glance, six a slide."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Figures:
    """Figures below one another, each with its comparison and origin."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Points:
    title: str
    points: tuple[str, ...]


Block = Headlines | Figures | Points


@dataclass(frozen=True)
class Deck:
    """`issuer` stands at the foot of every slide."""

    title: str
    issuer: str
    cover: Cover
    blocks: tuple[Block, ...]
