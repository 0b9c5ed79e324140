"""The one page that a guest reads; the manager sees it by the same selector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clavero.identity.rules import Actor
from clavero.ledger.selectors import shown_currency
from clavero.plans.selectors import outward_of, plan_to_share
from clavero.portfolio.visibility import accounts
from clavero.sharing.models import Answer
from clavero.sharing.rules.news import News
from clavero.sharing.rules.showing import SharedRow, shared_rows


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The rows of the version that holds, and what was said about each, oldest first."""

    number: int
    approved_at: datetime
    currency: str
    rows: Sequence[SharedRow]
    said: Mapping[str, Sequence[Answer]] = field(default_factory=dict)

    def row(self, key: str) -> SharedRow | None:
        """One of them by its key."""
        return next((row for row in self.rows if row.key == key), None)

    def signature(self, row: SharedRow) -> Answer | None:
        """The signature that holds for a row's value, if any."""
        signed = [each for each in self.said.get(row.key, ()) if each.what == News.SIGNED]
        return signed[-1] if signed and row.is_signed_by(signed[-1].value) else None

    def ticked(self, row: SharedRow) -> Answer | None:
        """The last tick on a row, where a guest has said that it is done and may take it back."""
        ticks = [
            each for each in self.said.get(row.key, ()) if each.what in {News.DONE, News.NOT_DONE}
        ]
        return ticks[-1] if row.is_done and ticks and ticks[-1].what == News.DONE else None


def page_of(plan_id: int) -> SharedPage | None:
    """What guests of a plan read; ``None`` before a version holds. Whoever calls has let the
    reader in."""
    outward = outward_of(plan_id)
    if outward is None:
        return None
    said: dict[str, list[Answer]] = {}
    for answer in Answer.objects.filter(plan=plan_id):
        said.setdefault(answer.row_key, []).append(answer)
    rows = shared_rows(outward.content, outward.marked)
    return SharedPage(outward.number, outward.approved_at, shown_currency(), rows, said)


def page_of_account(actor: Actor, customer_id: int) -> tuple[str, SharedPage | None]:
    """The customer's name and the page as its guests read it. Raises ``Customer.DoesNotExist`` for
    strangers to the account, and is ``None`` without a plan that holds."""
    customer = accounts(actor).get(pk=customer_id)
    plan = plan_to_share(customer_id)
    return str(customer), None if plan is None else page_of(plan.pk)
