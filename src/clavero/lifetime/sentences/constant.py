"""What the page of one account at constant retention says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.lifetime.rules.studies import ConstantAsked
from clavero.lifetime.selectors import Assumed
from clavero.ui import formats


def constant_finding(asked: ConstantAsked, worth: Decimal, currency: str) -> str:
    """What it is worth."""
    return _(
        "It is worth %(worth)s: %(margin)s a year over %(years)s years, each of them reached with "
        "a probability of %(retention)s."
    ) % {
        "worth": formats.money_compact(Money(worth, currency)),
        "margin": formats.money_compact(Money(asked.margin, currency)),
        "years": formats.number(asked.years),
        "retention": formats.percent(asked.retention),
    }


def about_what_is_assumed(assumed: Assumed, currency: str) -> Iterator[str]:
    """What the ledger suggests, and from which records."""
    if assumed.contribution is None:
        yield _("No cost of it is known: enter what it leaves in a year.")
    elif assumed.contribution < 0:
        yield _("It left less than nothing in %(period)s: enter what it may leave in a year.") % {
            "period": formats.period_in_words(assumed.period)
        }
    else:
        yield _(
            "In %(period)s its gross margin was %(contribution)s, before what serving it costs."
        ) % {
            "period": formats.period_in_words(assumed.period),
            "contribution": formats.money(Money(assumed.contribution, currency), places=0),
        }
    if assumed.there:
        yield _(
            "Of the company's %(there)s customers of %(before)s, %(stayed)s bought again in the "
            "12 months after: %(share)s."
        ) % {
            "there": formats.number(assumed.there),
            "before": formats.period_in_words(assumed.before),
            "stayed": formats.number(assumed.stayed),
            "share": formats.percent(assumed.retention or Decimal(0)),
        }
    else:
        yield _("The data do not reach back two years: enter who stays from year to year.")
