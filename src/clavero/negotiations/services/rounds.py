"""Rounds are written down, and put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal, Sentence
from clavero.core.revisions import CHANGED_MEANWHILE, Words, reconcile
from clavero.core.writing import as_told, tidy
from clavero.identity.rules import Actor
from clavero.negotiations.models import Negotiation, Offer, Point, Round
from clavero.negotiations.rules.negotiating import State
from clavero.negotiations.selectors.one import next_number
from clavero.negotiations.services._held import Value, open_to_change, part_to_change, value_kept
from clavero.negotiations.services.negotiating import begun
from clavero.negotiations.words import ROUND_NAMES, said
from clavero.ui import formats

SIDES = ("ours", "theirs", "agreed")
Put = Mapping[int, Mapping[str, Value]]
"""What was put in a round: of points by their numbers, for each side."""


@transaction.atomic
def add_round(
    actor: Actor,
    *,
    negotiation_id: int,
    on: date,
    put: Put,
    present: str = "",
    note: str = "",
    next_on: date | None = None,
) -> Round:
    """Write a round down; the first one begins the negotiation. ``next_on`` is when the next one
    is. Raises ``Negotiation.DoesNotExist`` for strangers."""
    negotiation = open_to_change(actor, negotiation_id)
    texts = tidy(Round, {"present": present, "note": note})
    _refuse_future(on)
    points = {each.pk: each for each in negotiation.points.all()}
    offers = _checked(points, put)
    if not offers and not texts["note"]:
        raise Refusal(
            _("Say at least what one side put, or what was spoken of."),
            code="nothing_said",
            field="note",
        )
    if negotiation.state == State.PREPARING:
        begun(actor, negotiation)
    found = Round.objects.create(
        negotiation=negotiation, number=next_number(negotiation), on=on, by_name=actor.name,
        **texts,
    )  # fmt: skip
    Offer.objects.bulk_create(
        Offer(round=found, point_id=key, **sides) for key, sides in offers.items()
    )
    _set_next(actor, negotiation, next_on)
    told = {"on": on, **texts, **_told(points, offers, negotiation.currency)}
    record(actor, "negotiation.round_added", found, after=as_told(told))
    return found


@transaction.atomic
def change_round(
    actor: Actor,
    *,
    round_id: int,
    on: date,
    put: Put,
    present: str = "",
    note: str = "",
    next_on: date | None = None,
    next_seen: date | None = None,
    seen: int = 0,
) -> Round:
    """Put a round right. ``seen`` is the revision looked at, ``next_seen`` the day of the next
    round that stood beside it. Raises ``Round.DoesNotExist`` for strangers."""
    found, negotiation = part_to_change(actor, Round, round_id)
    texts = tidy(Round, {"present": present, "note": note})
    _refuse_future(on)
    points = {each.pk: each for each in negotiation.points.all()}
    offers, there = _checked(points, put), _there(found)
    before = {
        "on": found.on, "present": found.present, "note": found.note,
        **_flat(points, there),
    }  # fmt: skip
    asked = {"on": on, **texts, **_flat(points, offers)}
    words = _words(points, negotiation.currency)
    stay = reconcile(found, seen=seen, now=before, asked=asked, words=words)
    after = {**asked, **{field: before[field] for field in stay}}
    if after != before:
        found.on, found.present, found.note = after["on"], after["present"], after["note"]
        found.save(update_fields=["on", "present", "note"])
        found.offers.all().delete()
        kept = {key: {side: after[f"{side}_{key}"] for side in SIDES} for key in points}
        Offer.objects.bulk_create(
            Offer(round=found, point_id=key, **sides)
            for key, sides in kept.items()
            if any(sides.values())
        )
        changed = {field for field in after if after[field] != before[field]}
        record(
            actor, "negotiation.round_changed", found,
            before=as_told({field: before[field] for field in changed}),
            after=as_told({field: after[field] for field in changed}),
        )  # fmt: skip
    if next_on != next_seen:
        _refuse_other_next(negotiation, next_on, next_seen)
        _set_next(actor, negotiation, next_on)
    return found  # type: ignore[no-any-return]


def _refuse_other_next(
    negotiation: Negotiation, next_on: date | None, next_seen: date | None
) -> None:
    """Somebody has set another day meanwhile."""
    there = negotiation.next_on
    if there in {next_on, next_seen}:
        return
    raise Refusal(
        _("The next round is on %(day)s meanwhile.")
        if there is not None
        else _("The day of the next round was emptied meanwhile."),
        code=CHANGED_MEANWHILE,
        field="next_on",
        hint=_("Send yours again if it should hold."),
        day="" if there is None else formats.day(there),
    )


def _set_next(actor: Actor, negotiation: Negotiation, next_on: date | None) -> None:
    if negotiation.next_on != next_on:
        before = {"next_on": negotiation.next_on}
        negotiation.next_on = next_on
        negotiation.save(update_fields=["next_on"])
        after = {"next_on": next_on}
        record(actor, "negotiation.changed", negotiation, before=before, after=after)


def _checked(points: Mapping[int, Point], put: Put) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for key, given in put.items():
        point = points[key]
        sides = {
            side: value_kept(point.of_kind, given.get(side), f"{side}_{key}") for side in SIDES
        }
        if any(sides.values()):
            found[key] = sides
    return found


def _there(found: Round) -> dict[int, dict[str, str]]:
    return {
        each.point_id: {side: getattr(each, side) for side in SIDES} for each in found.offers.all()
    }


def _flat(points: Mapping[int, Point], offers: Mapping[int, Mapping[str, str]]) -> dict[str, str]:
    return {f"{side}_{key}": offers.get(key, {}).get(side, "") for key in points for side in SIDES}


def _told(
    points: Mapping[int, Point], offers: Mapping[int, Mapping[str, str]], currency: str
) -> dict[str, str]:
    return {field: text for field, text in _flat(points, offers).items() if text}


def _words(points: Mapping[int, Point], currency: str) -> Words:
    sides: dict[str, Sentence] = {
        "ours": _("%(point)s: we"), "theirs": _("%(point)s: they"),
        "agreed": _("%(point)s: agreed"),
    }  # fmt: skip
    names: dict[str, Sentence] = dict(ROUND_NAMES)
    for key, point in points.items():
        for side, name in sides.items():
            names[f"{side}_{key}"] = str(name) % {"point": point.name}

    def value(field: str, values: Mapping[str, Any]) -> Sentence:
        kept = values.get(field)
        if kept in (None, ""):
            return ""
        if field == "on":
            return formats.day(kept if isinstance(kept, date) else date.fromisoformat(kept))
        _side, _line, key = field.partition("_")
        point = points.get(int(key)) if key.isdigit() else None
        return str(kept) if point is None else said(point, str(kept), currency)

    return Words(names, value, formats.moment)


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise Refusal(
            _("This day is still to come."),
            code="in_the_future",
            field="on",
            hint=_("Write under “Next round on” when it will be."),
        )
