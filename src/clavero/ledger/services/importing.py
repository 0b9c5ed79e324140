"""From a file to the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import xxhash
from django.db import transaction

from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.ledger import hooks, ingest, selectors
from clavero.ledger import store as stores
from clavero.ledger.engine import facts, identity
from clavero.ledger.engine import staging as engine
from clavero.ledger.ingest import Choices, Inspection, Staged
from clavero.ledger.models import Import, Phase, SourceMapping, Status
from clavero.ledger.services import _changing, _settling
from clavero.ledger.services._bringing import bring_in, same_file_there, stand_beside
from clavero.ledger.services._permission import must_import
from clavero.ledger.services._progress import OnProgress, Progress
from clavero.ledger.store import Store

Chosen: TypeAlias = Choices | Mapping[str, Any] | None
OnInspection: TypeAlias = Callable[[Inspection], None]

USUAL_CURRENCY = "EUR"
_SHOWN = 20  # lines of a preview
_PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would do. ``outcome`` is ``None`` while something must be asked.

    ``currency`` is the reporting one that the amounts would be converted to; ``saved`` names the
    source whose saved mapping was used; ``same_as`` is the import that brought this very file;
    ``repeated`` counts lines identical to another one of their document.
    """

    inspection: Inspection
    outcome: ingest.Preview | None
    already_there: int
    currency: str
    saved: str
    same_as: Import | None
    repeated: int = 0


def preview_file(actor: Actor, *, path: Path, name: str, choices: Chosen = None) -> Preview:
    """Look at a file and say what importing it would do. Changes nothing."""
    must_import(actor)
    store = stores.current()
    inspection, saved = _inspect(path, name, Choices.of(choices))
    currency = _currency(inspection)
    same = same_file_there(_digest(path), inspection.choices.as_json())
    if inspection.questions or inspection.missing or inspection.problems:
        return Preview(inspection, None, 0, currency, saved, same)
    with _changing.workshop(store) as folder:
        staged = ingest.stage(
            inspection,
            folder / "staged",
            import_id=_PREVIEW,
            rates=selectors.rates(currency),
            reporting_currency=currency,
        )
        missing = _changing.count_missing(store, _PREVIEW, staged.kept_folder, folder)
        repeated = identity.count_repeated(
            list(stores.parquet_by_month(staged.kept_folder).values())
        )
        lines = engine.first_lines(staged.kept_folder, _SHOWN)
    outcome = ingest.Preview(staged, lines, staged.first_refused[:_SHOWN])
    already_there = staged.kept - missing
    return Preview(inspection, outcome, already_there, currency, saved, same, repeated)


def inspect_file(actor: Actor, *, path: Path, name: str, choices: Chosen = None) -> Inspection:
    """Look at a file as its import would, with what was saved for its columns. Changes nothing."""
    must_import(actor)
    inspection, _saved = _inspect(path, name, Choices.of(choices))
    return inspection


def import_file(
    actor: Actor,
    *,
    path: Path,
    name: str,
    choices: Chosen = None,
    on_progress: OnProgress | None = None,
) -> Import:
    """Bring a file's lines into the ledger, now; what happened to them.

    The same file again changes nothing and is ``already_there``. Raises :class:`Refusal` when
    nothing can be imported; the import then says why, and keeps its refused rows.
    """
    row = queue_import(actor, path=path, name=name, choices=choices)
    return run_import(actor, import_id=row.pk, on_progress=on_progress)


@transaction.atomic
def queue_import(actor: Actor, *, path: Path, name: str, choices: Chosen = None) -> Import:
    """Ask for a file to be imported. ``jobs.run_import`` does it."""
    must_import(actor)
    row = Import.objects.create(
        file_name=Path(name).name[:255],
        path=str(path),
        size=path.stat().st_size if path.is_file() else 0,
        choices=Choices.of(choices).as_json(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "ledger.asked_to_import", row, after={"file": row.file_name, "size": row.size})
    return row


def run_import(
    actor: Actor,
    *,
    import_id: str,
    on_progress: OnProgress | None = None,
    on_inspection: OnInspection | None = None,
) -> Import:
    """Do a queued import. One at a time: others wait for their turn.

    ``on_inspection`` is told what was found out about the file, before it is read.
    """
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
            _import(actor, store, row, progress, on_inspection)
        except Exception as error:
            _settling.give_up(store, row, error)
            raise
    return Import.objects.get(pk=import_id)


def _import(
    actor: Actor,
    store: Store,
    row: Import,
    progress: Progress,
    on_inspection: OnInspection | None,
) -> None:
    path = Path(row.path)
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(_digest, path)  # a large file is looked at and read meanwhile
        inspection, row.source = _inspect(path, row.file_name, Choices.of(row.choices))
        row.choices = inspection.choices.as_json()
        if on_inspection is not None:
            on_inspection(inspection)
        # Only a file of the same size can be the same one.
        if Import.objects.filter(status=Status.DONE, size=row.size).exists():
            row.digest = digest.result()
            if twin := same_file_there(row.digest, row.choices):
                store.share_import(twin.pk, row.pk)
                stand_beside(actor, row, twin)
                return
        currency = _currency(inspection)
        pool.submit(_get_ready)
        staged = _stage(store, row, inspection, currency, progress)
        row.digest = digest.result()
    row.save()
    bring_in(actor, store, row, staged, currency, progress)


def _stage(
    store: Store, row: Import, inspection: Inspection, currency: str, progress: Progress
) -> Staged:
    rates = selectors.rates(currency)
    return progress.during(
        Phase.READING,
        lambda tell: ingest.stage(
            inspection,
            store.import_folder(row.pk),
            import_id=row.pk,
            rates=rates,
            reporting_currency=currency,
            on_progress=tell,
        ),
    )


def _inspect(path: Path, name: str, choices: Choices) -> tuple[Inspection, str]:
    """Look at the file, with what was saved for files of its columns; the saved source's name."""
    inspection = ingest.inspect(path, name=name, choices=choices)
    saved = SourceMapping.objects.filter(fingerprint=inspection.fingerprint).first()
    if saved is None:
        return inspection, ""
    together = choices.over(Choices.of(saved.choices))
    return ingest.inspect(path, name=name, choices=together), saved.source


def _get_ready() -> None:
    """Load what comes after the reading: the figures' SQL, and what those who are told need."""
    facts.prepare()
    for load in hooks.get_ready:
        load()


def _currency(inspection: Inspection) -> str:
    """The reporting currency: the first file sets it."""
    return selectors.reporting_currency() or inspection.currency or USUAL_CURRENCY


def _digest(path: Path) -> str:
    """What tells a file from every other; nobody gains from forging one of their own."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, xxhash.xxh3_128).hexdigest()
