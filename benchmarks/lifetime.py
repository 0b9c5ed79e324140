"""One BG/NBD fit of all of CDNOW (23,570 customers), against ``lifetimes``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measured import answer, in_its_own_process, took

FILE = Path(__file__).resolve().parents[2] / "shared/data/cdnow/CDNOW_master.txt"
UNTIL = date(1998, 6, 30).toordinal()
ROUNDS = 5
ALIKE = 1e-3  # of each parameter: both must have found the same


def compare() -> dict[str, Any] | None:
    """Both fits, and ours ÷ theirs; ``None`` where the file is not there."""
    if not FILE.is_file():
        return None
    ours, theirs = (in_its_own_process("lifetime", name) for name in ("clavero", "lifetimes"))
    for name, value in theirs["parameters"].items():
        if abs(ours["parameters"][name] / value - 1) > ALIKE:
            raise SystemExit(f"{name} differs: this would compare different things")
    return {
        "clavero": ours,
        "lifetimes": theirs,
        "ratio": ours["seconds"] / theirs["seconds"],
        "processor_ratio": ours["processor"] / theirs["processor"],
    }


def _histories() -> Any:
    import numpy as np

    from clavero.lifetime.rules.histories import histories, purchases

    rows = [line.split() for line in FILE.read_text().splitlines()]
    rows = [row for row in rows if row[1].isdigit()]
    names = sorted({row[0] for row in rows})
    places = {name: place for place, name in enumerate(names)}
    bought = purchases(
        names,
        np.array([places[row[0]] for row in rows]),
        np.array([date.fromisoformat(row[1]).toordinal() for row in rows]),
        np.rint(np.array([float(row[3]) for row in rows]) * 1e6).astype(np.int64),
    )
    return histories(bought, UNTIL)


def _clavero() -> None:
    from clavero.lifetime.rules.models import Fit, Kind, fit

    of, found = _histories(), []

    def once() -> None:
        of.__dict__.pop("patterns", None)  # counting equal histories is part of a fit
        found.append(fit(of, Kind.BG_NBD))

    best = min((took(once) for _round in range(ROUNDS)), key=lambda each: each["seconds"])
    fitted = found[-1]
    assert isinstance(fitted, Fit)
    answer(customers=len(of), parameters=dict(fitted.parameters), **best)


def _lifetimes() -> None:
    from lifetimes import BetaGeoFitter

    of, model = _histories(), BetaGeoFitter()
    best = min(
        (took(lambda: model.fit(of.x, of.t_x, of.T)) for _round in range(ROUNDS)),
        key=lambda each: each["seconds"],
    )
    answer(customers=len(of), parameters=dict(model.params_), **best)


if __name__ == "__main__":
    {"clavero": _clavero, "lifetimes": _lifetimes}[sys.argv[1]]()
