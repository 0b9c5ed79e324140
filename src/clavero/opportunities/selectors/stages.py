"""The stages of opportunities, by their versions."""

from __future__ import annotations

from clavero.core.versions import InForce as _InForce
from clavero.core.versions import Versions
from clavero.opportunities.models import StageVersion
from clavero.opportunities.rules.stages import Stages, default_stages, parse_stages

InForce = _InForce[Stages, StageVersion]
VERSIONS = Versions(StageVersion, parse_stages, default_stages)
stages_on, latest_stages, stages_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_versions, in_force = VERSIONS.all, VERSIONS.in_force
