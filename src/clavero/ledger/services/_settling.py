"""The end of every change to the ledger, for the process that made it or the one after it.

A commit carries a note that says everything the database must know of it. Whoever finds a commit
whose note is not in the database yet, because a process died in between, writes it from there.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Refusal
from clavero.core.refusals import as_kept
from clavero.ledger.engine import cube
from clavero.ledger.models import Import, Phase, Status
from clavero.ledger.services._announcing import tell
from clavero.ledger.services._changing import Plan, workshop
from clavero.ledger.services._holding import hold_settings
from clavero.ledger.services._progress import Progress
from clavero.ledger.store import Change, LedgerMoved, Store

log = logging.getLogger(__name__)

IMPORT, UNDO, REDO, TIDY = "import", "undo", "redo", "tidy"
_STATUS = {IMPORT: Status.DONE, UNDO: Status.UNDONE, REDO: Status.DONE}
_LEFT_BEHIND = timedelta(days=1)
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _By:
    """Who made a change, as its note says: the process that writes it down may be another one."""

    user_id: int | None
    name: str


def carry_out(
    store: Store,
    verb: str,
    import_id: str,
    who: Who,
    make: Callable[[Path], Plan],
    progress: Progress,
    report: Mapping[str, Any] | None = None,
    heir: str | None = None,
) -> None:
    """Commit the plan that ``make`` draws up, publish the figures and write the database.

    ``make`` gets a folder for the files it writes, and is asked again when somebody who does not
    take turns has committed meanwhile. ``heir`` is the import of the same file that takes over
    when one is undone.
    """
    progress(Phase.COMPARING, 0)
    for _attempt in range(_ATTEMPTS):
        since = store.version()
        with workshop(store) as folder:
            plan = make(folder)
            note = _note(verb, import_id, who, plan, report, heir)
            try:
                version = store.commit(Change(plan.added, plan.removed, note), since=since)
            except LedgerMoved:
                continue
        break
    else:
        raise Refusal(
            _("Another program keeps writing to the ledger."),
            code="ledger_busy",
            hint=_("Try again when it has ended."),
        )
    try:
        progress(Phase.FIGURES, 0)
        cube.refresh(store, lambda share: progress(Phase.FIGURES, share))
    finally:
        # Where the figures fail, the next one to look makes them; what happened has happened.
        write_down(note, version)
        store.settle()
    tell(store, import_id)


def _note(
    verb: str,
    import_id: str,
    who: Who,
    plan: Plan,
    report: Mapping[str, Any] | None,
    heir: str | None,
) -> dict[str, Any]:
    """What a commit says about itself, as JSON."""
    return {
        "verb": verb,
        "import_id": import_id,
        "by": {"user_id": who.user_id, "name": who.name},
        "counts": {
            each: {"kept": count.kept, "already_there": count.already_there}
            for each, count in plan.counts.items()
        },
        "report": dict(report or {}),
        "heir": heir,
    }


@transaction.atomic(durable=True)  # else a transaction around it could take it back
def write_down(note: Mapping[str, Any], version: int) -> None:
    """Write what a commit did into the database. Doing it twice changes nothing."""
    if note["verb"] == TIDY:
        return  # the database knows nothing of files
    row = Import.objects.select_for_update().get(pk=note["import_id"])
    if row.version >= version:
        return
    before = {"status": row.status, "kept": row.kept}
    for other, counts in note["counts"].items():
        Import.objects.filter(pk=other).update(**counts)
    row.refresh_from_db()
    for name, value in note["report"].items():
        setattr(row, name, value)
    row.status = _STATUS[note["verb"]]
    row.same_as = _heir(note, row, version)
    row.version = version
    row.told = False
    row.phase, row.progress, row.path = "", 1, ""
    row.finished = timezone.now()
    row.save()
    if row.reporting_currency:
        _settle_currency(_By(**note["by"]), row.reporting_currency)
    after = {"status": row.status, "kept": row.kept, "ledger_version": version}
    record(_By(**note["by"]), f"ledger.{note['verb']}", row, before=before, after=after)


def _settle_currency(who: Who, currency: str) -> None:
    """The first import decides in which currency the ledger counts, unless somebody has."""
    kept = hold_settings()
    if kept.reporting_currency:
        return
    before = {"reporting_currency": kept.reporting_currency}
    kept.reporting_currency = currency
    kept.save()
    record(who, "ledger.currency_set", kept, before=before, after={"reporting_currency": currency})


def _heir(note: Mapping[str, Any], undone: Import, version: int) -> Import | None:
    """The import that has the lines of an undone one now, and the further ones of that file."""
    heir = Import.objects.filter(pk=note.get("heir")).first()
    if heir is None:
        return None
    before = {"status": heir.status, "kept": 0}
    heir.status, heir.same_as, heir.version = Status.DONE, None, version
    heir.save()
    undone.again.exclude(pk=heir.pk).update(same_as=heir)
    after = {"status": heir.status, "kept": heir.kept, "ledger_version": version}
    record(_By(**note["by"]), "ledger.took_over", heir, before=before, after=after)
    return heir


def recover(store: Store) -> None:
    """Finish what a process that died had committed, and clear away what it had not.

    Only for who has the turn to write: whatever is under way then has nobody behind it.
    """
    if found := store.interrupted():
        if found.version is not None:
            write_down(found.note, found.version)
        store.settle()
    if cube.is_behind(store):
        cube.refresh(store)
    for row in Import.objects.filter(status=Status.READING):
        fail(store, row, _interrupted())
    forgotten = timezone.now() - _LEFT_BEHIND
    for row in Import.objects.filter(status=Status.QUEUED, created__lt=forgotten):
        fail(store, row, _interrupted())
    for row in Import.objects.filter(status__in=[Status.DONE, Status.UNDONE], told=False):
        try:
            tell(store, row.pk)
        except Exception:
            # A hook's fault must not keep everybody from importing: it is tried again next time.
            log.exception("telling of import %s failed", row.pk)
    _sweep(store)


def give_up(store: Store, row: Import, error: Exception) -> None:
    """After a failure: an import that was not committed has failed; one that was is finished."""
    reading = Import.objects.filter(pk=row.pk, status=Status.READING)
    if isinstance(error, Refusal) and not store.is_unsettled() and reading.exists():
        fail(store, row, error)
    else:
        recover(store)


def fail(store: Store, row: Import, refusal: Refusal) -> None:
    """Say that an import came to nothing; its refused rows stay to be corrected."""
    shutil.rmtree(store.kept(row.pk), ignore_errors=True)
    row.status = Status.FAILED
    row.phase, row.finished = "", timezone.now()
    row.failure = as_kept(refusal)  # it is shown in each reader's language
    row.save()


def _interrupted() -> Refusal:
    return Refusal(
        _("The import was interrupted before it ended. Nothing of it is in the ledger."),
        code="interrupted",
        hint=_("Import the file again."),
    )


def _sweep(store: Store) -> None:
    """Delete what nobody refers to any more and is old enough not to be at work."""
    too_old = time.time() - _LEFT_BEHIND.total_seconds()
    uploads = Path(settings.UPLOADS_HOME)
    wanted = set(
        Import.objects.filter(status__in=[Status.QUEUED, Status.READING]).values_list(
            "path", flat=True
        )
    )
    left = [path for path in (store.home / "tmp").glob("*") if path.is_dir()]
    left += [path for path in uploads.glob("*") if str(path) not in wanted]
    for path in left:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < too_old:
                log.info("deleting %s, left behind", path)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
