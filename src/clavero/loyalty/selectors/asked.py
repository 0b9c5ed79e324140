"""Who would be asked, and who would be left out and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q
from django.db.models.functions import Lower
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.loyalty.links import digest_of
from clavero.loyalty.models import Invitation, Unwilling
from clavero.loyalty.rules.asking import Candidate, LeftOut, left_out
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import scope_for
from clavero.relationships.selectors import Known, known_people


@dataclass(frozen=True, slots=True)
class Found:
    """A contact, and why they are left out; ``account`` is the name of the account they are at."""

    who: Known
    account: str
    why: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class WhoIsAsked:
    """The contacts of some accounts: those who are asked, and the others with the reason."""

    asked: list[Found] = field(default_factory=list)
    left_out: list[Found] = field(default_factory=list)

    @property
    def accounts(self) -> int:
        """At how many accounts somebody is asked."""
        return len({each.account for each in self.asked})


def who_is_asked(
    actor: Actor,
    *,
    customer_ids: Collection[int],
    functions: Collection[str] = (),
    rests: int,
    on: date | None = None,
) -> WhoIsAsked:
    """Of accounts that ``actor`` sees, with all below them that they see; of the ``functions``, or
    of all. Who looks after whom decides nothing here, and of two with one address the first is
    asked. Five queries."""
    day = on or timezone.localdate()
    scope, shape = scope_for(actor), structure()
    forest = shape.forests[Tree.LEGAL]
    chosen = [card.code for one in customer_ids if (card := shape.account(one, scope)) is not None]
    codes = {
        same for code in chosen for below in forest.subtree(code) for same in forest.same(below)
    }
    if scope.customers is not None:
        codes &= scope.customers
    people = [each for each in known_people(codes) if not functions or each.function in functions]
    unwilling, lately = _unwilling(people), _last_asked(people)
    found, addresses = WhoIsAsked(), set[str]()
    for each in people:
        address = each.email.casefold()
        who = Candidate(
            each.name, each.email, each.is_erased, each.left_on, digest_of(address) in unwilling,
            lately.get(address),
        )  # fmt: skip
        why = left_out(who, day, rests)
        if why is None and address in addresses:
            why = LeftOut.SAME_ADDRESS
        row = Found(each, account_named(shape, each.code), why)
        if why is None:
            addresses.add(address)
            found.asked.append(row)
        else:
            found.left_out.append(row)
    return found


def account_named(shape: Structure, code: str) -> str:
    """The name of the account that a customer's record belongs to."""
    return shape.cards[account_code(shape, code)].title


def account_code(shape: Structure, code: str) -> str:
    """The code of the account that a customer's record belongs to: the group above all."""
    forest = shape.forests[Tree.LEGAL]
    return [forest.survivor(code), *forest.ancestors(code)][-1]


def _unwilling(people: Iterable[Known]) -> frozenset[str]:
    digests = {digest_of(each.email) for each in people if each.email}
    return frozenset(Unwilling.objects.filter(digest__in=digests).values_list("digest", flat=True))


def _last_asked(people: Iterable[Known]) -> dict[str, date]:
    """The last day on which each address was asked, at whichever account."""
    addresses = {each.id: each.email.casefold() for each in people if each.email}
    asked = Invitation.objects.filter(left_out="").annotate(address=Lower("contact__email"))
    theirs = Q(address__in=set(addresses.values())) | Q(contact__in=addresses)
    rows = asked.filter(theirs).order_by().values_list("contact_id", "address")
    found: dict[str, date] = {}
    for contact_id, address, last in rows.annotate(last=Max("wave__opened_at")):
        day = timezone.localdate(last)
        for each in {address, addresses.get(contact_id, address)}:
            found[each] = max(day, found.get(each, day))
    return found
