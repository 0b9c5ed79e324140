"""Exchange rates, loaded from a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal, Sentence
from clavero.core.money import plain
from clavero.identity.rules import Actor
from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.opening import Format, Opened, recognise
from clavero.ledger.ingest.text import as_utf8, survey
from clavero.ledger.models import ExchangeRate
from clavero.ledger.rules.rates import EURO, UnreadableRates, read_rates
from clavero.ledger.services._holding import hold_settings
from clavero.ledger.services._permission import must_import

_MOST_BYTES = 50_000_000  # every rate since 1999 takes one fiftieth of it
_AT_ONCE = 5_000
_MOST_TOLD = 100  # replaced rates, each with what it was: a whole table can be corrected at once

_WRONG: dict[str, Sentence] = {
    "no_date_column": _(
        "Line %(line)s: the first column of a table of rates is called Date, or Fecha."
    ),
    "not_a_currency": _(
        "Line %(line)s, column %(column)s: “%(value)s” is not a currency code such as USD."
    ),
    "not_a_date": _(
        "Line %(line)s, column %(column)s: “%(value)s” is not a date such as 2024-01-31."
    ),
    "not_a_rate": _("Line %(line)s, column %(column)s: “%(value)s” is not a rate."),
    "ambiguous_rate": _(
        "Line %(line)s, column %(column)s: “%(value)s” may be a fraction or thousands."
    ),
    "two_rates": _(
        "Line %(line)s, column %(column)s: “%(value)s”, where another line says another rate of "
        "the same day."
    ),
    "not_for_a_euro": _(
        "Line %(line)s, column %(column)s: “%(value)s” for the euro, so these rates are not "
        "units for one euro."
    ),
    "rate_out_of_range": _(
        "Line %(line)s, column %(column)s: no currency has a rate of “%(value)s” for one euro."
    ),
    "extra_cells": _(
        "Line %(line)s has more cells than the table has columns, as where its commas are "
        "decimal, too: “%(value)s”."
    ),
    "missing_cells": _("Line %(line)s lacks its currency or its rate, in column %(column)s."),
    "cell_too_long": _(
        "Line %(line)s has a cell longer than any rate: a quotation mark may be open."
    ),
}
_AS_TABLE = _("Load the table as CSV: the European Central Bank's can be loaded as it is.")
_CORRECT = _("Nothing was loaded. Correct it there and load the table again.")
_REMEDIES: dict[str, Sentence] = {
    "empty": _("Download or export it again and look that it has rates."),
    "binary": _AS_TABLE,
    "html": _("It may be a page about the rates: download the CSV file itself."),
    "several_members": _("Unpack it and load the table of rates alone."),
    "empty_archive": _("Download it again, or pack the table of rates."),
    "protected_archive": _("Unpack it and load the file inside."),
    "nested_archive": _("Unpack it and load the table of rates alone."),
    "old_workbook": _AS_TABLE,
    "damaged_text": _("Export it again as UTF-8."),
}
"""What to do, where it is not the same as for a sales file."""


@dataclass(frozen=True, slots=True)
class LoadedRates:
    """How many rates the table had, and how many of them were not known like that."""

    read: int
    changed: int


def load_rates(actor: Actor, *, path: Path) -> LoadedRates:
    """Keep the rates of a CSV table, of the European Central Bank or with one rate a row.

    A rate already known for its day is replaced. Lines imported before keep theirs.
    """
    must_import(actor)
    try:
        found = read_rates(_text(path))
    except UnreadableRates as error:
        raise Refusal(
            _WRONG[error.code],
            code=error.code,
            field="file",
            hint=_AS_TABLE if error.code == "no_date_column" else _CORRECT,
            line=error.line,
            column=error.column,
            value=error.value,
        ) from error
    wanted = {(each.currency, each.day): each.rate for each in found if each.currency != EURO}
    return _keep(actor, wanted)


@transaction.atomic
def _keep(actor: Actor, wanted: dict[tuple[str, date], Decimal]) -> LoadedRates:
    settings = hold_settings()  # what a rate was before is read after the last who wrote it
    known = {
        (each.currency, each.day): each.rate
        for each in ExchangeRate.objects.filter(currency__in={code for code, _day in wanted})
    }
    changed = [
        ExchangeRate(currency=code, day=day, rate=rate)
        for (code, day), rate in wanted.items()
        if known.get((code, day)) != rate
    ]
    ExchangeRate.objects.bulk_create(
        changed,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["currency", "day"],
        update_fields=["rate"],
    )
    if changed:
        replaced = sorted({(each.currency, each.day) for each in changed} & known.keys())
        told = replaced[:_MOST_TOLD]
        before: dict[str, Any] | None = None
        after: dict[str, Any] = {
            "changed": len(changed),
            "currencies": sorted({each.currency for each in changed}),
        }
        if told:
            before = {"rates": _by_currency_and_day(known, told)}
            after["rates"] = _by_currency_and_day(wanted, told)
            after["replaced"] = len(replaced)
            after["replaced_untold"] = len(replaced) - len(told)
        record(actor, "ledger.rates_loaded", settings, before=before, after=after)
    return LoadedRates(read=len(wanted), changed=len(changed))


def _by_currency_and_day(
    rates: dict[tuple[str, date], Decimal], keys: list[tuple[str, date]]
) -> dict[str, dict[str, str]]:
    """The rates under ``keys`` as an entry keeps them: ``{"USD": {"2024-01-02": "1.0956"}}``."""
    kept: dict[str, dict[str, str]] = {}
    for currency, day in keys:
        kept.setdefault(currency, {})[day.isoformat()] = plain(rates[currency, day])
    return kept


def _text(path: Path) -> str:
    """The table, whatever it is packed in and however its letters are written."""
    try:
        opened = recognise(path)
        if opened.format is not Format.TEXT:
            raise refusals.binary(opened.format.upper())
        return _whole(opened)
    except Refusal as refusal:
        raise Refusal(
            refusal.message,
            code=refusal.code,
            field="file",
            hint=_REMEDIES.get(refusal.code, refusal.hint),
            **refusal.params,
        ) from refusal


def _whole(opened: Opened) -> str:
    with opened.stream() as stream:
        length = 0
        while block := stream.read():
            length += len(block)
            if length > _MOST_BYTES:
                raise Refusal(
                    _("This is too long for a table of rates."), code="too_long", hint=_AS_TABLE
                )
    with as_utf8(opened, survey(opened)) as text:
        return b"".join(text).decode()
