"""The pictures of the pages, for paper: the same charts, drawn here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import get_language, override

from clavero.matrix.charts import Look, matrix_chart
from clavero.matrix.rules.version import Version
from clavero.matrix.selectors import MatrixRow
from clavero.reports.content.model import Chart as Numbers
from clavero.reports.content.model import ChartKind, Drawn, Picture, Series, Unit
from clavero.ui.charts import Chart, to_svg
from clavero.ui.formats import Kind

WIDE, NARROW = 680, 430
"""Pixels across a page and across half of one: the letters are as large as those of the text."""
_MATRIX, _MATRIX_ON_SLIDES = 860, 360
"""Pixels across a page, wider than high; and those of the plane's height on a slide."""
_LEAST_MATRIX, _AROUND_MATRIX = 150, 113
"""Pixels of the plane with one account, at least; and beneath and above it."""
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([0-9.]+)"[^>]*?\bheight="([0-9.]+)"')
_UNITS = {Kind.MONEY: Unit.MONEY, Kind.PERCENT: Unit.PERCENT}


def picture_of(
    chart: Chart,
    *,
    width: int = WIDE,
    height: int | None = None,
    drawn_as: ChartKind | None = None,
    fields: tuple[str, ...] = (),
    lower: Callable[[int], Chart] | None = None,
    around: int | None = None,
) -> Picture:
    """A chart for paper, drawn once somebody looks at it, in the language of now. ``drawn_as`` and
    the names of its ``fields`` are for slides, which then draw its numbers themselves. Where it
    needs another shape it is redrawn, ``lower`` where it has such a form for so many pixels of its
    plane: letters that are not made smaller than a slide asks for can be read from the last row.
    ``around`` are the pixels of its height that are not the plane's, the legend and the names of
    the axes, where they are known before it is drawn."""
    sized = chart if height is None else replace(chart, height=height)
    language = get_language()

    def drawn() -> Drawn:
        with override(language):
            svg = to_svg(sized, is_titled=False, width=width)
        found = _SIZE.search(svg)
        wide, high = (
            (width, sized.height) if found is None else (float(each) for each in found.groups())
        )
        return Drawn(svg, round(wide), round(high))

    def redrawn(across: int, above: int) -> Picture:
        beside = picture.height - sized.height if around is None else around
        anew = sized if lower is None else lower(above - beside)
        shrunk = max(1.0, (anew.height + beside) / above)
        return picture_of(anew, width=round(across * shrunk), height=round(above * shrunk) - beside)

    picture = Picture(
        title=str(chart.title),
        drawing=drawn,
        alternative=f"{chart.title}. {chart.description}",
        caption=" ".join(filter(None, [str(chart.description), str(chart.note)])),
        chart=None if drawn_as is None else _numbers(chart, drawn_as, fields),
        redrawn=redrawn,
        about=None if around is None else (sized.height + around) / width,
    )
    return picture


def picture_of_matrix(rows: Sequence[MatrixRow], version: Version, look: Look) -> Picture:
    """The account analysis matrix, lower on slides than on pages; with one account in it, it can be
    lower still."""
    is_alone = len(rows) == 1

    def lower(room: int) -> Chart:
        least = _LEAST_MATRIX if is_alone else _MATRIX_ON_SLIDES
        return drawn(replace(look, height=max(least, min(room, _MATRIX_ON_SLIDES))))

    def drawn(look: Look) -> Chart:
        return matrix_chart(rows, version, address=lambda customer_id: "", look=look)

    return picture_of(
        drawn(look),
        width=_MATRIX,
        lower=lower,
        around=_AROUND_MATRIX if is_alone else None,
    )


def _numbers(chart: Chart, drawn_as: ChartKind, names: tuple[str, ...]) -> Numbers:
    columns = {field.name: field for field in chart.fields}
    label = chart.fields[0]
    kind = columns[names[0]].kind
    return Numbers(
        kind=drawn_as,
        categories=tuple(label.shown(row.get(label.name)) for row in chart.rows),
        series=tuple(
            Series(
                str(columns[name].label),
                tuple(_decimal(row.get(name)) for row in chart.rows),
            )
            for name in names
        ),
        unit=Unit.NUMBER if kind is None else _UNITS.get(kind, Unit.NUMBER),
        currency=chart.currency,
    )


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
