"""The first look at who is falling silent, and at lifetime values, against the bare queries that
read the same days of purchase."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from benchmarks.measured import answer, in_its_own_process, peak_megabytes, start_clavero, took

ROUNDS = 3

DAYS = """
    WITH days AS (
        SELECT DISTINCT customer, family, date FROM read_parquet({files}, hive_partitioning = false)
        WHERE kind = 'invoice' AND net_amount > 0 AND customer IS NOT NULL
    ), lists AS (
        SELECT customer, family, list(date ORDER BY date) AS days
        FROM days GROUP BY customer, family
        UNION ALL
        SELECT customer, NULL, list(date ORDER BY date)
        FROM (SELECT DISTINCT customer, date FROM days) GROUP BY customer
    )
    SELECT * FROM lists ORDER BY customer, family
"""
AMOUNTS = """
    SELECT customer, date, sum(net_amount) AS bought
    FROM read_parquet({files}, hive_partitioning = false) WHERE customer IS NOT NULL
    GROUP BY customer, date HAVING sum(net_amount) > 0 ORDER BY customer, date
"""


def compare(folder: Path, lines: int) -> dict[str, dict[str, Any]]:
    """Of each room, what nobody has computed yet and the bare query, each in a new process, on a
    ledger of ``lines`` that the daily benchmark has built."""
    home = folder / f"ledger-{lines}"
    found: dict[str, dict[str, Any]] = {}
    for room in LOOKS:
        bare, ours = [], []
        for _round in range(ROUNDS):  # in turn, so that both meet the same noise
            bare.append(in_its_own_process("silence", "bare", room, home=home))
            ours.append(in_its_own_process("silence", "look", room, home=home))
        found[room] = {
            **{name: min(each[name] for each in ours) for name in ("seconds", "processor")},
            "bare": min(each["seconds"] for each in bare),
            "bare_processor": min(each["processor"] for each in bare),
            "accounts": ours[0]["accounts"],
            "peak": max(each["peak"] for each in ours),
        }
    return found


def _bare(room: str) -> None:
    start_clavero()
    from clavero.ledger import store as stores
    from clavero.ledger.engine import connection, cube

    store = stores.current()
    months = cube.published(store).months
    files = [str(store.table / path) for month in months.values() for path in month.files]
    duckdb, sql = connection.connect(), {"silence": DAYS, "lifetime": AMOUNTS}[room]
    answer(**took(lambda: duckdb.execute(sql.format(files=files)).to_arrow_table()))


def _silence() -> int:
    from clavero.identity.rules import Actor
    from clavero.silence.selectors import states

    picture = states(Actor.system())
    assert picture is not None
    return len(picture.rows)


def _lifetime() -> int:
    from clavero.identity.rules import Actor
    from clavero.lifetime.rules.asking import Asked
    from clavero.lifetime.selectors import held_out_of, lifetime_picture

    picture = lifetime_picture(Actor.system(), Asked())
    assert picture is not None
    held_out_of(picture)
    return len(picture.rows)


LOOKS = {"silence": _silence, "lifetime": _lifetime}


def _look(room: str) -> None:
    """The first one in a process, whose customers and modules are there: every page needs those."""
    start_clavero()
    import ibis  # noqa: F401
    import scipy.optimize
    import scipy.special  # noqa: F401

    from clavero.portfolio.selectors import data_span, structure

    structure()
    data_span()
    seen: list[int] = []
    found = took(lambda: seen.append(LOOKS[room]()))
    answer(**found, accounts=seen[0], peak=peak_megabytes())


if __name__ == "__main__":
    {"bare": _bare, "look": _look}[sys.argv[1]](sys.argv[2])
