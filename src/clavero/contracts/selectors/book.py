"""The contracts that a person sees, and one of them with its terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from clavero.contracts.models import AgreedPrice, Contract, Decision, Entry, Term
from clavero.contracts.rules.budgets import Account, EntryKind, account
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.visibility import contracts
from clavero.contracts.words import CHANGE_NAMES, WORDS
from clavero.core.audit import history
from clavero.core.telling import MOST, Change, revision_in, told
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account as Customer
from clavero.portfolio.selectors import account_of, today_of

MOST_PRICES = 100  # on one page


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


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term with the money written against it; ``budget`` is that of a budget."""

    row: Term
    entries: Sequence[Entry]
    budget: Account | None


@dataclass(frozen=True, slots=True)
class ContractSeen:
    """One contract with its terms, what was decided, and what happened to it."""

    contract: Contract
    row: ContractRow
    terms: Sequence[TermRow]
    prices: Sequence[AgreedPrice]
    price_count: int
    decisions: dict[str, Decision]
    changes: Sequence[Change]

    @property
    def seen(self) -> int:
        """Its revision."""
        return revision_in(self.changes)


def contract_rows(actor: Actor) -> list[ContractRow]:
    """All contracts that ``actor`` sees, the first to end first."""
    return _rows(contracts(actor))


def account_contracts(actor: Actor, customer_id: int) -> tuple[Customer, list[ContractRow]]:
    """The contracts of an account and of the units below it. Raises ``Customer.DoesNotExist`` for
    strangers to it."""
    found = account_of(actor, customer_id)
    here = contracts(actor).filter(customer__code__in=sorted(found.codes))
    return found, _rows(here)


def contract_seen(actor: Actor, contract_id: int) -> ContractSeen:
    """One contract. Raises ``Contract.DoesNotExist`` for strangers to its customer."""
    entries = list(history(Contract(pk=contract_id))[:MOST])  # before the values they led to
    found = _counted(contracts(actor)).get(pk=contract_id)
    terms = list(found.terms.filter(withdrawn_on=None).prefetch_related("entries"))
    prices = AgreedPrice.objects.filter(term__in=[each.pk for each in terms])
    listed = list(prices[: MOST_PRICES + 1])
    count = len(listed) if len(listed) <= MOST_PRICES else prices.count()
    return ContractSeen(
        found,
        _row(found),
        [_term(each) for each in terms],
        listed[:MOST_PRICES],
        count,
        {each.key: each for each in found.decisions.all()},
        told(entries, CHANGE_NAMES, WORDS),
    )


def term_row(actor: Actor, term_id: int) -> TermRow:
    """One term that stands. Raises ``Term.DoesNotExist`` for strangers to its customer."""
    found = Term.objects.select_related("contract").prefetch_related("entries")
    return _term(found.get(pk=term_id, contract__in=contracts(actor), withdrawn_on=None))


def _counted(found: QuerySet[Contract]) -> QuerySet[Contract]:
    return found.select_related("customer").annotate(
        term_count=Count("terms", filter=Q(terms__withdrawn_on=None))
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
    )


def _state(contract: Contract, today: date) -> str:
    if today < contract.start:
        return "to_come"
    return "in_force" if today <= contract.end else "ended"


def _term(term: Term) -> TermRow:
    entries = list(term.entries.all())
    written = [(EntryKind(each.kind), each.amount) for each in entries]
    budget = None
    if term.kind == TermKind.BUDGET:
        budget = account(Decimal(term.values["amount"]), written)
    return TermRow(term, entries, budget)
