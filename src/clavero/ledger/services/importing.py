"""From a file to the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.ledger import ingest, selectors
from clavero.ledger import store as stores
from clavero.ledger.models import Import, Phase, Status
from clavero.ledger.services import _settling
from clavero.ledger.services._bringing import bring_in, same_file_there, stand_beside
from clavero.ledger.services._permission import must_import
from clavero.ledger.services._progress import OnProgress, Progress
from clavero.ledger.store import Store


def import_file(
    actor: Actor,
    *,
    path: Path,
    name: str,
    choices: Mapping[str, Any] | None = None,
    on_progress: OnProgress | None = None,
) -> Import:
    """Bring a file's lines into the ledger, now; what happened to them.

    The same file again changes nothing and is ``already_there``. Raises :class:`Refusal` when
    nothing can be imported; the import then says why, and keeps its refused rows.
    """
    row = queue_import(actor, path=path, name=name, choices=choices)
    return run_import(actor, import_id=row.pk, on_progress=on_progress)


@transaction.atomic
def queue_import(
    actor: Actor, *, path: Path, name: str, choices: Mapping[str, Any] | None = None
) -> Import:
    """Ask for a file to be imported. ``jobs.run_import`` does it."""
    must_import(actor)
    row = Import.objects.create(
        file_name=Path(name).name[:255],
        path=str(path),
        size=path.stat().st_size,
        choices=dict(choices or {}),
        source=str((choices or {}).get("source", ""))[:120],
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "ledger.asked_to_import", row, after={"file": row.file_name, "size": row.size})
    return row


def run_import(
    actor: Actor, *, import_id: str, on_progress: OnProgress | None = None
) -> Import:
    """Do a queued import. One at a time: others wait for their turn."""
    must_import(actor)
    store = stores.current()
    progress = Progress(import_id, on_progress)
    progress(Phase.WAITING, 0)
    with store.exclusive():
        _settling.recover(store)
        row = Import.objects.get(pk=import_id)
        if row.status != Status.QUEUED:
            return row
        row.status = Status.READING
        row.save()
        try:
            _import(actor, store, row, progress)
        except Refusal as refusal:
            _settling.fail(store, row, refusal)
            raise
        except Exception:
            _settling.recover(store)  # a committed import is finished, any other one failed
            raise
    return Import.objects.get(pk=import_id)


def _import(actor: Actor, store: Store, row: Import, progress: Progress) -> None:
    path = Path(row.path)
    with path.open("rb") as file:
        row.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    row.save()
    if twin := same_file_there(row):
        stand_beside(actor, row, twin)
        return
    inspection = ingest.inspect(path, name=row.file_name, choices=row.choices)
    currency = selectors.reporting_currency() or inspection.currency or "EUR"
    staged = ingest.stage(
        inspection,
        store.import_folder(row.pk),
        import_id=row.pk,
        rates=selectors.rates(currency),
        reporting_currency=currency,
        on_progress=lambda share: progress(Phase.READING, share),
    )
    bring_in(actor, store, row, staged, currency, progress)
