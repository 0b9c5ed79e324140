"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.opportunities.testing import make_need
from clavero.plans.models import Action, Initiative, Plan, PlanItem
from clavero.plans.rules.catalogue import BY_KEY, Shape
from clavero.plans.rules.outward import OF_KIND, can_be_shared
from clavero.plans.services import add_item, approve_plan, submit_plan
from clavero.plans.testing import (
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_plan,
    make_request,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer
from clavero.sharing.links import token_of
from clavero.sharing.models import GuestSession, Share
from clavero.sharing.selectors import Guest, guest_of
from clavero.sharing.services import come_in, send_code, share_plan

SYSTEM = Actor.system()
MARKER = "zq"  # stands in every word that is ours, and in no word of the product
OURS = Decimal("987654")


def said_of_ours(text: str) -> list[str]:
    """The words and sums of ours that a page, a letter or a document says. What is drawn by chance
    is left out, as it may say anything: links, signatures and tokens are longer than any word of
    ours, and the sum has as many digits as a one-time code."""
    left = re.sub(r"[\w~.:-]{31,}", "", text.lower().replace("csrfmiddlewaretoken", ""))
    return re.findall(rf"{MARKER}|987\D?654(?!\d)", left)


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


def fields_of(kind: str, word: str) -> dict[str, str]:
    """What the fields of a kind say, with ``word`` wherever a text may stand."""
    return {
        field.key: field.options[0]
        if field.shape is Shape.CHOICE
        else "1"
        if field.shape is Shape.NUMBER
        else word
        for field in BY_KEY[kind].fields
    }


def make_row_of_every_kind(customer: Customer) -> None:
    """A plan with a row of each kind, marked where it can be, and one of each that is ours; all
    that is ours says ``MARKER`` or the sum of ``OURS`` (see ``said_of_ours``)."""
    make_plan(customer)
    known_from: Any = {"evidence": f"{MARKER} evidence", "source": f"{MARKER} source"}
    for kind in BY_KEY:
        for is_shared in {False, can_be_shared(kind)}:
            out = {name for name in OF_KIND.get(kind, ()) if is_shared}
            fields = {
                name: value if name in out or value != MARKER else f"{MARKER}{kind}"
                for name, value in fields_of(kind, MARKER).items()
            }
            fields = {name: "Open" if name in out and value == MARKER else value
                      for name, value in fields.items()}  # fmt: skip
            add_item(
                SYSTEM, customer_id=customer.pk, kind=kind, fields=fields, is_shared=is_shared,
                text=f"Shown {kind}" if is_shared else f"{MARKER} {kind}",
                **known_from,
            )  # fmt: skip
    for is_shared in (True, False):
        make_need(
            customer, text="Shown need" if is_shared else f"{MARKER} need", is_shared=is_shared,
            **known_from, fit=9,
        )  # fmt: skip
    # Marked before such kinds stayed internal: the mark alone shows nothing.
    PlanItem.objects.exclude(kind__in=OF_KIND).update(is_shared=True)
    for is_shared in (True, False):
        text = "Shown" if is_shared else MARKER
        make_objective(
            customer, f"{text} objective", is_shared=is_shared, baseline=OURS, target=OURS + 1,
            **known_from,
        )  # fmt: skip
        initiative = make_initiative(
            customer, f"{text} initiative", is_shared=is_shared, sales=OURS, investment=OURS,
            customer_value=Decimal(40_000) if is_shared else OURS, **known_from,
        )  # fmt: skip
        make_action(
            customer, f"{text} action", is_shared=is_shared, budget=OURS,
            customer_owner="Workshop" if is_shared else MARKER, **known_from,
        )  # fmt: skip
        make_request(
            customer, f"{MARKER} means", is_shared=is_shared, amount=OURS, why=MARKER,
            initiative_id=initiative.pk, **known_from,
        )  # fmt: skip
    make_forecast(customer, base=str(OURS), note=MARKER)
    approve(customer)
    other = make_customer("C2", f"{MARKER} other account")
    make_plan(other)
    make_objective(other, f"{MARKER} elsewhere", is_shared=True)
