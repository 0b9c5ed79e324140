"""Waves and what came back, for programs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from clavero.loyalty.selectors.results import NOBODY, Scores, WaveResults


def wave_as_data(of: WaveResults) -> dict[str, Any]:
    """A wave in a line."""
    wave = of.wave
    return {
        "id": wave.pk,
        "name": wave.name,
        "survey": str(wave.version.survey),
        "version": wave.version.number,
        "began": timezone.localdate(wave.opened_at).isoformat(),
        "until": wave.closes_on.isoformat(),
        "open": of.is_open,
        "by": wave.by_name,
        **_scores(of.whole),
    }


def results_as_data(of: WaveResults) -> dict[str, Any]:
    """A wave with its groups; ``told`` is ``false`` where a sum would give single people away."""
    readings = of.readings
    return {
        **wave_as_data(of),
        "nps_of_accounts": None if readings is None else _number(readings.accounts.value),
        "nps_of_accounts_error": None if readings is None else readings.accounts_error,
        "nps_by_revenue": None if readings is None else _number(readings.weighted.value),
        "nps_by_revenue_error": None if readings is None else readings.weighted_error,
        "accounts": [{"account": each.key, **_scores(each)} for each in of.accounts],
        "functions": [{"function": each.key, **_scores(each)} for each in of.functions],
        "people": [
            {"person": None if each.key == NOBODY else each.name, **_scores(each)}
            for each in of.people
        ],
    }


def _scores(of: Scores) -> dict[str, Any]:
    nps, csat = of.nps, of.csat
    interval = None if nps is None or nps.margin is None else nps.score.interval
    return {
        "known": of.known,
        "asked": of.asked,
        "answered": of.answered,
        "told": of.is_told,
        "nps": None if nps is None else _number(nps.score.value),
        "nps_error": None if nps is None or nps.margin is None else round(nps.error or 0.0, 4),
        "nps_interval": None if interval is None else [round(each, 4) for each in interval],
        "nps_answers": 0 if nps is None else nps.score.n,
        "csat": None if csat is None else _number(csat.value),
        "csat_answers": 0 if csat is None else csat.n,
        "versus": {
            key: {"us": _number(each.us.value), "other": _number(each.other.value), "n": each.n}
            for key, each in of.versus.items()
            if each.n
        },
    }


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)
