"""An account that gets a strategy gets what the playbook proposes for it, and with each review that
confirms it the objectives and targets of another year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.matrix.hooks import Review
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.models import Proposal
from clavero.playbook.rules.guides import Guide
from clavero.playbook.rules.proposals import (
    Proposed,
    State,
    ends_with,
    kind_of,
    of_the_year,
    starting_points,
    to_plain,
)
from clavero.playbook.selectors import playbook_on, row_of, without_proposals
from clavero.playbook.services._told import told
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts
from clavero.ui import formats

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class _Placed:
    strategy: Strategy
    review_id: int
    day: date
    begins: date  # from when on there is time for what is proposed


@transaction.atomic
def propose_for_review(review: Review) -> int:
    """The matrix's hook: propose for each account whose strategy the review has changed or given,
    and for each whose objectives and targets are over the next ones; for how many. What was
    proposed before is set aside and kept as it is."""
    placed = {
        customer_id: _Placed(strategy, review.id, review.day, begins=review.day)
        for customer_id, strategy in review.placed.items()
    }
    return _propose(review.actor, placed)


@transaction.atomic
def withdraw_for_review(review: Review) -> int:
    """The matrix's other hook: what a withdrawn review proposed goes again, of how many proposals,
    and what it had set aside holds again. Refuses where a manager has decided on some of it."""
    rows = Proposal.objects.filter(review_id=review.id).select_related("customer")
    made = list(rows.select_for_update(of=("self",)).order_by("customer__name", "pk"))
    if decided := {str(each.customer) for each in made if each.state != State.OPEN.value}:
        raise Refusal(
            ngettext_lazy(
                "The manager of %(names)s has decided on what it proposed.",
                "The managers of %(count)s accounts have decided on what it proposed: %(names)s.",
                len(decided),
            ),
            code="built_on",
            hint=_("A review on which others have built stays; hold the next one instead."),
            count=formats.number(len(decided)),
            names=", ".join(sorted(decided, key=str.casefold)),
        )
    of: dict[int, list[Proposal]] = defaultdict(list)
    for each in made:
        of[each.customer_id].append(each)
    record_many(
        review.actor,
        "customer.proposals_withdrawn",
        [
            (each[0].customer, {"strategy": each[0].strategy, "starting_points": told(each)}, None)
            for each in of.values()
        ],
    )
    Proposal.objects.filter(pk__in=[each.pk for each in made]).delete()
    earlier = Proposal.objects.filter(customer_id__in=of, superseded_on=review.day)
    earlier.update(superseded_on=None)
    return len(made)


@transaction.atomic
def propose_missing(actor: Actor) -> int:
    """Propose for the accounts that had a strategy before there was a playbook; for how many."""
    if not actor.may(Verb.EDIT_PLAYBOOK):
        raise Forbidden(Verb.EDIT_PLAYBOOK)
    hold_structure()
    today = timezone.localdate()
    missing = without_proposals(actor, as_of=today)
    placed = {
        customer_id: _Placed(each.strategy, each.review_id, each.reviewed_on, begins=today)
        for customer_id, each in missing.items()
    }
    return _propose(actor, placed)


def _propose(actor: Actor, placed: Mapping[int, _Placed]) -> int:
    standing: dict[int, list[Proposal]] = defaultdict(list)
    rows = Proposal.objects.filter(customer_id__in=placed, superseded_on=None)
    for each in rows.select_for_update().order_by("pk"):
        standing[each.customer_id].append(each)
    new: dict[int, _Placed] = {}
    old: list[Proposal] = []
    over: list[Proposal] = []
    for customer_id, place in placed.items():
        there = standing[customer_id]
        if all(row.strategy != place.strategy.value for row in there):
            new[customer_id] = place
            old += there
        elif ended := [row for row in there if ends_with(row_of(row).holds, place.day)]:
            new[customer_id] = place
            over += ended
    if not new:
        return 0
    for row in (*old, *over):
        row.superseded_on = new[row.customer_id].day
    Proposal.objects.bulk_update([*old, *over], ["superseded_on"], batch_size=_AT_ONCE)
    made = _made(new, _standing_on(standing, {row.customer_id for row in over}))
    Proposal.objects.bulk_create(made, batch_size=_AT_ONCE)
    _record(actor, new, made, old, over)
    return len(new)


def _standing_on(
    standing: Mapping[int, list[Proposal]], renewed: Collection[int]
) -> dict[int, set[tuple[str, str]]]:
    """What still holds of each account that gets the objectives of another year alone."""
    return {
        customer_id: {
            (row.kind, row.key) for row in standing[customer_id] if row.superseded_on is None
        }
        for customer_id in renewed
    }


def _asked(
    guide: Guide, placed: _Placed, goes_on: set[tuple[str, str]] | None
) -> Iterator[Proposed]:
    """What is proposed to an account: all of it, or what ``goes_on`` does not have already."""
    if goes_on is None:
        yield from starting_points(guide, placed.begins)
        return
    for each in of_the_year(guide, placed.begins):
        if (kind_of(each.what).value, each.what.key) not in goes_on:
            yield each


def _made(
    new: Mapping[int, _Placed], going_on: Mapping[int, set[tuple[str, str]]]
) -> list[Proposal]:
    """Each account's proposals, by the playbook of the day on which it got its strategy; of those
    ``going_on`` the ones of another year."""
    days = {each.day for each in new.values()}
    guides = {day: playbook_on(day).settings.guides for day in days}
    return [
        Proposal(
            customer_id=customer_id,
            review_id=each.review_id,
            strategy=each.strategy.value,
            kind=kind_of(proposed.what).value,
            key=proposed.what.key,
            place=place,
            content=to_plain(proposed),
        )
        for customer_id, each in new.items()
        for place, proposed in enumerate(
            _asked(guides[each.day][each.strategy], each, going_on.get(customer_id))
        )
    ]


def _record(
    actor: Actor,
    new: Mapping[int, _Placed],
    made: list[Proposal],
    old: list[Proposal],
    over: list[Proposal],
) -> None:
    customers = accounts(actor).in_bulk(list(new))

    def changes(proposals: Iterable[Proposal]) -> list[tuple[Model, None, dict[str, Any]]]:
        of: dict[int, list[Proposal]] = defaultdict(list)
        for each in proposals:
            of[each.customer_id].append(each)
        return [
            (customers[key], None, {"strategy": each[0].strategy, "starting_points": told(each)})
            for key, each in of.items()
        ]

    record_many(actor, "customer.proposals_set_aside", changes(old))
    record_many(actor, "customer.proposals_over", changes(over))
    record_many(actor, "customer.proposed_to", changes(made))
