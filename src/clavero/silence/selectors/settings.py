"""Where the states begin, and which version holds on a day."""

from __future__ import annotations

from clavero.core import versions
from clavero.silence.models import SilenceVersion
from clavero.silence.rules.settings import Settings, parse_settings

InForce = versions.InForce[Settings, SilenceVersion]
VERSIONS = versions.Versions(SilenceVersion, parse_settings, Settings)
settings_on, latest_settings, settings_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_versions, in_force = VERSIONS.all, VERSIONS.in_force
