"""Taking an import out of the ledger, and bringing it back without its file."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.ledger import selectors
from clavero.ledger import store as stores
from clavero.ledger.models import Import, Status
from clavero.ledger.services import _changing, _settling
from clavero.ledger.services._bringing import stand_beside, step_aside
from clavero.ledger.services._permission import must_import
from clavero.ledger.services._progress import OnProgress, Progress


def undo_import(actor: Actor, *, import_id: str, on_progress: OnProgress | None = None) -> Import:
    """Take the lines of an import out. Other imports keep theirs, those that both had included;
    where the same file was imported again, that import takes over."""
    must_import(actor)
    _found(import_id)
    store = stores.current()
    progress = Progress(import_id, on_progress)
    with store.exclusive():
        _settling.recover(store)
        row = _found(import_id)
        if not row.can_be_undone:
            raise Refusal(
                _("Only an import whose lines are in the ledger can be undone."),
                code="not_imported",
            )
        if row.status == Status.ALREADY_THERE:
            step_aside(actor, row)
            return row
        heir = selectors.import_taking_over(row)
        # Its further twins bring the same lines as the heir does.
        others = dict(
            Import.objects.filter(Q(status=Status.DONE) | Q(pk=heir.pk if heir else None))
            .exclude(pk=import_id)
            .order_by("created", "id")
            .values_list("id", "kept")
        )
        _settling.carry_out(
            store,
            _settling.UNDO,
            import_id,
            actor,
            lambda folder: _changing.take_out(store, import_id, others, folder),
            progress,
            heir=heir.pk if heir else None,
        )
    return _found(import_id)


def redo_import(actor: Actor, *, import_id: str, on_progress: OnProgress | None = None) -> Import:
    """Bring the lines of an undone import back, as they were read then."""
    must_import(actor)
    _found(import_id)
    store = stores.current()
    progress = Progress(import_id, on_progress)
    with store.exclusive():
        _settling.recover(store)
        row = _found(import_id)
        if row.status != Status.UNDONE:
            raise Refusal(_("Only an undone import can be redone."), code="not_undone")
        if row.reporting_currency != selectors.reporting_currency():
            raise Refusal(
                _("This import was read in %(currency)s, and totals are in another currency now."),
                code="currency_changed",
                hint=_("Import its file again."),
                currency=row.reporting_currency,
            )
        if row.same_as and row.same_as.status == Status.DONE:
            stand_beside(actor, row, row.same_as, verb="ledger.redo")
            return row
        _settling.carry_out(
            store,
            _settling.REDO,
            import_id,
            actor,
            lambda folder: _changing.bring_in(store, import_id, folder),
            progress,
        )
    return _found(import_id)


def _found(import_id: str) -> Import:
    found = Import.objects.filter(pk=import_id).first()
    if found is None:
        raise Refusal(
            _("There is no import %(import_id)s."),
            code="import_unknown",
            hint=_("The list of imports shows the numbers there are."),
            import_id=import_id,
        )
    return found
