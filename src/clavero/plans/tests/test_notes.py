"""A note of the market becomes an opportunity or a threat of a plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.market.models import Note
from clavero.market.selectors import note_seen
from clavero.market.testing import make_note
from clavero.plans.models import PlanItem
from clavero.plans.services import add_item
from clavero.plans.testing import make_plan
from clavero.portfolio.testing import SYSTEM, cover, make_customer

pytestmark = pytest.mark.django_db


def test_a_note_is_put_into_the_plan_and_says_so(cast: Cast, as_person: AsPerson) -> None:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    note = make_note(text="Steel is dear", detail="By a third since May.")
    browser = as_person(cast.senior)
    page = reverse("market:note", args=[note.pk]) + f"?account={customer.pk}"
    address = reverse("plans:from_note", args=[customer.pk, note.pk, "threat"])
    assert address not in browser.get(page).content.decode(), "no plan has begun"
    make_plan(customer)
    assert address in browser.get(page).content.decode()
    form = browser.get(address).context["form"]
    start = {name: form.initial[name] for name in ("text", "evidence", "source", "dated")}
    assert start == {
        "text": "Steel is dear", "evidence": "By a third since May.", "source": "Expansión",
        "dated": date(2026, 3, 2),
    }  # fmt: skip
    sent = {**start, "dated": "2026-03-02", "x_probability": "4", "x_impact": "3"}
    assert browser.post(address, {**sent, "x_impact": ""}).status_code == 422
    browser.post(address, sent)
    row = PlanItem.objects.get(kind="threat")
    assert (row.note_id, row.text, row.source) == (note.pk, "Steel is dear", "Expansión")
    (use,) = note_seen(actor_for(cast.senior), note.pk).row.uses
    assert use.address == reverse("plans:item", args=[row.pk])
    assert note_seen(actor_for(cast.junior_two), note.pk).row.uses == ()
    assert "Steel is dear" in browser.get(use.address).content.decode()
    assert address not in browser.get(page).content.decode(), "it is in the plan"


def test_a_note_of_another_account_goes_into_no_plan(cast: Cast, as_person: AsPerson) -> None:
    customer, other = make_customer("C1"), make_customer("C2")
    cover(cast.senior, customer, other)
    make_plan(customer)
    note = make_note(other)
    address = reverse("plans:from_note", args=[customer.pk, note.pk, "market"])
    assert as_person(cast.senior).get(address).status_code == 404
    with pytest.raises(Note.DoesNotExist):
        add_item(SYSTEM, customer_id=customer.pk, kind="threat", text="x", note_id=note.pk)
