"""The table of accounts with what was spent on them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES, STRATEGY_TONES
from clavero.playbook.rules.conduct import NOTHING, part_of
from clavero.playbook.selectors import Conduct
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Badge, Money, Number, Percent, Text


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as the table has it."""

    id: int
    name: str
    strategy: Strategy
    hours: Decimal | None
    part: Decimal | None
    money: Decimal | None
    manager: str


def account_lines(found: Conduct) -> list[AccountLine]:
    """The accounts, those that took most time first."""
    whole = sum((each.hours for each in found.quadrants), NOTHING)
    lines = [
        AccountLine(
            id=found.cards[each.code].id,
            name=found.cards[each.code].title,
            strategy=each.strategy,
            hours=each.hours,
            part=part_of(each.hours, whole),
            money=each.money,
            manager=each.manager,
        )
        for each in found.accounts
    ]
    order = list(Strategy)
    return sorted(
        lines, key=lambda line: (-(line.hours or NOTHING), order.index(line.strategy), line.name)
    )


class AccountsTable(PlainTable):
    """One line an account."""

    name = Text(_("Account"), is_title=True, linkify=("playbook:account", {"customer_id": A("id")}))
    strategy = Badge(_("Strategy"), names=STRATEGY_NAMES, tones=STRATEGY_TONES)
    hours = Number(_("Hours"), places=1)
    part = Percent(_("Share of time"))
    money = Money(_("Money"), places=0)
    manager = Text(_("Key account manager"), empty_values=())

    def render_manager(self, value: str) -> str | Promise:
        """The name, or that nobody looks after it."""
        return value or _("nobody")
