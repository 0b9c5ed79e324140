"""A ledger that many tests begin with is brought in once a process, and copied after that.

An import takes a tenth of a second, which hundreds of tests would spend on the same few rows. What
it left, the folder and the rows in the database, is kept under what went in. It is given back only
where a test has nothing yet; whatever the test does then, it does to its own copy. Nothing is kept
of what Hypothesis makes up: it hardly makes the same up twice.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from hypothesis import currently_in_test_context

from clavero.core.models import AuditEntry
from clavero.ledger.models import Import

_WITHOUT_BUSINESS = {"identity", "core", "ui", "rest"}  # who is there, and not what was done


@dataclass(frozen=True)
class _Remembered:
    folder: Path
    rows: list[Model]
    import_id: str


_remembered: dict[Hashable, _Remembered] = {}


def remembered(key: Hashable, bring: Callable[[], Import]) -> Import:
    """The import that ``bring`` makes of what ``key`` says; the second time, without making it."""
    if currently_in_test_context() or not _nothing_yet():
        return bring()
    if key not in _remembered:
        before = set(AuditEntry.objects.values_list("pk", flat=True))
        made = bring()
        _remembered[key] = _Remembered(_copy_of(settings.LEDGER_HOME), _rows(before), made.pk)
        return made
    found = _remembered[key]
    shutil.copytree(found.folder, settings.LEDGER_HOME, dirs_exist_ok=True)
    _insert(found.rows)
    return Import.objects.get(pk=found.import_id)


def _models() -> list[type[Model]]:
    """Those that an import can write: every domain's, but for who is there."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("clavero.")
        and model._meta.app_label not in _WITHOUT_BUSINESS
    ]


def _nothing_yet() -> bool:
    home = Path(settings.LEDGER_HOME)
    is_new = not home.exists() or not any(home.iterdir())
    return is_new and not _models_with_rows()


def _models_with_rows() -> list[type[Model]]:
    models = _models()
    name = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {name(model._meta.db_table)})"  # noqa: S608 - our own tables
        for at, model in enumerate(models)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [models[at] for (at,) in sorted(cursor.fetchall())]


def _rows(audited: set[int]) -> list[Model]:
    """Everything that is there now, in an order in which it can be inserted."""
    found: list[Model] = [
        row for model in _models_with_rows() for row in model._base_manager.order_by("pk")
    ]
    entries = list(AuditEntry.objects.exclude(pk__in=audited).order_by("pk"))
    for entry in entries:
        entry.pk = None
    return [*found, *entries]


def _insert(rows: list[Model]) -> None:
    by_model: dict[type[Model], list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, ones in by_model.items():
        keyed = model is not AuditEntry
        model._base_manager.bulk_create([_fresh(one, keyed=keyed) for one in ones])
    if connection.vendor == "postgresql":  # whose counters do not see keys that are given
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(by_model)):
                cursor.execute(statement)


def _fresh(row: Model, *, keyed: bool) -> Model:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if not keyed:
        values[row._meta.pk.attname] = None
    return type(row)(**values)


def _copy_of(home: Any) -> Path:
    kept = Path(tempfile.mkdtemp(prefix="clavero-remembered-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    return shutil.copytree(home, kept / "ledger")
