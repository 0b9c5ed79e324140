"""What the stages ask for, by its versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clavero.core.versions import InForce as _InForce
from clavero.core.versions import Versions
from clavero.relationships.models import DemandsVersion
from clavero.relationships.rules.demands import default_demands, parse_demands
from clavero.relationships.rules.matrix import Demands

InForce = _InForce[Demands, DemandsVersion]
VERSIONS = Versions(DemandsVersion, parse_demands, default_demands)
demands_on, latest_demands, demands_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_versions, in_force = VERSIONS.all, VERSIONS.in_force


class Held:
    """What was asked for on each day, read at once."""

    def __init__(self) -> None:
        self._versions: Sequence[DemandsVersion] = all_versions()
        self._known: dict[int | None, Demands] = {}

    def on(self, day: date) -> Demands:
        """What was in force on a day."""
        holding = [each for each in self._versions if each.valid_from <= day]
        version = max(holding, key=lambda each: (each.valid_from, each.pk), default=None)
        key = None if version is None else version.pk
        if key not in self._known:
            self._known[key] = in_force(version).settings
        return self._known[key]
