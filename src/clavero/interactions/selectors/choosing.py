"""Whom one may choose while writing an interaction down, those of last time first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.interactions.models import Interaction, OfTheirs
from clavero.interactions.visibility import interactions_within
from clavero.portfolio.selectors import (
    Account,
    account_of,
    account_within,
    seen_now,
    today_of,
)
from clavero.portfolio.visibility import accounts
from clavero.relationships.selectors.place import same_account_within

RECENT = 8
"""Contacts that are one tap away."""
_LOOKED_AT = 60  # interactions by which it is told whom one met last
_ACCOUNTS = 30


class Choice(NamedTuple):
    """Somebody to choose."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom an interaction with an account may be with: the contacts met last come first."""

    account: Account
    recent: Sequence[Choice]
    others: Sequence[Choice]
    ours: Sequence[tuple[int, str]]

    @property
    def contacts(self) -> list[Choice]:
        """All of theirs."""
        return [*self.recent, *self.others]


@dataclass(frozen=True, slots=True)
class ToChange:
    """An interaction for its form."""

    row: Interaction
    choices: Choices
    seen: int
    contacts: Sequence[int]
    people: Sequence[int]


def choices_of(actor: Actor, customer_id: int) -> Choices:
    """For a new one. Raises ``Customer.DoesNotExist`` for strangers to the account."""
    return _choices(actor, account_of(actor, customer_id), ())


def interaction_to_change(actor: Actor, interaction_id: int) -> ToChange:
    """For one that is there. Raises ``Interaction.DoesNotExist`` for strangers."""
    seen = revision_of(Interaction(pk=interaction_id))  # before the values that it stands for
    scope, shape = seen_now(actor)
    row = interactions_within(scope).select_related("customer").get(pk=interaction_id)
    account = account_within(scope, today_of(row.customer).code, shape)
    there = list(row.theirs.values_list("contact_id", flat=True))
    ours = list(row.ours.values_list("person_id", flat=True))
    return ToChange(row, _choices(actor, account, there), seen, there, ours)


def accounts_to_choose(actor: Actor) -> list[tuple[int, str]]:
    """The accounts that one may have met, those of one's own last interactions first."""
    mine = Max("interactions__starts_at", filter=Q(interactions__ours__person=actor.user_id))
    found = accounts(actor).annotate(last=mine)
    ordered = found.order_by(F("last").desc(nulls_last=True), "name", "pk")
    return [(each.pk, str(each)) for each in ordered[:_ACCOUNTS]]


def people_to_choose(actor: Actor) -> list[tuple[int, str]]:
    """Colleagues with access. One query."""
    found = people(actor).filter(is_active=True).order_by("name", "pk")
    return list(found.values_list("pk", "name"))


def _choices(actor: Actor, account: Account, also: Sequence[int]) -> Choices:
    own = same_account_within(account.scope, account.card.code, account.shape)
    there = own.exclude(name="").filter(Q(left_on=None) | Q(pk__in=also)).order_by("name", "pk")
    rows = [Choice(*each) for each in there.values_list("pk", "name", "title")]
    place = {number: at for at, number in enumerate(_met_lately(account))}
    rows.sort(key=lambda each: place.get(each.id, len(place)))
    return Choices(
        account,
        rows[:RECENT],
        sorted(rows[RECENT:], key=lambda each: each.name.casefold()),
        people_to_choose(actor),
    )


def _met_lately(account: Account) -> list[int]:
    """Who took part in the last interactions with an account, the last first: however many there
    were before, only these are looked at. Whoever was merged since is who they are now. One
    query."""
    ids = [account.shape.cards[code].id for code in sorted(account.codes)]
    latest = (
        interactions_within(account.scope).filter(customer__in=ids).order_by("-starts_at", "-pk")
    )
    took_part = OfTheirs.objects.filter(interaction__in=latest.values("pk")[:_LOOKED_AT])
    met = took_part.order_by("-interaction__starts_at", "pk").values_list(
        Coalesce("contact__merged_into", "contact"), flat=True
    )
    return list(dict.fromkeys(met))
