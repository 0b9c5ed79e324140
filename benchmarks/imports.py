"""Importing a file, against bare DuckDB turning the same CSV into Parquet."""

from __future__ import annotations

import shutil
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measured import (
    answer,
    in_its_own_process,
    peak_megabytes,
    seconds_of,
    start_clavero,
    took,
)

ROUNDS = 5


def compare(csv: Path, folder: Path) -> dict[str, Any]:
    """Both in turn, the best of each; the last import stays in ``folder/home``."""
    home = folder / "home"
    bare: list[dict[str, Any]] = []
    ours: list[dict[str, Any]] = []
    for _round in range(ROUNDS):
        bare.append(in_its_own_process("imports", "bare", csv, folder / "bare.parquet"))
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        ours.append(in_its_own_process("imports", "clavero", csv, home=home))
    best_bare = min(bare, key=lambda found: found["seconds"])
    best_ours = min(ours, key=lambda found: found["seconds"])
    return {
        "bare": best_bare,
        "clavero": best_ours,
        "committed_ratio": best_ours["committed"] / best_bare["seconds"],
        "ratio": best_ours["seconds"] / best_bare["seconds"],
        "processor_ratio": min(found["processor"] for found in ours)
        / min(found["processor"] for found in bare),
    }


def _bare(csv: str, target: str) -> None:
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    sql = f"COPY (SELECT * FROM read_csv('{csv}')) TO '{target}' (FORMAT parquet)"
    answer(**took(lambda: connection.execute(sql)), peak=peak_megabytes())


def _clavero(csv: str) -> None:
    start_clavero()
    from clavero.identity.rules import Actor
    from clavero.ledger import hooks
    from clavero.ledger.services import import_file

    began: dict[str, float] = {}
    hooks_took: list[float] = []

    def progress(phase: str, _share: float) -> None:
        began.setdefault(phase, time.perf_counter())

    def timed(hook: hooks.Hook) -> hooks.Hook:
        return lambda change: hooks_took.append(seconds_of(lambda: hook(change)))

    hooks.on_change[:] = [timed(hook) for hook in hooks.on_change]
    path = Path(csv)
    start = time.perf_counter()
    whole = took(
        lambda: import_file(Actor.system(), path=path, name=path.name, on_progress=progress)
    )
    end = time.perf_counter()
    marks = [start, *(began[name] for name in ("reading", "comparing", "figures")), end]
    looking, reading, comparing, figures = (later - earlier for earlier, later in pairwise(marks))
    answer(
        **whole,
        peak=peak_megabytes(),
        committed=looking + reading + comparing,
        looking=looking,
        reading=reading,
        comparing=comparing,
        figures=figures - sum(hooks_took),
        hooks=sum(hooks_took),
    )


if __name__ == "__main__":
    {"bare": _bare, "clavero": _clavero}[sys.argv[1]](*sys.argv[2:])
