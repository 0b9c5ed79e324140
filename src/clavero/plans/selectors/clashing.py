"""Which actions begin before what they wait for ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.db.models import CharField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from clavero.core.models import AuditEntry
from clavero.plans.models import Action
from clavero.plans.models._parts import Row
from clavero.plans.rules.clashes import Placed
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState

RowT = TypeVar("RowT", bound=Row)


def placed(actions: Iterable[Action]) -> dict[int, Placed]:
    """Actions on the calendar, by number; what they wait for is prefetched."""
    return {
        each.pk: Placed(
            each.start, each.end, each.state, tuple(other.pk for other in each.after.all())
        )
        for each in actions
    }


def with_clashes(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The same actions; ``too_early_for`` says what one waits for that ends after its begin, in
    the same query. The rule is ``rules.clashes``; a test holds the two together."""
    earlier = Action.objects.filter(
        before=OuterRef("pk"),
        retired_at=None,
        state__in=OPEN_ACTIONS,
        end__gt=OuterRef("start"),
    ).order_by("-end", "pk")
    return actions.annotate(too_early_for=Subquery(earlier.values("text")[:1]))


def with_waits(actions: QuerySet[Action]) -> list[Action]:
    """The same actions, each once, with the numbers of what it waits for (:func:`waits_of`), in the
    same query: a row for each thing that one waits for."""
    found: dict[int, Action] = {}
    for each in actions.annotate(waits_for=F("after")):
        read = vars(each)
        kept = vars(found.setdefault(each.pk, each)).setdefault("waits", [])
        if read["waits_for"] is not None:
            kept.append(read["waits_for"])
    return list(found.values())


def waits_of(action: Action) -> list[int]:
    """What an action waits for, by number; read by :func:`with_waits`."""
    waits: list[int] = vars(action)["waits"]
    return waits


def too_early(actions: Iterable[Action]) -> list[tuple[Action, str]]:
    """Those that clash, each with what it waits for; read by ``with_clashes``."""
    found: list[tuple[Action, Any]] = [(each, vars(each)["too_early_for"]) for each in actions]
    return [(each, text) for each, text in found if text and each.state == ActionState.TO_DO]


def with_revisions(rows: QuerySet[RowT]) -> QuerySet[RowT]:
    """The same rows with their revisions as ``seen``, of the moment in which they are read."""
    entries = AuditEntry.objects.filter(
        subject_type=rows.model._meta.label, subject_id=Cast(OuterRef("pk"), CharField())
    )
    last = entries.order_by().values("subject_id").annotate(last=Max("pk")).values("last")
    return cast("QuerySet[RowT]", rows.annotate(seen=Subquery(last)))
