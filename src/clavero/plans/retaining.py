"""The retention scorecard as its pages write it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.plans.rules.calibrating import BANDS, LEAST_LOSSES
from clavero.plans.rules.retention import WEIGHTS, Item, Scorecard, Shown
from clavero.plans.rules.value import retention_of
from clavero.plans.selectors import curve_of
from clavero.plans.words import Name
from clavero.plans.words.retention import ITEM_NAMES
from clavero.silence.words import STATE_NAMES
from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.plans.models import RetentionCurve

_MOST = Decimal(10)


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
    if card.curve is not None:
        return (
            _(
                "The retention scorecard gives %(score)s of 10 points: by what the company has "
                "lost so far, %(rate)s of such accounts stay for a year. %(known)s of its weight "
                "is known."
            )
            % places
        )
    return (
        _(
            "The retention scorecard gives %(score)s of 10 points: of such accounts %(rate)s stay "
            "for a year. %(known)s of its weight is known."
        )
        % places
    )


def basis_in_words(found: RetentionCurve | None, *, tells_counts: bool) -> str:
    """By what a score becomes a rate, with what was counted for whoever may know that."""
    if curve_of(found) is not None:
        why = _("The rate follows what the company itself has lost.")
    elif found is not None and found.losses >= LEAST_LOSSES:
        why = _("Better scores did not go with fewer losses, so that the usual table holds.")
    else:
        why = _(
            "The usual table holds: from %(count)s losses on, the rate follows what the company "
            "itself has lost."
        ) % {"count": formats.number(LEAST_LOSSES)}
    if found is None or found.first is None or not tells_counts:
        return why
    counted = ngettext(
        "Of %(years)s account-years since %(first)s, %(count)s ended in a loss.",
        "Of %(years)s account-years since %(first)s, %(count)s ended in a loss.",
        found.losses,
    ) % {
        "years": formats.number(found.years),
        "first": formats.month(found.first),
        "count": formats.number(found.losses),
    }
    return f"{counted} {why}"


@dataclass(frozen=True, slots=True)
class ShownBand:
    """Scores of a band: what was seen of them, and the rates of the table and of the curve at its
    middle, nothing where there is none."""

    name: str
    years: str
    stayed: str
    by_table: str
    by_curve: str


def shown_bands(found: RetentionCurve | None) -> list[ShownBand]:
    """The bands of the table, the best first."""
    curve = curve_of(found)
    counted = [] if found is None else found.bands
    seen = {Decimal(low): (years, losses) for low, years, losses in counted}
    shown = []
    for low, high in zip(BANDS, (*BANDS[1:], _MOST), strict=True):
        years, losses = seen.get(low, (0, 0))
        kept = formats.percent(Decimal(years - losses) / years, places=0) if years else ""
        shown.append(
            ShownBand(
                name=_("%(low)s to %(high)s points")
                % {"low": formats.number(low), "high": formats.number(high)},
                years=formats.number(years),
                stayed=kept or formats.NOTHING,
                by_table=formats.percent(retention_of(low), places=0),
                by_curve=""
                if curve is None
                else formats.percent(curve.retention((low + high) / 2), places=0),
            )
        )
    return shown[::-1]


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
        Item.SERVICE_TREND: _against_before(shown.service_change),
        Item.SHARE_TREND: _against_before(shown.share_change),
        Item.SATISFACTION: _part(shown.satisfaction),
        Item.CONTRACT: None
        if shown.months_left is None
        else ngettext("%(count)s month left", "%(count)s months left", shown.months_left)
        % {"count": formats.number(shown.months_left)},
    }
    return {item: found.get(item) or nothing for item in Item}


def _part(value: Decimal | None) -> str | None:
    return None if value is None else formats.percent(value, places=0)


def _against_before(points: Decimal | None) -> str | None:
    """Percentage points against a year before."""
    if points is None:
        return None
    told = formats.signed(points, formats.number(abs(points) * 100, places=1))
    return _("%(points)s points against a year before") % {"points": told}


def _signed(value: Decimal) -> str:
    return formats.signed(value, formats.percent(abs(value)))
