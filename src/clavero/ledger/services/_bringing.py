"""What happens to a file once its lines are staged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.ledger import store as stores
from clavero.ledger.engine import identity
from clavero.ledger.ingest.findings import Staged
from clavero.ledger.models import Import, Phase, Status
from clavero.ledger.rules import Refused
from clavero.ledger.services import _changing, _settling
from clavero.ledger.services._progress import Progress
from clavero.ledger.store import Store

_FOR_NOW = frozenset({Refused.NO_RATE.value, Refused.IN_THE_FUTURE.value})
"""Why rows are refused that may be good another day."""
_REPORT = (
    "read",
    "repeated",
    "refused",
    "refused_by_reason",
    "unattributed",
    "without_cost",
    "zero_price",
    "negative_price",
    "positive_credit_notes",
    "net_total",
    "first_day",
    "last_day",
    "reporting_currency",
)


def bring_in(
    who: Who, store: Store, row: Import, staged: Staged, currency: str, progress: Progress
) -> None:
    """Compare the staged lines with the ledger and commit what it lacks."""
    progress(Phase.COMPARING, 0)
    report = {**_report(staged), "reporting_currency": currency}
    if not staged.kept:
        Import.objects.filter(pk=row.pk).update(**report)
        row.refresh_from_db()
        raise Refusal(
            _("No row of the file can be imported."),
            code="every_row_refused",
            hint=_("See the refused rows: each says what is wrong with it."),
        )
    months = list(stores.parquet_by_month(store.kept(row.pk)).values())
    report["repeated"] = identity.count_repeated(months)
    _settling.carry_out(
        store,
        _settling.IMPORT,
        row.pk,
        who,
        lambda folder: _changing.bring_in(store, row.pk, folder),
        progress,
        report,
    )


def same_file_there(digest: str, choices: Mapping[str, Any]) -> Import | None:
    """The active import of the same bytes, read the same way.

    Rows that it refused for want of an exchange rate, or for a day that was to come, may be good
    today: then the file is read.
    """
    twins = Import.objects.filter(status=Status.DONE, digest=digest)
    same = (twin for twin in twins if twin.choices == choices)
    return next((twin for twin in same if not _FOR_NOW & twin.refused_by_reason.keys()), None)


@transaction.atomic
def stand_beside(
    who: Who, row: Import, twin: Import, *, verb: str = "ledger.already_there"
) -> None:
    """Say that all the lines of a file are there already, from ``twin``; nothing changes.

    ``row`` keeps the lines that ``twin`` read: when that is undone, it takes over.
    """
    before = {"status": row.status}
    for name in _REPORT:
        setattr(row, name, getattr(twin, name))
    row.already_there = twin.kept + twin.already_there
    row.status = Status.ALREADY_THERE
    row.same_as = twin
    row.phase, row.path, row.finished = "", "", timezone.now()
    row.told = True  # there is nothing to tell
    row.save()
    record(who, verb, row, before=before, after={"status": row.status, "same_as": twin.pk})


@transaction.atomic
def step_aside(who: Who, row: Import) -> None:
    """Undo an import that stands beside another; nothing changes, that one's lines are there."""
    before = {"status": row.status, "kept": row.kept}
    row.status, row.already_there = Status.UNDONE, 0
    row.finished = timezone.now()
    row.save()
    record(who, "ledger.undo", row, before=before, after={"status": row.status, "kept": row.kept})


def _report(staged: Staged) -> dict[str, Any]:
    return {
        "read": staged.read,
        "refused": staged.refused,
        "refused_by_reason": dict(staged.refused_by_reason),
        "unattributed": staged.unattributed,
        "without_cost": staged.without_cost,
        "zero_price": staged.zero_price,
        "negative_price": staged.negative_price,
        "positive_credit_notes": staged.positive_credit_notes,
        "net_total": {each: plain(amount) for each, amount in staged.net_total.items()},
        "first_day": staged.first.isoformat() if staged.first else None,
        "last_day": staged.last.isoformat() if staged.last else None,
    }
