"""The versions of the matrix, and which one holds on a day."""

from __future__ import annotations

from clavero.core import versions
from clavero.identity.rules import Actor
from clavero.matrix.models import MatrixVersion
from clavero.matrix.rules.settings import Settings, parse_settings
from clavero.portfolio.visibility import accounts

InForce = versions.InForce[Settings, MatrixVersion]
VERSIONS = versions.Versions(MatrixVersion, parse_settings, Settings)
settings_on, latest_settings, settings_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_versions, in_force = VERSIONS.all, VERSIONS.in_force


def sectors(actor: Actor) -> list[str]:
    """The sectors of the customers that ``actor`` sees."""
    named = accounts(actor).exclude(sector="").order_by("sector")
    return list(named.values_list("sector", flat=True).distinct())
