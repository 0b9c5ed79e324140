"""PowerPoint's own charts: the numbers go along, and the colours are the template's."""

from __future__ import annotations

from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import Chart, ChartKind
from clavero.reports.rendering.number_formats import number_format

_LETTERS, _SMALL = 11, 9
_LONG = 12  # letters of a category: from here on bars lie, and their names stand beside them
_LONGEST = 60
_MANY = 12


def add_chart(slide: Any, chart: Chart, box: tuple[Any, Any, Any, Any], *, language: str) -> Any:
    """A chart of the series in ``box`` (left, top, width, height); its frame."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    lies = chart.kind is ChartKind.BARS and any(len(each) > _LONG for each in chart.categories)
    kinds = {
        ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED if lies else XL_CHART_TYPE.COLUMN_CLUSTERED,
        ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS,
        ChartKind.STACKED: XL_CHART_TYPE.COLUMN_STACKED,
    }
    figures = (
        number_format(chart.unit, chart.currency, language=language[:2], is_whole=True) or "General"
    )
    data: Any = CategoryChartData(number_format=figures)  # type: ignore[no-untyped-call]
    data.categories = [_text(each) for each in chart.categories]
    for series in chart.series:
        values = (None if value is None else float(value) for value in series.values)
        data.add_series(_text(series.name), values)
    frame = slide.shapes.add_chart(kinds[chart.kind], *box, data)
    _look(frame.chart, chart, figures, lies=lies, language=language)
    return frame


def _look(shown: Any, chart: Chart, figures: str, *, lies: bool, language: str) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    shown.font.size = Pt(_LETTERS)
    shown._chartSpace.txPr.p_lst[0].pPr.defRPr.set("lang", language)
    shown.has_title = False
    shown.has_legend = len(chart.series) > 1
    if shown.has_legend:
        shown.legend.position = XL_LEGEND_POSITION.BOTTOM
        shown.legend.include_in_layout = False
    values, names = shown.value_axis, shown.category_axis
    values.tick_labels.number_format = figures
    values.tick_labels.number_format_is_linked = False
    values.format.line.fill.background()
    line = values.major_gridlines.format.line
    line.color.theme_color, line.color.brightness = MSO_THEME_COLOR.TEXT_1, 0.85
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # not on the bars below zero
    if chart.kind is not ChartKind.LINES:
        shown.plots[0].gap_width = 60
    else:
        for each in shown.plots[0].series:
            each.smooth = False
    if chart.kind is ChartKind.STACKED:
        shown.plots[0].overlap = 100
    _every_name(names)
    if lies:
        names.tick_labels.font.size = Pt(_LETTERS if len(chart.categories) <= _MANY else _SMALL)
        names.reverse_order = True  # the first one on top
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # and the values below
    is_told = len(chart.series) == 1 and len(chart.categories) <= _MANY
    if is_told and chart.kind is ChartKind.BARS:
        plot = shown.plots[0]
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = figures, False
        plot.data_labels.font.size = Pt(_LETTERS - 1)
        values.visible = values.has_major_gridlines = False  # each bar says its own


def _every_name(axis: Any) -> None:
    """No name of a category is left out, however many there are."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    before = axis._element.xpath("./c:lblOffset|./c:lblAlgn|./c:auto")[-1]
    before.addnext(skip)


def _text(text: str) -> str:
    """A name for the chart's own sheet, where a text that begins like a formula would be one."""
    plain = " ".join(writable(text).split())
    short = plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
    return f" {short}" if short.startswith(("=", "{=")) else short
