"""While files may be missing, what is computed of sales accuses nobody and has not changed."""

from __future__ import annotations

from clavero.alerts.rules.signals import Signal
from clavero.alerts.sources import Partly
from clavero.kpis.selectors import Catalogue
from clavero.ledger.selectors import holes_lately


def of_what_is_whole(
    signals: list[Signal], known: Catalogue, *, place: int
) -> list[Signal] | Partly:
    """All ``signals``; where the ledger has a hole, those of what people and rooms say alone, and
    the others stay as they are. In the keys of alerts their KPI stands at ``place``."""
    if not holes_lately():
        return signals
    said = {kpi.key for kpi in known.kpis if kpi.is_said}

    def is_unknown(key: str) -> bool:
        return key.split(":")[place] not in said

    return Partly([each for each in signals if not is_unknown(each.key)], is_unknown)
