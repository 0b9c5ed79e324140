"""What a plan says of the same months in different places, set against one another in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.core.period import add_months
from clavero.plans.hooks import CHECKS, Said, leads_to
from clavero.plans.rules.agreeing import Aimed, Apart, Disagreement, disagreements
from clavero.plans.rules.consistency import Check
from clavero.plans.rules.factors import weighs_right
from clavero.plans.selectors import PlanPicture, aims_of, outlook_of
from clavero.plans.tools import weights_together
from clavero.plans.valuing import broken_in_words
from clavero.ui import formats

_YEAR = 12
_ALMOST_ALL = Decimal("0.995")


def found_apart(picture: PlanPicture, currency: str) -> list[Said]:
    """What does not agree within a plan, what the rooms above find, and the checks that it does
    not pass, each with where it is mended: every page and document tells these."""
    return [
        *_within(picture, currency),
        *(said for check in CHECKS for said in check(picture, currency)),
        *(Said(broken_in_words(each), _mended_at(each.check, picture)) for each in picture.broken),
    ]


def _mended_at(check: Check, picture: PlanPicture) -> str | Promise:
    customer_id = picture.customer.pk
    if check in {Check.ACTIONS_WITHOUT_OBJECTIVE, Check.ACTIONS_CLASH}:
        return leads_to("plans:actions", customer_id)
    if check is Check.PAIRS_UNANSWERED:
        return leads_to("plans:analysis", customer_id)
    if check is Check.REQUESTS_WAITING:
        return leads_to("plans:requests")
    return leads_to("plans:plan", customer_id, anchor="?section=all#sections")


def _within(picture: PlanPicture, currency: str) -> Iterator[Said]:
    customer_id = picture.customer.pk
    for each in disagreements(outlook_of(picture), aims_of(picture.objectives)):
        yield Said(apart_in_words(each, currency), _address(each, customer_id))
    yield from _age(picture)
    yield from _retention(picture)
    factors = [each.data for each in picture.items if each.kind == "csf"]
    if factors and not weighs_right(factors):
        told = _("The weights of the success factors are %(weights)s together, not 100.")
        yield Said(
            told % {"weights": weights_together(factors)},
            leads_to("plans:factors", customer_id),
        )


def _age(picture: PlanPicture) -> Iterator[Said]:
    """Whether the first year of the forecast is over: what it says of the months ahead is of its
    second year, and what grows from a base that is long gone."""
    drivers = picture.forecast
    if drivers is None or picture.today < add_months(drivers.start, _YEAR):
        return
    told = _(
        "The forecast begins with %(month)s: its first year is over. Make it again, from what was "
        "sold since."
    ) % {"month": formats.month(drivers.start)}
    yield Said(told, leads_to("plans:forecast", picture.customer.pk))


def _retention(picture: PlanPicture) -> Iterator[Said]:
    """Where the forecast counts with another rate than the scorecard, with its note."""
    card, drivers = picture.scorecard, picture.forecast
    if card is None or drivers is None:
        return
    rate = card.retention
    if rate is None or rate == drivers.retention:
        return
    told = _(
        "The forecast counts with %(kept)s of such accounts staying; its retention scorecard says "
        "%(rate)s."
    ) % {
        "kept": formats.percent(drivers.retention, places=0),
        "rate": formats.percent(rate, places=0),
    }
    if drivers.note:
        told = " ".join((told, _("Its note: “%(note)s”.") % {"note": drivers.note.rstrip(".")}))
    yield Said(told, leads_to("plans:retention", picture.customer.pk))


def _address(each: Disagreement, customer_id: int) -> str:
    if each.aim is not None:
        return leads_to("plans:objective", each.aim.id)
    return leads_to("plans:forecast", customer_id)


def apart_in_words(each: Disagreement, currency: str) -> str:
    """One of them, in a sentence."""
    aim: Aimed | None = each.aim
    places = {
        "said": _money(each.said, currency),
        "other": _money(each.other, currency),
        "part": _part(each),
        "text": "" if aim is None else aim.text,
        "day": "" if aim is None else formats.day(aim.until),
    }
    if each.what is Apart.GOES_BACK:
        told = _(
            "The objective “%(text)s” asks for %(said)s and begins at %(other)s: it goes back."
        )
    elif each.what is Apart.MARGIN:
        return _(
            "The forecast counts with a gross margin of %(said)s; the last twelve months left "
            "%(other)s."
        ) % {"said": formats.percent(each.said), "other": formats.percent(each.other)}
    elif each.what is Apart.LOSES:
        told = _("By the forecast the account leaves %(said)s in all its years: it costs money.")
    elif each.what is Apart.FIRST_YEAR:
        told = (
            _(
                "The forecast expects %(said)s in its first year, %(part)s less than the %(other)s "
                "of the last twelve months."
            )
            if each.said < each.other
            else _(
                "The forecast expects %(said)s in its first year, %(part)s more than the %(other)s "
                "of the last twelve months."
            )
        )
    elif each.what is Apart.AIMS_ABOVE:
        told = _(
            "The objective “%(text)s” asks for %(said)s by %(day)s; the forecast expects %(other)s "
            "of those twelve months, which is less."
        )
    else:
        told = _(
            "The objective “%(text)s” asks for %(said)s by %(day)s; the forecast expects %(other)s "
            "of those twelve months, which is more."
        )
    return told % places


def _part(each: Disagreement) -> str:
    """By how much of the other they differ; it is all of it only where nothing is left."""
    if not each.other:
        return ""
    part = abs(each.said - each.other) / abs(each.other)
    if _ALMOST_ALL <= part < 1:
        return formats.percent(min(part, Decimal("0.999")))
    return formats.percent(part, places=0)


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency), places=0)
