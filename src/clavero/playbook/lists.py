"""The list of what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES, STRATEGY_TONES
from clavero.playbook.rules.plays import Kind
from clavero.playbook.selectors import Shown
from clavero.playbook.words import KIND_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Text


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as the list has it."""

    id: int
    text: str
    account: str
    code: str
    strategy: Strategy
    kind: Kind
    due: date


def line_of(shown: Shown) -> ProposalLine:
    """A proposal, flat."""
    customer = shown.proposal.customer
    return ProposalLine(
        id=shown.proposal.pk,
        text=shown.text or gettext("Review of the account"),
        account=str(customer),
        code=customer.code,
        strategy=shown.strategy,
        kind=shown.kind,
        due=shown.proposal.due,
    )


class ProposalFilters(Filters):
    """By word, kind and strategy."""

    search = Search("text", "account", "code", label=_("Search proposals"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(each.value, KIND_NAMES[each]) for each in Kind]
    )
    strategy = django_filters.ChoiceFilter(
        label=_("Strategy"), choices=[(each.value, STRATEGY_NAMES[each]) for each in Strategy]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "kind": _("of the kind “%(value)s”"),
        "strategy": _("with the strategy “%(value)s”"),
    }


class ProposalTable(Table):
    """One line a proposal, which leads to its decision."""

    text = Text(_("Proposal"), is_title=True, linkify=("playbook:decide", {"proposal_id": A("id")}))
    account = Text(_("Account"))
    strategy = Badge(_("Strategy"), names=STRATEGY_NAMES, tones=STRATEGY_TONES)
    kind = Badge(_("Kind"), names=KIND_NAMES)
    due = Day(_("Due"))


PROPOSALS = Screen(
    key="playbook.proposals",
    title=_("Proposals to decide"),
    counted=ngettext_lazy("%(shown)s proposal", "%(shown)s proposals", "count"),
    table=ProposalTable,
    filters=ProposalFilters,
    empty=Empty(
        title=_("Nothing waits for a decision"),
        text=_(
            "When a review of the matrix gives an account another strategy, what it asks for is "
            "proposed here."
        ),
        icon="checks",
    ),
    order="due",
)
