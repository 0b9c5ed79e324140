"""The yearly cycles."""

from __future__ import annotations

from clavero.selection.models import Decision, SelectionCycle
from clavero.selection.rules.cycle import Stage


def all_cycles() -> list[SelectionCycle]:
    """Every year, the latest first."""
    return list(SelectionCycle.objects.select_related("version"))


def latest_cycle() -> SelectionCycle | None:
    """The last year that was opened."""
    return SelectionCycle.objects.select_related("version").first()


def open_cycle_or_none() -> SelectionCycle | None:
    """The year that is not closed yet; there is one at most."""
    return SelectionCycle.objects.exclude(stage=Stage.CLOSED).select_related("version").first()


def cycle_of(year: int) -> SelectionCycle | None:
    """The cycle of a year."""
    return SelectionCycle.objects.filter(year=year).select_related("version").first()


def last_members(cycle: SelectionCycle) -> str:
    """Who decided last in a year: a committee decides of many candidates on one day."""
    decided = Decision.objects.valid().filter(candidate__cycle=cycle).order_by("-pk")
    return decided.values_list("members", flat=True).first() or ""
