"""A renewal is begun, moved, and decided: the contract runs on, or it ends; what was decided in
error is undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import AgreedPrice, Contract, Renewal
from clavero.contracts.rules.renewing import RenewalStage, waits_since
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors.renewals import ran_on_last, renewal_now, renewed_last
from clavero.contracts.services._held import to_change
from clavero.contracts.services.running import end_told, run_back
from clavero.contracts.words import WORDS
from clavero.core import writing
from clavero.core.audit import history, record
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.core.revisions import reconcile
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
    until: date | None = None,
    new_end: date | None = None,
    **given: Any,
) -> Renewal:
    """Say how far the renewal of a contract is; fields that are not given stay. Once it is renewed
    the contract runs until ``new_end`` and is worth what was agreed in the end; its terms keep
    their days. ``until`` is the last day of the contract that was looked at. Raises
    ``Contract.DoesNotExist`` for strangers to the customer."""
    if unknown := given.keys() - set(_FIELDS):
        raise TypeError(f"a renewal has no {', '.join(sorted(unknown))}")
    contract = to_change(actor, contract_id)
    _refuse_other_day(contract, until)
    row = renewal_now(contract) or _begun(actor, contract)
    was = RenewalStage(row.stage)
    if was is RenewalStage.RENEWED:
        raise Refusal(
            _("It is renewed already: undo that first."),
            code="renewed_already",
            field="stage",
        )
    values = {**tidy(Renewal, given), "stage": stage.value}
    for name in ("target", "forecast", "final"):
        if (amount := values.get(name)) is not None and amount < 0:
            raise Refusal(_("Nothing here can be below zero."), code="negative", field=name)
    if stage is RenewalStage.RENEWED:
        _refuse_unrenewable(contract, new_end, values.get("final", row.final))
    writing.changed(actor, row, values, seen=seen, verb="renewal.changed", words=WORDS)
    if RenewalStage(row.stage) is not was:
        row.since = timezone.localdate()
        if not contract.renewals.filter(end=contract.end).exclude(pk=row.pk).exists():
            row.end = contract.end
        row.save(update_fields=["since", "end"])
        if not RenewalStage(row.stage).is_open:
            end_told(actor, contract)
    if RenewalStage(row.stage) is RenewalStage.RENEWED and new_end is not None:
        _run_on(actor, contract, new_end, row.final)
    return row


@transaction.atomic
def undo_renewal(
    actor: Actor, *, contract_id: int, reason: str, seen: int = 0, until: date | None = None
) -> Renewal:
    """What was renewed last was not: the contract ends on its earlier day and is worth what it was,
    and its renewal goes on in the stage before; one that ran on by itself has ended. ``seen`` is
    the revision of the renewal, ``until`` the last day of the contract that was looked at. Raises
    ``Contract.DoesNotExist`` for strangers to the customer."""
    contract = to_change(actor, contract_id)
    _refuse_other_day(contract, until)
    ran = ran_on_last(contract)
    row = renewed_last(contract) or (None if ran is None else renewal_now(contract))
    if row is None:
        raise Refusal(
            _("No renewal of it stands that could be undone."),
            code="nothing_renewed",
            hint=_("Look at the renewal again."),
        )
    told = str(tidy(Renewal, {"note": reason})["note"])
    if not told:
        raise Refusal(_("Say why it is undone."), code="reason_missing", field="reason")
    if ran is not None:
        return _undo_run_on(actor, contract, row, ran, told, seen)
    _refuse_what_follows(contract, row)
    was = history(row).filter(verb="renewal.changed", after__stage=row.stage).first()
    before = {} if was is None else was.before or {}
    values: dict[str, Any] = {"stage": before.get("stage", RenewalStage.OFFERED.value)}
    if "final" in before:
        values["final"] = None if before["final"] is None else Decimal(before["final"])
    now = {field: getattr(row, field) for field in values}
    reconcile(row, seen=seen, now=now, asked=values, words=WORDS)
    for field, value in values.items():
        setattr(row, field, value)
    row.since = timezone.localdate()
    row.save(update_fields=[*values, "since"])
    after = as_told({**values, "reason": told})
    record(actor, "renewal.undone", row, before=as_told(now), after=after)
    _run_back(actor, contract, row, told)
    return row


def _undo_run_on(
    actor: Actor, contract: Contract, row: Renewal, ran: AuditEntry, reason: str, seen: int
) -> Renewal:
    """It did not run on by itself: it has ended, which somebody decides by saying so."""
    run_back(actor, contract, ran, reason)
    values = {"stage": RenewalStage.ENDED.value, "final": None, "end": contract.end}
    now = {field: getattr(row, field) for field in values}
    reconcile(row, seen=seen, now=now, asked=values, words=WORDS)
    for field, value in values.items():
        setattr(row, field, value)
    row.since = timezone.localdate()
    row.save(update_fields=[*values, "since"])
    after = as_told({**values, "reason": reason})
    record(actor, "renewal.undone", row, before=as_told(now), after=after)
    return row


def _refuse_other_day(contract: Contract, until: date | None) -> None:
    if until in {None, contract.end}:
        return
    raise Refusal(
        _("The contract runs until %(day)s meanwhile: somebody has renewed it or put it right."),
        code="changed_meanwhile",
        hint=_("Look at the renewal again."),
        day=formats.day(contract.end),
    )


def _refuse_what_follows(contract: Contract, row: Renewal) -> None:
    """Nothing may stand on the days that the contract would no longer have."""
    if contract.renewals.filter(end__gt=row.end).exists():
        raise Refusal(
            _("The renewal after it has begun: put the contract itself right."),
            code="next_has_begun",
        )
    standing = contract.terms.filter(withdrawn_on=None)
    prices = AgreedPrice.objects.filter(term__in=standing, end__gt=row.end)
    terms = standing.exclude(kind=TermKind.PRICE).filter(end__gt=row.end)
    if terms.exists() or prices.exists():
        raise Refusal(
            _("Terms of the contract stand after %(day)s."),
            code="terms_after",
            hint=_("Withdraw those of the new time first."),
            day=formats.day(row.end),
        )


def _run_back(actor: Actor, contract: Contract, row: Renewal, reason: str) -> None:
    """The contract has its last day and its value again, where they are still those that the
    renewal gave it."""
    if contract.end == row.end:
        return
    was = history(contract).filter(verb="contract.renewed").first()
    before = {"end": contract.end, "value": contract.value}
    contract.end = row.end
    if was is not None and as_told(before)["value"] == (was.after or {}).get("value"):
        value = (was.before or {}).get("value")
        contract.value = None if value is None else Decimal(value)
    contract.save(update_fields=["end", "value"])
    lists = contract.terms.filter(withdrawn_on=None, kind=TermKind.PRICE)
    lists.filter(end__gt=contract.end).update(end=contract.end)
    after = {"end": contract.end, "value": contract.value, "reason": reason}
    record(actor, "contract.renewal_undone", contract, before=as_told(before), after=as_told(after))


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
