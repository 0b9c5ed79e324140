"""What the matrix's values are called, on the pages and in documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scores import BadRow, Criterion
from clavero.ui import formats

Name = str | Promise

STRATEGY_NAMES: dict[str, Name] = {
    Strategy.INVEST: _("Invest"),
    Strategy.SELECTIVE: _("Invest selectively"),
    Strategy.MAINTAIN: _("Maintain"),
    Strategy.HARVEST: _("Manage for cash"),
}
CRITERION_NAMES: dict[str, Name] = {
    Criterion.VOLUME: _("Volume of business"),
    Criterion.GROWTH: _("Growth"),
    Criterion.SHARE: _("Share in the customer"),
    Criterion.PROFITABILITY: _("Profitability"),
    Criterion.FIT: _("Fit of objectives"),
    Criterion.QUALITY: _("Product and quality"),
    Criterion.SERVICE: _("Service"),
    Criterion.PRICE: _("Price and terms"),
    Criterion.INNOVATION: _("Innovation"),
    Criterion.RELATIONSHIP: _("Relationship and trust"),
}
CRITERION_NOTES: dict[str, Name] = {
    Criterion.VOLUME: _("what it spends a year with any supplier, in thousands"),
    Criterion.GROWTH: _("of that spend, a year"),
    Criterion.SHARE: _("ours; what is left to win counts"),
    Criterion.PROFITABILITY: _("contribution on net sales"),
}
STRATEGY_TONES: dict[str, str] = {Strategy.INVEST: "accent"}
BAD_ROW_NAMES: dict[str, Name] = {
    BadRow.MISSING: _("nothing stands there."),
    BadRow.TOO_LONG: _("no code of an account is so long."),
    BadRow.UNKNOWN_CRITERION: _(
        "it is none of volume, growth, share, profitability, fit, quality, service, price, "
        "innovation and relationship."
    ),
    BadRow.NOT_A_NUMBER: _("it is not a number."),
    BadRow.OUT_OF_RANGE: _(
        "the criterion cannot have it: scores go from 0 to 10, and growth, share and "
        "profitability are fractions."
    ),
    BadRow.UNKNOWN_SUBJECT: _("it is neither us nor competitor."),
    BadRow.NOT_THEIRS: _("a competitor has no score of the customer's own potential."),
    BadRow.UNKNOWN_SOURCE: _("it is none of customer, survey and estimate."),
    BadRow.NOT_A_DATE: _("it is not a date such as 2026-03-31."),
    BadRow.IN_THE_FUTURE: _("nobody has said it yet: the day is to come."),
    BadRow.UNKNOWN_FORECAST: _("it is neither inertial nor planned."),
    BadRow.CELLS: _("the row has more or fewer cells than there are columns."),
    BadRow.RATERS_APART: _(
        "its raters are more than three points apart: let them talk, and keep what they agree on."
    ),
    BadRow.UNKNOWN_ACCOUNT: _("you see no such account."),
}


def strategy_named(value: str) -> Name:
    """A kept strategy, in words."""
    return STRATEGY_NAMES[value]


def day_named(value: str) -> Name:
    """A kept day, in words."""
    return formats.day(date.fromisoformat(value))


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "strategy": strategy_named,
    "review": day_named,
}
CHANGE_NAMES: dict[str, Name] = {
    "customer.scored": _("scored for the matrix"),
    "customer.placed": _("placed in the matrix"),
    "matrix.adopted": _("matrix changed"),
}
FIELD_NAMES: dict[str, Name] = {
    "scores": _("Scores"),
    "strategy": _("Strategy"),
    "review": _("Review"),
    "reason": _("Why"),
}
