"""What the page about contracts says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.lifetime.selectors import ContractsPicture
from clavero.ui import formats

_RISES = Decimal("0.005")


def contracts_finding(picture: ContractsPicture) -> str:
    """Who renews at first, and later."""
    if not picture.terms:
        return ""
    later = picture.terms[len(picture.seen)]
    return _(
        "Of new customers %(first)s renew the first time; of those who come to renewal %(number)s, "
        "%(later)s are expected to renew."
    ) % {
        "first": formats.percent(picture.terms[0].retention),
        "number": later.number,
        "later": formats.percent(later.retention),
    }


def about_contracts(picture: ContractsPicture) -> Iterator[str]:
    """From which customers it was learned, and by what."""
    if not picture.terms:
        return
    seen = len(picture.seen)
    if picture.asked.typed:
        yield _(
            "The shifted beta-geometric model (sBG) learned this from the %(customers)s customers "
            "that were entered and up to %(renewals)s renewals of each."
        ) % {"customers": formats.number(picture.customers), "renewals": formats.number(seen)}
        return
    yield _(
        "The shifted beta-geometric model (sBG) learned this from %(customers)s customers and up "
        "to %(renewals)s renewals of each: one that bought in a later term counts as still there."
    ) % {"customers": formats.number(picture.customers), "renewals": formats.number(seen)}
    yield _(
        "It is meant for customers under contract, who are known to have left when they do not "
        "renew. For the others look at the probability alive."
    )


def projection_in_words(picture: ContractsPicture) -> str:
    """What is seen, and what is to come."""
    seen, last = picture.terms[len(picture.seen) - 1], picture.terms[-1]
    return _(
        "After %(seen)s renewals %(share)s of the customers were still there (the fit says "
        "%(fitted)s); after %(last)s it will be %(projected)s."
    ) % {
        "seen": formats.number(seen.number),
        "share": formats.percent(seen.seen_still or Decimal(0)),
        "fitted": formats.percent(seen.still),
        "last": formats.number(last.number),
        "projected": formats.percent(last.still),
    }


def renewals_in_words(picture: ContractsPicture) -> str:
    """Whether the share that renews rises, and why."""
    if picture.terms[-1].retention - picture.terms[0].retention < _RISES:
        return _("By the fit customers hardly differ: about as many renew each time.")
    return _(
        "The share rises because those who were going to leave are gone, not because anybody grows "
        "loyal."
    )
