"""What managers have agreed to for their accounts: for the plans, targets and tasks built on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.models import Proposal
from clavero.playbook.rules import guides
from clavero.playbook.rules.guides import Asked, Aspect, Playbook
from clavero.playbook.rules.proposals import AGREED, Kind, Proposed, kind_of
from clavero.playbook.selectors.accounts import row_of
from clavero.playbook.selectors.versions import InForce
from clavero.playbook.words import everywhere_of, guide_text, item_text
from clavero.portfolio.visibility import scope_for


@dataclass(frozen=True, slots=True)
class Agreed:
    """An account with what was agreed for its strategy of today, what still is ``waiting``, and
    the kinds of all that was ever proposed, what was dropped included."""

    customer_id: int
    code: str
    strategy: Strategy
    holding: tuple[Proposed, ...] = ()
    waiting: tuple[Proposed, ...] = ()
    kinds: frozenset[Kind] = frozenset()

    def of(self, kind: Kind) -> list[Proposed]:
        """What was agreed of one kind; of reviews one rhythm at most."""
        return _of(kind, self.holding)

    def not_dropped(self, kind: Kind) -> list[Proposed]:
        """What was agreed of one kind, and what is proposed as long as nobody decides otherwise."""
        return _of(kind, (*self.holding, *self.waiting))


def agreed(actor: Actor) -> list[Agreed]:
    """What was agreed for each account that ``actor`` sees and that has proposals, by its code.
    One query, and one more for who sees only their own."""
    # Codes, and not the query that finds them: it walks the groups, and a database that has not
    # looked at its tables yet would do so once a row.
    rows = Proposal.objects.filter(superseded_on=None, customer__merged_into=None)
    seen = scope_for(actor).customers
    if seen is not None:
        rows = rows.filter(customer__code__in=sorted(seen))
    found: dict[str, list[Proposal]] = {}
    for each in rows.select_related("customer").order_by("customer__code", "place"):
        found.setdefault(each.customer.code, []).append(each)
    return [_agreed(code, proposals) for code, proposals in found.items()]


def _agreed(code: str, proposals: list[Proposal]) -> Agreed:
    rows = [row_of(each) for each in proposals]
    return Agreed(
        customer_id=rows[0].customer_id,
        code=code,
        strategy=rows[0].strategy,
        holding=tuple(each.holds for each in rows if each.state in AGREED),
        waiting=tuple(each.proposed for each in rows if each.is_open),
        kinds=frozenset(each.kind for each in rows),
    )


def _of(kind: Kind, asked: Iterable[Proposed]) -> list[Proposed]:
    return [each for each in asked if kind_of(each.what) is kind]


# -- for programs --------------------------------------------------------------------------------


def playbook_as_data(holding: InForce) -> dict[str, Any]:
    """The playbook for programs; texts in the language of now."""
    playbook, version = holding.settings, holding.version
    return {
        "version": holding.number,
        "valid_from": None if version is None else version.valid_from.isoformat(),
        "approved_by": None if version is None else version.approved_by,
        "everywhere": everywhere_of(playbook),
        "strategies": [_strategy(playbook, each) for each in Strategy],
    }


def _strategy(playbook: Playbook, strategy: Strategy) -> dict[str, Any]:
    guide, share = playbook.guides[strategy], playbook.shares[strategy]
    return {
        "strategy": strategy.value,
        "relationship": [stage.value for stage in guide.stages],
        **{aspect.value: guide_text(strategy, guide, aspect) for aspect in Aspect},
        "time_from": str(share.low),
        "time_to": str(share.high),
        "review_months": guide.review_months,
        "objectives": [_asked(each) for each in guide.objectives],
        "kpis": [_asked(each) for each in guide.kpis],
        "tasks": [_asked(each) for each in guide.tasks],
    }


def agreed_as_data(account: Agreed) -> dict[str, Any]:
    """An account's agreed starting points for programs."""
    reviews = [_proposed(each) for each in account.of(Kind.REVIEW)]
    return {
        "account": account.code,
        "strategy": account.strategy.value,
        "open": len(account.waiting),
        "objectives": [_proposed(each) for each in account.of(Kind.OBJECTIVE)],
        "kpis": [_proposed(each) for each in account.of(Kind.KPI)],
        "tasks": [_proposed(each) for each in account.of(Kind.TASK)],
        "reviews": reviews[0] if reviews else None,
    }


def _asked(what: Asked) -> dict[str, Any]:
    return {"key": what.key, **guides.to_plain(what), "text": item_text(what)}


def _proposed(proposed: Proposed) -> dict[str, Any]:
    return {**_asked(proposed.what), "due": proposed.due.isoformat()}
