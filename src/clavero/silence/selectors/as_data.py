"""How customers stand, for programs."""

from __future__ import annotations

from typing import Any

from clavero.silence.selectors.picture import SilencePicture, SilenceRow

FIGURES = 6


def summary_as_data(picture: SilencePicture) -> dict[str, Any]:
    """The days, the settings and how many are in each state."""
    return {
        "on": picture.on.isoformat(),
        "as_of": picture.as_of.isoformat(),
        "settings_version": picture.settings.number,
        "customers": len(picture.rows),
        "states": {state.key: count for state, count in picture.counts.items()},
    }


def row_as_data(row: SilenceRow) -> dict[str, Any]:
    """One customer; what is not known is ``None``."""
    said = row.said
    return {
        "customer": row.code,
        "name": row.name,
        "state": row.state.key,
        "state_by_silence": row.judged.key,
        "last_purchase": row.last_purchase.isoformat(),
        "silent_days": row.silent,
        "usual_gap": row.usual,
        "gaps": row.gaps,
        "chance": _rounded(row.chance),
        "p_alive": _rounded(row.alive),
        "families_silent": [family.name for family in row.families],
        "manager": row.manager,
        "verdict": said.finding.value if said else None,
        "lost_on": row.lost_since.isoformat() if row.lost_since else None,
        "reason": said.reason.value if said and said.reason else None,
        "competitor": said.competitor if said else "",
        "recovered_on": row.recovered_on.isoformat() if row.recovered_on else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{FIGURES}g}")
