"""What the pages about cohorts and about how long customers stay say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import wilson
from clavero.lifetime.rules.staying import pooled
from clavero.lifetime.rules.studies import By
from clavero.lifetime.rules.terms import Step
from clavero.lifetime.selectors import CohortsPicture, Group, StayingPicture
from clavero.ui import formats

FEW = 30
"""Customers of whom a rate is told with the interval that it may lie in (methods §3.1)."""


def cohorts_finding(picture: CohortsPicture) -> str:
    """How many bought again in the term after the one in which they came."""
    found = pooled(picture.cohorts)
    if len(found) < 2:
        return _("No term has passed yet since the first customers came.")
    bought, customers = found[1]
    sentences = {
        Step.MONTH: _(
            "In the month after the one in which they came, %(share)s of the customers bought: "
            "%(bought)s of %(customers)s."
        ),
        Step.QUARTER: _(
            "In the quarter after the one in which they came, %(share)s of the customers bought: "
            "%(bought)s of %(customers)s."
        ),
        Step.YEAR: _(
            "In the year after the one in which they came, %(share)s of the customers bought: "
            "%(bought)s of %(customers)s."
        ),
    }
    return sentences[picture.step] % _counted(bought, customers)


def about_cohorts(picture: CohortsPicture) -> Iterator[str]:
    """How many a year later, how sure that is, and who came before the data."""
    found, a_year = pooled(picture.cohorts), picture.step.a_year
    if len(found) < 2:
        return
    if a_year > 1 and len(found) > a_year:
        yield _(
            "A year after it, %(share)s did: %(bought)s of the %(customers)s that came so early."
        ) % _counted(*found[a_year])
    yield from _unsure(*found[1])
    yield _(
        "Who bought before the data begin counts as come in their first term; those cohorts stay "
        "longer than others."
    )


def staying_finding(picture: StayingPicture) -> str:
    """How many are gone, and until when half of them are."""
    sentence = ngettext(
        "Of %(customers)s customer, %(gone)s has not bought for %(months)s months and counts as "
        "gone.",
        "Of %(customers)s customers, %(gone)s have not bought for %(months)s months and count as "
        "gone.",
        picture.customers,
    )
    return sentence % {
        "customers": formats.number(picture.customers),
        "gone": formats.number(picture.gone),
        "months": formats.number(picture.asked.months),
    }


def about_staying(picture: StayingPicture) -> Iterator[str]:
    """What the curve takes into account."""
    yield _(
        "Whoever is still there is counted up to today's data and not as staying for ever (Kaplan "
        "and Meier). Who bought once and never again left on the day it came."
    )
    if len(picture.groups) == 1:
        yield from _unsure(picture.gone, picture.customers)


def staying_in_words(picture: StayingPicture) -> str:
    """What the curve shows of the largest group."""
    group = picture.groups[0]
    words = {"name": group_name(group, picture.asked.by)}
    if group.median is None:
        year = _("%(name)s: after %(months)s months %(share)s are still there.")
        months = min(12, int(group.longest))
        return year % {
            **words,
            "months": formats.number(months),
            "share": formats.percent(Decimal(group.at(months)), places=0),
        }
    return _("%(name)s: half are gone after %(months)s months.") % {
        **words,
        "months": formats.number(Decimal(group.median), places=1),
    }


def group_name(group: Group, by: By) -> str:
    """What a group of customers is called."""
    if by is By.NOTHING:
        return _("All customers")
    return group.name or _("Not said")


def _counted(bought: int, customers: int) -> dict[str, str]:
    share = Decimal(bought) / customers if customers else Decimal(0)
    return {
        "share": formats.percent(share),
        "bought": formats.number(bought),
        "customers": formats.number(customers),
    }


def _unsure(part: int, whole: int) -> Iterator[str]:
    if 0 < whole < FEW:
        low, high = wilson(part, whole)
        yield _("They are few: the true share may well lie anywhere from %(low)s to %(high)s.") % {
            "low": formats.percent(Decimal(low), places=0),
            "high": formats.percent(Decimal(high), places=0),
        }
