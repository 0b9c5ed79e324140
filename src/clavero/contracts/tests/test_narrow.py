"""One finding is looked for in its document alone; long lists are cut, and counted whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from clavero.conftest import AsPerson
from clavero.contracts.models import Contract, Decision
from clavero.contracts.rules.findings import Verdict
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import (
    compliance,
    compliance_in_turn,
    contract_held,
    findings_of,
    found_in,
    kept,
    kept_in_turn,
)
from clavero.contracts.services import add_price, add_term, decide
from clavero.contracts.showing import finding_rows
from clavero.contracts.testing import make_contract
from clavero.contracts.views import contracts as pages
from clavero.identity.testing import Cast
from clavero.ledger import selectors as ledger
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.lists import Rows
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
D = Decimal


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """Prices, a window and payment days, from which nearly every line departs."""
    sold: dict[str, Any] = {"product": "BOX", "quantity": D(10), "ordered_quantity": D(11)}
    ledger_of(
        [
            *(
                Row(f"F{number}", "P", date(2024, 2, number), D(10 + number), line="1", **sold,
                    promised_date=date(2024, 2, 5), delivered_date=date(2024, 2, 5 + number),
                    paid_date=date(2024, 6, number))
                for number in range(1, 6)
            ),
            Row("F6", "P", date(2024, 2, 6), D(9), line="1", product="BOX", quantity=None),
            Row("F7", "P", date(2024, 2, 7), D(9), line="1", product="BOX", currency="USD"),
            Row("F8", "P", date(2024, 12, 31), D(9), product="TIN"),
        ]
    )  # fmt: skip
    customer = Customer.objects.get(code="P")
    cover(cast.senior, customer)
    found = make_contract(customer)
    given: dict[str, Any] = {"contract_id": found.pk}
    add_price(SYSTEM, **given, price=D(1), product="BOX")
    add_term(SYSTEM, **given, kind=TermKind.DELIVERY, days_early=0, days_late=1, in_full=D(1),
             target=D(1))  # fmt: skip
    add_term(SYSTEM, **given, kind=TermKind.PAYMENT, days=30, yearly=D("0.1"))
    add_term(SYSTEM, **given, kind=TermKind.MINIMUM, amount=D(500), is_quantity=False)
    return found


def test_a_finding_is_found_by_its_document(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = contract_held(SYSTEM, contract.pk)
    every = findings_of(SYSTEM, contract.pk)
    assert {each.document for each in every} >= {"", "F1", "F5"}
    read: list[int] = []
    for name in ("agreed_differences", "outside_window", "short_deliveries"):
        asked = getattr(ledger, name)

        def counted(*given: Any, _asked: Any = asked, **more: Any) -> Any:
            found = _asked(*given, **more).read_all()
            read.append(found.num_rows)
            return found.to_reader()

        monkeypatch.setattr(ledger, name, counted)
    for each in every:
        read.clear()
        assert found_in(held, each.key, each.document) == each
        assert sum(read) <= 4, "only its own document is read"
        assert found_in(held, each.key, None) == each
        other = "F1" if each.document != "F1" else "F2"
        assert found_in(held, each.key, other) is None


def test_without_its_document_few_are_looked_at(
    contract: Contract, as_person: AsPerson, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old address, of a finding that is not among those that depart most."""
    every = findings_of(SYSTEM, contract.pk)
    least = next(each for each in every if each.document == "F1" and each.kind == "above")
    monkeypatch.setattr(import_module("clavero.contracts.selectors.compliance"), "MOST_UNSAID", 2)
    asked: list[int | None] = []
    real = ledger.agreed_differences

    def limited(*given: Any, limit: int | None = None, **more: Any) -> Any:
        asked.append(limit)
        return real(*given, limit=limit, **more)

    monkeypatch.setattr(ledger, "agreed_differences", limited)
    assert found_in(contract_held(SYSTEM, contract.pk), least.key, None) is None
    address = reverse("contracts:finding", args=[contract.pk, least.key])
    client = as_person(cast.senior)
    answer = client.get(address)
    assert answer.status_code == 404
    assert "does not say of which invoice" in words(answer)
    assert reverse("contracts:findings", args=[contract.pk]) in answer.content.decode()
    assert client.post(address, {"verdict": "accepted", "seen": 0}).status_code == 404
    assert set(asked) == {2}, "never all of them"
    assert not Decision.objects.exists()
    assert client.get(f"{address}?of=F1").status_code == 200


def test_lines_alike_are_told_apart_whichever_are_read(cast: Cast) -> None:
    """One invoice with three lines alike but for the days that they came late: each keeps its key,
    in the list of those with the most days as in its document alone."""
    ledger_of(
        [
            *(
                Row("F1", "P", date(2024, 2, 1), D(9), product="BOX", quantity=D(1),
                    promised_date=date(2024, 2, 5), delivered_date=date(2024, 2, 5 + late))
                for late in (2, 9, 4)
            ),
            Row("F8", "P", date(2024, 12, 31), D(9), product="TIN"),
        ]
    )  # fmt: skip
    customer = Customer.objects.get(code="P")
    cover(cast.senior, customer)
    found = make_contract(customer)
    add_term(SYSTEM, contract_id=found.pk, kind=TermKind.DELIVERY, days_early=0, days_late=0,
             in_full=D(1), target=D(1))  # fmt: skip
    held = contract_held(SYSTEM, found.pk)
    days = {each.key: each.difference for each in kept(held).findings}
    assert sorted(days.values()) == [2, 4, 9]
    for most in (1, 2, 3):
        for each in kept(held, most=most).findings:
            assert days[each.key] == each.difference
            alone = found_in(held, each.key, "F1")
            assert alone is not None
            assert alone.difference == each.difference


def test_findings_in_turn_are_those_in_memory(contract: Contract) -> None:
    held = contract_held(SYSTEM, contract.pk)
    every = kept(held)
    told, listed = kept_in_turn(held)
    first = next(listed)
    assert first == every.findings[0]
    assert {each.document for each in told.findings} == {""}, "those of no line alone"
    assert [first, *listed] == every.findings
    assert (told.count, told.dates) == (every.count, every.dates)
    _told, listed = compliance_in_turn(SYSTEM)
    assert [*listed] == compliance(SYSTEM).findings


def test_what_is_cut_is_counted(contract: Contract, actors: SimpleNamespace) -> None:
    held = contract_held(SYSTEM, contract.pk)
    every, few, none = (kept(held, most=most) for most in (None, 2, 0))
    assert len(every.findings) == every.count == few.count == none.count
    assert every.dates == few.dates == none.dates
    assert (few.departing, few.rebates) == (every.departing, every.rebates)
    kinds = [each.kind for each in few.findings]
    assert max(kinds.count(kind) for kind in kinds) == 2
    late = [each.document for each in few.findings if each.kind == "delivery"]
    assert late == ["F5", "F4"], "those with the most days"
    (payments,) = [each for each in every.dates if each.costs]
    cost = {"EUR": D(0), "USD": D(0)}
    for each in every.findings:
        if each.cost is not None:
            cost[each.cost.currency] += each.cost.amount
    assert payments.costs == cost
    assert [len(each.findings) for each in (compliance(SYSTEM, most=0),)] == [1]


def test_a_decision_reads_its_document(contract: Contract, actors: SimpleNamespace) -> None:
    each = next(each for each in findings_of(SYSTEM, contract.pk) if each.document == "F3")
    decide(actors.senior, contract_id=contract.pk, key=each.key, verdict=Verdict.ACCEPTED, of="F3")
    assert Decision.objects.get().key == each.key


def test_the_pages(
    contract: Contract, as_person: AsPerson, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_person(cast.senior)
    told = words(client.get(reverse("contracts:contract", args=[contract.pk])))
    assert "5 invoice lines were held against their price; 5 depart from it." in told
    assert "2 lines of the same products are not compared" in told
    page = reverse("contracts:findings", args=[contract.pk])
    whole = client.get(page)
    assert "depart most" not in words(whole)
    each = next(each for each in findings_of(SYSTEM, contract.pk) if each.document == "F4")
    address = reverse("contracts:finding", args=[contract.pk, each.key]) + "?of=F4"
    assert address in whole.content.decode()
    assert client.get(address).status_code == 200
    assert client.get(address.replace("F4", "F1")).status_code == 404
    assert client.post(address, {"verdict": "accepted", "seen": 0}).status_code == 302
    monkeypatch.setattr(pages, "_MOST_LISTED", 2)
    cut = words(client.get(page))
    assert "Of each kind the 2 that depart most are listed" in cut
    file = client.get(page, {"export": "csv"})
    assert file.streaming, "neither the findings nor the file are in memory"
    kinds = {"search": "F4", "kind": "delivery"}
    whole = b"".join(file).decode("utf-8-sig").splitlines()
    rows = [*finding_rows(findings_of(SYSTEM, contract.pk), {})]
    assert len(whole) == 1 + len(rows) > 20
    in_order = [row.document for row in Rows(rows).order_by("-day")]
    assert [line.split(",")[1] for line in whole[1:]] == in_order
    (one,) = b"".join(client.get(page, {"export": "csv", **kinds})).splitlines()[1:]
    assert b"F4" in one
    book = load_workbook(BytesIO(b"".join(client.get(page, {"export": "xlsx"}))))
    assert book.worksheets[0].max_row == len(whole)
