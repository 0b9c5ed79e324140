"""The versions of the playbook, and which one holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Playbook, parse_playbook


@dataclass(frozen=True, slots=True)
class InForce:
    """A playbook with the version it comes from; ``version`` is ``None`` for Clavero's own, which
    holds while nobody has decided otherwise."""

    playbook: Playbook
    version: PlaybookVersion | None = None

    @property
    def number(self) -> int | None:
        """The version's number."""
        return None if self.version is None else self.version.pk


def playbook_on(day: date) -> InForce:
    """What holds on ``day``: the last version decided for it or for an earlier day."""
    holding = PlaybookVersion.objects.filter(valid_from__lte=day)
    return _in_force(holding.order_by("-valid_from", "-pk").first())


def latest_playbook() -> InForce:
    """The version decided last, whether it holds yet or not: what the next one starts from."""
    return _in_force(PlaybookVersion.objects.order_by("-pk").first())


def playbook_of(version_id: int) -> InForce | None:
    """One version, ``None`` where there is none of that number."""
    version = PlaybookVersion.objects.filter(pk=version_id).first()
    return None if version is None else _in_force(version)


def version_before(version_id: int) -> InForce:
    """What a version took the place of: the one before it, or Clavero's own."""
    earlier = PlaybookVersion.objects.filter(pk__lt=version_id)
    return _in_force(earlier.order_by("-pk").first())


def all_versions() -> list[PlaybookVersion]:
    """Every version, the latest first."""
    return list(PlaybookVersion.objects.order_by("-pk"))


def _in_force(version: PlaybookVersion | None) -> InForce:
    if version is None:
        return InForce(DEFAULT)
    return InForce(parse_playbook(version.content), version)
