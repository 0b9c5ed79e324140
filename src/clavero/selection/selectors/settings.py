"""The versions of the selection, and which one holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from clavero.selection.models import SelectionCycle, SelectionVersion
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.settings import Settings, parse_settings


@dataclass(frozen=True, slots=True)
class InForce:
    """Settings with the version they come from; ``version`` is ``None`` for Clavero's defaults,
    which hold while nobody has decided otherwise."""

    settings: Settings
    version: SelectionVersion | None = None

    @property
    def number(self) -> int | None:
        """The version's number."""
        return None if self.version is None else self.version.pk


def settings_on(day: date) -> InForce:
    """What holds on ``day``: the last version decided for it or for an earlier day."""
    holding = SelectionVersion.objects.filter(valid_from__lte=day)
    return _in_force(holding.order_by("-valid_from", "-pk").first())


def settings_of_cycle(cycle: SelectionCycle) -> InForce:
    """By what a cycle's candidates are weighed: while they are rated, by what holds today, and
    afterwards by what held when rating ended."""
    if cycle.stage == Stage.RATING:
        return settings_on(timezone.localdate())
    return _in_force(cycle.version)


def latest_settings() -> InForce:
    """The version decided last, whether it holds yet or not: what the next one starts from."""
    return _in_force(SelectionVersion.objects.order_by("-pk").first())


def settings_of(version_id: int) -> InForce | None:
    """One version, ``None`` where there is none of that number."""
    version = SelectionVersion.objects.filter(pk=version_id).first()
    return None if version is None else _in_force(version)


def all_versions() -> list[SelectionVersion]:
    """Every version, the latest first."""
    return list(SelectionVersion.objects.order_by("-pk"))


def _in_force(version: SelectionVersion | None) -> InForce:
    if version is None:
        return InForce(Settings())
    return InForce(parse_settings(version.content), version)
