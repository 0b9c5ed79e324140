"""Exchange rates, loaded from a table."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal, Sentence
from clavero.identity.rules import Actor
from clavero.ledger.models import ExchangeRate, LedgerSettings
from clavero.ledger.rules.rates import EURO, UnreadableRates, read_rates
from clavero.ledger.services._permission import must_import

_MOST_BYTES = 50_000_000  # every rate since 1999 takes one fiftieth of it
_AT_ONCE = 5_000

_WRONG: dict[str, Sentence] = {
    "no_date_column": _("The first column of a table of rates is called Date."),
    "not_a_currency": _("Line %(line)s: “%(value)s” is not a currency code such as USD."),
    "not_a_date": _("Line %(line)s: “%(value)s” is not a date such as 2024-01-31."),
    "not_a_rate": _("Line %(line)s: “%(value)s” is not a rate."),
    "missing_cells": _("Line %(line)s lacks its currency or its rate."),
}


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
            hint=_("The European Central Bank's file can be loaded as it is."),
            line=error.line,
            value=error.value,
        ) from error
    wanted = {(each.currency, each.day): each.rate for each in found if each.currency != EURO}
    return _keep(actor, wanted)


@transaction.atomic
def _keep(actor: Actor, wanted: dict[tuple[str, date], Decimal]) -> LoadedRates:
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
        settings, _new = LedgerSettings.objects.get_or_create(id=1)
        record(
            actor,
            "ledger.rates_loaded",
            settings,
            after={
                "changed": len(changed),
                "currencies": sorted({each.currency for each in changed}),
            },
        )
    return LoadedRates(read=len(wanted), changed=len(changed))


def _text(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            member = archive.infolist()[0]
            with archive.open(member) as file:
                raw = file.read(_MOST_BYTES + 1)
    else:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise Refusal(_("This is too long for a table of rates."), code="too_long", field="file")
    return raw.decode("utf-8", errors="replace")
