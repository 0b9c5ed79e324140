"""Where the name of a bubble could stand, the easiest to read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, cos, pi, sin

from clavero.matrix.charts.boxes import Bubble, Label
from clavero.matrix.charts.full import LINE
from clavero.matrix.charts.letters import width_of, width_of_number

LONGEST = 26  # letters that a name has while places are looked for
_SHORTER = 3  # where the name does not fit, so many beginnings of it may
_LEAST = 12  # letters that have room wherever there is any
_GAP = 3.0
_WAYS = sorted(
    ((cos(pi * each / 24), sin(pi * each / 24)) for each in range(48)),
    key=lambda way: round(abs(way[1]), 9),
)
_LEVEL = 0.3  # the cosine from which a name begins or ends at its line
_IN_ITSELF = 9.0  # radius in pixels from which a bubble has room for its number
_EDGE = 1.5  # pixels between a number within a bubble and its rim
_AROUND = [(cos(pi * each / 6), sin(pi * each / 6)) for each in range(12)]


def texts_of(bubble: Bubble) -> list[str]:
    """The name and its beginnings, as they are while places are looked for."""
    texts = bubble.texts or (bubble.name,)
    fitting = [text for text in texts if len(text) <= LONGEST]
    return fitting[:_SHORTER] or [texts[-1]]


def numbers_within(bubble: Bubble) -> Iterator[Label]:
    """The places of its number within a bubble, the middle first."""
    if bubble.radius < _IN_ITSELF:
        return
    yield Label(bubble.number, 0, 0, "center", is_number=True)
    half = max(width_of_number(bubble.number), LINE) / 2
    for part in (0.5, 1.0):
        far = (bubble.radius - half - _EDGE) * part
        if far > 0:
            for across, down in _AROUND:
                yield Label(bubble.number, across * far, down * far, "center", is_number=True)


def with_number(bubble: Bubble, label: Label) -> Label:
    """The place of a name, for the number."""
    return label._replace(text=bubble.number, is_number=True)


def places(bubble: Bubble) -> Iterator[Label]:
    """The places around a bubble, the easiest to read first."""
    away, slant = bubble.radius + _GAP, bubble.radius * 0.72 + _GAP
    level = bubble.radius * 0.72 + LINE / 2
    for short in texts_of(bubble):
        text = f"{short}{bubble.after}"
        yield Label(text, away, 0, "left")
        yield Label(text, -away, 0, "right")
        yield Label(text, 0, -away - LINE / 2, "center")
        yield Label(text, 0, away + LINE / 2, "center")
        for dy in (-level, level):
            yield Label(text, slant, dy, "left")
            yield Label(text, -slant, dy, "right")


def places_off(bubble: Bubble, distances: Sequence[float]) -> Iterator[tuple[float, Label]]:
    """The places further off, the nearest first and of those the level ones, with the line that
    leads to them."""
    texts = texts_of(bubble)
    for distance in distances:
        for short in dict.fromkeys((texts[0], texts[-1])):
            for across, down in _WAYS:
                far = bubble.radius + distance
                line = (
                    across * bubble.radius, down * bubble.radius, across * far, down * far,
                )  # fmt: skip
                text = f"{short}{bubble.after}"
                if abs(across) > _LEVEL:
                    side = 1 if across > 0 else -1
                    align = "left" if side > 0 else "right"
                    yield distance, Label(text, line[2] + side * _GAP, line[3], align, line)
                else:
                    side = 1 if down > 0 else -1
                    lower = line[3] + side * (LINE / 2 + _GAP / 2)
                    yield distance, Label(text, line[2], lower, "center", line)


def rows(bubble: Bubble, narrow: float, height: float) -> Iterator[Label]:
    """A place in each line of the plane, the nearest first; where even a short name has no room
    for what stands after it, without that."""
    short = texts_of(bubble)[-1]
    # A long word that has no room on a narrow plane is the one thing that is cut anywhere.
    least = short if len(short) <= _LEAST else f"{short[: _LEAST - 1].rstrip(' ,.')}…"
    for text in dict.fromkeys((f"{short}{bubble.after}", short, least)):
        wide = width_of(text)
        if wide > narrow:
            continue
        # As far from the left as the bubble itself: inside at every width.
        left = -bubble.x * wide
        lines = range(ceil(height / LINE) * 2)
        middles = sorted((LINE / 2 * (each + 1) for each in lines), key=lambda y: abs(y - bubble.y))
        for middle in middles:
            down = middle - bubble.y
            line = None
            if abs(down) > bubble.radius + LINE:
                side = 1 if down > 0 else -1
                line = (0.0, side * bubble.radius, 0.0, down - side * LINE / 2)
            yield Label(text, left, down, "left", line, is_over=True)
