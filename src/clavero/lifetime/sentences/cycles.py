"""What the page about purchases by cycle says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.lifetime.rules.terms import Step
from clavero.lifetime.selectors import CyclesFit, CyclesPicture
from clavero.ui import formats

_MANY = 1.5  # days of purchase in a cycle, above which most of what is known is not looked at


def cycles_finding(picture: CyclesPicture) -> str:
    """How many are likely to be there at the next cycle."""
    if not picture.rows:
        return ""
    sentence = ngettext(
        "Of %(customers)s customer some %(alive)s is likely to be there at the next cycle.",
        "Of %(customers)s customers some %(alive)s are likely to be there at the next cycle.",
        len(picture.rows),
    )
    return sentence % {
        "customers": formats.number(len(picture.rows)),
        "alive": formats.number(picture.alive, places=0),
    }


def about_cycles(picture: CyclesPicture) -> Iterator[str]:
    """From whom it was learned, what it learned, and whether the data are of that kind."""
    fitted = picture.fitted
    if not isinstance(fitted, CyclesFit):
        return
    model = fitted.model
    sentences = {
        Step.MONTH: _(
            "BG/BB learned from the whole company's %(customers)s customers: while it is there, "
            "one buys in %(buys)s of the months, and from month to month %(leaves)s leave."
        ),
        Step.QUARTER: _(
            "BG/BB learned from the whole company's %(customers)s customers: while it is there, "
            "one buys in %(buys)s of the quarters, and from quarter to quarter %(leaves)s leave."
        ),
        Step.YEAR: _(
            "BG/BB learned from the whole company's %(customers)s customers: while it is there, "
            "one buys in %(buys)s of the years, and from year to year %(leaves)s leave."
        ),
    }
    yield sentences[picture.step] % {
        "customers": formats.number(fitted.customers),
        "buys": formats.percent(Decimal(model.alpha / (model.alpha + model.beta))),
        "leaves": formats.percent(Decimal(model.gamma / (model.gamma + model.delta))),
    }
    if fitted.a_cycle > _MANY and picture.step is Step.MONTH:
        yield _(
            "In a month in which they buy, customers buy on %(days)s days on average, and the "
            "model counts them as one: see the probability alive."
        ) % {"days": formats.number(Decimal(fitted.a_cycle), places=1)}
    elif fitted.a_cycle > _MANY:
        yield _(
            "In a cycle in which they buy, customers buy on %(days)s days on average, and the "
            "model counts them as one: choose a shorter cycle, or see the probability alive."
        ) % {"days": formats.number(Decimal(fitted.a_cycle), places=1)}
    yield _(
        "Customers that came in the last cycle have none behind them yet, and are not in the list."
    )
