"""A renewal is begun, moved, and decided: the contract runs on, or it ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import Contract, Renewal
from clavero.contracts.rules.renewing import RenewalStage, waits_since
from clavero.contracts.selectors.renewals import renewal_now
from clavero.contracts.services._held import to_change
from clavero.contracts.words import WORDS
from clavero.core import writing
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told, tidy
from clavero.identity.rules import Actor
from clavero.ui import formats

_FIELDS = ("target", "forecast", "final", "step", "step_on", "note")


@transaction.atomic
def change_renewal(
    actor: Actor,
    *,
    contract_id: int,
    stage: RenewalStage,
    seen: int = 0,
    new_end: date | None = None,
    **given: Any,
) -> Renewal:
    """Say how far the renewal of a contract is; fields that are not given stay. Once it is renewed
    the contract runs until ``new_end`` and is worth what was agreed in the end; its terms keep
    their days. Raises ``Contract.DoesNotExist`` for strangers to the customer."""
    if unknown := given.keys() - set(_FIELDS):
        raise TypeError(f"a renewal has no {', '.join(sorted(unknown))}")
    contract = to_change(actor, contract_id)
    row = renewal_now(contract) or _begun(actor, contract)
    was = RenewalStage(row.stage)
    if was is RenewalStage.RENEWED:
        raise Refusal(
            _("It is renewed already, until %(day)s: put the contract itself right."),
            code="renewed_already",
            field="stage",
            day=formats.day(contract.end),
        )
    values = {**tidy(Renewal, given), "stage": stage.value}
    for name in ("target", "forecast", "final"):
        if (amount := values.get(name)) is not None and amount < 0:
            raise Refusal(_("Nothing here can be below zero."), code="negative", field=name)
    if stage is RenewalStage.RENEWED:
        _refuse_unrenewable(contract, new_end, values.get("final", row.final))
    writing.changed(actor, row, values, seen=seen, verb="renewal.changed", words=WORDS)
    if RenewalStage(row.stage) is not was:
        row.since, row.end = timezone.localdate(), contract.end
        row.save(update_fields=["since", "end"])
    if RenewalStage(row.stage) is RenewalStage.RENEWED and new_end is not None:
        _run_on(actor, contract, new_end, row.final)
    return row


def _begun(actor: Actor, contract: Contract) -> Renewal:
    since = waits_since(contract.end, contract.notice_on, contract.start)
    row = Renewal.objects.create(
        contract=contract, end=contract.end, stage=RenewalStage.TO_BEGIN.value, by_name=actor.name,
        since=min(since, timezone.localdate()),
    )  # fmt: skip
    record(actor, "renewal.begun", row, after=as_told({"end": contract.end}))
    return row


def _refuse_unrenewable(contract: Contract, new_end: date | None, final: Decimal | None) -> None:
    if new_end is None or new_end <= contract.end:
        raise Refusal(
            _("Say until when it runs on: a day after %(day)s."),
            code="no_new_end",
            field="new_end",
            day=formats.day(contract.end),
        )
    if final is None:
        raise Refusal(_("Say what was agreed in the end."), code="final_missing", field="final")


def _run_on(actor: Actor, contract: Contract, new_end: date, final: Decimal | None) -> None:
    before = {"end": contract.end, "value": contract.value}
    contract.end, contract.value = new_end, final
    contract.save(update_fields=["end", "value"])
    after = {"end": new_end, "value": final}
    record(actor, "contract.renewed", contract, before=as_told(before), after=as_told(after))
