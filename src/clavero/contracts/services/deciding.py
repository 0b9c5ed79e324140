"""What was found is accepted, disputed, or made a task."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.contracts.models import Decision
from clavero.contracts.rules.findings import Finding, Verdict
from clavero.contracts.selectors import finding_of
from clavero.contracts.services._held import to_change
from clavero.contracts.words import FINDING_NAMES, VERDICT_NAMES
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.core.writing import tidy
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import today_of
from clavero.work.rules.tasks import Origin
from clavero.work.services import add_task

_LONGEST = 300  # characters of a task


@transaction.atomic
def decide(
    actor: Actor,
    *,
    contract_id: int,
    key: str,
    verdict: Verdict,
    note: str = "",
    seen: int | None = None,
    of: str | None = None,
) -> Decision:
    """Accept a finding, dispute it, or make it a task; a later decision takes the earlier one's
    place, where that was ``seen``: its revision, 0 where nothing was decided. ``of`` says of which
    document it is, so that no other is looked at. Raises ``Contract.DoesNotExist`` for strangers to
    its customer."""
    contract = to_change(actor, contract_id)
    found = finding_of(actor, contract_id, key, of)
    if found is None:
        raise Refusal(
            _("This was not found any more: what was invoiced or agreed has changed."),
            code="finding_gone",
            hint=_("Look at the findings again."),
        )
    texts = tidy(Decision, {"note": note})
    there = contract.decisions.filter(key=key).first()
    _refuse_unseen(there, seen, (verdict.value, texts["note"]))
    task_id = None
    if verdict is Verdict.TASK:
        task_id = add_task(
            actor,
            customer_id=today_of(contract.customer).id,
            text=_about(found)[:_LONGEST],
            detail=texts["note"],
            origin=Origin.FINDING,
            origin_key=f"contracts:{contract.pk}:{key}",
        )
    decision, _is_new = Decision.objects.update_or_create(
        contract=contract, key=key,
        defaults={"verdict": verdict.value, "task_id": task_id, "by_name": actor.name,
                  "created_at": timezone.now(), **texts},
    )  # fmt: skip
    told = {"verdict": verdict.value, "document": found.document, **texts}
    before = None if there is None else {"verdict": there.verdict, "note": there.note}
    record(actor, "contract.finding_decided", contract, before=before, after=told)
    return decision


def _refuse_unseen(there: Decision | None, seen: int | None, asked: tuple[str, str]) -> None:
    """Somebody has decided otherwise since the page was opened."""
    if seen is None or there is None or there.revision == seen:
        return
    if (there.verdict, there.note) == asked:
        return
    told = _("%(name)s has decided on it meanwhile: %(verdict)s.") % {
        "name": there.by_name, "verdict": str(VERDICT_NAMES[there.verdict]),
    }  # fmt: skip
    raise ChangedMeanwhile({"verdict": told}, revision=there.revision)


def _about(finding: Finding) -> str:
    where = " ".join(filter(None, (finding.document, finding.product)))
    told = str(FINDING_NAMES[finding.kind])
    return f"{told}: {where}" if where else told
