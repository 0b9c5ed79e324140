"""A period of a rebate is closed with its statement as it stands, or opened again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import Closing
from clavero.contracts.selectors import contract_held, statement_seen
from clavero.contracts.services.crediting import rebate_to_change
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.ui import formats


@transaction.atomic
def close_period(actor: Actor, *, term_id: int, last: date) -> Closing:
    """Close a rebate's time up to ``last``: what changes before it afterwards is settled with what
    follows. Raises ``Term.DoesNotExist`` for strangers to the customer."""
    term = rebate_to_change(actor, term_id)
    before = term.closings.last()
    if not term.start <= last <= term.end:
        raise Refusal(
            _("The rebate stands from %(start)s to %(end)s."),
            code="outside_term",
            field="last",
            start=formats.day(term.start),
            end=formats.day(term.end),
        )
    if before is not None and last <= before.last:
        raise Refusal(
            _("It is closed until %(day)s already: choose a later day, or open the last again."),
            code="closed_already",
            field="last",
            day=formats.day(before.last),
        )
    found = statement_seen(contract_held(actor, term.contract_id), term, last=last)
    if found.until is None or found.until < last:
        raise Refusal(
            _("The ledger does not reach to %(day)s yet: import the sales until then first."),
            code="not_known_yet",
            field="last",
            day=formats.day(last),
        )
    if found.missing is not None:
        raise Refusal(
            _("It cannot be told: no rate from %(currency)s to %(into)s is known for %(day)s."),
            code="rate_missing",
            currency=found.missing.currency,
            into=found.missing.into,
            day=formats.day(found.missing.day),
        )
    row = next(each for each, _closing in found.rows if each.period.last == last)
    closing = Closing.objects.create(
        term=term, last=last, volume=row.volume, due=row.cumulative, settled=row.to_credit,
        credited=found.credited, version=ledger.version(), by_name=actor.name,
    )  # fmt: skip
    told = {"kind": term.kind, "end": last, "amount": row.to_credit}
    record(actor, "contract.period_closed", term.contract, after=as_told(told))
    return closing


@transaction.atomic
def open_period(actor: Actor, *, term_id: int, last: date | None = None) -> None:
    """The period closed last is open again; ``last`` is the day that was looked at. Raises
    ``Term.DoesNotExist`` for strangers to the customer."""
    term = rebate_to_change(actor, term_id)
    closing = term.closings.last()
    if closing is None:
        raise Refusal(_("No period of it is closed."), code="nothing_closed")
    if last not in {None, closing.last}:
        raise Refusal(
            _("Somebody has opened or closed a period meanwhile."),
            code="changed_meanwhile",
            hint=_("Look at the statement again."),
        )
    told = {"kind": term.kind, "end": closing.last, "amount": closing.settled}
    closing.delete()
    record(actor, "contract.period_opened", term.contract, before=as_told(told))
