"""All negotiations that a person sees, and those of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.negotiations.models import Negotiation
from clavero.negotiations.rules.negotiating import OPEN
from clavero.negotiations.visibility import negotiations
from clavero.portfolio.selectors import Account, account_of, today_of


@dataclass(frozen=True, slots=True)
class NegotiationRow:
    """A negotiation for a reader; ``customer_id`` and ``name`` are those of its account today."""

    id: int
    customer_id: int
    code: str
    name: str
    title: str
    state: str
    ends_on: date | None
    next_on: date | None
    ended_on: date | None
    owner_id: int | None
    owner: str
    rounds: int
    currency: str
    contract_id: int | None
    contract: str
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state in OPEN


def negotiation_rows(actor: Actor) -> list[NegotiationRow]:
    """All with the customers that ``actor`` sees, the first to end first."""
    return rows_of(negotiations(actor))


def account_negotiations(actor: Actor, customer_id: int) -> tuple[Account, list[NegotiationRow]]:
    """Those of an account and of what is below it, the open ones first. Raises
    ``Customer.DoesNotExist`` for strangers."""
    account = account_of(actor, customer_id)
    found = negotiations(actor, account.scope).filter(customer__code__in=sorted(account.codes))
    return account, sorted(rows_of(found), key=lambda row: not row.is_open)


def negotiation_of_contract() -> Subquery:
    """The number of the negotiation that a contract came of, read in the contract's own query."""
    return Subquery(Negotiation.objects.filter(contract=OuterRef("pk")).order_by().values("pk")[:1])


def named(found: QuerySet[Negotiation]) -> QuerySet[Negotiation]:
    """With what a row tells beside."""
    return found.select_related("customer", "owner", "contract").annotate(
        round_count=Count("rounds")
    )


def rows_of(found: QuerySet[Negotiation]) -> list[NegotiationRow]:
    """Negotiations as rows. One query."""
    today = timezone.localdate()
    return [row_of(each, today) for each in named(found)]


def row_of(found: Negotiation, today: date) -> NegotiationRow:
    """One that was :func:`named`."""
    account = today_of(found.customer)
    return NegotiationRow(
        id=found.pk,
        customer_id=account.id,
        code=account.code,
        name=account.title,
        title=found.title,
        state=found.state,
        ends_on=found.ends_on,
        next_on=found.next_on if found.state in OPEN else None,
        ended_on=found.ended_on,
        owner_id=found.owner_id,
        owner="" if found.owner is None else found.owner.name,
        rounds=found.round_count,  # type: ignore[attr-defined]
        currency=found.currency,
        contract_id=found.contract_id,
        contract="" if found.contract is None else found.contract.title,
        is_late=found.state in OPEN and found.ends_on is not None and found.ends_on < today,
    )
