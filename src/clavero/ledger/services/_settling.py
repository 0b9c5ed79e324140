"""The end of every change to the ledger, for the process that made it or the one after it.

A commit carries a note that says everything the database must know of it. Whoever finds a commit
whose note is not in the database yet, because a process died in between, writes it from there.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from clavero.core.audit import Who, record
from clavero.core.errors import Refusal
from clavero.ledger import hooks
from clavero.ledger import store as stores
from clavero.ledger.engine import cube, lines
from clavero.ledger.hooks import CustomerSeen, LedgerChange, ProductSeen
from clavero.ledger.models import Import, LedgerSettings, Phase, Product, Status
from clavero.ledger.services._changing import Plan
from clavero.ledger.services._progress import Progress
from clavero.ledger.store import Change, Store

log = logging.getLogger(__name__)

IMPORT, UNDO, REDO = "import", "undo", "redo"
_STATUS = {IMPORT: Status.DONE, UNDO: Status.UNDONE, REDO: Status.DONE}
_LEFT_BEHIND = timedelta(days=1)
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class _By:
    """Who made a change, as its note says: the process that writes it down may be another one."""

    user_id: int | None
    name: str


def note_of(verb: str, import_id: str, who: Who, plan: Plan, **more: Any) -> dict[str, Any]:
    """What a commit says about itself, as JSON."""
    return {
        "verb": verb,
        "import_id": import_id,
        "by": {"user_id": who.user_id, "name": who.name},
        "counts": {
            each: {"kept": count.kept, "already_there": count.already_there}
            for each, count in plan.counts.items()
        },
        **more,
    }


def carry_out(store: Store, plan: Plan, note: Mapping[str, Any], progress: Progress) -> None:
    """Commit ``plan`` with its ``note``, publish the figures and write the database."""
    since = store.version()
    version = store.commit(Change(plan.added, plan.removed, note), since=since)
    progress(Phase.FIGURES, 0)
    cube.refresh(store, lambda share: progress(Phase.FIGURES, share))
    write_down(note, version)
    store.settle()
    tell(store, note["import_id"])


@transaction.atomic
def write_down(note: Mapping[str, Any], version: int) -> None:
    """Write what a commit did into the database. Doing it twice changes nothing."""
    row = Import.objects.select_for_update().get(pk=note["import_id"])
    if row.version >= version:
        return
    before = {"status": row.status, "kept": row.kept}
    for other, counts in note["counts"].items():
        Import.objects.filter(pk=other).update(**counts)
    row.refresh_from_db()
    for name, value in note.get("report", {}).items():
        setattr(row, name, value)
    row.status = _STATUS[note["verb"]]
    row.version = version
    row.told = False
    row.phase, row.progress, row.path = "", 1, ""
    row.finished = timezone.now()
    row.save()
    if row.reporting_currency:
        LedgerSettings.objects.get_or_create(id=1)
        LedgerSettings.objects.filter(reporting_currency="").update(
            reporting_currency=row.reporting_currency
        )
    after = {"status": row.status, "kept": row.kept, "ledger_version": version}
    record(_By(**note["by"]), f"ledger.{note['verb']}", row, before=before, after=after)


def tell(store: Store, import_id: str) -> None:
    """Let products and whatever a higher domain keeps follow the change. May run twice."""
    row = Import.objects.get(pk=import_id)
    months = stores.parquet_by_month(store.kept(import_id))
    customers: list[CustomerSeen] = []
    products: list[tuple[str, str | None, str | None, date]] = []
    if row.status == Status.DONE:
        files = [path for paths in months.values() for path in paths]
        seen = cube.published(store).months
        # Later months know a customer's name better than the ones that came in.
        segments = [name for month in seen if month >= min(months) for name in seen[month].segments]
        customers = [CustomerSeen(*each) for each in lines.customers_in(store, segments, files)]
        products = lines.products_in(files)
    _register_products(products)
    change = LedgerChange(
        import_id=import_id,
        customers=customers,
        products=[ProductSeen(code, name, family) for code, name, family, _last in products],
        months=sorted(months),
    )
    for hook in hooks.on_change:
        hook(change)
    Import.objects.filter(pk=import_id, version=row.version).update(told=True)


def recover(store: Store) -> None:
    """Finish what a process that died had committed, and clear away what it had not.

    Only for who has the turn to write: whatever is under way then has nobody behind it.
    """
    if found := store.interrupted():
        if found.version is not None:
            write_down(found.note, found.version)
        store.settle()
    if store.has_commit_after(cube.published(store).version):
        cube.refresh(store)
    for row in Import.objects.filter(status=Status.READING):
        fail(store, row, _interrupted())
    forgotten = timezone.now() - _LEFT_BEHIND
    for row in Import.objects.filter(status=Status.QUEUED, created__lt=forgotten):
        fail(store, row, _interrupted())
    for row in Import.objects.filter(status__in=[Status.DONE, Status.UNDONE], told=False):
        tell(store, row.pk)
    _sweep(store)


def fail(store: Store, row: Import, refusal: Refusal) -> None:
    """Say that an import came to nothing; its refused rows stay to be corrected."""
    shutil.rmtree(store.kept(row.pk), ignore_errors=True)
    row.status = Status.FAILED
    row.phase, row.finished = "", timezone.now()
    row.failure = {
        "code": refusal.code,
        # As written in the source: it is shown in each reader's language.
        "message": _untranslated(refusal.message),
        "hint": _untranslated(refusal.hint),
        "params": {name: str(value) for name, value in refusal.params.items()},
    }
    row.save()


def _untranslated(text: object) -> str:
    with override(None):
        return str(text)


def _interrupted() -> Refusal:
    return Refusal(
        _("The import was interrupted before it ended. Nothing of it is in the ledger."),
        code="interrupted",
        hint=_("Import the file again."),
    )


def _register_products(found: list[tuple[str, str | None, str | None, date]]) -> None:
    """Create the products that are new and follow the latest lines of the others."""
    for start in range(0, len(found), _AT_ONCE):
        batch = {code: rest for code, *rest in found[start : start + _AT_ONCE]}
        known = Product.objects.in_bulk(batch, field_name="code")
        changed = []
        for code, (name, family, last) in batch.items():
            product = known.get(code) or Product(code=code, last_sold=last)
            if code not in known or product.last_sold <= last:
                product.name = (name or product.name)[:255]
                product.family = (family or product.family)[:120]
                product.last_sold = last
                changed.append(product)
        Product.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "family", "last_sold"],
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
