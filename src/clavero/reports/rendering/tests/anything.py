"""Documents with whatever texts there may be, for properties that hold of all of them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from clavero.reports.content.model import (
    Bar,
    Block,
    Bullet,
    Bullets,
    Calendar,
    Cell,
    Chart,
    ChartKind,
    Column,
    Document,
    Drawn,
    Fact,
    Facts,
    Heading,
    Pace,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Series,
    Table,
    Tone,
    Unit,
)
from clavero.reports.rendering.testing import PICTURE, SVG, document

_hostile = st.sampled_from(
    [
        *("", " ", "=1+1", "'", "{{ title }}", "{% for x in y %}", "%s %(x)s {0}"),
        *("<w:t>&amp;</w:t>", "]]>", "_x000D_", "[]:*?/\\'", "http://x.invalid/a?b=c"),
        *("a\nb\r\n\tc", "\x00\x0b", "\ud800", "\ufffe", "e\u0301\u202e"),
        *("W" * 300, "muy largo " * 400, "日本語のとても長い名前" * 20),
    ]
)
texts = st.one_of(st.text(st.characters(), max_size=60), _hostile)
"""Any text: of other scripts, without end, empty, and none that a file could hold."""
tones = st.sampled_from(Tone)
amounts = st.one_of(
    st.none(),
    st.sampled_from([Decimal("-0.01"), Decimal(0), Decimal(10) ** 30, -(Decimal(10) ** 18)]),
    st.decimals(-(10**12), 10**12, places=2, allow_nan=False),
)
"""Amounts of every size, below nothing as well, and what nobody knows."""
numbers = st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=3, allow_nan=False))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    units = draw(st.lists(st.sampled_from(Unit), min_size=1, max_size=7))
    columns = tuple(Column(draw(texts), unit, draw(texts)) for unit in units)

    def row() -> tuple[Cell, ...]:
        figures = {Unit.MONEY, Unit.NUMBER, Unit.PERCENT}
        return tuple(
            Cell(draw(texts), draw(numbers if unit in figures else texts), draw(tones))
            for unit in units
        )

    rows = tuple(row() for _at in range(draw(st.integers(0, 12))))
    total = row() if draw(st.booleans()) else ()
    return Table(draw(texts), columns, rows, total, draw(texts), draw(texts))


@st.composite
def charts(draw: st.DrawFn) -> Picture:
    names = tuple(draw(st.lists(texts, min_size=1, max_size=4)))
    series = tuple(
        Series(draw(texts), tuple(draw(numbers) for _name in names))
        for _at in range(draw(st.integers(1, 3)))
    )
    told = Chart(
        draw(st.sampled_from(ChartKind)), names, series, draw(st.sampled_from(Unit)), "EUR"
    )
    return Picture(draw(texts), Drawn(SVG, 600, 300), draw(texts), draw(texts), told)


fact = st.builds(Fact, texts, texts, texts, tones, st.none(), st.sampled_from(Unit))
facts = st.builds(Facts, st.lists(fact, max_size=7).map(tuple), st.booleans())
bullets = st.builds(
    Bullets, st.lists(st.builds(Bullet, texts, texts, texts, tones), max_size=6).map(tuple), texts
)
parts = st.floats(0, 1)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    count = draw(st.integers(0, 30))
    bars = tuple(
        Bar(
            at + 1,
            draw(texts),
            draw(texts),
            *sorted((draw(parts), draw(parts))),
            draw(st.sampled_from(Pace)),
            is_milestone=draw(st.booleans()),
            is_shown=draw(st.booleans()),
            after=tuple(draw(st.lists(st.integers(1, 30), max_size=2))),
        )
        for at in range(count)
    )
    months = tuple((draw(texts), draw(texts)) for _at in range(draw(st.integers(1, 3))))
    legend = ((Pace.LATE, draw(texts)), (None, draw(texts)))
    return Calendar(draw(texts), months, draw(parts), draw(texts), bars, legend, draw(texts))


pictures = st.sampled_from(
    [PICTURE, Picture("", Drawn(SVG, 600, 300), ""), Picture("", Drawn(SVG, 300, 600), "")]
)
words = st.one_of(st.builds(Heading, texts), st.builds(Paragraph, texts, tones), bullets)
blocks: st.SearchStrategy[Block] = st.one_of(
    words, facts, tables(), charts(), pictures, calendars(), st.just(PageBreak())
)
sections = st.builds(
    Section,
    texts,
    st.lists(blocks, max_size=5).map(tuple),
    st.sampled_from(["", "1", "12"]),
    texts,
    st.lists(texts, max_size=2).map(tuple),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    lead = tuple(draw(st.lists(blocks, max_size=2)))
    return document(*draw(st.lists(sections, max_size=3)), lead=lead, title=draw(texts) or "T")
