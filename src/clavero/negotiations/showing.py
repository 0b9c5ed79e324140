"""What the page of a negotiation shows, in words."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clavero.core.errors import Sentence
from clavero.core.money import Money
from clavero.negotiations.lists import DocumentTable
from clavero.negotiations.models import Concession, Point
from clavero.negotiations.rules.negotiating import OPEN, Move, State
from clavero.negotiations.rules.points import IN_WORDS, TERM_OF, PointKind
from clavero.negotiations.selectors import NegotiationSeen, PointSeen, RoundSeen
from clavero.negotiations.sentences import (
    STAND_ICONS,
    concession_in_words,
    given_in_words,
    reached_in_words,
    zone_in_words,
)
from clavero.negotiations.words import (
    CONCESSION_NAMES,
    FIELD_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    base_said,
    said,
)
from clavero.ui import formats
from clavero.ui.html import stands

_WAITED_FOR = ("expected_on", "signed_on")


def shown(found: NegotiationSeen) -> dict[str, Any]:
    """All that the page shows beside its forms."""
    row, currency = found.row, found.row.currency
    return {
        "stands": _stands(found),
        "known": facts_of(found),
        "texts": texts_of(found),
        "points": [
            _point(each, currency, tells=found.knows and row.is_open) for each in found.points
        ],
        "reached": reached_in_words(found.reached, State(row.state)) if found.knows else "",
        "concessions": [_concession(each, currency) for each in found.concessions],
        "given": given_in_words(found.concessions, currency) if found.knows else "",
        "rounds": [_round(each, currency) for each in found.rounds],
        "documents": DocumentTable(found.documents, exclude=_WAITED_FOR)
        if found.documents
        else None,
        "kinds": [(each.value, KIND_NAMES[each]) for each in PointKind],
        "writes": found.knows and row.is_open,
        "agrees": Move.AGREE in found.moves and bool(found.points),
        "makes": found.knows and row.state == State.AGREED and row.contract_id is None,
        "changes": found.changes,
    }


def _stands(found: NegotiationSeen) -> SafeString:
    row = found.row
    name = STATE_NAMES[row.state]
    if row.state == State.AGREED:
        return stands("good", "circle-check", name)
    if row.state == State.BROKEN_OFF:
        return stands("bad", "ban", name)
    if row.is_late:
        return stands("bad", "alert-triangle", _("The day on which it should end is over"))
    return stands("plain", "messages", name)


def facts_of(found: NegotiationSeen) -> list[tuple[Sentence, Sentence]]:
    """What is known of it, each with its name."""
    row, held = found.row, found.negotiation
    told: list[tuple[Sentence, Sentence]] = [
        (FIELD_NAMES["owner_id"], row.owner),
        (FIELD_NAMES["ends_on"], formats.day(row.ends_on) if row.ends_on else ""),
        (FIELD_NAMES["next_on"], formats.day(row.next_on) if row.next_on else ""),
        (_("Ended on"), formats.day(row.ended_on) if row.ended_on else ""),
        (FIELD_NAMES["reason"], held.reason if row.state not in OPEN or held.reason else ""),
        (FIELD_NAMES["starts"], formats.day(held.starts) if held.starts else ""),
        (FIELD_NAMES["ends"], formats.day(held.ends) if held.ends else ""),
    ]
    return [(name, value) for name, value in told if value]


def texts_of(found: NegotiationSeen) -> list[tuple[Sentence, str, bool]]:
    """Interests and alternatives: name, text, and whether it is for the account team alone."""
    held = found.negotiation
    told = [
        (FIELD_NAMES["their_interests"], held.their_interests, False),
        (FIELD_NAMES["our_interests"], held.our_interests, False),
        (FIELD_NAMES["our_alternative"], held.our_alternative, True),
        (FIELD_NAMES["their_alternative"], held.their_alternative, True),
    ]
    return [each for each in told if each[1]]


def subject_of(point: Point, currency: str) -> str:
    """What a point is about beside its name: its kind where it becomes a term, the product, and on
    which turnover growth is counted."""
    kind = point.of_kind
    parts = [
        str(KIND_NAMES[kind]) if kind in TERM_OF or kind is PointKind.VALUE else "",
        point.product or point.family,
        base_said(point, currency),
    ]
    return " · ".join(part for part in parts if part and part != point.name)


def _point(seen: PointSeen, currency: str, *, tells: bool) -> dict[str, Any]:
    point = seen.point
    told = zone_in_words(seen, currency) if tells else ""
    tone, sign = STAND_ICONS.get(seen.zone.stand, ("plain", "minus"))
    return {
        "row": point,
        "about": subject_of(point, currency),
        "target": said(point, point.target, currency),
        "limit": said(point, point.limit, currency),
        "theirs": said(point, seen.their_offer, currency),
        "ours": said(point, seen.our_offer, currency),
        "agreed": said(point, seen.agreed, currency),
        "weight": formats.number(point.weight),
        "is_words": point.of_kind in IN_WORDS,
        "zone": stands(tone, sign, told) if told else "",
    }


def _concession(row: Concession, currency: str) -> dict[str, Any]:
    money = [
        (name, formats.money(Money(value, currency)))
        for name, value in (
            (CONCESSION_NAMES["cost"], row.cost),
            (CONCESSION_NAMES["worth"], row.worth),
        )
        if value is not None
    ]
    warning = concession_in_words(row, currency)
    return {
        "row": row,
        "facts": [
            *money,
            *([(CONCESSION_NAMES["wanted"], row.wanted)] if row.wanted else []),
        ],
        "warning": stands("warn", "alert-triangle", warning) if warning else "",
    }


def _round(seen: RoundSeen, currency: str) -> dict[str, Any]:
    return {
        "row": seen.round,
        "offers": [
            {
                "point": point.name,
                "theirs": said(point, offer.theirs, currency),
                "ours": said(point, offer.ours, currency),
                "agreed": said(point, offer.agreed, currency),
            }
            for point, offer in seen.offers
        ],
    }
