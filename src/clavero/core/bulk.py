"""Rows by the ten thousand, without an object for each: what a first import brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection, models


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[str | date | None]]
) -> None:
    """Insert ``rows`` of the fields of texts and days named by ``columns``; other fields get their
    defaults.

    A tenth of the work of ``bulk_create``. Nothing is validated, and nobody is told: constraints
    hold as ever, and a row that is there already raises :class:`django.db.IntegrityError`.
    """
    meta = model._meta
    fields = {field.name: field for field in meta.concrete_fields}
    others = [
        field for name, field in fields.items() if name not in columns and not field.primary_key
    ]
    empty = model()
    fixed = [field.get_db_prep_save(field.pre_save(empty, True), connection) for field in others]
    names = [str(field.column) for field in (*(fields[name] for name in columns), *others)]
    quote = connection.ops.quote_name
    into = f"{quote(meta.db_table)} ({', '.join(map(quote, names))})"
    places = ", ".join(["%s"] * len(names))
    as_day = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {into} VALUES ({places})",  # noqa: S608 - names of our own columns
            [
                (*(as_day(each) if isinstance(each, date) else each for each in row), *fixed)
                for row in rows
            ],
        )
