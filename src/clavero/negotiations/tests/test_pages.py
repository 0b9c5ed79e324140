"""A negotiation through its pages, from the first word to the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.contracts.models import Contract, Term
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.negotiations.models import Concession, Document, Negotiation, Offer, Point
from clavero.negotiations.selectors.one import last_change
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db


def test_a_negotiation_from_the_first_word_to_the_contract(
    as_person: Callable[[Person], Client], cast: Cast, mine: Customer
) -> None:
    client, today = as_person(cast.senior), timezone.localdate()
    given = {"seen": 0, "title": "Supply", "currency": "eur", "owner_id": cast.senior.pk,
             "our_alternative": "Sell it abroad"}  # fmt: skip
    client.post(reverse("negotiations:new", args=[mine.pk]), given)
    one = Negotiation.objects.get()
    page = reverse("negotiations:negotiation", args=[one.pk])

    def add(kind: str, **told: object) -> None:
        address = reverse("negotiations:add_point", args=[one.pk, kind])
        answer = client.post(address, {"weight": 5, **told})
        assert answer.status_code == 302, words(answer)

    add("payment", name="Payment days", target=30, limit=60, asked=90, our_value="100")
    add("volume", name="Volume", target="1,200,000", limit="900,000.50")
    wrong = client.post(reverse("negotiations:add_point", args=[one.pk, "payment"]),
                        {"name": "Late", "weight": 5, "target": 70, "limit": 60})  # fmt: skip
    assert "Your target is worse for you than your limit." in words(wrong)
    days, volume = Point.objects.order_by("pk")
    assert (days.target, volume.limit) == ("30", "900000.5")
    lorry = {"text": "A lorry", "cost": "5,000", "worth": "3,000"}
    client.post(reverse("negotiations:add_concession", args=[one.pk]), lorry)
    assert Concession.objects.get().cost == Decimal(5000)

    talk = {"on": today, "next_on": today + timedelta(days=7), f"theirs_{days.pk}": 75,
            f"ours_{days.pk}": 45, f"theirs_{volume.pk}": "1,000,000"}  # fmt: skip
    client.post(reverse("negotiations:add_round", args=[one.pk]), talk)
    told = words(client.get(page))
    assert "beyond our limit of 60 days by 15 days" in told
    assert "To us that is €1,500.00." in told
    assert "more than the €3,000.00 it is worth to them" in told
    offer = Offer.objects.get(point=days)
    right = {**talk, f"theirs_{days.pk}": 50, f"agreed_{days.pk}": 50}
    address = reverse("negotiations:round", args=[offer.round_id])
    assert client.post(address, right).status_code == 302
    assert Offer.objects.get(point=days).agreed == "50"
    agree = reverse("negotiations:agree", args=[one.pk])
    both = {f"agreed_{days.pk}": 65, f"agreed_{volume.pk}": "1,000,000"}
    assert "was written down or put right meanwhile" in words(client.post(agree, both))
    both |= {"seen": last_change(one)}
    assert "beyond your limit: Payment days" in words(client.post(agree, both))
    client.post(agree, {**both, "reason": "For the volume"})

    make = reverse("negotiations:contract", args=[one.pk])
    assert "Payment days: 65 days" in words(client.get(make))
    contract = {"title": "Supply", "start": today, "end": today + timedelta(days=365),
                "notice_days": 90, "renews_months": 12, "currency": "EUR"}  # fmt: skip
    assert client.post(make, contract).status_code == 302
    made = Contract.objects.get()
    assert set(Term.objects.values_list("kind", flat=True)) == {"payment", "minimum"}
    back = client.get(reverse("contracts:contract", args=[made.pk]))
    assert page in back.content.decode()

    annex = {"title": "Annex", "text": "Days: 65"}
    client.post(reverse("negotiations:add_contract_document", args=[made.pk]), annex)
    paper = reverse("negotiations:document", args=[Document.objects.get().pk])
    asked = {"decision": "ask", "people": [cast.director.pk]}
    assert client.post(paper, asked).status_code == 302
    executive = as_person(cast.executive)
    told = words(executive.get(page))
    for secret in ("Our limit", "Sell it abroad", "€5,000.00", "beyond our limit"):
        assert secret not in told
    assert executive.post(paper, {"decision": "approve"}).status_code == 403
    director = as_person(cast.director)
    assert director.post(paper, {"decision": "approve", "version": 1}).status_code == 302
    assert Document.objects.get().state == "approved"
