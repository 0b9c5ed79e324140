"""Opportunities are written down, changed, moved on, won, lost and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.models import Need, Opportunity, OpportunityCell, StageStep
from clavero.opportunities.rules.closing import LossReason, needs_a_note
from clavero.opportunities.rules.pipeline import Ansoff, Outcome
from clavero.opportunities.selectors.kinds import buying_of
from clavero.opportunities.selectors.pipeline import opportunities
from clavero.opportunities.selectors.seen import Account, account_of
from clavero.opportunities.selectors.stages import stages_on
from clavero.opportunities.services._changing import (
    as_told,
    refuse_blind_owner,
    refuse_empty,
    require,
    tidy,
)
from clavero.opportunities.services._plausible import refuse_implausible
from clavero.opportunities.services._telling import tell_opportunity
from clavero.opportunities.words import OUTCOME_NAMES, WORDS
from clavero.ui import formats

CellGiven = tuple[int, str]
"""The id of a unit, and a family."""
_MOST_CELLS = 200


@transaction.atomic
def add_opportunity(
    actor: Actor,
    *,
    customer_id: int,
    title: str,
    value: Decimal,
    closes_on: date,
    ansoff: Ansoff | None = Ansoff.PENETRATION,
    stage: str = "",
    probability: Decimal | None = None,
    probability_reason: str = "",
    ramp: Sequence[Decimal] = (),
    starts_on: date | None = None,
    owner_id: int | None = None,
    note: str = "",
    needs: Sequence[int] = (),
    cells: Sequence[CellGiven] = (),
    is_sure: bool = False,
) -> Opportunity:
    """Write down a sale that may come. Without a stage it is in the first. A value beyond all
    that the company sells is refused, unless ``is_sure`` says that it is meant. Without a kind it
    is of the one that the sales ledger says of its cells.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    account = account_of(actor, customer_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    today = timezone.localdate()
    stages = stages_on(today).settings
    met, filled = _needs(account, needs), _cells(account, cells)
    kind = ansoff or _by_ledger(account, filled)
    given = _checked(
        account, title=title, value=value, closes_on=closes_on, ansoff=kind.value,
        probability=probability, probability_reason=probability_reason, ramp=ramp,
        starts_on=starts_on, owner_id=owner_id, note=note, is_sure=is_sure,
    )  # fmt: skip
    stage = stage or stages.keys[0]
    _refuse_unknown_stage(stage, stages.keys)
    row = Opportunity.objects.create(
        customer_id=customer_id, stage=stage, stage_since=today, by_name=actor.name, **given
    )
    row.needs.set(met)
    _fill(row, filled)
    StageStep.objects.create(opportunity=row, stage=stage, on=today, by_name=actor.name)
    told = {**given, "stage": stage, "needs": _texts(met), "cells": _cell_texts(account, filled)}
    record(actor, "opportunity.added", row, after=as_told(told))
    tell_opportunity(actor, "opportunity.added", row)
    return row


@transaction.atomic
def change_opportunity(
    actor: Actor, *, opportunity_id: int, seen: int = 0, is_sure: bool = False, **given: Any
) -> Opportunity:
    """Put an opportunity right; fields that are not given stay. ``seen`` is the revision looked at.

    ``needs`` and ``cells`` are given whole. Raises ``Opportunity.DoesNotExist`` for strangers.
    """
    row = _open_one(actor, opportunity_id)
    account = account_of(actor, _customer_today(actor, row))
    met = _needs(account, given.pop("needs")) if "needs" in given else None
    filled = _cells(account, given.pop("cells")) if "cells" in given else None
    if "ansoff" in given:
        kind = given["ansoff"] or _by_ledger(account, _standing(row) if filled is None else filled)
        given["ansoff"] = Ansoff(kind).value
    asked = _checked(account, row, is_sure=is_sure, **given)
    now = {field: getattr(row, field) for field in asked}
    if met is not None:
        asked["needs"], now["needs"] = _texts(met), _texts(row.needs.all())
    if filled is not None:
        asked["cells"] = _cell_texts(account, filled)
        now["cells"] = _cell_texts(account, _standing(row))
    stay = reconcile(row, seen=seen, now=now, asked=asked, words=WORDS)
    after = {field: value for field, value in asked.items() if field not in stay}
    after = {field: value for field, value in after.items() if value != now[field]}
    if not after:
        return row
    for field in after.keys() - {"needs", "cells"}:
        setattr(row, field, after[field])
    row.save()
    if "needs" in after and met is not None:
        row.needs.set(met)
    if "cells" in after and filled is not None:
        row.cells.all().delete()
        _fill(row, filled)
    before = {field: now[field] for field in after}
    record(actor, "opportunity.changed", row, before=as_told(before), after=as_told(after))
    return row


@transaction.atomic
def move_opportunity(
    actor: Actor, *, opportunity_id: int, stage: str, seen: int = 0
) -> Opportunity:
    """Into another stage, from today on; in the one where it is, nothing happens."""
    row = _open_one(actor, opportunity_id)
    _refuse_unknown_stage(stage, stages_on(timezone.localdate()).settings.keys)
    reconcile(row, seen=seen, now={"stage": row.stage}, asked={"stage": stage}, words=WORDS)
    if stage == row.stage:
        return row
    before, row.stage, row.stage_since = row.stage, stage, timezone.localdate()
    row.save(update_fields=["stage", "stage_since"])
    StageStep.objects.create(opportunity=row, stage=stage, on=row.stage_since, by_name=actor.name)
    record(actor, "opportunity.moved", row, before={"stage": before}, after={"stage": stage})
    return row


@transaction.atomic
def win_opportunity(
    actor: Actor, *, opportunity_id: int, on: date | None = None, note: str = ""
) -> Opportunity:
    """The customer has bought, on a day (today); the ledger will show it."""
    row = _open_one(actor, opportunity_id)
    return _end(actor, row, Outcome.WON, on, note=note)


@transaction.atomic
def lose_opportunity(
    actor: Actor,
    *,
    opportunity_id: int,
    reason: LossReason,
    on: date | None = None,
    note: str = "",
) -> Opportunity:
    """The customer has not bought, for a reason."""
    row = _open_one(actor, opportunity_id)
    if needs_a_note(reason) and not note.strip():
        raise Refusal(
            _("Say to whom it went, or what happened."), code="note_missing", field="note"
        )
    return _end(actor, row, Outcome.LOST, on, reason=reason.value, note=note)


@transaction.atomic
def reopen_opportunity(actor: Actor, *, opportunity_id: int) -> Opportunity:
    """It is not decided after all: it goes on in the stage where it ended."""
    row = _to_change(actor, opportunity_id)
    if row.is_open:
        raise Refusal(_("This opportunity is open already."), code="already_open")
    before = {
        "outcome_on": row.outcome_on, "outcome_reason": row.outcome_reason,
        "outcome_note": row.outcome_note,
    }  # fmt: skip
    row.outcome = row.outcome_reason = row.outcome_note = ""
    row.outcome_on, row.stage_since = None, timezone.localdate()
    row.save()
    StageStep.objects.create(
        opportunity=row, stage=row.stage, on=row.stage_since, by_name=actor.name
    )
    record(actor, "opportunity.reopened", row, before=before)
    tell_opportunity(actor, "opportunity.reopened", row)
    return row


def _end(
    actor: Actor,
    row: Opportunity,
    outcome: Outcome,
    on: date | None,
    *,
    reason: str = "",
    note: str,
) -> Opportunity:
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal(
            _("It cannot have been decided on a day to come."), code="in_the_future", field="on"
        )
    if day < row.stage_since:
        raise Refusal(
            _("It came into its stage later than that."),
            code="before_its_stage",
            field="on",
            hint=_("Write the day of the decision, or today."),
        )
    given = tidy(
        Opportunity,
        {"outcome": outcome.value, "outcome_on": day, "outcome_reason": reason,
         "outcome_note": note},
    )  # fmt: skip
    for field, value in given.items():
        setattr(row, field, value)
    row.save(update_fields=list(given))
    StageStep.objects.create(
        opportunity=row, stage=row.stage, outcome=outcome.value, on=day, by_name=actor.name
    )
    del given["outcome"]
    record(actor, f"opportunity.{outcome.value}", row, after=as_told(given))
    tell_opportunity(actor, f"opportunity.{outcome.value}", row)
    return row


def _to_change(actor: Actor, opportunity_id: int) -> Opportunity:
    """The opportunity, locked."""
    row: Opportunity = opportunities(actor).select_for_update(of=("self",)).get(pk=opportunity_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    return row


def _open_one(actor: Actor, opportunity_id: int) -> Opportunity:
    row = _to_change(actor, opportunity_id)
    if not row.is_open:
        raise Refusal(
            _("This opportunity is decided: %(outcome)s (%(day)s)."),
            code="opportunity_decided",
            hint=_("Open it again if it is not decided after all."),
            outcome=OUTCOME_NAMES[row.outcome],
            day="" if row.outcome_on is None else formats.day(row.outcome_on),
        )
    return row


def _customer_today(actor: Actor, row: Opportunity) -> int:
    """The customer that its own has become, if that was merged."""
    customer = row.customer
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer.pk


def _checked(
    account: Account, row: Opportunity | None = None, *, is_sure: bool, **given: Any
) -> dict[str, Any]:
    found = tidy(Opportunity, given)
    refuse_empty(found, "title", _("Say what would be sold."))
    refuse_implausible(found, row, is_sure=is_sure)
    _check_probability(found, row)
    if "ramp" in found:
        found["ramp"] = [plain(each) for each in found["ramp"]]
    if "owner_id" in found and (row is None or found["owner_id"] != row.owner_id):
        refuse_blind_owner(found["owner_id"], account.card.id)
    return found


def _check_probability(found: dict[str, Any], row: Opportunity | None) -> None:
    if "probability" not in found:
        return
    written = found["probability"]
    if written is None:
        found["probability_reason"] = ""
        return
    if not 0 <= written <= 1:
        raise Refusal(
            _("A probability is from 0 to 100 per cent."),
            code="no_probability",
            field="probability",
        )
    reason = found.get("probability_reason", "" if row is None else row.probability_reason)
    if not reason:
        raise Refusal(
            _("Say why it is more or less likely than usual."),
            code="reason_missing",
            field="probability_reason",
            hint=_("Leave the probability empty for the usual one."),
        )


def _refuse_unknown_stage(stage: str, known: Sequence[str]) -> None:
    if stage not in known:
        raise Refusal(
            _("There is no such stage today."),
            code="no_stage",
            field="stage",
            hint=_("Choose one of those that there are."),
        )


def _needs(account: Account, ids: Sequence[int]) -> list[Need]:
    found = list(Need.objects.filter(pk__in=ids, customer__code__in=sorted(account.codes)))
    if len(found) < len(set(ids)):
        raise Refusal(
            _("A need of another account was chosen."),
            code="need_elsewhere",
            field="needs",
            hint=_("Choose among this account's needs."),
        )
    return found


def _cells(account: Account, cells: Sequence[CellGiven]) -> list[CellGiven]:
    units = {unit.id for unit in account.units}
    found = list(dict.fromkeys((int(unit), family.strip()) for unit, family in cells))
    if any(unit not in units or not family for unit, family in found):
        raise Refusal(
            _("A cell of another account was chosen."),
            code="cell_elsewhere",
            field="cells",
            hint=_("Choose among this account's units and families."),
        )
    if len(found) > _MOST_CELLS:
        raise Refusal(
            _("An opportunity fills %(most)s cells at most."),
            code="too_many_cells",
            field="cells",
            hint=_("Write several opportunities."),
            most=_MOST_CELLS,
        )
    return found


def _standing(row: Opportunity) -> list[CellGiven]:
    return [(each.customer_id, each.family) for each in row.cells.all()]


def _by_ledger(account: Account, cells: Sequence[CellGiven]) -> Ansoff:
    """The kind that follows from what the account buys; of no cell nothing follows."""
    codes = {unit.id: unit.code for unit in account.units}
    known = [(codes[unit], family) for unit, family in cells if unit in codes]
    found = buying_of(account).kind_of(known) if known else None
    if found is None:
        raise Refusal(
            _("Without a cell the sales ledger cannot say what kind of sale it is."),
            code="no_kind",
            field="ansoff",
            hint=_("Choose the kind, or the cells that it fills."),
        )
    return found


def _fill(row: Opportunity, cells: Sequence[CellGiven]) -> None:
    OpportunityCell.objects.bulk_create(
        OpportunityCell(opportunity=row, customer_id=unit, family=family) for unit, family in cells
    )


def _texts(needs: Any) -> list[str]:
    return sorted(each.text for each in needs)


def _cell_texts(account: Account, cells: Sequence[CellGiven]) -> list[str]:
    names = {card.id: card.title for card in account.units}
    return sorted(f"{names.get(unit, unit)} · {family}" for unit, family in cells)
