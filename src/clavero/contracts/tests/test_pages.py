"""A contract through its pages, from the first word to the decision about a finding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clavero.contracts.models import AgreedPrice, Contract, Decision, Term
from clavero.contracts.selectors import findings_of
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def test_a_contract_from_its_terms_to_a_decision(
    as_person: Callable[[Person], Client], cast: Cast, actors: SimpleNamespace
) -> None:
    ledger_of(
        [Row("F1", "P", date(2024, 2, 1), Decimal(130), product="BOX", quantity=Decimal(100))]
    )
    customer = Customer.objects.get(code="P")
    cover(cast.senior, customer)
    client = as_person(cast.senior)
    given = {
        "seen": 0, "title": "Framework", "start": "2024-01-01", "end": "2024-12-31",
        "notice_days": 90, "renews_months": 12, "value": "1,000.50", "currency": "eur",
    }  # fmt: skip
    client.post(reverse("contracts:new", args=[customer.pk]), given)
    contract = Contract.objects.get()
    assert (contract.value, contract.currency) == (Decimal("1000.5"), "EUR")
    assert "Framework" in words(client.get(reverse("contracts:contracts")))
    assert "Framework" in words(client.get(reverse("contracts:account", args=[customer.pk])))

    def add(kind: str, **told: object) -> None:
        answer = client.post(reverse("contracts:add_term", args=[contract.pk, kind]), told)
        assert answer.status_code == 302, words(answer)

    add("rebate", basis="turnover", tiers="100: 1 %\n200: 2,5 %", is_retroactive="on")
    add("payment", days=30, yearly="8")
    add("delivery", days_early=1, days_late=0, in_full="98", target="95")
    add("minimum", amount="500")
    add("budget", amount="1000")
    add("service", name="Answers", target="98")
    add("indexation", base="104.2", cap="3")
    add("exclusivity", family="Boxes")
    rebate = Term.objects.get(kind="rebate")
    assert rebate.values["tiers"] == [["100", "0.01"], ["200", "0.025"]]
    again = client.post(
        reverse("contracts:add_term", args=[contract.pk, "payment"]), {"days": 60, "yearly": "0"}
    )
    assert again.status_code == 422
    assert "are about the same thing" in words(again)

    file = SimpleUploadedFile("prices.csv", b"product,price\nBOX,1.25\n")
    client.post(reverse("contracts:prices", args=[contract.pk]), {"content": file})
    assert AgreedPrice.objects.get().price == Decimal("1.25")
    budget = Term.objects.get(kind="budget")
    entry = {"kind": "payment", "amount": "5", "on": "2024-03-01"}
    refused = client.post(reverse("contracts:money", args=[budget.pk]), entry)
    assert "€0.00 is available" in words(refused)

    told = words(client.get(reverse("contracts:contract", args=[contract.pk])))
    assert "1 invoice line was held against its price; 1 departs from it." in told
    assert "Billed above the price" in told
    assert "+€5.00" in told
    finding = next(each for each in findings_of(actors.senior, contract.pk) if each.document)
    address = reverse("contracts:finding", args=[contract.pk, finding.key])
    assert "F1" in words(client.get(address))
    client.post(address, {"verdict": "disputed", "note": "Old list"})
    assert Decision.objects.get().verdict == "disputed"
    client.post(reverse("contracts:withdraw", args=[rebate.pk]))
    rebate.refresh_from_db()
    assert rebate.withdrawn_on is not None
