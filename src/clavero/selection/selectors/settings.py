"""The versions of the selection, and which one holds on a day."""

from __future__ import annotations

from django.utils import timezone

from clavero.core import versions
from clavero.selection.models import SelectionCycle, SelectionVersion
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.settings import Settings, parse_settings

InForce = versions.InForce[Settings, SelectionVersion]
VERSIONS = versions.Versions(SelectionVersion, parse_settings, Settings)
settings_on, latest_settings, settings_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_versions, in_force = VERSIONS.all, VERSIONS.in_force


def settings_of_cycle(cycle: SelectionCycle) -> InForce:
    """By what a cycle's candidates are weighed: while they are rated, by what holds today, and
    afterwards by what held when rating ended."""
    if cycle.stage == Stage.RATING:
        return settings_on(timezone.localdate())
    return in_force(cycle.version)
