"""The versions of the playbook, and which one holds on a day."""

from __future__ import annotations

from clavero.core import versions
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Playbook, parse_playbook

InForce = versions.InForce[Playbook, PlaybookVersion]
VERSIONS = versions.Versions(PlaybookVersion, parse_playbook, lambda: DEFAULT)
playbook_on, latest_playbook, playbook_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
version_before, all_versions, in_force = VERSIONS.before, VERSIONS.all, VERSIONS.in_force
