"""What each stage of a relationship asks for, as the company decides it in versions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.core.money import plain
from clavero.matrix.rules.position import STAGES, Stage
from clavero.relationships.rules.matrix import DEFAULTS, MOST, Cell, Demands, Ours
from clavero.relationships.rules.people import Function

MOST_CELLS = 24
MOST_RESILIENCE = 9


class DemandFault(StrEnum):
    """Why demands cannot be used."""

    UNREADABLE = "unreadable"
    NOTHING_ASKED = "nothing_asked"
    NO_LEVEL = "no_level"
    NO_RESILIENCE = "no_resilience"
    NO_PART = "no_part"
    NO_BOW_TIE = "no_bow_tie"
    TWICE = "twice"


def checked(demands: Demands) -> Demands:
    """The same, if it can be used. Raises :class:`Faulty` with all that speaks against it."""
    faults = []
    for stage in STAGES:
        levels = demands.levels.get(stage, {})
        if not levels:
            faults.append(Fault(DemandFault.NOTHING_ASKED, stage.value))
        if any(not 1 <= level <= MOST for level in levels.values()):
            faults.append(Fault(DemandFault.NO_LEVEL, stage.value, limit=MOST))
        if not 1 <= demands.resilience.get(stage, 0) <= MOST_RESILIENCE:
            faults.append(Fault(DemandFault.NO_RESILIENCE, stage.value, limit=MOST_RESILIENCE))
        if not 0 <= demands.bow_tie.get(stage, 0) <= 1:
            faults.append(Fault(DemandFault.NO_BOW_TIE, stage.value))
    if not 0 < demands.coverage <= 1:
        faults.append(Fault(DemandFault.NO_PART))
    if faults:
        raise Faulty(faults)
    return demands


def default_demands() -> Demands:
    """Clavero's own: recommendations."""
    return DEFAULTS


def cells_of(demands: Demands) -> list[Cell]:
    """Every cell that any stage asks something of, in the order of our functions and theirs."""
    found = {cell for levels in demands.levels.values() for cell in levels}
    return sorted(
        found, key=lambda cell: (list(Ours).index(cell[0]), list(Function).index(cell[1]))
    )


def as_plain(demands: Demands) -> dict[str, Any]:
    """As a plain dictionary, which :func:`parse_demands` reads back.

    >>> parse_demands(as_plain(DEFAULTS)) == DEFAULTS
    True
    """
    return {
        "coverage": plain(demands.coverage),
        "stages": {
            stage.value: {
                "resilience": demands.resilience[stage],
                **({"bow_tie": plain(demands.bow_tie[stage])} if stage in demands.bow_tie else {}),
                "levels": [
                    [ours.value, theirs.value, level]
                    for (ours, theirs), level in sorted(demands.levels[stage].items())
                ],
            }
            for stage in STAGES
        },
    }


def parse_demands(content: Mapping[str, Any]) -> Demands:
    """The demands that :func:`as_plain` wrote. Raises :class:`Faulty`."""
    try:
        stages = {Stage(key): each for key, each in content["stages"].items()}
        found = Demands(
            {
                stage: {
                    (Ours(ours), Function(theirs)): int(level)
                    for ours, theirs, level in each["levels"]
                }
                for stage, each in stages.items()
            },
            {stage: int(each["resilience"]) for stage, each in stages.items()},
            Decimal(content["coverage"]),
            {
                stage: Decimal(each["bow_tie"])
                for stage, each in stages.items()
                if "bow_tie" in each
            },
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise Faulty([Fault(DemandFault.UNREADABLE)]) from error
    return checked(found)
