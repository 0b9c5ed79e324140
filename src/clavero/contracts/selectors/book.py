"""The contracts that a person sees, and one of them with its terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.utils import timezone

from clavero.contracts.hooks import told_beside
from clavero.contracts.models import (
    AgreedPrice,
    Closing,
    Contract,
    Decision,
    Entry,
    Renewal,
    Term,
)
from clavero.contracts.rules.budgets import Account, EntryKind, account
from clavero.contracts.rules.renewing import DECIDED
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.visibility import contracts
from clavero.contracts.words import CHANGE_NAMES, WORDS
from clavero.core.audit import history
from clavero.core.revisions import revision_beside
from clavero.core.scope import Scope
from clavero.core.telling import MOST, Change, told
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account as Customer
from clavero.portfolio.selectors import Structure, account_of, seen_now, today_of


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract for a reader; ``customer_id`` and ``name`` are those of its account today."""

    id: int
    customer_id: int
    code: str
    name: str
    title: str
    reference: str
    start: date
    end: date
    notice_on: date | None
    renews_months: int
    value: Decimal | None
    currency: str
    terms: int
    state: str
    is_decided: bool  # what becomes of it after its last day


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term with the money written against it; ``budget`` is that of a budget."""

    row: Term
    entries: Sequence[Entry]
    budget: Account | None


@dataclass(frozen=True, slots=True)
class ContractHead:
    """What a contract says of itself, for a page that changes something of it; ``seen`` is its
    revision."""

    contract: Contract
    row: ContractRow
    seen: int


@dataclass(frozen=True, slots=True)
class ContractHeld:
    """One contract with its terms and what was decided, to be held against the ledger; ``scope``
    and ``shape`` are those it was read in."""

    contract: Contract
    row: ContractRow
    terms: Sequence[TermRow]
    decisions: dict[str, Decision]
    scope: Scope = field(repr=False)
    shape: Structure = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContractSeen:
    """The same with all its prices, and what happened to it."""

    held: ContractHeld
    prices: Sequence[AgreedPrice]
    changes: Sequence[Change]


def contract_rows(actor: Actor) -> list[ContractRow]:
    """All contracts that ``actor`` sees, the first to end first."""
    return _rows(contracts(actor))


def account_contracts(actor: Actor, customer_id: int) -> tuple[Customer, list[ContractRow]]:
    """The contracts of an account and of the units below it. Raises ``Customer.DoesNotExist`` for
    strangers to it."""
    found = account_of(actor, customer_id)
    here = contracts(actor).filter(customer__code__in=sorted(found.codes))
    return found, _rows(here)


def contract_head(actor: Actor, contract_id: int) -> ContractHead:
    """One contract by itself. Raises ``Contract.DoesNotExist`` for strangers to its customer."""
    rows = _counted(contracts(actor)).annotate(revision=revision_beside(Contract))
    found: Any = rows.get(pk=contract_id)
    return ContractHead(found, _row(found), found.revision or 0)


def contract_held(actor: Actor, contract_id: int) -> ContractHeld:
    """One contract with its terms. Raises ``Contract.DoesNotExist`` for strangers."""
    scope, shape = seen_now(actor)
    rows = _counted(contracts(actor, scope)).annotate(**told_beside())
    found = rows.get(pk=contract_id)
    terms = with_rows(standing(found.terms.all()))
    return ContractHeld(
        found,
        _row(found),
        [_term(each) for each in terms],
        {each.key: each for each in found.decisions.all()},
        scope,
        shape,
    )


def held_of_term(actor: Actor, term_id: int) -> ContractHeld:
    """The contract of a term that stands. Raises ``Term.DoesNotExist`` for strangers."""
    found = Term.objects.filter(withdrawn_on=None).only("contract_id").get(pk=term_id)
    try:
        return contract_held(actor, found.contract_id)
    except Contract.DoesNotExist as stranger:
        raise Term.DoesNotExist from stranger


def contract_seen(actor: Actor, contract_id: int) -> ContractSeen:
    """One contract with all that is known of it. Raises ``Contract.DoesNotExist`` for strangers to
    its customer."""
    held = contract_held(actor, contract_id)
    prices = AgreedPrice.objects.filter(term__in=[each.row.pk for each in held.terms])
    changes = told(history(held.contract)[:MOST], CHANGE_NAMES, WORDS)
    return ContractSeen(held, list(prices), changes)


def term_seen(actor: Actor, term_id: int) -> tuple[TermRow, ContractRow]:
    """One term that stands, and its contract. Raises ``Term.DoesNotExist`` for strangers to its
    customer."""
    seen = contracts(actor)
    found = Term.objects.get(pk=term_id, contract__in=seen, withdrawn_on=None)
    with_rows([found])
    return _term(found), _row(_counted(Contract.objects.all()).get(pk=found.contract_id))


def price_rows(actor: Actor, contract_id: int) -> tuple[ContractHead, list[AgreedPrice]]:
    """All prices of a contract that stand. Raises ``Contract.DoesNotExist`` for strangers."""
    head = contract_head(actor, contract_id)
    found = AgreedPrice.objects.filter(term__contract=head.contract, term__withdrawn_on=None)
    return head, list(found)


def price_seen(actor: Actor, price_id: int) -> tuple[AgreedPrice, ContractRow]:
    """One price that stands, and its contract. Raises ``AgreedPrice.DoesNotExist`` for strangers to
    its customer."""
    found = AgreedPrice.objects.select_related("term").get(
        pk=price_id, term__contract__in=contracts(actor), term__withdrawn_on=None
    )
    return found, _row(_counted(Contract.objects.all()).get(pk=found.term.contract_id))


def standing(found: QuerySet[Term]) -> QuerySet[Term]:
    """Those that stand, each with the last day until which it is closed and what was due then."""
    closed = Closing.objects.filter(term=OuterRef("pk")).order_by("-last")
    return found.filter(withdrawn_on=None).annotate(
        closed_until=Subquery(closed.values("last")[:1]),
        closed_due=Subquery(closed.values("due")[:1]),
    )


def with_rows(found: Iterable[Term]) -> list[Term]:
    """Terms with what was written against those of them that have such rows."""
    terms = list(found)
    for name, kinds in _ROWS.items():
        of_kind = [term for term in terms if term.kind in kinds]
        if of_kind:
            prefetch_related_objects(of_kind, name)
    return terms


_ROWS = {
    "entries": {TermKind.BUDGET, TermKind.REBATE},
    "readings": {TermKind.SERVICE, TermKind.INDEXATION},
}


def _counted(found: QuerySet[Contract]) -> QuerySet[Contract]:
    return found.select_related("customer").annotate(
        term_count=Count("terms", filter=Q(terms__withdrawn_on=None)),
        is_decided=Exists(
            Renewal.objects.filter(contract=OuterRef("pk"), end=OuterRef("end"), stage__in=DECIDED)
        ),
    )


def _rows(found: QuerySet[Contract]) -> list[ContractRow]:
    return [_row(each) for each in _counted(found)]


def _row(contract: Any) -> ContractRow:
    card = today_of(contract.customer)
    return ContractRow(
        id=contract.pk,
        customer_id=card.id,
        code=card.code,
        name=card.title,
        title=contract.title,
        reference=contract.reference,
        start=contract.start,
        end=contract.end,
        notice_on=contract.notice_on,
        renews_months=contract.renews_months,
        value=contract.value,
        currency=contract.currency,
        terms=contract.term_count,
        state=_state(contract, timezone.localdate()),
        is_decided=contract.is_decided,
    )


def _state(contract: Any, today: date) -> str:
    """One that renews itself runs on within the hour, unless another contract sets the same: then
    somebody has to say which holds."""
    if today < contract.start:
        return "to_come"
    if today <= contract.end:
        return "in_force"
    return "to_confirm" if contract.renews_months and not contract.is_decided else "ended"


def _term(term: Term) -> TermRow:
    entries = list(term.entries.all()) if term.kind in _ROWS["entries"] else []
    written = [(EntryKind(each.kind), each.amount) for each in entries]
    budget = None
    if term.kind == TermKind.BUDGET:
        budget = account(Decimal(term.values["amount"]), written)
    return TermRow(term, entries, budget)
