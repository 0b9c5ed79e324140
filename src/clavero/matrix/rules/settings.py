"""What a company decides once for the whole matrix: mode, cuts, and factors and criteria by sector.

The cuts and the mode hold for everybody, so that places can be compared; a sector may have factors
of potential, with scales and weights, and criteria of position of its own. Source: methods
§2.1–2.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.factors import FactorFault, FactorSet, parse_factors
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Stability
from clavero.matrix.rules.scales import Kind, Plain
from clavero.matrix.rules.scores import CRITERIA, SCORE, STAGE, Criteria, Limits
from clavero.matrix.rules.version import Version

_ANY_SIZE: Limits = (-(Decimal(10) ** 9), Decimal(10) ** 9)
EVERYBODY = ""
"""The sector of those who have no factors and criteria of their own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``base`` holds the factors and criteria of everybody else, ``sectors`` the criteria of
    position and ``potentials`` the factors of potential of the sectors that have their own,
    ``names`` how the company calls factors that Clavero does not know. ``room`` is how many
    accounts can be invested in, ``None`` while nobody has said."""

    base: Version = field(default_factory=Version)
    sectors: Mapping[str, FactorSet] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    room: int | None = None
    potentials: Mapping[str, FactorSet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        criteria = {key for each in self._of_position for key in each.weights}
        potential = {key for each in self._of_potential for key in each.weights}
        faults = [Fault(FactorFault.TWICE, key) for key in sorted(potential & criteria)]
        if STAGE in potential | criteria:
            faults.append(Fault(FactorFault.RESERVED, STAGE))
        if faults:
            raise Faulty(faults)

    def version(self, sector: str = EVERYBODY) -> Version:
        """How an account of ``sector`` is read."""
        own = (self.potentials.get(sector), self.sectors.get(sector))
        version = self.base
        for each in own:
            version = version if each is None else version.with_factors(each)
        return version

    def factors(self, sector: str = EVERYBODY) -> FactorSet:
        """The factors of potential of ``sector``."""
        return self.potentials.get(sector, self.base.potential)

    def criteria(self, sector: str = EVERYBODY) -> FactorSet:
        """The criteria of position of ``sector``."""
        return self.sectors.get(sector, self.base.position)

    @property
    def own(self) -> frozenset[str]:
        """The sectors with factors or criteria of their own."""
        return frozenset({*self.sectors, *self.potentials})

    @property
    def _of_potential(self) -> tuple[FactorSet, ...]:
        return self.base.potential, *self.potentials.values()

    @property
    def _of_position(self) -> tuple[FactorSet, ...]:
        return self.base.position, *self.sectors.values()

    @property
    def keys(self) -> frozenset[str]:
        """Every factor and criterion that any sector has."""
        sets = (*self._of_potential, *self._of_position)
        return frozenset(key for each in sets for key in each.weights)

    @property
    def to_score(self) -> Criteria:
        """What people can score by these settings. How far apart raters are is told by everybody's
        scale, where there is one."""
        limits: dict[str, Limits] = dict(CRITERIA.limits)
        measured = {
            factor.key: factor
            for each in reversed(self._of_potential)
            for factor in each
            if factor.scale.kind is not Kind.DIRECT
        }
        for key in self.keys:
            limits.setdefault(key, _ANY_SIZE if key in measured else SCORE)
        potential = {key for each in self._of_potential for key in each.weights}
        named = {name.lower(): key for key, name in self.names.items()}
        return Criteria(limits, CRITERIA.potential | potential, measured, named)

    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_settings` reads back."""
        base = self.base
        return {
            "mode": str(base.mode),
            "potential_cut": base.potential_cut,
            "position_cut": base.position_cut,
            "margin": base.stability.margin,
            "reviews": base.stability.reviews,
            "sigma": base.sigma,
            "potential": base.potential.to_plain(),
            "position": base.position.to_plain(),
            "sectors": {sector: each.to_plain() for sector, each in sorted(self.sectors.items())},
            "potentials": {
                sector: each.to_plain() for sector, each in sorted(self.potentials.items())
            },
            "names": dict(sorted(self.names.items())),
            "room": self.room,
        }


def parse_settings(plain: Mapping[str, Any]) -> Settings:
    """The settings that :meth:`Settings.to_plain` wrote. Raises :class:`Faulty`.

    >>> parse_settings(Settings().to_plain()) == Settings()
    True
    """
    try:
        base = Version(
            potential=parse_factors(plain["potential"]),
            position=parse_factors(plain["position"]),
            mode=Mode(plain["mode"]),
            potential_cut=plain["potential_cut"],
            position_cut=plain["position_cut"],
            stability=Stability(plain["margin"], plain["reviews"]),
            sigma=plain["sigma"],
        )
        sectors = {name: parse_factors(each) for name, each in plain["sectors"].items()}
        own = plain.get("potentials", {})  # which older versions do not have
        potentials = {name: parse_factors(each) for name, each in own.items()}
        return Settings(base, sectors, dict(plain["names"]), plain.get("room"), potentials)
    except (KeyError, TypeError, AttributeError) as error:
        raise Faulty([Fault(FactorFault.UNREADABLE)]) from error
