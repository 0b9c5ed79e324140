"""A calendar as a drawing: months, a bar an action, milestones, and what waits for what.

Late ones are hatched and done ones ticked: nothing is told by a colour alone. Lengths are pixels of
the drawing, in which letters are as large as those of charts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from clavero.core.writable import writable
from clavero.reports.content.model import Bar, Block, Calendar, Document, Drawn, Pace, Picture
from clavero.ui.measuring import LINE, cut, width_of, wrapped
from clavero.ui.palette import LIGHT

WIDTH = 680
LABEL, HEAD, FOOT = 236, 40, 38  # for the names, above the bars and beneath them
TEXT, SMALL = 11.0, 9.0
MOST = 18  # bars in one picture: more would not stay on a page
_LINE, _GAP = 1.2, 5.0
_MOST_LINES = 2
_BAR = 14.0
_SIGN = 7.0  # half a milestone
_FONT = "Liberation Sans, Lato, Arial, sans-serif"
_INK, _SOFT, _HAIR, _ACCENT = (LIGHT[name] for name in ("ink", "ink-soft", "line", "accent"))
_TINT = "#cfe3e7"
_BORDERS = {Pace.OPEN: _ACCENT, Pace.DONE: LIGHT["good"], Pace.LATE: LIGHT["bad"]}
_FILLS = {Pace.OPEN: _TINT, Pace.DONE: LIGHT["good"], Pace.LATE: "url(#late)"}
_HATCH = (
    '<defs><pattern id="late" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
    f'<rect width="2.2" height="5" fill="{LIGHT["bad"]}"/></pattern></defs>'
)


def parted(calendar: Calendar, most: int) -> list[Calendar]:
    """In parts of at most so many bars, as evenly as it goes; each keeps months and legend."""
    bars = calendar.bars
    count = max(1, -(-len(bars) // most))
    each = -(-len(bars) // count)
    return [
        replace(calendar, bars=bars[at : at + each]) for at in range(0, len(bars) or 1, each or 1)
    ]


def drawn(document: Document, most: int = MOST) -> Document:
    """The document with a picture in the place of each calendar, or with some."""

    def blocks(given: tuple[Block, ...]) -> tuple[Block, ...]:
        found: list[Block] = []
        for block in given:
            if isinstance(block, Calendar):
                found += [picture_of(part) for part in parted(block, most)]
            else:
                found.append(block)
        return tuple(found)

    return replace(
        document,
        lead=blocks(document.lead),
        sections=tuple(replace(each, blocks=blocks(each.blocks)) for each in document.sections),
    )


def picture_of(calendar: Calendar) -> Picture:
    """Its picture, which keeps what it was drawn from."""
    rows = list(_rows(calendar))
    height = round(HEAD + sum(each.height for each in rows) + FOOT)
    first, last = (calendar.bars[at].number if calendar.bars else 0 for at in (0, -1))
    is_part = first > 1
    return Picture(
        title=calendar.title if not is_part else f"{calendar.title} ({first}–{last})",
        drawing=Drawn(_svg(calendar, rows, height), WIDTH, height),
        alternative=calendar.alternative,
        calendar=calendar,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar with the lines of its name, from ``top``."""

    bar: Bar
    top: float
    lines: list[str]
    told: list[str]

    @property
    def height(self) -> float:
        return (len(self.lines) * TEXT + len(self.told) * SMALL) * _LINE + 2 * _GAP

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def _rows(calendar: Calendar) -> Iterator[_Row]:
    top, room = float(HEAD), LABEL - 30.0
    for bar in calendar.bars:
        row = _Row(bar, top, _cut(bar.text, TEXT, room), _cut(bar.told, SMALL, room))
        yield row
        top += row.height


def _cut(text: str, size: float, room: float) -> list[str]:
    """As much of a text as has room, in lines."""
    shown = cut(_plain(text), size, room, _MOST_LINES * size * LINE + 1)
    return wrapped(shown, size, room)


def _plain(text: str) -> str:
    return " ".join(writable(text).split())


def _svg(calendar: Calendar, rows: list[_Row], height: int) -> str:
    parts = [
        *_months(calendar, height),
        *(part for row in rows for part in _labels(row)),
        *_today(calendar, height),
        *(part for row in rows for part in _mark(row)),
        *_waits(rows),
        *_legend(calendar, height),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{_FONT}">{_HATCH}'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _at(part: float) -> float:
    """Where a part of the width is."""
    return LABEL + part * (WIDTH - LABEL - 1)


def _text(
    x: float, y: float, told: str, *, size: float = TEXT, fill: str = _INK, more: str = ""
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{more}'
    return f"<text {place}>{escape(_plain(told))}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, more: str = "") -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}"{more}/>'
    )


def _months(calendar: Calendar, height: int) -> Iterator[str]:
    count = len(calendar.months)
    for at, (month, year) in enumerate(calendar.months):
        x = _at(at / count)
        yield _line(x, 14 if year else HEAD - 4, x, height - FOOT, _SOFT if year else _HAIR)
        if year:
            yield _text(x + 3, 12, year, size=TEXT, more=' font-weight="bold"')
        middle = _at((at + 0.5) / count)
        yield _text(middle, HEAD - 8, month, size=SMALL, fill=_SOFT, more=' text-anchor="middle"')
    yield _line(0, HEAD, WIDTH, HEAD, _ACCENT, ' stroke-width="1.5"')
    yield _line(_at(1), HEAD, _at(1), height - FOOT, _HAIR)


def _today(calendar: Calendar, height: int) -> Iterator[str]:
    x = _at(calendar.today)
    name = _plain(calendar.today_name)
    left = min(max(x, LABEL), WIDTH - width_of(name, SMALL, is_bold=True) / 2)
    dashes = ' stroke-width="1.5" stroke-dasharray="4 3"'
    yield _line(x, HEAD, x, height - FOOT + 4, _INK, dashes)
    yield _text(
        left, height - FOOT + 13, name, size=SMALL, more=' font-weight="bold" text-anchor="middle"'
    )


def _labels(row: _Row) -> Iterator[str]:
    base = row.top + _GAP + TEXT
    yield _text(18, base, str(row.bar.number), fill=_SOFT, more=' text-anchor="end"')
    for at, line in enumerate(row.lines):
        yield _text(25, base + at * TEXT * _LINE, line)
    fill = LIGHT["bad"] if row.bar.pace is Pace.LATE else _SOFT
    under = base + len(row.lines) * TEXT * _LINE - 1
    for at, line in enumerate(row.told):
        yield _text(25, under + at * SMALL * _LINE, line, size=SMALL, fill=fill)
    bottom = row.top + row.height
    yield _line(0, bottom, WIDTH, bottom, _HAIR)


def _mark(row: _Row) -> Iterator[str]:
    bar, middle = row.bar, row.middle
    if not bar.is_shown:  # it points to where it is
        x, way = (LABEL + 3, 1) if bar.start <= 0 else (WIDTH - 4, -1)
        points = f"{x},{middle:.1f} {x + 7 * way},{middle - 5:.1f} {x + 7 * way},{middle + 5:.1f}"
        yield f'<polygon points="{points}" fill="{_BORDERS[bar.pace]}"/>'
        return
    left, right = _ends(bar)
    yield _sign(bar.pace, left, right, middle, is_milestone=bar.is_milestone)


def _ends(bar: Bar) -> tuple[float, float]:
    """Where a bar begins and ends; a milestone is the point at its last day."""
    if bar.is_milestone:
        x = min(max(_at(bar.end), LABEL + _SIGN), WIDTH - _SIGN - 1)
        return x - _SIGN, x + _SIGN
    left, right = _at(bar.start), _at(bar.end)
    if right - left < 4:
        left = min(left, WIDTH - 5.0)
        right = left + 4
    return left, right


def _sign(pace: Pace, left: float, right: float, middle: float, *, is_milestone: bool) -> str:
    looks = f'fill="{_FILLS[pace]}" stroke="{_BORDERS[pace]}" stroke-width="1.2"'
    if is_milestone:
        x = (left + right) / 2
        points = (
            f"{left:.1f},{middle:.1f} {x:.1f},{middle - _SIGN:.1f} "
            f"{right:.1f},{middle:.1f} {x:.1f},{middle + _SIGN:.1f}"
        )
        return f'<polygon points="{points}" {looks}/>'
    drawn = (
        f'<rect x="{left:.1f}" y="{middle - _BAR / 2:.1f}" width="{right - left:.1f}" '
        f'height="{_BAR}" rx="2.5" {looks}/>'
    )
    if pace is Pace.DONE and right - left >= 12:
        x = (left + right) / 2
        drawn += (
            f'<polyline points="{x - 4:.1f},{middle:.1f} {x - 1:.1f},{middle + 3:.1f} '
            f'{x + 4:.1f},{middle - 3:.1f}" fill="none" stroke="#ffffff" stroke-width="1.8"/>'
        )
    return drawn


def _waits(rows: list[_Row]) -> Iterator[str]:
    """An arrow from the end of what comes first to the beginning of what waits for it; where one
    of the two is not in the picture, the line beneath the name says it."""
    places = {row.bar.number: row for row in rows if row.bar.is_shown}
    for row in places.values():
        for number in row.bar.after:
            if (first := places.get(number)) is not None:
                yield _arrow(first, row)


def _arrow(first: _Row, then: _Row) -> str:
    start, end = _ends(first.bar)[1], _ends(then.bar)[0]
    out, into = min(start + 5, WIDTH - 2.0), end - 5
    points = [(start, first.middle)]
    if into >= out:
        points += [(out, first.middle), (out, then.middle)]
    else:  # it begins before the other one ends: between the rows, and back
        is_down = then.top > first.top
        between = then.top if is_down else then.top + then.height
        points += [(out, first.middle), (out, between), (into, between), (into, then.middle)]
    points.append((end - 1, then.middle))
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    head = f"{x + 1:.1f},{y:.1f} {x - 4:.1f},{y - 3:.1f} {x - 4:.1f},{y + 3:.1f}"
    return (
        f'<polyline points="{way}" fill="none" stroke="{_SOFT}" stroke-width="1"/>'
        f'<polygon points="{head}" fill="{_SOFT}"/>'
    )


def _legend(calendar: Calendar, height: int) -> Iterator[str]:
    x, base = 0.0, height - 4.0
    for pace, name in calendar.legend:
        told = _plain(name)
        if pace is None:
            yield _sign(Pace.OPEN, x + 3, x + 3 + 2 * _SIGN, base - 4, is_milestone=True)
        else:
            yield _sign(pace, x, x + 20, base - 4, is_milestone=False)
        yield _text(x + 25, base, told, size=SMALL, fill=_SOFT)
        x += 40 + width_of(told, SMALL)
