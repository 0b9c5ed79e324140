"""Credit notes of the ledger as what a rebate was credited with: works · refuses · an outsider is
blind · once only · to the cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.contracts.models import Contract, Entry, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import compliance, contract_held, credits_seen
from clavero.contracts.services import (
    add_term,
    name_credit_note,
    release_credit_note,
    write_entry,
)
from clavero.contracts.testing import make_contract
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover, put_under

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
Refuses = Callable[[str], Any]
D = Decimal
TODAY = date(2025, 3, 15)


@pytest.fixture
def rebate(cast: Cast) -> Term:
    """1 % from 1,000 and 2 % from 2,000 in 2024, on sales of 2,010.00 and goods of 5.00 given back;
    in December a first credit note of 18.05, the rest of 22.05 in January."""
    ledger_of(
        [
            Row("F1", "P", date(2024, 2, 1), D(1000)),
            Row("F2", "P", date(2024, 6, 1), D(1010)),
            Row("G1", "P", date(2024, 7, 1), D(-5), kind="credit_note"),
            Row("R1", "P", date(2024, 12, 20), D("-18.05"), kind="credit_note"),
            Row("R2", "P", date(2025, 1, 20), D("-22.05"), kind="credit_note"),
            Row("X1", "OTHER", date(2024, 5, 1), D(-7), kind="credit_note"),
            Row("F3", "P", date(2025, 3, 1), D(10)),
        ]
    )
    account = Customer.objects.get(code="P")
    cover(cast.senior, account)
    return add_term(
        SYSTEM, contract_id=make_contract(account).pk, kind=TermKind.REBATE, basis="turnover",
        tiers=[["1000", "0.01"], ["2000", "0.02"]], is_retroactive=True,
    )  # fmt: skip


def stands(actor: Any) -> tuple[Decimal, Decimal, Decimal]:
    (one,) = compliance(actor, today=TODAY).rebates
    assert one.accrual is not None
    return one.accrual.volume, one.accrual.due, one.credited


def test_what_was_credited_is_read_from_the_ledger(
    rebate: Term, actors: SimpleNamespace, refuses: Refuses
) -> None:
    """2,010.00 − 5.00 − 18.05 = 1,986.95 lies in the first tier: 19.87. Once the note of 18.05 is
    the rebate's, 2,005.00 reaches the second: 40.10, of which 18.05, and then 40.10, are credited.
    """
    assert stands(actors.senior) == (D("1986.95"), D("19.87"), D(0))
    name_credit_note(actors.senior, term_id=rebate.pk, document="R1")
    assert stands(actors.senior) == (D("2005.00"), D("40.10"), D("18.05"))
    name_credit_note(actors.senior, term_id=rebate.pk, document="R2")
    assert stands(actors.senior) == (D("2005.00"), D("40.10"), D("40.10"))
    found = compliance(actors.senior, today=TODAY).findings
    assert [each for each in found if each.kind is FindingKind.REBATE] == []
    for document in ("R1", "X1", "F1", "unheard of"):
        with refuses("no_free_credit_note"):
            name_credit_note(actors.senior, term_id=rebate.pk, document=document)
    release_credit_note(actors.senior, term_id=rebate.pk, document="R2")
    release_credit_note(actors.senior, term_id=rebate.pk, document="R2")
    assert stands(actors.senior)[2] == D("18.05")
    held = contract_held(actors.senior, rebate.contract_id)
    assert [each.document for each in credits_seen(held, rebate).free] == ["R2", "G1"]


def test_two_customers_may_have_notes_of_one_number(
    rebate: Term, actors: SimpleNamespace, refuses: Refuses
) -> None:
    """R1 of a unit of 3.00 beside R1 of the account itself of 18.05; and R1 of a stranger."""
    ledger_of(
        [
            Row("R1", "UNIT", date(2024, 12, 21), D(-3), kind="credit_note"),
            Row("R1", "OTHER", date(2024, 5, 2), D(-4), kind="credit_note"),
        ],
        name="more.csv",
    )
    put_under(rebate.contract.customer, Customer.objects.get(code="UNIT"))
    with refuses("no_free_credit_note"):
        name_credit_note(SYSTEM, term_id=rebate.pk, document="R1")
    name_credit_note(SYSTEM, term_id=rebate.pk, document="R1", customer="P")
    assert stands(actors.director)[2] == D("18.05")
    name_credit_note(SYSTEM, term_id=rebate.pk, document="R1", customer="UNIT")
    assert stands(actors.director)[2] == D("21.05")
    other = make_contract(Customer.objects.get(code="OTHER"))
    term = add_term(SYSTEM, contract_id=other.pk, kind=TermKind.REBATE, basis="turnover",
                    tiers=[["0", "0.01"]], is_retroactive=True)  # fmt: skip
    assert name_credit_note(SYSTEM, term_id=term.pk, document="R1").customer == "OTHER"
    release_credit_note(SYSTEM, term_id=rebate.pk, document="R1", customer="UNIT")
    assert stands(actors.senior)[2] == D("18.05")


def test_what_is_written_by_hand_counts_beside_it(rebate: Term, actors: SimpleNamespace) -> None:
    write_entry(SYSTEM, term_id=rebate.pk, kind=EntryKind.PAYMENT, amount=D(5), on=TODAY)
    name_credit_note(SYSTEM, term_id=rebate.pk, document="R1")
    assert stands(actors.senior)[2] == D("23.05")


def test_a_document_counts_once(rebate: Term, actors: SimpleNamespace, refuses: Refuses) -> None:
    """Written by hand and then named, it is what the ledger says of it; named, it is not written by
    hand again; and what was written by hand on another term is nobody else's."""
    write_entry(
        SYSTEM, term_id=rebate.pk, kind=EntryKind.PAYMENT, amount=D(18), on=TODAY, document="R1"
    )
    assert stands(actors.senior) == (D("1986.95"), D("19.87"), D("18.00"))
    name_credit_note(SYSTEM, term_id=rebate.pk, document="R1")
    assert stands(actors.senior) == (D("2005.00"), D("40.10"), D("18.05"))
    written = {"kind": EntryKind.PAYMENT, "amount": D(18), "on": TODAY}
    with refuses("named_already"):
        write_entry(SYSTEM, term_id=rebate.pk, document="R1", **written)
    budget = add_term(
        SYSTEM, contract_id=rebate.contract_id, kind=TermKind.BUDGET, amount="100", currency="EUR"
    )
    write_entry(SYSTEM, term_id=budget.pk, kind=EntryKind.ACCRUAL, amount=D(50), on=TODAY)
    write_entry(SYSTEM, term_id=budget.pk, document="R2", **written)
    with refuses("no_free_credit_note"):
        name_credit_note(SYSTEM, term_id=rebate.pk, document="R2")


def test_a_note_that_the_ledger_lost_no_longer_counts(
    rebate: Term, actors: SimpleNamespace
) -> None:
    name_credit_note(SYSTEM, term_id=rebate.pk, document="R1")
    Entry.objects.update(document="Z9")
    assert stands(actors.senior) == (D("1986.95"), D("19.87"), D(0))
    held = contract_held(actors.senior, rebate.contract_id)
    assert [each.document for each in credits_seen(held, held.terms[0].row).gone] == ["Z9"]


def test_who_may(rebate: Term, actors: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        name_credit_note(actors.executive, term_id=rebate.pk, document="R1")
    for outsider in (actors.sales, actors.logistics):
        with pytest.raises(Term.DoesNotExist):
            name_credit_note(outsider, term_id=rebate.pk, document="R1")


def test_the_page_names_and_takes_back(rebate: Term, as_person: AsPerson, cast: Cast) -> None:
    client: Client = as_person(cast.senior)
    address = reverse("contracts:credit_notes", args=[rebate.pk])
    assert "R1" in client.get(address).content.decode()
    assert client.post(address, {"decision": "name", "document": "R1"}).status_code == 302
    assert client.post(address, {"decision": "name", "document": "R1"}).status_code == 422
    assert Entry.objects.get().document == "R1"
    assert client.post(address, {"decision": "release", "document": "R1"}).status_code == 302
    assert Entry.objects.count() == 0
    assert Contract.objects.count() == 1


def test_a_note_in_two_currencies_gives_back_what_it_says_in_the_rebates_own(
    rebate: Term, cast: Cast
) -> None:
    """10.00 dollars and 5.00 euros are not 15.00 of either."""
    term = add_term(
        SYSTEM, contract_id=make_contract(rebate.contract.customer, "In dollars").pk,
        kind=TermKind.REBATE, basis="turnover", tiers=[["0", "0.01"]], is_retroactive=True,
        currency="USD", product="BOX",
    )  # fmt: skip
    day = date(2024, 6, 15)
    rows = [Row("N1", "P", day, D(amount), product="BOX", kind="credit_note", currency=currency,
                rate=rate) for amount, currency, rate in
            (("-9.20", "USD", D("0.92")), ("-5", "EUR", D(1)))]  # fmt: skip
    ledger_of(rows, name="notes.csv")
    (note,) = credits_seen(contract_held(SYSTEM, term.contract_id), term).free
    assert (note.amount, note.currency) == (D(10), "USD")
