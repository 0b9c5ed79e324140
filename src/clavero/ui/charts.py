"""Charts: a Vega-Lite specification with its rows, drawn in the browser, and a table of them.

The server sends the specification and the rows; the browser draws them in the reader's language
and appearance. The same chart is drawn here as SVG and PNG for downloads and documents, and its
rows are a table for whoever does not see the picture. ``datum.href`` is followed on a click.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from textwrap import wrap
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import get_language

from clavero.core.money import cents, round_for_display
from clavero.ui import formats, spreadsheet
from clavero.ui.chart_theme import colours, config, format_locale, time_locale
from clavero.ui.formats import Kind

Label = str | Promise
Row = Mapping[str, Any]

CHART, DRAWN_AS = "chart", "as"
WIDTH, SCALE = 900, 2
TITLE_LETTERS, TEXT_LETTERS = 90, 140  # a line of them has room in the width
SHARE_PLACES = 6
_ROLES = re.compile(
    r' role="graphics-(?:object|symbol)" aria-roledescription="[a-z]+ mark container"'
    r'| role="graphics-symbol" aria-roledescription="(?:sub)?title" aria-label="[^"]*"'
)
VEGA_LITE = "6.4"  # the newest that the drawing library knows


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the chart's table; ``kind`` is ``None`` for words and dates."""

    name: str
    label: Label
    kind: Kind | None = None
    currency: str = ""
    places: int | None = None

    def shown(self, value: Any, language: str | None = None) -> str:
        """The value in the reader's writing; of many, ``language`` is theirs, asked for once."""
        if value is None:
            return formats.NOTHING
        if self.kind:
            return formats.figure(
                value, self.kind, currency=self.currency, places=self.places, language=language
            )
        return formats.day(value) if isinstance(value, date) else str(value)

    def written(self, value: Any) -> Any:
        """The value as a file has it: what a division leaves behind its last figure is no data."""
        if not isinstance(value, Decimal):
            return value
        if self.kind is Kind.MONEY:
            return round_for_display(value, cents(self.currency))
        if self.kind is Kind.PERCENT:
            return round_for_display(value, SHARE_PLACES)
        return value if self.places is None else round_for_display(value, self.places)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """Another file of what a picture shows, which its page makes: a line of the downloads."""

    label: Label
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its rows.

    ``spec`` is Vega-Lite without data, sizes or colours: ``width`` is the page's, ``height`` may
    be given, colours are written ``"@data-1"`` (see :mod:`clavero.ui.palette`). ``description``
    says in a sentence what is to be seen, for whoever does not see it; where ``is_finding``, it is
    what the picture shows in these very rows, and stands as the heading. Rows hold Decimals, dates
    and words; a row's ``href`` is where a click leads. ``fields`` are the table's columns.
    ``note`` stands beneath it on paper alone, where no page is around it: of which day it is.
    ``files`` are offered beside those of every picture; one that ``fills_the_screen`` has a button
    that shows it alone, for a projector.
    """

    key: str
    title: Label
    description: Label
    spec: Mapping[str, Any]
    rows: Sequence[Row]
    fields: Sequence[Field]
    currency: str = ""
    height: int = 320
    is_finding: bool = False
    note: Label = ""
    files: Sequence[OtherFile] = ()
    fills_the_screen: bool = False

    @property
    def drawing(self) -> dict[str, Any]:
        """The specification with its rows, as JSON can carry it, colours still by name."""
        return {
            **self.spec,
            "width": "container",
            "height": self.height,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "description": str(self.description),
            "data": {"values": [_as_json(row) for row in self.rows]},
        }

    def payload(self) -> dict[str, Any]:
        """What the browser needs to draw it."""
        return {
            "spec": self.drawing,
            "config": config(),
            "numbers": format_locale(self.currency),
            "times": time_locale(),
        }

    @property
    def table(self) -> list[list[tuple[Field, str, str]]]:
        """The rows in words: (column, text, address) for each cell."""
        language = get_language()

        def cell(row: Row, index: int, field: Field) -> tuple[Field, str, str]:
            url = "" if index else row.get("href", "")
            return field, field.shown(row.get(field.name), language), url

        fields = list(enumerate(self.fields))
        return [[cell(row, *each) for each in fields] for row in self.rows]


# -- as a file ---------------------------------------------------------------------------------


def picture_answer(request: HttpRequest, charts: Sequence[Chart]) -> HttpResponse | None:
    """The file of a chart, when the address asks for one; else ``None``::

    return picture_answer(request, [pareto]) or render(request, …)
    """
    wanted = request.GET.get(CHART)
    for chart in charts:
        if chart.key == wanted:
            return chart_response(chart, request.GET.get(DRAWN_AS, ""))
    return None


def chart_response(chart: Chart, kind: str) -> HttpResponse | None:
    """A download of the chart as ``svg``, ``png`` or ``csv``; ``None`` for anything else."""
    if kind not in WRITERS:
        return None
    content_type, write = WRITERS[kind]
    response = HttpResponse(write(chart), content_type=content_type)
    name = f"{slugify(str(chart.title)) or chart.key}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def to_svg(
    chart: Chart, *, is_titled: bool = True, tells_marks: bool = False, width: int = WIDTH
) -> str:
    """The chart as SVG, in the colours of paper; whoever hears it hears what it is, and of each
    mark what it says of itself: with ``tells_marks`` what its tooltip would say, after the raw
    fields, as the drawing library tells them. In less ``width`` its letters are larger on paper."""
    told = _for_server(chart, is_titled=is_titled, tells_marks=tells_marks, width=width)
    drawn = _drawn("svg", told)
    # What the drawing library says of groups and titles is English, and said by the whole already.
    svg = _ROLES.sub("", drawn)
    role = "graphics-document" if 'role="graphics-symbol"' in svg else "img"
    label = escape(f"{chart.title}. {chart.description} {chart.note}".strip())
    head = f'<svg role="{role}" lang="{get_language() or ""}" aria-label="{label}"'
    return svg.replace("<svg", head, 1)


def to_png(chart: Chart, *, is_titled: bool = True, width: int = WIDTH) -> bytes:
    """The chart as PNG, at twice the size of a screen; without its words where they stand beside
    it already."""
    png: bytes = _drawn("png", _for_server(chart, is_titled=is_titled, width=width))
    return png


def to_csv(chart: Chart) -> bytes:
    """The chart's rows: money to the cent, shares to a ten-thousandth of a per cent."""
    heads = [str(field.label) for field in chart.fields]
    records = ([field.written(row.get(field.name)) for field in chart.fields] for row in chart.rows)
    return spreadsheet.to_csv(heads, records)


WRITERS: dict[str, tuple[str, Any]] = {
    "svg": ("image/svg+xml", to_svg),
    "png": ("image/png", to_png),
    "csv": (spreadsheet.CSV, to_csv),
}


def _drawn(kind: str, told: Mapping[str, Any]) -> Any:
    # It takes a third of a second, and who asks once often asks again: for slides, then the file.
    return _drawing(kind, json.dumps(told))


@lru_cache(maxsize=8)
def _drawing(kind: str, told: str) -> Any:
    import vl_convert  # when something is drawn, which browsers do themselves

    if kind == "svg":
        return vl_convert.vegalite_to_svg(**json.loads(told))
    return vl_convert.vegalite_to_png(**json.loads(told), scale=SCALE)


def start_drawing() -> None:
    """Start the drawing library, which takes longer than a drawing."""
    import vl_convert

    vl_convert.vegalite_to_svg({"mark": "bar", "data": {"values": []}}, vl_version=VEGA_LITE)


def _for_server(
    chart: Chart, *, is_titled: bool = True, tells_marks: bool = False, width: int = WIDTH
) -> dict[str, Any]:
    spec = colours({**chart.drawing, "width": width, "title": _title(chart) if is_titled else ""})
    return {
        "vl_spec": spec,
        "vl_version": VEGA_LITE,
        "config": colours({**config(), "aria": tells_marks}),
        "format_locale": format_locale(chart.currency),
        "time_format_locale": time_locale(),
    }


def _title(chart: Chart) -> dict[str, Any]:
    """What the picture is of and what it says, in lines, as nothing else goes with a file."""
    beneath = [str(chart.description), str(chart.note)]
    return {
        "text": wrap(str(chart.title), TITLE_LETTERS),
        "subtitle": [line for text in beneath for line in wrap(text, TEXT_LETTERS)],
    }


def _as_json(row: Row) -> dict[str, Any]:
    return {name: _json_value(value) for name, value in row.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)  # a picture's precision is its pixels
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Promise) else value
