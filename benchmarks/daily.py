"""A daily file on a large ledger, and on one ten times as large."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.generate import A_DAY, daily_file, sales_sql
from benchmarks.measured import (
    answer,
    in_its_own_process,
    peak_megabytes,
    start_clavero,
    step,
    took,
)

DAYS = 5


def compare(folder: Path, lines: int, factor: int) -> dict[str, Any]:
    """Five daily files on ``lines`` and on ``factor`` times as many, the best of each."""
    homes: dict[int, Path] = {}
    for size in (lines, lines * factor):
        home = folder / f"ledger-{size}"
        if not (home / "ready").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
            with step(f"  building a ledger of {size:,} lines"):
                in_its_own_process("daily", "build", size, home=home)
            (home / "ready").touch()
        homes[size] = home
    found: dict[int, list[dict[str, Any]]] = {size: [] for size in homes}
    for number in range(DAYS):
        for size, home in homes.items():  # in turn, so that both meet the same noise
            file = daily_file(folder, number)
            found[size].append(in_its_own_process("daily", "import", file, home=home))
    for home in homes.values():
        in_its_own_process("daily", "undo", home=home)
    small, large = found.values()
    return {
        "sizes": list(found),
        "small": _least(small, "seconds"),
        "large": _least(large, "seconds"),
        "peak": max(each["peak"] for each in large),
        "ratio": _least(large, "seconds") / _least(small, "seconds"),
        "processor_ratio": _least(large, "processor") / _least(small, "processor"),
    }


def _least(found: list[dict[str, Any]], what: str) -> float:
    return min(each[what] for each in found)


def _build(size: str) -> None:
    """Stage generated lines straight as Parquet, and bring them in as an import does."""
    start_clavero()
    from clavero.ledger.engine import connection
    from clavero.ledger.store import CERTAIN
    from clavero.ledger.testing import bring_staged, staged_counts

    given = {
        "line_no": "row_number() OVER () + 1",
        "kind": "replace(kind, ' ', '_')",
        "amount": "net_amount",
        "rate": "1",
    }
    columns = {
        "document", "line", "kind", "date", "customer", "customer_name", "product",
        "product_name", "family", "quantity", "net_amount", "currency", "cost",
    }  # fmt: skip

    def column(name: str) -> str:
        made = given.get(name, f'"{name}"' if name in columns else "NULL")
        return f'({made})::{_sql_type(str(CERTAIN.field(name).type))} AS "{name}"'

    def stage(folder: Path, import_id: str) -> Any:
        given["import_id"] = f"'{import_id}'"
        wanted = ", ".join(map(column, CERTAIN.names))
        folder.mkdir(parents=True)
        connection.connect().execute(
            f"COPY (SELECT {wanted}, strftime(date, '%Y-%m') AS month FROM "
            f"({sales_sql(int(size))})) TO '{folder / 'kept'}' (FORMAT parquet, PARTITION_BY month)"
        )
        return staged_counts(folder, int(size))

    bring_staged(stage)
    answer(peak=peak_megabytes())


def _sql_type(arrow: str) -> str:
    plain = {"string": "VARCHAR", "int64": "BIGINT", "date32[day]": "DATE"}
    return plain.get(arrow, arrow.replace("decimal128", "DECIMAL"))


def _import(file: str) -> None:
    start_clavero()
    from clavero.identity.rules import Actor
    from clavero.ledger.services import import_file

    path = Path(file)
    done: list[int] = []

    def bring() -> None:
        done.append(import_file(Actor.system(), path=path, name=path.name).kept)

    whole = took(bring)
    if done != [A_DAY]:
        raise SystemExit(f"{path.name}: {done} lines kept, not {A_DAY}")
    answer(**whole, peak=peak_megabytes())


def _undo() -> None:
    """Leave the ledger as it was for the next run."""
    start_clavero()
    from clavero.identity.rules import Actor
    from clavero.ledger.models import Import, Status
    from clavero.ledger.services import undo_import

    for row in Import.objects.filter(status=Status.DONE, read=A_DAY):
        undo_import(Actor.system(), import_id=row.pk)
    answer()


if __name__ == "__main__":
    {"build": _build, "import": _import, "undo": _undo}[sys.argv[1]](*sys.argv[2:])
