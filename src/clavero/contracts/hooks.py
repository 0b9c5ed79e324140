"""What rooms above know of a contract, in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.expressions import Combinable

from clavero.core.errors import Sentence

if TYPE_CHECKING:
    from clavero.contracts.models import Contract


@dataclass(frozen=True, slots=True)
class Way:
    """A button on the page of a contract, and where it leads."""

    label: Sentence
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Around:
    """Ways from a contract, for whoever has found it among theirs: ``told`` is a value that is read
    in the contract's own query, under a ``name`` that no column has; ``ways`` makes of the
    contract's number and that value where they lead."""

    name: str
    told: Callable[[], Combinable]
    ways: Callable[[int, Any], Sequence[Way]]


AROUND_CONTRACT: list[Around] = []


def told_beside() -> dict[str, Combinable]:
    """What is read with a contract."""
    return {each.name: each.told() for each in AROUND_CONTRACT}


def ways_from(contract: Contract) -> list[Way]:
    """All ways from a contract that was read with :func:`told_beside`."""
    read = vars(contract)
    return [way for each in AROUND_CONTRACT for way in each.ways(contract.pk, read[each.name])]
