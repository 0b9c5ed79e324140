"""Whether the model can be believed: what it forecast beside what happened, in three pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.lifetime.charts.compared import both, quantity, two_bars, two_lines
from clavero.lifetime.rules.holdout import Band, Holdout
from clavero.lifetime.selectors import HeldOut
from clavero.lifetime.sentences import forecast_in_words
from clavero.ui import formats
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

MISFIT = 0.1
"""The part of what happened from which on a model that misses it is said to fit badly."""


def holdout_charts(held: HeldOut | None) -> list[Chart]:
    """Purchases added up, customers by their purchases, and forecasts by purchases before; none
    where the model was not tested."""
    if held is None or not isinstance(held.result, Holdout):
        return []
    return [_tracking(held, held.result), _frequency(held.result), _conditional(held, held.result)]


def _tracking(held: HeldOut, result: Holdout) -> Chart:
    rows = [
        {
            "label": formats.day(date.fromordinal(each.day)),
            "actual": Decimal(each.actual),
            "expected": Decimal(each.expected),
            "part": _("held out") if each.day > result.cut else _("fitted"),
        }
        for each in result.tracked
    ]
    cut = formats.day(date.fromordinal(result.cut))
    return Chart(
        key="tracking",
        title=_("Repeat purchases, added up"),
        description=" ".join([forecast_in_words(held), *_misfit(result)]),
        spec=two_lines(
            _("Until"), quantity("actual", _("Repeat purchases"), ",.0f"), ",.0f", cut=cut
        ),
        rows=rows,
        fields=[
            Field("label", _("Until")),
            Field("actual", _("Happened"), Kind.NUMBER),
            Field("expected", _("Forecast"), Kind.NUMBER, places=0),
            Field("part", _("Days are")),
        ],
        is_finding=True,
    )


def _misfit(result: Holdout) -> Iterator[str]:
    """That the model does not follow even the days that it was fitted to."""
    missed = result.missed
    if missed is None or abs(missed) < MISFIT:
        return
    part = {"part": formats.percent(Decimal(str(abs(missed))), places=0)}
    if missed < 0:
        yield (
            _(
                "Even of the days that it was fitted to it tells %(part)s less than "
                "happened: these customers do not buy as the model assumes."
            )
            % part
        )
    else:
        yield (
            _(
                "Even of the days that it was fitted to it tells %(part)s more than "
                "happened: these customers do not buy as the model assumes."
            )
            % part
        )


def _frequency(result: Holdout) -> Chart:
    rows = [
        {
            "label": _times(each.band),
            "actual": Decimal(each.actual),
            "expected": Decimal(each.expected),
        }
        for each in result.frequencies
    ]
    return Chart(
        key="frequency",
        title=_("Customers by their repeat purchases"),
        description=_(
            "How many customers bought again how often in the days that the model was fitted to, "
            "beside what its parameters say."
        ),
        spec=two_bars(_("Repeat purchases")),
        rows=both(rows),
        fields=[
            Field("label", _("Repeat purchases")),
            Field("series", _("Which")),
            Field("count", _("Customers"), Kind.NUMBER, places=0),
        ],
        height=260,
    )


def _conditional(held: HeldOut, result: Holdout) -> Chart:
    rows = [
        {
            "label": _times(each.band),
            "customers": Decimal(each.customers),
            "actual": Decimal(each.actual),
            "expected": Decimal(each.expected),
        }
        for each in result.conditional
    ]
    return Chart(
        key="conditional",
        title=_("Purchases afterwards, by purchases before"),
        description=_(
            "What customers bought on average in %(period)s, by how often they had bought again "
            "before, beside what was forecast."
        )
        % {"period": formats.period_in_words(held.held)},
        spec=two_lines(
            _("Repeat purchases before"),
            quantity("actual", _("Purchases of a customer"), ",.1f"),
            ",.1f",
        ),
        rows=rows,
        fields=[
            Field("label", _("Repeat purchases before")),
            Field("customers", _("Customers"), Kind.NUMBER),
            Field("actual", _("Happened"), Kind.NUMBER, places=2),
            Field("expected", _("Forecast"), Kind.NUMBER, places=2),
        ],
        height=260,
    )


def _times(band: Band) -> str:
    if band.high is None:
        return _("%(times)s or more") % {"times": formats.number(band.low)}
    if band.low == band.high:
        return formats.number(band.low)
    return f"{formats.number(band.low)}–{formats.number(band.high)}"
