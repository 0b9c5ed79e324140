"""The retention scorecard as its pages write it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.plans.rules.retention import WEIGHTS, Item, Scorecard, Shown
from clavero.plans.words import Name
from clavero.plans.words.retention import ITEM_NAMES
from clavero.silence.words import STATE_NAMES
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with what is known of it, its weight and the points that count."""

    name: Name
    known: str
    weight: str
    points: str
    is_said: bool


def score_in_words(card: Scorecard) -> str:
    """Where a scorecard comes to, in a sentence."""
    if card.score is None or card.retention is None:
        return _("Nothing is known yet of how likely the account is to stay.")
    places = {
        "score": formats.number(card.score, places=1),
        "rate": formats.percent(card.retention, places=0),
        "known": formats.percent(card.known, places=0),
    }
    return (
        _(
            "The retention scorecard gives %(score)s of 10 points: of such accounts %(rate)s stay "
            "for a year. %(known)s of its weight is known."
        )
        % places
    )


def shown_items(card: Scorecard, shown: Shown) -> list[ShownItem]:
    """Item by item."""
    known = known_in_words(shown)
    return [
        ShownItem(
            name=ITEM_NAMES[item],
            known=known[item],
            weight=formats.number(WEIGHTS[item]),
            points=formats.NOTHING
            if item not in card.points
            else formats.number(card.points[item], places=1),
            is_said=item in card.said,
        )
        for item in Item
    ]


def known_in_words(shown: Shown) -> dict[Item, str]:
    """What the account shows by itself."""
    nothing = _("not known: say it if you know it")
    open_ones = 0 if shown.complaints is None else int(shown.complaints)
    found: dict[Item, str | None] = {
        Item.RHYTHM: str(STATE_NAMES[shown.rhythm])
        if shown.rhythm not in {"", "unknown"}
        else None,
        Item.TREND: None
        if shown.growth is None
        else _("%(growth)s against the year before") % {"growth": _signed(shown.growth)},
        Item.TENURE: None
        if shown.years is None
        else ngettext(
            "%(count)s full year in the ledger", "%(count)s full years in the ledger", shown.years
        )
        % {"count": formats.number(shown.years)},
        Item.COVERAGE: _part(shown.coverage),
        Item.RESILIENCE: _part(shown.resilience),
        Item.COMPLAINTS: None
        if shown.complaints is None
        else ngettext("%(count)s open complaint", "%(count)s open complaints", open_ones)
        % {"count": formats.number(open_ones)},
        Item.SERVICE: _part(shown.service),
        Item.SATISFACTION: _part(shown.satisfaction),
        Item.CONTRACT: None
        if shown.months_left is None
        else ngettext("%(count)s month left", "%(count)s months left", shown.months_left)
        % {"count": formats.number(shown.months_left)},
    }
    return {item: found.get(item) or nothing for item in Item}


def _part(value: Decimal | None) -> str | None:
    return None if value is None else formats.percent(value, places=0)


def _signed(value: Decimal) -> str:
    return formats.signed(value, formats.percent(abs(value)))
