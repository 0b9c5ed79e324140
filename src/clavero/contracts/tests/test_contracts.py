"""Contracts and terms: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.contracts.models import AgreedPrice, Contract, Entry, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.keeping import Commitment
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import account_contracts, contract_rows, contract_seen
from clavero.contracts.selectors.holding import VolumeStands
from clavero.contracts.sentences import volume_in_words
from clavero.contracts.services import (
    add_contract,
    add_price,
    add_term,
    bring_prices,
    change_contract,
    end_price,
    take_entry_back,
    withdraw_term,
    write_entry,
)
from clavero.contracts.testing import make_contract
from clavero.contracts.words import FAULT_NAMES
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_one, put_under
from clavero.ui.brought import why
from clavero.ui.formats import NBSP
from clavero.ui.testing import words
from clavero.work.selectors import account_due, due_of_all

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
D = Decimal


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract with a customer of the senior's."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return make_contract(customer, notice_days=90)


def test_it_is_written_put_right_and_read_by_who_sees_its_customer(
    contract: Contract, actors: SimpleNamespace
) -> None:
    make_contract(make_customer("C2"))
    seen = revision_of(contract)
    change_contract(actors.senior, contract_id=contract.pk, seen=seen, title="Framework 2024")
    with pytest.raises(ChangedMeanwhile):
        change_contract(actors.director, contract_id=contract.pk, seen=seen, title="Other")
    found = contract_seen(actors.senior, contract.pk).held
    assert (found.row.title, found.row.notice_on) == ("Framework 2024", date(2024, 10, 2))
    assert [entry.verb for entry in history(contract)] == ["contract.changed", "contract.added"]
    assert len(contract_rows(actors.director)) == 2
    assert [row.id for row in contract_rows(actors.senior)] == [contract.pk]
    assert contract_rows(actors.logistics) == contract_rows(actors.junior_two) == []
    assert len(account_contracts(actors.senior, contract.customer_id)[1]) == 1
    with pytest.raises(Contract.DoesNotExist):
        contract_seen(actors.sales, contract.pk)
    with pytest.raises(Customer.DoesNotExist):
        add_contract(actors.sales, customer_id=contract.customer_id, title="x")
    with pytest.raises(Forbidden):
        change_contract(actors.executive, contract_id=contract.pk, title="x")


def test_what_a_contract_cannot_be_is_refused(contract: Contract, refuses: Refuses) -> None:
    customer = contract.customer
    for code, wrong in (
        ("title_missing", {"title": " "}),
        ("ends_before_start", {"end": date(2023, 1, 1)}),
        ("notice_before_start", {"notice_days": 400}),
        ("no_currency", {"currency": "e1"}),
    ):
        with refuses(code):
            make_contract(customer, **wrong)


def test_terms_that_contradict_are_refused_with_the_sentence_that_says_which(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    pk = contract.pk
    payment = {"kind": TermKind.PAYMENT, "days": 30, "yearly": D("0.08")}
    first = add_term(actors.senior, contract_id=pk, **payment, end=date(2024, 6, 30))
    with pytest.raises(Refusal) as refused:
        add_term(actors.senior, contract_id=pk, **payment, start=date(2024, 6, 1))
    told = str(refused.value).replace(NBSP, " ")
    assert "“Payment days” (1 Jan 2024)" in told
    assert "“Payment days” (1 Jun 2024)" in told
    assert "30 Jun 2024" in told
    withdraw_term(actors.senior, term_id=first.pk)
    add_term(actors.senior, contract_id=pk, **payment, start=date(2024, 6, 1))
    with refuses("outside_contract"):
        add_term(actors.senior, contract_id=pk, kind=TermKind.BUDGET, amount=D(5),
                 end=date(2025, 1, 1))  # fmt: skip
    with refuses("not_above_zero"):
        add_term(actors.senior, contract_id=pk, kind=TermKind.BUDGET, amount=D(0))
    with pytest.raises(Contract.DoesNotExist):
        add_term(actors.sales, contract_id=pk, **payment)
    with pytest.raises(Forbidden):
        add_term(actors.executive, contract_id=pk, **payment)


def test_one_thing_has_one_price_at_a_customer_in_all_its_contracts(
    contract: Contract, actors: SimpleNamespace
) -> None:
    add_price(actors.senior, contract_id=contract.pk, price=D("1.25"), product="BOX")
    other = make_contract(contract.customer, "Second agreement")
    for pk in (contract.pk, other.pk):
        with pytest.raises(Refusal) as refused:
            add_price(actors.senior, contract_id=pk, price=D(2), product="BOX")
        assert refused.value.code == "same_price"
    assert "“BOX · 1.25 EUR” of the contract “Framework agreement”" in str(refused.value)
    add_price(actors.senior, contract_id=contract.pk, price=D(2), family="Boxes")


def test_one_thing_has_one_price_in_the_contracts_of_a_group_and_of_its_units(
    contract: Contract, actors: SimpleNamespace, cast: Cast
) -> None:
    """Upwards, downwards and at the records that are one customer; the name of a contract that
    somebody does not see is not told."""
    group, merged, other = (make_customer(code) for code in ("G", "M", "U2"))
    put_under(group, contract.customer, other)
    own = make_contract(merged, "Of a record")
    make_one(merged, contract.customer)
    add_price(SYSTEM, contract_id=contract.pk, price=D(9), product="BOX")
    above = make_contract(group, "Of the group")
    add_price(SYSTEM, contract_id=above.pk, price=D(5), product="TIN")
    for pk, product in ((above.pk, "BOX"), (contract.pk, "TIN"), (own.pk, "BOX")):
        with pytest.raises(Refusal) as refused:
            add_price(SYSTEM, contract_id=pk, price=D(10), product=product)
        assert refused.value.code == "same_price"
    add_price(SYSTEM, contract_id=make_contract(other).pk, price=D(10), product="BOX")
    for writer, named in ((SYSTEM, True), (actors.senior, False)):
        with pytest.raises(Refusal) as refused:
            add_price(writer, contract_id=contract.pk, price=D(10), product="TIN")
        assert ("Of the group" in str(refused.value)) is named
    content = b"product;price\nTIN;4\nBOX;9\nCAN;1\nCAN;2\n"
    report = bring_prices(actors.senior, contract_id=contract.pk, content=content)
    assert (report.kept, report.already_there) == (1, 1)
    assert [(each.line, each.reason.value) for each in report.refused] == [
        (2, "clashes"), (5, "clashes"),
    ]  # fmt: skip
    told = [why(each, FAULT_NAMES) for each in report.refused]
    assert "a contract of its group that you do not see sets a price" in told[0]
    assert told[1] == "line 4 of this file sets a price for the same thing on some of these days."


def test_a_line_has_one_day_to_be_paid_in_all_contracts_of_a_customer(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """Rebates of a group and of its unit stand side by side: both can be agreed."""
    group = make_customer("G")
    put_under(group, contract.customer)
    other, above = make_contract(contract.customer, "Second"), make_contract(group)
    days = {"kind": TermKind.PAYMENT, "days": 30, "yearly": D(0)}
    rebate = {"kind": TermKind.REBATE, "basis": "turnover", "tiers": [["0", "0.01"]],
              "is_retroactive": True}  # fmt: skip
    add_term(SYSTEM, contract_id=other.pk, **days)
    for pk in (contract.pk, above.pk):
        add_term(SYSTEM, contract_id=pk, **rebate)
        with pytest.raises(Refusal) as refused:
            add_term(SYSTEM, contract_id=pk, **days)
        assert refused.value.code == "same_term"
        assert "of the contract “Second”" in str(refused.value)


def test_two_prices_of_one_day_do_not_break_the_next_file(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """Two customers with prices become one: their contracts contradict each other."""
    merged = make_customer("M")
    add_price(SYSTEM, contract_id=contract.pk, price=D(9), product="BOX")
    add_price(SYSTEM, contract_id=make_contract(merged).pk, price=D(8), product="BOX")
    make_one(merged, contract.customer)
    content = b"product;price\nBOX;7\nTIN;4\n"
    report = bring_prices(actors.senior, contract_id=contract.pk, content=content)
    assert (report.kept, len(report.refused)) == (1, 1)


def test_budgets_of_different_names_stand_side_by_side(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    budget = {"contract_id": contract.pk, "kind": TermKind.BUDGET}
    add_term(actors.senior, **budget, amount=D(50_000), name="Bonus")
    add_term(actors.senior, **budget, amount=D(20_000), name="Promotions")
    with refuses("same_term"):
        add_term(actors.senior, **budget, amount=D(1), name=" bonus")


def test_what_was_paid_of_is_not_withdrawn(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    term = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.BUDGET, amount=D(1000))
    given = {"term_id": term.pk, "on": date(2024, 3, 1), "amount": D(10)}
    write_entry(actors.senior, kind=EntryKind.ACCRUAL, **given)
    write_entry(actors.senior, kind=EntryKind.PAYMENT, **given)
    with refuses("paid_already"):
        withdraw_term(actors.senior, term_id=term.pk)


def test_a_list_of_prices_is_brought_row_by_row(
    contract: Contract, actors: SimpleNamespace
) -> None:
    rows = "producto;precio;desde;hasta\nBOX;1,25;;2024-06-30\nBOX;1,40;2024-07-01;\n"
    bad = "BOX;9;2024-03-01;\nTIN;x;;\nTIN;3;2023-01-01;\n;3;;\n"
    content = (rows + bad).encode()
    report = bring_prices(actors.senior, contract_id=contract.pk, content=content)
    assert (report.read, report.kept) == (6, 2)
    assert [(each.line, each.column, each.reason.value) for each in report.refused] == [
        (4, "product", "clashes"), (5, "precio", "not_a_number"), (6, "from", "outside_contract"),
        (7, "producto", "missing"),
    ]  # fmt: skip
    told = [why(each, FAULT_NAMES) for each in report.refused]
    assert told[0].startswith("line 2 of this file sets a price for the same thing")
    assert "1 Jan 2024" in told[2].replace(NBSP, " ")
    again = bring_prices(actors.senior, contract_id=contract.pk, content=rows.encode())
    assert (again.kept, again.already_there) == (0, 2)
    assert AgreedPrice.objects.count() == 2
    assert Term.objects.count() == 1


def test_more_than_is_available_is_not_paid(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    term = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.BUDGET, amount=D(1000))
    day = date(2024, 3, 1)
    given = {"term_id": term.pk, "on": day}
    write_entry(actors.senior, kind=EntryKind.ACCRUAL, amount=D(600), **given)
    write_entry(actors.senior, kind=EntryKind.PAYMENT, amount=D(450), **given)
    with pytest.raises(Refusal) as refused:
        write_entry(actors.senior, kind=EntryKind.PAYMENT, amount=D("150.01"), **given)
    assert refused.value.code == "beyond_available"
    assert "€150.00 is available" in str(refused.value)
    write_entry(actors.senior, kind=EntryKind.PAYMENT, amount=D(150), **given)
    with refuses("not_above_zero"):
        write_entry(actors.senior, kind=EntryKind.PAYMENT, amount=D(0), **given)
    (row,) = contract_seen(actors.senior, contract.pk).held.terms
    assert row.budget is not None
    assert (row.budget.paid, row.budget.available, row.budget.unearned) == (600, 0, 400)
    with pytest.raises(Term.DoesNotExist):
        write_entry(actors.sales, kind=EntryKind.PAYMENT, amount=D(1), **given)
    assert Entry.objects.count() == 3


def test_money_is_seen_and_taken_back(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses, as_person: AsPerson, cast: Cast
) -> None:
    term = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.BUDGET, amount=D(60_000))
    client, address = as_person(cast.senior), reverse("contracts:money", args=[term.pk])
    sent = {"kind": "accrual", "amount": "60,000", "on": "2024-03-01", "note": "Fair", "seen": 0}
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    entry = Entry.objects.get()
    assert "€60,000.00" in words(client.get(address))
    write_entry(actors.senior, term_id=term.pk, kind=EntryKind.PAYMENT, amount=D(5),
                on=date(2024, 3, 1))  # fmt: skip
    with refuses("beyond_available"):
        take_entry_back(actors.senior, term_id=term.pk, entry_id=entry.pk)
    take_entry_back(actors.senior, term_id=term.pk, entry_id=Entry.objects.get(kind="payment").pk)
    client.post(address, {"entry": entry.pk})
    assert not Entry.objects.exists()
    told = history(contract)[0]
    assert (told.verb, told.before["amount"]) == ("contract.money_taken_back", "60000")
    with pytest.raises(Term.DoesNotExist):
        take_entry_back(actors.sales, term_id=term.pk, entry_id=1)
    for code, wrong in (
        ("outside_term", {"on": date(1999, 1, 1)}),
        ("too_exact", {"amount": D("1.005")}),
    ):
        given = {"kind": EntryKind.ACCRUAL, "amount": D(1), "on": date(2024, 3, 1), **wrong}
        with refuses(code):
            write_entry(actors.senior, term_id=term.pk, **given)
    rebate = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.REBATE,
                      basis="turnover", tiers=[["0", "0.01"]], is_retroactive=True)  # fmt: skip
    with refuses("counted_itself"):
        write_entry(actors.senior, term_id=rebate.pk, kind=EntryKind.ACCRUAL, amount=D(1),
                    on=date(2024, 3, 1))  # fmt: skip


def test_one_price_is_ended_or_withdrawn(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses, as_person: AsPerson, cast: Cast
) -> None:
    given = {"contract_id": contract.pk, "product": "BOX"}
    first = add_price(actors.senior, **given, price=D("1.25"))
    add_price(SYSTEM, contract_id=contract.pk, price=D(3), product="TIN")
    with refuses("outside_price"):
        end_price(actors.senior, price_id=first.pk, last=date(2025, 1, 1))
    client, address = as_person(cast.senior), reverse("contracts:price", args=[first.pk])
    assert "1.25 EUR" in words(client.get(address))
    sent = {"last": "2024-06-30", "until": "2024-12-31"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {**sent, "last": "2024-05-31"}).status_code == 422
    second = add_price(actors.senior, **given, price=D(2), start=date(2024, 7, 1))
    page = words(client.get(reverse("contracts:price_list", args=[contract.pk])))
    assert "3 prices" in page
    client.post(reverse("contracts:price", args=[second.pk]),
                {"until": "2024-12-31", "is_withdrawn": "on"})  # fmt: skip
    assert {row.product: row.end for row in AgreedPrice.objects.all()} == {
        "BOX": date(2024, 6, 30), "TIN": date(2024, 12, 31),
    }  # fmt: skip
    assert history(contract)[0].verb == "contract.price_withdrawn"
    with pytest.raises(AgreedPrice.DoesNotExist):
        end_price(actors.sales, price_id=first.pk, is_withdrawn=True)


def test_no_term_is_left_outside_its_contract(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    add_price(actors.senior, contract_id=contract.pk, price=D(1), product="BOX",
              end=date(2024, 6, 30))  # fmt: skip
    term = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30,
                    yearly=D(0))  # fmt: skip
    shorter = {"contract_id": contract.pk, "end": date(2024, 6, 30), "notice_days": 0}
    with pytest.raises(Refusal) as refused:
        change_contract(actors.senior, **shorter)
    assert refused.value.code == "terms_outside"
    assert "“Payment days”" in str(refused.value)
    withdraw_term(actors.senior, term_id=term.pk)
    change_contract(actors.senior, **shorter)
    prices = Term.objects.get(kind="price")
    assert prices.end == date(2024, 6, 30)
    with refuses("terms_outside"):
        change_contract(actors.senior, contract_id=contract.pk, end=date(2024, 5, 31))
    change_contract(actors.senior, contract_id=contract.pk, end=date(2024, 9, 30),
                    seen=revision_of(contract))  # fmt: skip
    add_price(actors.senior, contract_id=contract.pk, price=D(2), product="BOX",
              start=date(2024, 7, 1))  # fmt: skip
    prices.refresh_from_db()
    assert prices.end == date(2024, 9, 30)


def test_its_days_are_told_to_the_list_of_what_falls_due(
    contract: Contract, actors: SimpleNamespace
) -> None:
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.EXCLUSIVITY, family="Boxes",
             end=date(2024, 3, 31))  # fmt: skip
    year = Period.year(2024)
    told = [(each.day, each.text) for each in due_of_all(actors.senior, year, owner_ids=None)]
    assert [day for day, _text in told] == [
        date(2024, 3, 31), date(2024, 10, 2), date(2024, 12, 31),
    ]  # fmt: skip
    assert due_of_all(actors.sales, year, owner_ids=None) == []
    (notice,) = due_of_all(actors.senior, Period.parse("2024-10"), owner_ids=None)
    assert "notice" in notice.text
    # Nobody is late with a day that has passed by itself, however far one looks back.
    found = account_due(actors.senior, contract.customer_id, None, ahead=timedelta(30))
    assert (found.late, found.coming) == ([], [])


def test_amounts_that_no_column_holds_are_refused_and_nothing_is_lost(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses, as_person: AsPerson, cast: Cast
) -> None:
    large = D("99999999999999999")
    given = {"contract_id": contract.pk}
    with refuses("too_large"):
        change_contract(actors.senior, **given, value=large)
    with refuses("too_large"):
        add_price(actors.senior, **given, price=D(10) ** 12, product="BOX")
    for wrong in (
        {"kind": TermKind.MINIMUM, "amount": large, "is_quantity": True},
        {"kind": TermKind.REBATE, "basis": "turnover", "tiers": [["1E+40", "0.01"]],
         "is_retroactive": True},
        # As a negotiation may have agreed them: one would have stopped all contracts from being
        # held against the ledger.
        {"kind": TermKind.PAYMENT, "days": 10**10, "yearly": D(0)},
        {"kind": TermKind.DELIVERY, "days_early": 1, "days_late": 10**10, "in_full": D(1),
         "target": D(1)},
    ):  # fmt: skip
        with refuses("too_large"):
            add_term(actors.senior, **given, **wrong)
    budget = add_term(actors.senior, **given, kind=TermKind.BUDGET, amount=D(1000))
    with refuses("too_large"):
        write_entry(actors.senior, term_id=budget.pk, kind=EntryKind.ACCRUAL, amount=large,
                    on=date(2024, 3, 1))  # fmt: skip
    client = as_person(cast.senior)
    address = reverse("contracts:money", args=[budget.pk])
    sent = {"kind": "accrual", "amount": str(large), "on": "2024-03-01", "note": "Fair in June"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Fair in June" in answer.content.decode()
    most = {"kind": TermKind.MINIMUM, "amount": D("9999999999999999"), "is_quantity": True}
    add_term(actors.senior, **given, **most)
    page = client.get(reverse("contracts:contract", args=[contract.pk]))
    assert "9,999,999,999,999,999" in words(page)


def test_amounts_of_one_currency_are_not_read_in_another(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    change_contract(actors.senior, contract_id=contract.pk, currency="usd")
    term = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.BUDGET, amount=D(1000))
    with refuses("amounts_there"):
        change_contract(actors.senior, contract_id=contract.pk, currency="EUR",
                        seen=revision_of(contract))  # fmt: skip
    withdraw_term(actors.senior, term_id=term.pk)
    change_contract(actors.senior, contract_id=contract.pk, currency="EUR",
                    seen=revision_of(contract))  # fmt: skip


def test_a_volume_in_money_says_its_currency() -> None:
    stands = VolumeStands(1, Commitment(D(9000), D("7816.5"), D("8943.94")))
    told = volume_in_words(stands, "MXN").replace(NBSP, " ")
    assert told.count("MX$") == 3 or told.count("MXN") == 3
    assert "7,816.50 of 9,000.00 so far" in volume_in_words(stands, "")
