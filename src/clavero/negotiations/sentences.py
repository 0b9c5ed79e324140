"""What the pages say of negotiations, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.rules.terms import TermKind
from clavero.core.money import ZERO, Money
from clavero.negotiations.models import Concession
from clavero.negotiations.rules.contracting import TermPlan
from clavero.negotiations.rules.negotiating import State
from clavero.negotiations.rules.points import TIERED, PointKind, Reached, Stand, passes_worth
from clavero.negotiations.selectors import PointSeen
from clavero.negotiations.words import gap_said, said, start_said
from clavero.ui import formats

STAND_ICONS: dict[str, tuple[str, str]] = {
    Stand.REACHES: ("good", "target"),
    Stand.WITHIN: ("good", "check"),
    Stand.BEYOND: ("bad", "alert-triangle"),
}
"""Tone and sign of where an offer stands."""


def zone_in_words(seen: PointSeen, currency: str) -> str:
    """What lies between our limit and their offer: “Their offer, 75 days, lies beyond our limit of
    60 days by 15 days.”"""
    point, zone = seen.point, seen.zone
    if zone.stand is Stand.UNKNOWN:
        return ""
    if point.of_kind in TIERED:
        return _tiers_in_words(seen, currency)
    told = {
        "offer": said(point, seen.their_offer, currency),
        "limit": said(point, point.limit, currency),
        "gap": gap_said(point, zone.gap, currency),
    }
    if zone.stand is Stand.REACHES:
        return _("Their offer, %(offer)s, reaches our target.") % told
    if zone.stand is Stand.BEYOND:
        sentence = (
            _(
                "Their offer, %(offer)s, lies beyond our limit of %(limit)s by %(gap)s: there is "
                "no zone of agreement yet."
            )
            % told
        )
        return f"{sentence} {_worth(seen, zone.gap, currency)}".strip()
    if not zone.gap:
        sentence = _("Their offer, %(offer)s, is exactly our limit.") % told
    else:
        sentence = (
            _("Their offer, %(offer)s, lies within our limit of %(limit)s, with %(gap)s to spare.")
            % told
        )
    if zone.left is None:
        return sentence
    left = _("Left to our target: %(left)s.") % {"left": gap_said(point, zone.left, currency)}
    return f"{sentence} {left} {_worth(seen, zone.left, currency)}".strip()


def _tiers_in_words(seen: PointSeen, currency: str) -> str:
    """The same of a rebate by tiers, which is compared at every volume."""
    if seen.zone.passes is not None:
        told = _(
            "Their offer lies beyond our limit from %(start)s on: there is no zone of agreement "
            "yet."
        )
        return told % {"start": start_said(seen.point, seen.zone.passes, currency)}
    if seen.zone.stand is Stand.REACHES:
        return _("Their offer reaches our target at every volume.")
    return _("Their offer lies within our limit at every volume.")


def in_mind(seen: PointSeen, currency: str) -> str:
    """What one has to have in mind of a point while a round is written down."""
    told = []
    if seen.point.target:
        target = said(seen.point, seen.point.target, currency)
        told.append(_("our target %(target)s") % {"target": target})
    if seen.their_offer:
        offer = said(seen.point, seen.their_offer, currency)
        told.append(_("they last put %(offer)s") % {"offer": offer})
    return " · ".join(told)


def _worth(seen: PointSeen, size: Decimal, currency: str) -> str:
    value = seen.point.our_value
    if not value or not size:
        return ""
    money = formats.money(Money(size * value, currency))
    return _("To us that is %(money)s.") % {"money": money}


def concession_in_words(row: Concession, currency: str) -> str:
    """A word of warning where a concession costs more than it is worth."""
    if row.cost is None or row.worth is None or not passes_worth(row.cost, row.worth):
        return ""
    return _(
        "It costs us %(cost)s, more than the %(worth)s it is worth to them: offer something else, "
        "or ask more for it."
    ) % {
        "cost": formats.money(Money(row.cost, currency)),
        "worth": formats.money(Money(row.worth, currency)),
    }


def given_in_words(rows: Iterable[Concession], currency: str) -> str:
    """What was given so far, in money."""
    given = [each for each in rows if each.given_on is not None]
    if not given:
        return ""
    cost = sum((each.cost or ZERO for each in given), ZERO)
    worth = sum((each.worth or ZERO for each in given), ZERO)
    unknown = sum(each.cost is None or each.worth is None for each in given)
    told = ngettext(
        "%(count)s concession is given: it costs us %(cost)s and is worth %(worth)s to them.",
        "%(count)s concessions are given: they cost us %(cost)s and are worth %(worth)s to them.",
        len(given),
    ) % {
        "count": formats.number(len(given)),
        "cost": formats.money(Money(cost, currency)),
        "worth": formats.money(Money(worth, currency)),
    }
    if unknown:
        rest = ngettext(
            "Of %(count)s of them a price is not known and not counted.",
            "Of %(count)s of them a price is not known and not counted.",
            unknown,
        ) % {"count": formats.number(unknown)}
        return f"{told} {rest}"
    return told


def reached_in_words(found: Reached, state: State) -> str:
    """How much of what we aim at their offers reach, or what was agreed does."""
    if found.share is None or state is State.BROKEN_OFF:
        return ""
    numbers = {
        "share": formats.percent(found.share, places=0),
        "counted": formats.number(found.counted),
        "of": formats.number(found.of),
    }
    if state is State.AGREED:
        return (
            ngettext(
                "What was agreed reaches %(share)s of what we aimed at, by weight (%(counted)s of "
                "%(of)s point can be told).",
                "What was agreed reaches %(share)s of what we aimed at, by weight (%(counted)s of "
                "%(of)s points can be told).",
                found.of,
            )
            % numbers
        )
    return (
        ngettext(
            "What they offer reaches %(share)s of what we aim at, by weight (%(counted)s of %(of)s "
            "point can be told).",
            "What they offer reaches %(share)s of what we aim at, by weight (%(counted)s of %(of)s "
            "points can be told).",
            found.of,
        )
        % numbers
    )


def supplied_in_words(term: TermPlan, agreed: Collection[PointKind]) -> str:
    """What a term says that nobody agreed, for it cannot do without: it stands in the contract and
    is held against the ledger; empty for none."""
    if term.kind is TermKind.PAYMENT:
        told = [_("no interest for what is paid late")]
    elif term.kind is TermKind.DELIVERY:
        early = term.values["days_early"]
        before = ngettext("up to %(days)s day before the day promised",
                          "up to %(days)s days before the day promised", early)  # fmt: skip
        told = [before % {"days": formats.number(early)}]
        if PointKind.LATE not in agreed:
            told.append(_("no day after it"))
        if PointKind.ON_TIME not in agreed:
            told.append(_("all lines in time"))
        told.append(_("in full: all that was ordered"))
    else:
        return ""
    return _("Not agreed, and taken as usual: %(terms)s.") % {"terms": "; ".join(told)}
