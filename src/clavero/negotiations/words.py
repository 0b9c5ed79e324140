"""What negotiations, points and documents are called, and how a value of a point is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.contracts.words import FIELD_NAMES as CONTRACT_NAMES
from clavero.core.errors import Sentence
from clavero.core.money import Money, cents
from clavero.core.notation import exact
from clavero.core.revisions import Words
from clavero.identity.selectors import names_of
from clavero.negotiations.models import Point
from clavero.negotiations.rules import documents
from clavero.negotiations.rules.negotiating import Move, State
from clavero.negotiations.rules.points import MONEY, PERCENT, WHOLE, PointKind
from clavero.ui import formats

BETTER_NAMES: dict[bool, Sentence] = {
    True: pgettext_lazy("better for us", "more of it"),
    False: pgettext_lazy("better for us", "less of it"),
}
STATE_NAMES: dict[str, Sentence] = {
    State.PREPARING: pgettext_lazy("a negotiation", "In preparation"),
    State.NEGOTIATING: pgettext_lazy("a negotiation", "Being negotiated"),
    State.AGREED: pgettext_lazy("a negotiation", "Agreed"),
    State.BROKEN_OFF: pgettext_lazy("a negotiation", "Broken off"),
}
STATE_TONES: dict[str, str] = {State.AGREED: "good", State.BROKEN_OFF: "bad"}
MOVE_NAMES: dict[str, tuple[Sentence, str]] = {
    Move.BEGIN: (_("Begin to negotiate"), "player-play"),
    Move.BREAK_OFF: (_("Break it off"), "ban"),
    Move.RESUME: (_("Take it up again"), "refresh"),
}
KIND_NAMES: dict[str, Sentence] = {
    PointKind.NUMBER: _("A number in a unit of its own"),
    PointKind.WORDS: _("Something in words"),
    PointKind.PRICE: _("Net price of a product"),
    PointKind.REBATE: _("Rebate on all turnover"),
    PointKind.TIERS: _("Rebate by tiers"),
    PointKind.STEPS: _("Rebate by tiers, each on what lies within it"),
    PointKind.GROWTH: _("Rebate by tiers of growth"),
    PointKind.BUDGET: _("Bonus or promotion budget"),
    PointKind.PAYMENT: _("Payment days"),
    PointKind.VOLUME: _("Minimum volume in money"),
    PointKind.QUANTITY: _("Minimum volume in pieces"),
    PointKind.LATE: _("Days late that are in time"),
    PointKind.ON_TIME: _("Lines delivered in time"),
    PointKind.SERVICE: _("Service level"),
    PointKind.INDEX: _("Level of the index at the start"),
    PointKind.FLOOR: _("Least change of prices by the index"),
    PointKind.CAP: _("Most change of prices by the index"),
    PointKind.ALONE: _("Exclusivity"),
    PointKind.VALUE: _("Value of the contract"),
}
DOCUMENT_STATE_NAMES: dict[str, Sentence] = {
    documents.State.DRAFT: pgettext_lazy("a document", "Draft"),
    documents.State.APPROVED: pgettext_lazy("a document", "Approved"),
    documents.State.SENT: pgettext_lazy("a document", "Sent"),
    documents.State.SIGNED_BY_THEM: pgettext_lazy("a document", "Signed by them"),
    documents.State.SIGNED: pgettext_lazy("a document", "Signed by both"),
}
DOCUMENT_TONES: dict[str, str] = {
    documents.State.APPROVED: "info",
    documents.State.SIGNED: "good",
}
VERDICT_NAMES: dict[str, Sentence] = {
    documents.Verdict.WAITING: pgettext_lazy("an approval", "Waited for"),
    documents.Verdict.APPROVED: pgettext_lazy("an approval", "Approved"),
    documents.Verdict.RETURNED: pgettext_lazy("an approval", "Given back"),
}
CHANGE_NAMES: dict[str, Sentence] = {
    "negotiation.added": _("the negotiation is written down"),
    "negotiation.changed": _("the preparation is changed"),
    "negotiation.begun": _("negotiating begins"),
    "negotiation.broken_off": _("the negotiation is broken off"),
    "negotiation.resumed": _("the negotiation is taken up again"),
    "negotiation.agreed": _("it is agreed"),
    "negotiation.contracted": _("the contract is made"),
    "negotiation.point_added": _("a point is added"),
    "negotiation.point_changed": _("a point is changed"),
    "negotiation.point_removed": _("a point is removed"),
    "negotiation.concession_added": _("a concession is added"),
    "negotiation.concession_changed": _("a concession is changed"),
    "negotiation.concession_removed": _("a concession is removed"),
    "negotiation.round_added": _("a round is written down"),
    "negotiation.round_changed": _("a round is put right"),
    "negotiation.document_added": _("a document is added"),
}
DOCUMENT_CHANGE_NAMES: dict[str, Sentence] = {
    "document.added": _("the document is written down"),
    "document.version_added": _("another version is kept"),
    "document.approval_asked": _("approval is asked for"),
    "document.approver_released": _("somebody need not approve it any more"),
    "document.approved": _("a version is approved"),
    "document.returned": _("a version is given back"),
    "document.sent": _("it is sent to the customer"),
    "document.signed_by_them": _("they have signed"),
    "document.signed": _("both have signed"),
    "document.refused_by_them": _("they do not sign it"),
    "document.unsigned": _("that they have signed is taken back"),
}
FIELD_NAMES = {
    "title": _("Title"),
    "owner_id": _("Who leads it"),
    "ends_on": _("Should end on"),
    "next_on": _("Next round on"),
    "our_interests": _("What matters to us"),
    "their_interests": _("What matters to them"),
    "our_alternative": _("Our best alternative"),
    "their_alternative": _("Their best alternative"),
    "starts": CONTRACT_NAMES["start"],
    "ends": CONTRACT_NAMES["end"],
    "currency": CONTRACT_NAMES["currency"],
    "reason": _("Reason"),
    "contract": _("Contract"),
}
POINT_NAMES = {
    "name": _("Point at issue"),
    "unit": _("Unit"),
    "is_more_better": _("What is better for us"),
    "product": _("Code of the product"),
    "family": _("Product family"),
    "base": _("Turnover on which growth is counted"),
    "target": _("Our target"),
    "limit": _("Our limit"),
    "asked": _("What they ask"),
    "weight": _("Weight"),
    "our_value": _("Worth of a unit to us"),
    "their_value": _("Worth of a unit to them"),
    "agreed": _("What was agreed"),
}
CONCESSION_NAMES = {
    "text": _("What we give"),
    "cost": _("What it costs us"),
    "worth": _("What it is worth to them"),
    "wanted": _("What we want for it"),
    "given_on": _("Given on"),
}
ROUND_NAMES = {
    "on": _("Day of the round"),
    "present": _("Who was there"),
    "note": _("Note"),
}
DOCUMENT_NAMES = {
    "document": _("Document"),
    "version": _("Version"),
    "people": _("Who must approve"),
    "reason": _("Reason"),
    "sent_to": _("Sent to"),
    "sent_on": _("Sent on"),
    "expected_on": _("Signature expected by"),
    "signed_on": _("Signed on"),
    "file": _("File"),
    "digest": _("Fingerprint (SHA-256)"),
}
UNREAD_SENTENCES: Mapping[str, Sentence] = {
    "damaged": _(
        "The text of version %(number)s cannot be read: its Word file is damaged or locked."
    ),
    "too_long": _("Version %(number)s is too long to be compared."),
    "changed": _("The file of version %(number)s is not there any more as it was kept."),
}
"""Why two versions are not compared."""
SECRET = frozenset(
    {
        "our_alternative", "their_alternative", "target", "limit", "our_value", "their_value",
        "cost", "worth",
    }
)  # fmt: skip
"""For the account team alone: what we aim at tells as much as what we accept at the worst."""
_DAYS = frozenset({"ends_on", "next_on", "starts", "ends", "given_on", "on"})
_DOCUMENT_DAYS = frozenset({"sent_on", "expected_on", "signed_on"})
_MONEY = frozenset({"base", "cost", "worth", "our_value", "their_value"})


def said(point: Point, text: str, currency: str) -> str:
    """A value of a point as people say it; empty where nothing was said."""
    number = point.number(text)
    return text if number is None else amount_said(point, number, currency)


def agreed_said(point: Point, currency: str) -> str:
    """What was agreed of a point, with its name, and the turnover on which growth is counted."""
    told = f"{point.name}: {said(point, point.agreed, currency)}"
    return ", ".join(filter(None, (told, base_said(point, currency))))


def base_said(point: Point, currency: str) -> str:
    """On which turnover growth is counted; empty of other points."""
    if point.base is None:
        return ""
    money = formats.money(Money(point.base, currency))
    return gettext("on growth from %(money)s") % {"money": money}


def amount_said(point: Point, number: Decimal, currency: str) -> str:
    """A number of a point with its unit."""
    kind = point.of_kind
    places = max(0, -int(number.normalize().as_tuple().exponent))
    if kind in WHOLE:
        told = ngettext("%(count)s day", "%(count)s days", formats.counted_as(number))
        return told % {"count": formats.number(number)}
    if kind in PERCENT:
        return formats.percent(number / 100, places=places)
    if kind in MONEY:
        return formats.money(Money(number, currency), places=max(places, cents(currency)))
    return f"{formats.number(number)} {point.unit}".strip()


def gap_said(point: Point, number: Decimal, currency: str) -> str:
    """How far two numbers of a point lie apart: of shares in percentage points."""
    if point.of_kind not in PERCENT:
        return amount_said(point, number, currency)
    told = ngettext(
        "%(count)s percentage point", "%(count)s percentage points", formats.counted_as(number)
    )
    return told % {"count": formats.number(number)}


def start_said(point: Point, start: Decimal, currency: str) -> str:
    """From how much on a tier holds: turnover, or growth in percent."""
    if point.of_kind is PointKind.GROWTH:
        places = max(0, -int((start * 100).normalize().as_tuple().exponent))
        return formats.percent(start, places=places)
    return formats.money(Money(start, currency))


def unit_of(kind: PointKind, currency: str) -> Sentence:
    """In what a kind of point is counted, for whoever writes it."""
    if kind in WHOLE:
        return pgettext("a unit", "days")
    if kind in PERCENT:
        return "%"
    return currency if kind in MONEY else ""


def _value(field: str, values: Mapping[str, Any]) -> Sentence:
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field in _DAYS | _DOCUMENT_DAYS:
        return formats.day(value if isinstance(value, date) else date.fromisoformat(value))
    if field in _MONEY:
        return formats.number(Decimal(str(value)), places=2)
    if field in {"target", "limit", "asked"} and (number := exact(str(value), ".")) is not None:
        return formats.number(number)
    if field == "is_more_better":
        return (
            pgettext_lazy("better for us", "more of it")
            if value
            else pgettext_lazy("better for us", "less of it")
        )
    if field == "owner_id":
        return names_of([value]).get(value, "")
    return str(value)


WORDS = Words(FIELD_NAMES, _value, formats.moment)
"""How a collision of two people's changes is told; of points and concessions the same."""
POINT_WORDS = Words(POINT_NAMES, _value, formats.moment)
CONCESSION_WORDS = Words(CONCESSION_NAMES, _value, formats.moment)
DOCUMENT_WORDS = Words(DOCUMENT_NAMES, _value, formats.moment)


def history_words(*, knows: bool) -> Words:
    """How a history is told: without what is for the account team alone to who is not of it, and
    without who leads it, which costs a query each time."""
    every: dict[str, Sentence] = {
        **ROUND_NAMES,
        **CONCESSION_NAMES,
        **POINT_NAMES,
        **DOCUMENT_NAMES,
        **FIELD_NAMES,
    }
    names = {
        field: name
        for field, name in every.items()
        if field != "owner_id" and (knows or field not in SECRET)
    }
    return Words(names, _value, formats.moment)


TYPED = frozenset(PointKind) - {PointKind.NUMBER, PointKind.WORDS, PointKind.PRICE}
"""Kinds that mostly need no other name."""
