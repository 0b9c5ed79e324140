"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.opportunities.testing import make_need
from clavero.plans.models import Action, Initiative, Plan
from clavero.plans.services import approve_plan, submit_plan
from clavero.plans.testing import make_action, make_initiative, make_objective
from clavero.portfolio.models import Customer
from clavero.sharing.links import token_of
from clavero.sharing.models import GuestSession, Share
from clavero.sharing.selectors import Guest, guest_of
from clavero.sharing.services import come_in, send_code, share_plan

SYSTEM = Actor.system()


def approve(customer: Customer) -> int:
    """The plan as it stands becomes the version that holds; its number."""
    submit_plan(SYSTEM, customer_id=customer.pk)
    plan = Plan.objects.get(customer=customer)
    return approve_plan(SYSTEM, customer_id=customer.pk, seen=revision_of(plan)).number


def make_shared_plan(
    customer: Customer, need: str = "Spares within hours"
) -> tuple[Initiative, Action]:
    """Write into an empty plan what both read and what is ours, and have it approved; the
    initiative whose value is signed, and the customer's own action."""
    make_need(customer, text=need, is_shared=True)
    make_need(customer, text="Ours to guess")
    make_objective(customer, "Grow together", is_shared=True)
    initiative = make_initiative(
        customer, "Stock on their site", customer_value=Decimal(40_000), is_shared=True
    )
    action = make_action(
        customer, "List the critical spares", customer_owner="Workshop", is_shared=True
    )
    approve(customer)
    return initiative, action


def make_share(customer: Customer, **given: Any) -> Share:
    """A link for somebody there."""
    actor = given.pop("actor", SYSTEM)
    told = {"name": "Marta Ibáñez", "email": "marta@ega.example", "language": "es", **given}
    return share_plan(actor, customer_id=customer.pk, **told).share


def token(share: Share) -> str:
    """The last part of its link."""
    return token_of(share.key, share.language)


def code_in(text: str) -> str:
    """The code that a message tells."""
    return next(word for word in text.split() if word.isdigit() and len(word) == 6)


def word_for(share: Share, mailbox: Any) -> str:
    """Come in by a link, with the code from the test's mailbox; what the browser keeps."""
    send_code(token(share), network="")
    word = come_in(token(share), code_in(mailbox[-1].body), network="")
    assert word is not None
    return word


def make_guest(share: Share, mailbox: Any) -> Guest:
    """Somebody who has come in by a link."""
    guest = guest_of(token(share), word_for(share, mailbox))
    assert guest is not None
    assert GuestSession.objects.filter(pk=guest.session_id).exists()
    return guest
