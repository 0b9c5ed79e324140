"""What is said of cells and wallets, one by one or as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.models import FAMILY_LENGTH, CellWord, WalletEntry
from clavero.opportunities.rules.grid import ENTERED, CellState, state_of
from clavero.opportunities.rules.reading import (
    COLUMNS,
    CellRow,
    GridFault,
    GridRead,
    read_grid,
)
from clavero.opportunities.rules.wallet import Confidence, WalletSource
from clavero.opportunities.selectors.grid import families_known, wallet_entry
from clavero.opportunities.services._changing import as_told, changed, require, tidy
from clavero.portfolio.selectors import ids_of
from clavero.portfolio.visibility import accounts
from clavero.ui.brought import read_table

_CELL = ("state", "reason", "rival", "rival_share")
_MOST = Decimal(10**15)


@transaction.atomic
def say_cell(
    actor: Actor,
    *,
    customer_id: int,
    family: str,
    state: CellState | None = None,
    reason: str = "",
    rival: str = "",
    rival_share: Decimal | None = None,
    seen: int = 0,
) -> CellWord:
    """Say how a cell stands beside what the ledger knows; without a state, the ledger decides.

    ``seen`` is the revision looked at. Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    customer = accounts(actor).get(pk=customer_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    given = tidy(
        CellWord,
        {"family": _family(family), "state": "" if state is None else state.value,
         "reason": reason, "rival": rival, "rival_share": rival_share},
    )  # fmt: skip
    _check_cell(state, given)
    word = _locked(customer.pk, given.pop("family"), actor)
    changed(actor, word, given, seen=seen, verb="cell.said")
    word.said_on, word.by_name = timezone.localdate(), actor.name
    word.save(update_fields=["said_on", "by_name"])
    return word


@transaction.atomic
def enter_wallet(
    actor: Actor,
    *,
    customer_id: int,
    family: str,
    source: WalletSource,
    day: date,
    confidence: Confidence = Confidence.MEDIUM,
    amount: Decimal | None = None,
    rank: Decimal | None = None,
    suppliers: int | None = None,
    note: str = "",
) -> WalletEntry:
    """A word on what a unit buys of a family from anybody; earlier words stay beside it.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    customer = accounts(actor).get(pk=customer_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    if source is WalletSource.RANK:
        amount = None
    else:
        rank = suppliers = None
    _check_wallet(source, day, amount, rank, suppliers)
    given = tidy(
        WalletEntry,
        {"family": _family(family), "source": source.value, "day": day,
         "confidence": confidence.value, "amount": amount, "rank": rank, "suppliers": suppliers,
         "note": note},
    )  # fmt: skip
    entry = WalletEntry.objects.create(customer=customer, by_name=actor.name, **given)
    record(actor, "wallet.entered", entry, after=_wallet_told(given))
    return entry


@transaction.atomic
def withdraw_wallet(actor: Actor, *, entry_id: int) -> None:
    """Take back a word entered by mistake; the one before it holds again.

    Raises ``WalletEntry.DoesNotExist`` for strangers to the customer.
    """
    entry = wallet_entry(actor, entry_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    fields = ("family", "source", "day", "confidence", "amount", "rank", "suppliers", "note")
    told = {field: getattr(entry, field) for field in fields}
    record(actor, "wallet.withdrawn", entry, before=_wallet_told(told))
    entry.delete()


def import_grid(actor: Actor, *, content: bytes) -> TableReport:
    """Keep what a file says of cells and wallets; rows that cannot be used are told one by one.

    The same file again changes nothing, and of a cell of which something newer is known the row is
    refused. Raises :class:`Refusal` where it is no such file, and :class:`Forbidden`.
    """
    require(actor, Verb.TEND_OPPORTUNITIES)
    today = timezone.localdate()
    read = read_table(content, lambda text: read_grid(text, today), COLUMNS)
    return _keep(actor, read)


@transaction.atomic
def _keep(actor: Actor, read: GridRead) -> TableReport:
    ids = ids_of({row.account for _line, row in read.cells}, accounts(actor))
    families = families_known()
    refused, kept, there = list(read.refused), 0, 0
    for line, row in read.cells:
        if row.account not in ids:
            refused.append(RefusedRow(line, "account", row.account, RowFault.UNKNOWN_ACCOUNT))
        elif row.family not in families:
            refused.append(RefusedRow(line, "family", row.family, GridFault.UNKNOWN_FAMILY))
        else:
            done = _keep_row(actor, ids[row.account], row)
            if done is None:
                shown = row.day.isoformat()
                refused.append(RefusedRow(line, "date", shown, GridFault.NEWER))
            else:
                kept, there = kept + done, there + (not done)
    refused.sort(key=lambda bad: bad.line)
    return TableReport(read=read.rows, kept=kept, already_there=there, refused=refused)


def _keep_row(actor: Actor, customer_id: int, row: CellRow) -> bool | None:
    """Whether a row said something new; ``None`` where something newer is known."""
    is_new = _keep_cell(actor, customer_id, row) if row.says_cell else False
    if is_new is None or row.source is None:
        return is_new
    told = {
        "family": row.family, "source": row.source.value, "day": row.day,
        "confidence": row.confidence.value, "amount": row.amount, "rank": row.rank,
        "suppliers": row.suppliers, "note": row.note,
    }  # fmt: skip
    if WalletEntry.objects.filter(customer=customer_id, **told).exists():
        return is_new
    entry = WalletEntry.objects.create(customer_id=customer_id, by_name=actor.name, **told)
    record(actor, "wallet.entered", entry, after=_wallet_told(told))
    return True


def _keep_cell(actor: Actor, customer_id: int, row: CellRow) -> bool | None:
    found = CellWord.objects.select_for_update()
    word = found.filter(customer=customer_id, family=row.family).first()
    before = {field: getattr(word or CellWord(), field) for field in _CELL}
    given = {"rival": row.rival, "rival_share": row.rival_share}
    # What follows from the rest by itself, a file need not have said.
    follows = state_of(Decimal(0), None, bool(row.rival))
    if row.state is not None and (before["state"] or row.state is not follows):
        given |= {"state": row.state.value, "reason": row.reason}
    if all(value == before[field] for field, value in given.items()):
        return False
    if word is not None and word.said_on > row.day:
        return None
    word = word or _locked(customer_id, row.family, actor)
    for field, value in given.items():
        setattr(word, field, value)
    word.said_on, word.by_name = row.day, actor.name
    word.save()
    told = {field: before[field] for field in given}
    record(actor, "cell.said", word, before=as_told(told), after=as_told(given))
    return True


def _locked(customer_id: int, family: str, actor: Actor) -> CellWord:
    """The word on a cell, locked; a new one says nothing yet."""
    found = CellWord.objects.select_for_update()
    word = found.filter(customer=customer_id, family=family).first()
    if word is not None:
        return word
    try:
        with transaction.atomic():
            return CellWord.objects.create(
                customer_id=customer_id,
                family=family,
                said_on=timezone.localdate(),
                by_name=actor.name,
            )
    except IntegrityError:  # somebody else said the first word in the same moment
        return found.get(customer=customer_id, family=family)


def _family(family: str) -> str:
    found = family.strip()
    if not found or len(found) > FAMILY_LENGTH:
        raise Refusal(
            _("Say which product family it is."), code="no_family", field="family",
            hint=_("Open the cell from the white space."),
        )  # fmt: skip
    if found not in families_known():
        raise Refusal(
            _("The company sells no family “%(family)s”."), code="unknown_family", field="family",
            hint=_("Open the cell from the white space."), family=found,
        )  # fmt: skip
    return found


def _check_cell(state: CellState | None, given: Mapping[str, Any]) -> None:
    if state is not None and state not in ENTERED:
        raise Refusal(
            _("Whether a cell is sold, the sales ledger says."),
            code="sold_by_ledger",
            field="state",
        )
    if state is CellState.BLOCKED and not given["reason"]:
        raise Refusal(
            _("Say what blocks it."), code="reason_missing", field="reason",
            hint=_("A contract with somebody else, a technical obstacle, a decision."),
        )  # fmt: skip
    if state is CellState.COMPETITOR and not given["rival"]:
        raise Refusal(
            _("Say which competitor has it."), code="rival_missing", field="rival",
            hint=_("Write “unknown” if nobody knows."),
        )  # fmt: skip
    share = given["rival_share"]
    if share is None:
        return
    if not given["rival"]:
        raise Refusal(
            _("A share without a competitor is nobody's."), code="share_of_nobody", field="rival"
        )
    if not 0 <= share <= 1:
        raise Refusal(_("A share is from 0 to 100 per cent."), code="no_share", field="rival_share")


def _check_wallet(
    source: WalletSource,
    day: date,
    amount: Decimal | None,
    rank: Decimal | None,
    suppliers: int | None,
) -> None:
    if day > timezone.localdate():
        raise Refusal(
            _("Nobody can have heard of it on a day to come."), code="in_the_future", field="day",
            hint=_("Write the day on which it was known."),
        )  # fmt: skip
    if source is WalletSource.RANK:
        if rank is None or suppliers is None or not 1 <= rank <= suppliers <= 100:
            raise Refusal(
                _("A rank is from 1 to how many suppliers there are."), code="no_rank",
                field="rank", hint=_("With two suppliers at the same place, write 1.5."),
            )  # fmt: skip
    elif amount is None or not 0 <= amount < _MOST:
        raise Refusal(
            _("Write what the unit buys of the family in twelve months, from anybody."),
            code="no_amount", field="amount",
        )  # fmt: skip


def _wallet_told(given: Mapping[str, Any]) -> dict[str, Any]:
    told = {**given, "said_on": given["day"]}
    del told["day"]
    return as_told(told)
