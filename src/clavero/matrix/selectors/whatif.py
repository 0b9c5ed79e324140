"""What-ifs answered, and those that were kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from clavero.identity.rules import Actor
from clavero.matrix.models import MatrixScenario
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.whatif import Outcome, WhatIf, outcome
from clavero.matrix.selectors.placing import MatrixRow, matrix_rows
from clavero.matrix.selectors.settings import InForce
from clavero.portfolio.selectors import Structure, structure


@dataclass(frozen=True, slots=True)
class Supposed:
    """An account as it is today, and as it would be."""

    row: MatrixRow
    then: Outcome

    @property
    def today(self) -> Strategy | None:
        """The quadrant of today's scores."""
        return self.row.reading.quadrant

    @property
    def changes_quadrant(self) -> bool:
        """Whether it would have another quadrant, or one at all."""
        return self.then.quadrant is not self.today

    @property
    def loses_place(self) -> bool:
        """Whether it has a place today and would have none."""
        return self.row.reading.point is not None and self.then.place is None


def supposed(
    rows: Sequence[MatrixRow], settings: Settings, what_if: WhatIf, known: Structure
) -> list[Supposed]:
    """Each account of ``rows``, which were read by ``settings``, in a what-if. Of a record merged
    since, the survivor is meant. Raises :class:`Faulty` for weights that no set may have."""
    changed = what_if.settings(settings)
    places = {known.alone.survivor(code): place for code, place in what_if.places.items()}
    found = []
    for row in rows:
        version = changed.version(row.card.sector)
        reading = version.read(row.inputs)
        found.append(Supposed(row, outcome(version, reading, places.get(row.card.code))))
    return found


def read_by(settings: Settings, *, instead_of: InForce, as_of: date) -> list[Supposed]:
    """Every account as other ``settings`` would read it, the highest potential first."""
    rows = matrix_rows(Actor.system(), as_of=as_of, holding=instead_of)
    return supposed(rows, settings, WhatIf(), structure())


def scenarios(actor: Actor) -> QuerySet[MatrixScenario]:
    """The scenarios that ``actor`` may open: their own, and those that others share.

    A scenario holds weights and places; whoever opens it sees the accounts that they may see.
    """
    mine_or_shared = Q(person_id=actor.user_id) | Q(is_shared=True)
    return MatrixScenario.objects.filter(mine_or_shared).select_related("person", "version")
