"""The list of proposals to decide: a line an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_tables2 import A

from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES, STRATEGY_TONES
from clavero.playbook.rules.proposals import Kind
from clavero.playbook.selectors import Waiting
from clavero.playbook.words import KINDS_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Number, Text

MINE, OTHERS = "mine", "others"
OPEN, DECIDED = "open", "decided"


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An account as the list has it."""

    id: int
    code: str
    name: str
    strategy: Strategy
    manager: str
    since: date
    open: int
    objectives: int
    kpis: int
    tasks: int
    reviews: int
    decided: int
    whose: str
    state: str


def line_of(account: Waiting) -> WaitingLine:
    """An account with proposals, flat."""
    count = sum(account.open.values())
    return WaitingLine(
        id=account.card.id,
        code=account.card.code,
        name=account.card.title,
        strategy=account.strategy,
        manager="" if account.lead is None else account.lead.name,
        since=account.since,
        open=count,
        objectives=account.open[Kind.OBJECTIVE],
        kpis=account.open[Kind.KPI],
        tasks=account.open[Kind.TASK],
        reviews=account.open[Kind.REVIEW],
        decided=account.decided,
        whose=MINE if account.is_mine else OTHERS,
        state=OPEN if count else DECIDED,
    )


class ProposalsFilters(Filters):
    """By word, strategy, whose they are, and whether any waits."""

    search = Search("name", "code", "manager", label=_("Search accounts and managers"))
    strategy = django_filters.ChoiceFilter(
        label=_("Strategy"), choices=[(each.value, STRATEGY_NAMES[each]) for each in Strategy]
    )
    whose = django_filters.ChoiceFilter(
        label=_("Who decides"), choices=[(MINE, _("I decide")), (OTHERS, _("somebody else"))]
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(OPEN, _("something waits")), (DECIDED, _("all is decided"))],
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "strategy": _("with the strategy “%(value)s”"),
        "whose": _("where %(value)s"),
        "state": _("where %(value)s"),
    }


class Manager(Text):
    """Who looks after the account, or that nobody does."""

    def render(self, value: str) -> str | Promise:
        """The name."""
        return value or _("nobody")


class ProposalsTable(Table):
    """One line an account, which leads to its strategy."""

    code = Text(_("Code"))
    name = Text(_("Account"), is_title=True, linkify=("playbook:account", {"customer_id": A("id")}))
    strategy = Badge(_("Strategy"), names=STRATEGY_NAMES, tones=STRATEGY_TONES)
    since = Day(_("Proposed on"))
    open = Number(_("Open proposals"))
    objectives = Number(KINDS_NAMES[Kind.OBJECTIVE])
    kpis = Number(KINDS_NAMES[Kind.KPI])
    tasks = Number(KINDS_NAMES[Kind.TASK])
    reviews = Number(KINDS_NAMES[Kind.REVIEW])
    decided = Number(_("Decided"))
    manager = Manager(_("Key account manager"), empty_values=())


ONLY_IN_FILES = ("code", "objectives", "kpis", "tasks", "reviews")
PROPOSALS = Screen(
    key="playbook.proposals",
    title=_("Accounts with proposals"),
    counted=ngettext_lazy("%(shown)s account", "%(shown)s accounts", "count"),
    table=ProposalsTable,
    filters=ProposalsFilters,
    empty=Empty(
        title=_("Nothing has been proposed yet"),
        text=_("When a review of the matrix gives an account its strategy, what the playbook "
               "proposes for it stands here."),
        icon="checklist",
    ),
    order="-open",
    only_in_files=ONLY_IN_FILES,
)  # fmt: skip
