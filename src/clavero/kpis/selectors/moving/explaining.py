"""Which KPIs are explained."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist

from clavero.kpis.rules.explained import Made, made_of
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.selectors.kept import Catalogue


class NotExplained(ObjectDoesNotExist):
    """There is no such KPI of that level, or it is entered: its value explains itself."""


def explained(key: str, level: Level, known: Catalogue) -> tuple[Kpi, Made]:
    """A computed KPI and what it is made of. Raises :class:`NotExplained`."""
    kpi, made = known.by_key.get(key), made_of(key, known.ratios)
    if kpi is None or made is None or level not in kpi.levels:
        raise NotExplained(key)
    return kpi, made
