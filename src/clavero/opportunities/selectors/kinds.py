"""Where in Ansoff's cells a sale belongs: by what the sales ledger knows, or as somebody said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import ObjectDoesNotExist

from clavero.identity.rules import Actor
from clavero.opportunities.models import Opportunity
from clavero.opportunities.rules.pipeline import Ansoff, ansoff_of, least_likely
from clavero.opportunities.selectors.pipeline import OpportunityRow, open_rows
from clavero.opportunities.selectors.sales import last_year, sales_of
from clavero.opportunities.selectors.seen import Account, account_within
from clavero.portfolio.selectors import seen_now


@dataclass(frozen=True, slots=True)
class Buying:
    """What an account and all of the group above it, as far as the reader sees it, bought in the
    last twelve full months."""

    account: Account
    families: frozenset[str]
    units: frozenset[str]

    def kind(self, code: str, family: str) -> Ansoff:
        """The kind of a sale of a family to a unit, with all below it."""
        below = {self.account.unit_of(each) for each in self.account.forest.codes(code)}
        return ansoff_of(
            buys_family=family in self.families, buys_in_unit=not below.isdisjoint(self.units)
        )

    def kind_of(self, cells: Iterable[tuple[str, str]]) -> Ansoff | None:
        """The kind of a sale that fills several cells, units and families; without any there is
        nothing to go by."""
        return least_likely(self.kind(code, family) for code, family in cells)


@dataclass(frozen=True, slots=True)
class Placed:
    """An open opportunity in its cell, and the cell that follows from the sales ledger; ``None``
    where it names no unit and family."""

    row: OpportunityRow
    by_ledger: Ansoff | None

    @property
    def is_otherwise(self) -> bool:
        """Whether it is held to be of another kind than the ledger says."""
        return self.by_ledger is not None and self.by_ledger is not self.row.ansoff


def buying_of(account: Account) -> Buying:
    """What the account and the group around it buy."""
    code = account.card.code
    top = [code, *account.forest.ancestors(code)][-1]
    around = frozenset(account.forest.codes(top))
    sales = sales_of(replace(account, codes=around), last_year())
    bought = [key for key, sold in sales.items() if sold > 0]
    return Buying(
        account,
        frozenset(family for _unit, family in bought),
        frozenset(unit for unit, _family in bought),
    )


def ansoff_of_cell(account: Account, family: str) -> Ansoff:
    """Which kind of sale it is to fill the cell of a unit and a family."""
    return buying_of(account).kind(account.card.code, family)


def placed_opportunities(actor: Actor, customer_id: int) -> list[Placed]:
    """The open opportunities of an account and of those below it, each with its cell by the
    ledger. Raises ``ObjectDoesNotExist`` for strangers to it. Four queries."""
    scope, shape = seen_now(actor)
    card = shape.account(customer_id, scope)
    if card is None:
        raise ObjectDoesNotExist(customer_id)
    account = account_within(scope, card.code, shape)
    rows = open_rows(Opportunity.objects.filter(customer__code__in=sorted(account.codes)))
    if not rows:
        return []
    buying = buying_of(account)
    return [Placed(row, buying.kind_of(row.cells)) for row in rows]
