"""The union's colours as the drawings use them, and how two of them mix."""

Colour = tuple[int, int, int]

INK: Colour = (16, 32, 48)
NIGHT: Colour = (14, 40, 66)
RIVER: Colour = (22, 70, 108)
RIVER_MID: Colour = (50, 110, 146)
RIVER_PALE: Colour = (134, 178, 196)
MIST: Colour = (200, 218, 220)
PAPER: Colour = (248, 244, 235)
SAND: Colour = (231, 213, 174)
SAND_DEEP: Colour = (208, 177, 122)
OCHRE: Colour = (186, 139, 66)
GOLD: Colour = (205, 158, 62)
BRICK: Colour = (158, 62, 44)
BRICK_MID: Colour = (196, 101, 74)
BLUSH: Colour = (229, 172, 144)
FOREST: Colour = (34, 68, 58)
LEAF: Colour = (70, 110, 80)
LEAF_MID: Colour = (116, 149, 100)
LEAF_PALE: Colour = (176, 194, 140)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second` in it."""
    share = min(1.0, max(0.0, share))
    r, g, b = (round(a + (z - a) * share) for a, z in zip(first, second, strict=True))
    return r, g, b


def ramp(colours: list[Colour], at: float) -> Colour:
    """The colour at `at` (0 to 1) along evenly spaced colours."""
    place = min(1.0, max(0.0, at)) * (len(colours) - 1)
    index = min(int(place), len(colours) - 2)
    return mix(colours[index], colours[index + 1], place - index)
