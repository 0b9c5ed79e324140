"""Processes that are killed at a chosen moment of a change, and two that import at once.

``python -m clavero.ledger.tests.lives`` prints one JSON object a moment: what the next process
found and what it made of it. Each life is a fork, so that only one process must start Django.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from typing import Any
from unittest import mock

import django
from django.apps import apps

DIED = -signal.SIGKILL
_WITH_LINES = ("done", "undone", "already_there")


def main() -> None:
    """Live and die once for each moment."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _read_in()
    first = _forked(lambda: _import([("F0", 1)]))
    for number, (moment, target) in enumerate(_MOMENTS.items(), start=1):
        died = _forked(lambda target=target, number=number: _die_at(target, number))  # type: ignore[misc]
        seen = _forked(_seen_by_the_next)
        print(json.dumps({"moment": moment, "died": died["exit"], **seen}), flush=True)  # noqa: T201
    undone = _forked(lambda: _die_at(_COMMITTED, 0, undo=first["import_id"]))
    seen = _forked(_seen_by_the_next)
    print(json.dumps({"moment": "undo", "died": undone["exit"], **seen}), flush=True)  # noqa: T201
    both = [_start(lambda place=place: _import_often(place)) for place in "AB"]  # type: ignore[misc]
    ended = [_end(*each)["exit"] for each in both]
    seen = _forked(_seen_by_the_next)
    print(json.dumps({"moment": "two at once", "died": max(ended), **seen}), flush=True)  # noqa: T201
    brought = _forked(lambda: _import([("G1", 1), ("G1", 2)]))
    again = _forked(lambda: _die_again(brought["import_id"]))
    seen = _forked(_seen_by_the_next)
    print(json.dumps({"moment": "again", "died": again["exit"], **seen}), flush=True)  # noqa: T201
    _forked(lambda: _again(brought["import_id"]))
    handed = _forked(lambda: _die_at(_COMMITTED, 0, undo=brought["import_id"]))
    seen = _forked(_seen_by_the_next)
    print(json.dumps({"moment": "handed over", "died": handed["exit"], **seen}), flush=True)  # noqa: T201
    _forked(lambda: _import_often("T"))
    for moment, target in _MOMENTS_OF_TIDYING.items():
        died = _forked(lambda target=target: _die_tidying(target))  # type: ignore[misc]
        seen = _forked(_seen_by_the_next)
        print(json.dumps({"moment": moment, "died": died["exit"], **seen}), flush=True)  # noqa: T201


def _read_in() -> None:
    """What every life needs, once: modules, and the SQL that Ibis writes."""
    import_module("clavero.ledger.testing")
    for domain in apps.get_app_configs():
        if domain.name.startswith("clavero.") and find_spec(f"{domain.name}.services"):
            import_module(f"{domain.name}.services")
    from clavero.ledger.engine import answers, facts
    from clavero.ledger.engine.facts import Facts
    from clavero.ledger.measures import PORTFOLIO
    from clavero.ledger.store.footers import OPTIONAL, Filled

    # As the cube asks for it: the lines of one month, which say nothing of their customers, and
    # those of several, of which nothing is known.
    known = {Facts.MONTHLY: Filled(unsaid=frozenset(OPTIONAL)), Facts.FAMILIES: Filled()}
    for table in Facts:
        for beside, several in product((False, True), repeat=2):
            filled = Filled() if several else known[table]
            facts.sql(table, beside_earlier=beside, filled=filled, several_months=several)
    for (table, _window), measures in answers.grouped(PORTFOLIO).items():
        answers.measure_sql(tuple(measures), "account", table)


_COMMITTED = "clavero.ledger.services._settling.write_down"
_MOMENTS = {
    "lines compared": "clavero.ledger.services._bringing.identity.count_repeated",
    "files announced": "clavero.ledger.store._link",
    "files in place": "clavero.ledger.store.DeltaTable.create_write_transaction",
    "committed": "clavero.ledger.services._settling.cube.refresh",
    "half published": "clavero.ledger.engine.cube._sweep",
    "published": _COMMITTED,
    "written down": "clavero.ledger.store.Store.settle",
    "settled": "clavero.ledger.services._settling.tell",
    "told in part": "clavero.ledger.services._announcing._products.register",
}


_MOMENTS_OF_TIDYING = {
    "tidying: files announced": "clavero.ledger.store._link",
    "tidying: files in place": "clavero.ledger.store.DeltaTable.create_write_transaction",
    "tidying: committed": "clavero.ledger.services._tidying.cube.refresh",
    "tidying: published": "clavero.ledger.store.Store.settle",
    "tidying: nothing deleted yet": "clavero.ledger.services._tidying.write_whole",
}


def _die_tidying(target: str) -> dict[str, Any]:
    from clavero.identity.rules import Actor
    from clavero.ledger.services import _tidying, tidy

    _import([("T", 3), (f"T{target}", 3)])
    with (
        mock.patch.multiple(_tidying, _MOST_FILES=2, _MOST_FILES_LATER=2),
        mock.patch(target, _die),
    ):
        tidy(Actor.system())
    return {}


def _die_at(target: str, number: int, undo: str | None = None) -> dict[str, Any]:
    from clavero.identity.rules import Actor
    from clavero.ledger.services import undo_import

    with mock.patch(target, _die):
        if undo:
            undo_import(Actor.system(), import_id=undo)
        else:
            _import([(f"F{number}", 1), (f"F{number}", 2)])
    return {}


def _again(import_id: str) -> dict[str, Any]:
    from clavero.ledger.models import Import
    from clavero.ledger.testing import ledger_of_again

    ledger_of_again(Import.objects.get(pk=import_id))
    return {}


def _die_again(import_id: str) -> dict[str, Any]:
    with mock.patch("clavero.ledger.services._bringing.record", _die):
        return _again(import_id)


def _die(*_args: Any, **_named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _import(lines: list[tuple[str, int]]) -> dict[str, Any]:
    from clavero.ledger.testing import Row, ledger_of

    rows = [
        Row(document, date=date(2024, month, 5), net_amount=Decimal(10), product="P1")
        for document, month in lines
    ]
    return {"import_id": ledger_of(rows).pk}


def _seen_by_the_next() -> dict[str, Any]:
    """What a reader sees at once, and what is there once the ledger was put in order."""
    from clavero.identity.rules import Actor
    from clavero.ledger import hooks, selectors, services
    from clavero.ledger import store as stores
    from clavero.ledger.models import Import
    from clavero.ledger.testing import EVERYTHING

    def total() -> str:
        period = selectors.resolve_period("all", EVERYTHING)
        return str(sum(selectors.by_account(EVERYTHING, period)["net_sales"].to_pylist()))

    told: list[str] = []
    hooks.on_change.append(lambda change: told.append(change.import_id))
    read_at_once = total()
    services.recover(Actor.system())
    last = Import.objects.order_by("-created").first()
    assert last is not None
    store = stores.current()
    referenced = {file.path for file in store.files()}
    on_disk = {str(path.relative_to(store.table)) for path in store.table.glob("month=*/*.parquet")}
    return {
        "read_at_once": read_at_once,
        "total": total(),
        "lines": sum(file.rows for file in store.files()),
        "kept": sum(Import.objects.values_list("kept", flat=True)),
        "status": last.status,
        "last_kept": last.kept,
        "failure": (last.failure or {}).get("code"),
        "told": told,
        "untold": Import.objects.filter(status__in=["done", "undone"], told=False).count(),
        "orphans": sorted(on_disk - referenced),
        "unread_folders": sorted(
            path.name
            for path in (store.home / "imports").glob("*/kept")
            if not Import.objects.filter(pk=path.parent.name, status__in=_WITH_LINES)
        ),
    }


def _import_often(place: str) -> dict[str, Any]:
    for number in range(5):
        _import([("shared", 3), (f"{place}{number}", 3)])
    return {}


def _forked(life: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run ``life`` in a process of its own: what it returned, and how it ended."""
    return _end(*_start(life))


def _start(life: Callable[[], dict[str, Any]]) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    try:
        with os.fdopen(writing, "w") as answer:
            json.dump(life(), answer)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _end(pid: int, reading: int) -> dict[str, Any]:
    with os.fdopen(reading) as answer:
        text = answer.read()
    _pid, status = os.waitpid(pid, 0)
    return {"exit": os.waitstatus_to_exitcode(status), **(json.loads(text) if text else {})}


if __name__ == "__main__":
    main()
