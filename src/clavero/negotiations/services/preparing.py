"""Points at issue and concessions are prepared, changed and removed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core import writing
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.negotiations.models import Concession, Point
from clavero.negotiations.rules.points import (
    IN_WORDS,
    MOST_WEIGHT,
    NEEDS_SUBJECT,
    TIERED,
    WITH_SUBJECT,
    PointKind,
    at_least,
)
from clavero.negotiations.rules.tiers import passes_from
from clavero.negotiations.services._held import open_to_change, part_to_change, value_kept
from clavero.negotiations.words import CONCESSION_WORDS, POINT_WORDS

_VALUES = ("target", "limit", "asked")


@transaction.atomic
def add_point(actor: Actor, *, negotiation_id: int, kind: PointKind, **given: Any) -> Point:
    """Add a point at issue. Raises ``Negotiation.DoesNotExist`` for strangers."""
    negotiation = open_to_change(actor, negotiation_id)
    point = Point(negotiation=negotiation, kind=PointKind(kind).value)
    values = _checked_point(point, given)
    for field, value in values.items():
        setattr(point, field, value)
    point.save()
    record(actor, "negotiation.point_added", point, after=as_told(values))
    return point


@transaction.atomic
def change_point(actor: Actor, *, point_id: int, seen: int = 0, **given: Any) -> Point:
    """Change a point while it is negotiated; fields that are not given stay. ``seen`` is the
    revision looked at. Raises ``Point.DoesNotExist`` for strangers."""
    point, _negotiation = part_to_change(actor, Point, point_id)
    values = _checked_point(point, given)
    writing.changed(
        actor, point, values, seen=seen, verb="negotiation.point_changed", words=POINT_WORDS
    )
    return point  # type: ignore[no-any-return]


@transaction.atomic
def remove_point(actor: Actor, *, point_id: int) -> int:
    """A point is no longer at issue, and nothing was put for it; the number of its negotiation."""
    point, negotiation = part_to_change(actor, Point, point_id)
    if point.offers.exists():
        raise Refusal(
            _("“%(name)s” was spoken of in a round: what was said stays."),
            code="was_spoken_of",
            hint=_("Write in the next round that nobody asks for it any more."),
            name=point.name,
        )
    record(actor, "negotiation.point_removed", negotiation, before={"name": point.name})
    point.delete()
    return int(negotiation.pk)


@transaction.atomic
def add_concession(actor: Actor, *, negotiation_id: int, **given: Any) -> Concession:
    """Prepare a concession. Raises ``Negotiation.DoesNotExist`` for strangers."""
    negotiation = open_to_change(actor, negotiation_id)
    values = _checked_concession(given)
    refuse_empty({"text": "", **values}, "text", _("Say what we would give."))
    found = Concession.objects.create(negotiation=negotiation, **values)
    record(actor, "negotiation.concession_added", found, after=as_told(values))
    return found


@transaction.atomic
def change_concession(
    actor: Actor, *, concession_id: int, seen: int = 0, **given: Any
) -> Concession:
    """Change a concession, or say when it was given. ``seen`` is the revision looked at."""
    found, _negotiation = part_to_change(actor, Concession, concession_id)
    values = _checked_concession(given)
    refuse_empty(values, "text", _("Say what we would give."))
    writing.changed(
        actor, found, values, seen=seen, verb="negotiation.concession_changed",
        words=CONCESSION_WORDS,
    )  # fmt: skip
    return found  # type: ignore[no-any-return]


@transaction.atomic
def remove_concession(actor: Actor, *, concession_id: int) -> int:
    """A concession is not thought of any more; one that was given stays."""
    found, negotiation = part_to_change(actor, Concession, concession_id)
    if found.given_on is not None:
        raise Refusal(
            _("This concession was given: it stays."),
            code="was_given",
            hint=_("If it was not, empty the day on which it was given first."),
        )
    record(actor, "negotiation.concession_removed", negotiation, before={"text": found.text})
    found.delete()
    return int(negotiation.pk)


def _checked_concession(given: dict[str, Any]) -> dict[str, Any]:
    values = tidy(Concession, given)
    for field in ("cost", "worth"):
        if values.get(field) is not None and values[field] < 0:
            raise Refusal(_("Nothing here can be below zero."), code="negative", field=field)
    return values


def _checked_point(point: Point, given: dict[str, Any]) -> dict[str, Any]:
    kind = point.of_kind
    told = {field: value_kept(kind, given[field], field) for field in _VALUES if field in given}
    values = tidy(Point, {**given, **told})
    refuse_empty({"name": point.name, **values}, "name", _("Say what the point is about."))
    after = {field: values.get(field, getattr(point, field)) for field in _FIELDS}
    if not 1 <= after["weight"] <= MOST_WEIGHT:
        raise Refusal(
            _("Write a weight from 1 to %(most)s."),
            code="weight_out_of_range",
            field="weight",
            most=MOST_WEIGHT,
        )
    _check_subject(kind, after)
    _check_base(kind, after)
    _check_target(kind, after)
    return values


_FIELDS = ("product", "family", "base", "target", "limit", "weight", "is_more_better")


def _check_subject(kind: PointKind, after: dict[str, Any]) -> None:
    if after["product"] and after["family"]:
        raise Refusal(
            _("It is about a product or about a family, not about both."),
            code="two_subjects",
            field="family",
        )
    if kind in NEEDS_SUBJECT and not (after["product"] or after["family"]):
        raise Refusal(
            _("Say which product or which family it is about."), code="no_subject", field="product"
        )
    if kind not in WITH_SUBJECT and (after["product"] or after["family"]):
        raise TypeError(f"a point of {kind} is about no product")


def _check_base(kind: PointKind, after: dict[str, Any]) -> None:
    if kind is not PointKind.GROWTH:
        if after["base"] is not None:
            raise TypeError(f"a point of {kind} has no base")
        return
    if after["base"] is None or after["base"] <= 0:
        raise Refusal(_("Say on which turnover growth is counted."), code="no_base", field="base")


def _check_target(kind: PointKind, after: dict[str, Any]) -> None:
    if not (after["target"] and after["limit"]):
        return
    if kind in TIERED:
        if passes_from(kind, after["target"], after["limit"]) is not None:
            raise _target_beyond()
        return
    if kind in IN_WORDS:
        return
    point = Point(kind=kind.value, is_more_better=after["is_more_better"])
    target, limit = point.number(after["target"]), point.number(after["limit"])
    assert target is not None and limit is not None, "both say something"  # noqa: PT018
    if not at_least(target, limit, more=point.more):
        raise _target_beyond()


def _target_beyond() -> Refusal:
    return Refusal(
        _("Your target is worse for you than your limit."),
        code="target_beyond_limit",
        field="target",
        hint=_("The limit is what you accept at the worst: perhaps they changed places."),
    )
