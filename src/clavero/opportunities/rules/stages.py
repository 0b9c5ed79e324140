"""The stages of an opportunity with their probabilities, decided in versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.core.money import plain

FEWEST, MOST = 2, 8
LONGEST_NAME = 40


class StageFault(StrEnum):
    """Why stages cannot be used."""

    UNREADABLE = "unreadable"
    HOW_MANY = "how_many"
    NO_NAME = "no_name"
    TWICE = "twice"
    NOT_A_CHANCE = "not_a_chance"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage. Without a ``probability`` the one of the opportunity's Ansoff cell holds; ``name``
    is empty for the stages that Clavero knows the words for."""

    key: str
    probability: Decimal | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages in their order. Raises :class:`Faulty` for what cannot be used."""

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        faults = []
        if not FEWEST <= len(self.stages) <= MOST:
            faults.append(Fault(StageFault.HOW_MANY, limit=MOST))
        keys = [each.key for each in self.stages]
        if "" in keys:
            faults.append(Fault(StageFault.NO_NAME))
        if len(set(keys)) < len(keys):
            faults.append(Fault(StageFault.TWICE))
        known = [each for each in self.stages if each.probability is not None]
        faults += [
            Fault(StageFault.NOT_A_CHANCE, each.name or each.key)
            for each in known
            if not 0 < (each.probability or 0) < 1
        ]
        chances = [each.probability for each in known]
        if chances != sorted(chances, key=lambda each: each or 0):
            faults.append(Fault(StageFault.FALLING))
        if faults:
            raise Faulty(faults)

    @property
    def keys(self) -> tuple[str, ...]:
        """Their keys, in order."""
        return tuple(each.key for each in self.stages)

    def get(self, key: str) -> Stage | None:
        """The stage of a key; ``None`` for one of an earlier version."""
        return next((each for each in self.stages if each.key == key), None)

    def to_plain(self) -> dict[str, Any]:
        """As a plain dictionary, which :func:`parse_stages` reads back."""
        return {
            "stages": [
                {
                    "key": each.key,
                    "name": each.name,
                    "probability": None if each.probability is None else plain(each.probability),
                }
                for each in self.stages
            ]
        }


def default_stages() -> Stages:
    """Clavero's own. Until the customer has an offer, what counts is how new the sale is."""
    return Stages(
        (
            Stage("identified"),
            Stage("qualified"),
            Stage("offered", Decimal("0.6")),
            Stage("negotiating", Decimal("0.75")),
            Stage("agreed", Decimal("0.9")),
        )
    )


def parse_stages(content: Mapping[str, Any]) -> Stages:
    """The stages that :meth:`Stages.to_plain` wrote. Raises :class:`Faulty`.

    >>> parse_stages(default_stages().to_plain()) == default_stages()
    True
    """
    try:
        rows: Sequence[Mapping[str, Any]] = content["stages"]
        found = tuple(
            Stage(str(row["key"]), _chance(row["probability"]), str(row["name"])) for row in rows
        )
    except (KeyError, TypeError, InvalidOperation) as error:
        raise Faulty([Fault(StageFault.UNREADABLE)]) from error
    return Stages(found)


def _chance(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
