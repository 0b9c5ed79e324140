"""What the services have in common: negotiations and documents, locked, and values of points."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from clavero.contracts.rules.reading import read_tiers
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.core.notation import exact
from clavero.core.writing import tidy
from clavero.identity.rules import Actor
from clavero.negotiations.models import SAID_LENGTH, Document, Negotiation, Point
from clavero.negotiations.rules import documents as papers
from clavero.negotiations.rules.negotiating import OPEN, Move, State, may
from clavero.negotiations.rules.points import IN_WORDS, PERCENT, TIERED, WHOLE, PointKind
from clavero.negotiations.visibility import documents, negotiations, require

Value = Decimal | int | str | None
_HUNDRED = Decimal(100)
_MOST = Decimal(10) ** 12
_MOST_DAYS = 3650


def to_change(actor: Actor, negotiation_id: int) -> Negotiation:
    """The negotiation, locked. Raises ``Negotiation.DoesNotExist`` for strangers."""
    found = negotiations(actor).select_for_update(of=("self",)).get(pk=negotiation_id)
    require(actor)
    return found


def open_to_change(actor: Actor, negotiation_id: int) -> Negotiation:
    """The same, while it goes on."""
    found = to_change(actor, negotiation_id)
    if found.state not in OPEN:
        raise Refusal(
            _("This negotiation has ended: what was prepared and said stays as it was."),
            code="has_ended",
            hint=_("Take it up again first."),
        )
    return found


def part_to_change(actor: Actor, model: Any, key: int) -> tuple[Any, Negotiation]:
    """A part of a negotiation that goes on, and the negotiation, locked."""
    seen = negotiations(actor).order_by()
    found = model.objects.filter(negotiation__in=seen).get(pk=key)
    negotiation = open_to_change(actor, found.negotiation_id)
    return model.objects.select_for_update().get(pk=key), negotiation


def moved(actor: Actor, negotiation_id: int, move: Move) -> Negotiation:
    """The negotiation, locked, once it can be moved so."""
    found = to_change(actor, negotiation_id)
    if not may(move, State(found.state), has_contract=found.contract_id is not None):
        raise Refusal(
            _("This negotiation is in another state now."),
            code="another_state",
            hint=_("Look at it again: somebody has gone on with it."),
        )
    return found


def document_to_change(actor: Actor, document_id: int) -> Document:
    """The document, locked. Raises ``Document.DoesNotExist`` for strangers."""
    return documents(actor).select_for_update(of=("self",)).get(pk=document_id)


def stepped(actor: Actor, document_id: int, step: papers.Step) -> Document:
    """The document, locked, once that step can be taken, by who negotiates."""
    found = document_to_change(actor, document_id)
    require(actor)
    refuse_step(found, step)
    if found.negotiation is not None:
        refuse_broken_off(found.negotiation)
    return found


def refuse_broken_off(found: Negotiation) -> None:
    """Nothing is written for what was broken off."""
    if found.state == State.BROKEN_OFF:
        raise Refusal(
            _("The negotiation was broken off: its documents go nowhere."),
            code="broken_off",
            hint=_("Take it up again first."),
        )


def refuse_step(found: Document, step: papers.Step) -> None:
    """Refuse a step that the state of a document does not allow."""
    if not papers.may(step, papers.State(found.state)):
        raise Refusal(
            _("This document is in another state now."),
            code="another_state",
            hint=_("Look at it again: somebody has gone on with it."),
        )


def value_kept(kind: PointKind, value: Value, field: str) -> str:
    """A value of a point as a row keeps it; refused where it is none of its kind."""
    if value is None or value == "":
        return ""
    if kind in IN_WORDS:
        text = str(value).strip()
        if len(text) > SAID_LENGTH:
            raise Refusal(
                _("This text is too long."),
                code="too_long",
                field=field,
                hint=_("Write at most %(most)s characters."),
                most=SAID_LENGTH,
            )
        if kind is PointKind.GROWTH and text and not read_tiers(text):
            raise Refusal(_("Write each line as 5 %: 2 %."), code="no_tiers", field=field)
        if kind in TIERED and text and not read_tiers(text):
            raise Refusal(_("Write each line as 50000: 2 %."), code="no_tiers", field=field)
        return text
    number = exact(value, ".") if isinstance(value, str) else Decimal(value)
    if number is None or not number.is_finite():
        raise Refusal(_("Write a number."), code="not_a_number", field=field)
    if abs(number) >= _MOST:
        raise Refusal(_("This number is too large."), code="too_large", field=field)
    if kind is PointKind.FLOOR and number < -_HUNDRED:
        raise Refusal(_("Write a change from −100 to 100 %."), code="not_a_change", field=field)
    if kind not in {PointKind.NUMBER, PointKind.FLOOR} and number < 0:
        raise Refusal(_("Nothing here can be below zero."), code="negative", field=field)
    if kind in WHOLE and (number != number.to_integral_value() or number > _MOST_DAYS):
        raise Refusal(_("Write whole days."), code="not_whole", field=field)
    if kind in {PointKind.BUDGET, PointKind.INDEX} and number == 0:
        raise Refusal(_("Write an amount above zero."), code="not_above_zero", field=field)
    if kind in PERCENT and number > _HUNDRED:
        raise Refusal(_("Write a share from 0 to 100 %."), code="not_a_share", field=field)
    return plain(number)


def reason_of(text: str, sentence: Any) -> str:
    """A reason that says something."""
    told = str(tidy(Negotiation, {"reason": text})["reason"])
    if not told:
        raise Refusal(sentence, code="reason_missing", field="reason")
    return told


def agreed_texts(points: Iterable[Point]) -> str:
    """What was agreed, point by point, as it was written: it stays in the history, whatever becomes
    of it."""
    return "; ".join(f"{each.name}: {each.agreed}" for each in points if each.agreed)
