"""Computing everybody's KPIs, against the bare aggregation of the same lines."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.generate import daily_file, late_file
from benchmarks.measured import answer, in_its_own_process, peak_megabytes, start_clavero, took

ROUNDS = 3

BARE = """
    WITH lines AS (
        SELECT *, date >= DATE '{start}' AS now,
            date >= DATE '{before}' AND date < DATE '{start}' AS was, kind = 'invoice' AS sold,
            coalesce(paid_date, due_date) AS until
        FROM read_parquet({files}, hive_partitioning = false)
    ), by_family AS (
        SELECT customer, family,
            coalesce(bool_or(sold AND net_amount > 0) FILTER (now)
                AND sum(net_amount) FILTER (now) > 0, FALSE) AS is_bought,
            coalesce(bool_or(sold AND net_amount > 0) FILTER (NOT now)
                AND sum(net_amount) FILTER (NOT now) > 0, FALSE) AS was_bought,
            sum(net_amount) FILTER (now) AS amount
        FROM lines GROUP BY customer, family
    ), families AS (
        SELECT customer, count(*) FILTER (is_bought) AS families,
            count(*) FILTER (is_bought AND NOT was_bought) AS additional,
            sum(amount) FILTER (is_bought AND NOT was_bought) AS additional_sales
        FROM by_family WHERE family IS NOT NULL GROUP BY customer
    )
    SELECT customer, sum(net_amount) FILTER (now) AS net_sales,
        sum(net_amount) FILTER (was) AS net_sales_before,
        sum(net_amount - "cost") FILTER (now) AS contribution,
        sum(net_amount - "cost") FILTER (was) AS contribution_before,
        sum(net_amount) FILTER (now AND "cost" IS NOT NULL) AS with_cost,
        sum(net_amount) FILTER (was AND "cost" IS NOT NULL) AS with_cost_before,
        count(*) FILTER (now AND sold AND promised_date IS NOT NULL) AS promised,
        count(*) FILTER (now AND sold AND promised_date - delivered_date BETWEEN 0 AND 1)
            AS on_time,
        sum(net_amount::DECIMAL(38, 6) * (until - date)) FILTER (now AND sold) AS waited,
        sum(net_amount) FILTER (now AND sold AND until IS NOT NULL) AS awaited,
        any_value(families) AS families, any_value(additional) AS additional,
        any_value(additional_sales) AS additional_sales
    FROM lines LEFT JOIN families USING (customer)
    GROUP BY customer ORDER BY customer
"""


def compare(folder: Path, lines: int) -> dict[str, Any]:
    """A whole refresh, one after a daily file and one after late lines, on a ledger of ``lines``
    that the daily benchmark has built; and the bare query."""
    home = folder / f"ledger-{lines}"
    bare, whole = [], []
    for _round in range(ROUNDS):  # in turn, so that both meet the same noise
        bare.append(in_its_own_process("refresh", "bare", home=home))
        in_its_own_process("refresh", "forget", home=home)
        whole.append(in_its_own_process("refresh", "whole", home=home))
    daily = in_its_own_process("refresh", "after", daily_file(folder, 0), home=home)
    late = in_its_own_process("refresh", "after", late_file(folder), home=home)
    in_its_own_process("refresh", "forget", home=home)
    return {
        "bare": min(each["seconds"] for each in bare),
        "whole": min(each["seconds"] for each in whole),
        "ratio": min(e["seconds"] for e in whole) / min(e["seconds"] for e in bare),
        "processor_ratio": min(e["processor"] for e in whole) / min(e["processor"] for e in bare),
        "accounts": whole[0]["accounts"],
        "peak": max(each["peak"] for each in whole),
        "daily": daily["seconds"],
        "daily_part": daily["seconds"] / min(each["seconds"] for each in whole),
        "late": late["seconds"],
        "late_part": late["seconds"] / min(each["seconds"] for each in whole),
        "late_accounts": late["accounts"],
    }


def _bare() -> None:
    start_clavero()
    from clavero.core.period import Period, add_months
    from clavero.identity.rules import Actor
    from clavero.ledger import store as stores
    from clavero.ledger.engine import connection, cube
    from clavero.ledger.selectors import resolve_period
    from clavero.portfolio.selectors import scope_for

    store = stores.current()
    seen = cube.published(store)
    period = resolve_period("ttm", scope_for(Actor.system()))
    base = Period(add_months(period.start, -24), period.end)
    files = [
        str(store.table / path)
        for month in base.months()
        for path in seen.months[f"{month.start:%Y-%m}"].files
    ]
    sql = BARE.format(start=period.start, before=add_months(period.start, -12), files=files)
    duckdb = connection.connect()
    answer(**took(lambda: duckdb.execute(sql).to_arrow_table()))


def _whole() -> None:
    start_clavero()
    from clavero.identity.rules import Actor
    from clavero.kpis.models import Snapshot
    from clavero.kpis.services import refresh

    found = took(lambda: refresh(Actor.system()))
    answer(**found, accounts=Snapshot.objects.latest("day").accounts, peak=peak_megabytes())


def _after(file: str) -> None:
    """A refresh after a file, in a process like the worker's that has refreshed before."""
    start_clavero()
    from clavero.identity.rules import Actor
    from clavero.kpis.models import Snapshot
    from clavero.kpis.services import refresh
    from clavero.ledger import hooks
    from clavero.ledger.services import import_file, undo_import

    # The import's own refresh would leave nothing to measure.
    hooks.on_change[:] = [each for each in hooks.on_change if "kpis" not in each.__module__]
    actor, path = Actor.system(), Path(file)
    refresh(actor)
    row = import_file(actor, path=path, name=path.name)
    try:
        found = took(lambda: refresh(actor))
        snapshot = Snapshot.objects.latest("day")
        answer(**found, accounts=snapshot.changed, corrections=snapshot.corrections)
    finally:
        undo_import(actor, import_id=row.pk)


def _forget() -> None:
    """Leave nothing that was computed, so that the next one starts from the ledger alone."""
    start_clavero()
    from clavero.kpis import store
    from clavero.kpis.models import Snapshot
    from clavero.ledger import store as stores

    Snapshot.objects.all().delete()
    shutil.rmtree(store.folder(), ignore_errors=True)
    shutil.rmtree(stores.current().cube / "serving", ignore_errors=True)
    answer()


if __name__ == "__main__":
    {"bare": _bare, "whole": _whole, "after": _after, "forget": _forget}[sys.argv[1]](*sys.argv[2:])
