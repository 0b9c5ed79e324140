"""The versions of the matrix, and which one holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.identity.rules import Actor
from clavero.matrix.models import MatrixVersion
from clavero.matrix.rules.settings import Settings, parse_settings
from clavero.portfolio.visibility import accounts


@dataclass(frozen=True, slots=True)
class InForce:
    """Settings with the version they come from; ``version`` is ``None`` for Clavero's defaults,
    which hold while nobody has decided otherwise."""

    settings: Settings
    version: MatrixVersion | None = None

    @classmethod
    def of(cls, version: MatrixVersion | None) -> InForce:
        """A version's settings, Clavero's own for none."""
        return cls(Settings()) if version is None else cls(parse_settings(version.content), version)

    @property
    def number(self) -> int | None:
        """The version's number."""
        return None if self.version is None else self.version.pk


def settings_on(day: date) -> InForce:
    """What holds on ``day``: the last version decided for it or for an earlier day."""
    holding = MatrixVersion.objects.filter(valid_from__lte=day)
    return InForce.of(holding.order_by("-valid_from", "-pk").first())


def latest_settings() -> InForce:
    """The version decided last, whether it holds yet or not: what the next one starts from."""
    return InForce.of(MatrixVersion.objects.order_by("-pk").first())


def settings_of(version_id: int) -> InForce | None:
    """One version, ``None`` where there is none of that number."""
    version = MatrixVersion.objects.filter(pk=version_id).first()
    return None if version is None else InForce.of(version)


def sectors(actor: Actor) -> list[str]:
    """The sectors of the customers that ``actor`` sees."""
    named = accounts(actor).exclude(sector="").order_by("sector")
    return list(named.values_list("sector", flat=True).distinct())


def all_versions() -> list[MatrixVersion]:
    """Every version, the latest first."""
    return list(MatrixVersion.objects.order_by("-pk"))
