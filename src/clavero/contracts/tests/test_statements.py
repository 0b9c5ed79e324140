"""Periods of a rebate closed and then corrected, by hand and to the cent: works · refuses · an
outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.contracts.models import Closing, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import (
    Statement,
    compliance,
    contract_held,
    held_of_term,
    statement_seen,
)
from clavero.contracts.sentences import statement_in_words
from clavero.contracts.services import (
    add_term,
    close_period,
    name_credit_note,
    open_period,
    withdraw_term,
    write_entry,
)
from clavero.contracts.testing import make_contract
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
Refuses = Callable[[str], Any]
D = Decimal
MARCH, JUNE, SEPTEMBER = date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)
TODAY = date(2024, 12, 1)
TIERS = [["50000", "0.01"], ["100000", "0.02"], ["200000", "0.035"]]


def sale(document: str, month: int, amount: str, **more: Any) -> Row:
    kind = "credit_note" if D(amount) < 0 else "invoice"
    return Row(document, "P", date(2024, month, 15), D(amount), kind=kind, **more)


@pytest.fixture
def rebate(cast: Cast) -> Term:
    """1 % from 50,000, 2 % from 100,000, 3.5 % from 200,000 on all of 2024, with the sales of three
    quarters: 47,050.40, 61,999.60 and 65,949.75."""
    ledger_of(
        [
            sale("F1", 2, "48300.55"), sale("G1", 3, "-1250.15"), sale("F2", 5, "61999.60"),
            sale("F3", 8, "70000"), sale("G2", 9, "-4050.25"), sale("F4", 11, "0.01"),
        ]
    )  # fmt: skip
    account = Customer.objects.get(code="P")
    cover(cast.senior, account)
    return add_term(
        SYSTEM, contract_id=make_contract(account).pk, kind=TermKind.REBATE, basis="turnover",
        tiers=TIERS, is_retroactive=True,
    )  # fmt: skip


def seen(term: Term) -> Statement:
    held = contract_held(SYSTEM, term.contract_id)
    return statement_seen(held, next(each.row for each in held.terms if each.row.pk == term.pk))


def rebate_findings(actor: Any) -> list[tuple[Any, ...]]:
    return [
        (each.day, each.due, each.actual, each.difference)
        for each in compliance(actor, today=TODAY).findings
        if each.kind is FindingKind.REBATE
    ]


def test_closed_and_then_corrected_it_is_settled_with_what_follows(
    rebate: Term, actors: SimpleNamespace
) -> None:
    """By June 109,050.00 at 2 % are 2,181.00, closed in two parts. Then a credit note of 9,050.01
    is entered for March: by June 99,999.99 at 1 % are 1,000.00, 1,181.00 less than was closed. By
    September 165,949.74 at 2 % are 3,318.99, of which 2,318.99 are the third quarter's own: with
    the correction 1,137.99, so that all together is 3,318.99."""
    close_period(actors.senior, term_id=rebate.pk, last=MARCH)
    second = close_period(actors.senior, term_id=rebate.pk, last=JUNE)
    assert (second.volume, second.due, second.settled, second.credited) == (
        D("109050.00"), D("2181.00"), D("2181.00"), D(0),
    )  # fmt: skip
    assert second.version > 0
    ledger_of([sale("G3", 3, "-9050.01")], name="late.csv")
    found = seen(rebate)
    assert found.unsettled == D("-1181.00")
    assert [row.to_credit for row, closing in found.rows if closing] == [D("0.00"), D("2181.00")]
    told = statement_in_words(found, "EUR")[1].replace("\xa0", " ")
    assert "come to €1,000.00 today" in told
    assert "−€1,181.00, is settled with the period that follows" in told
    third = close_period(actors.senior, term_id=rebate.pk, last=SEPTEMBER)
    assert (third.due, third.settled) == (D("3318.99"), D("1137.99"))
    assert sum(each.settled for each in Closing.objects.all()) == third.due
    assert seen(rebate).unsettled == 0
    assert [each.verb for each in history(rebate.contract)][:3] == ["contract.period_closed"] * 3


def test_what_was_closed_is_to_be_credited_at_once_and_no_more(
    rebate: Term, actors: SimpleNamespace
) -> None:
    """2,181.00 closed, 2,000.00 credited: 181.00 are missing. Credited in full, a correction is no
    finding: it is settled with what follows. What was credited beyond it is one: 174,999.76 less
    100,000.00 at 1 % are 750.00."""
    assert rebate_findings(actors.senior) == []
    close_period(SYSTEM, term_id=rebate.pk, last=JUNE)
    given = {"term_id": rebate.pk, "kind": EntryKind.PAYMENT, "on": TODAY}
    write_entry(SYSTEM, amount=D(2000), **given)
    assert rebate_findings(actors.senior) == [(JUNE, D("2181.00"), D(2000), D("-181.00"))]
    write_entry(SYSTEM, amount=D(181), **given)
    ledger_of([sale("G3", 3, "-100000")], name="late.csv")
    assert rebate_findings(actors.senior) == []
    write_entry(SYSTEM, amount=D("0.01"), **given)
    assert [each[3] for each in rebate_findings(actors.senior)] == [D("1431.01")]


def test_the_rebates_own_credit_note_changes_nothing_that_was_closed(rebate: Term) -> None:
    """It was taken for goods given back while the quarter was closed: 109,050.00 less 2,181.00 at
    2 % were 2,137.38. Named, 109,050.00 come to 2,181.00 again: 43.62 are settled later."""
    ledger_of([sale("R1", 6, "-2181.00")], name="note.csv")
    assert close_period(SYSTEM, term_id=rebate.pk, last=JUNE).due == D("2137.38")
    name_credit_note(SYSTEM, term_id=rebate.pk, document="R1")
    assert (seen(rebate).unsettled, seen(rebate).credited) == (D("43.62"), D("2181.00"))


def test_closings_in_another_currency_wait_for_every_rate(
    rebate: Term, refuses: Refuses, cast: Cast, as_person: AsPerson
) -> None:
    """In dollars: 10,000.00 at 1 % are 100.00 and need no rate; a line in euros has none."""
    term = add_term(
        SYSTEM, contract_id=make_contract(rebate.contract.customer, "In dollars").pk,
        kind=TermKind.REBATE, basis="turnover", tiers=[["0", "0.01"]], is_retroactive=True,
        currency="USD", product="BOX",
    )  # fmt: skip
    ledger_of(
        [Row("U1", "P", date(2024, 1, 15), D(9200), product="BOX", currency="USD", rate=D("0.92"))],
        name="dollars.csv",
    )
    assert close_period(SYSTEM, term_id=term.pk, last=MARCH).due == D("100.00")
    client = as_person(cast.director)
    page = words(client.get(reverse("contracts:contract", args=[term.contract_id])))
    assert "Due so far $100.00" in page, "in its own currency, and not in the contract's"
    ledger_of([Row("E1", "P", date(2024, 5, 15), D(50), product="BOX")], name="euros.csv")
    with refuses("rate_missing"):
        close_period(SYSTEM, term_id=term.pk, last=JUNE)
    assert Closing.objects.filter(term=term).count() == 1


def test_what_cannot_be_closed_is_refused(
    rebate: Term, actors: SimpleNamespace, refuses: Refuses
) -> None:
    close_period(actors.senior, term_id=rebate.pk, last=JUNE)
    for code, day in (
        ("closed_already", MARCH), ("closed_already", JUNE), ("outside_term", date(2025, 1, 1)),
        ("not_known_yet", date(2024, 12, 31)),
    ):  # fmt: skip
        with refuses(code):
            close_period(actors.senior, term_id=rebate.pk, last=day)
    open_period(actors.senior, term_id=rebate.pk)
    with refuses("nothing_closed"):
        open_period(actors.senior, term_id=rebate.pk)
    with pytest.raises(Forbidden):
        close_period(actors.executive, term_id=rebate.pk, last=MARCH)
    for outsider in (actors.sales, actors.logistics):
        with pytest.raises(Term.DoesNotExist):
            close_period(outsider, term_id=rebate.pk, last=MARCH)
        with pytest.raises(Term.DoesNotExist):
            held_of_term(outsider, rebate.pk)


def test_what_was_settled_is_not_withdrawn_and_settled_twice(
    rebate: Term, actors: SimpleNamespace, refuses: Refuses, as_person: AsPerson, cast: Cast
) -> None:
    close_period(actors.senior, term_id=rebate.pk, last=JUNE)
    with refuses("closed_already"):
        withdraw_term(actors.senior, term_id=rebate.pk)
    client = as_person(cast.senior)
    address = reverse("contracts:withdraw", args=[rebate.pk])
    answer = client.post(address, follow=True)
    assert "It is closed until 30 Jun 2024" in words(answer)
    rebate.refresh_from_db()
    assert rebate.withdrawn_on is None
    open_period(actors.senior, term_id=rebate.pk)
    withdraw_term(actors.senior, term_id=rebate.pk)
    rebate.refresh_from_db()
    assert rebate.withdrawn_on is not None


def test_the_page_closes_and_opens_again(rebate: Term, as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.senior)
    address = reverse("contracts:statement", args=[rebate.pk])
    assert "No period is closed yet" in words(client.get(address))
    sent = client.post(address, {"decision": "close", "last": "2024-06-30"})
    assert sent.status_code == 302
    assert "Closed until 30 Jun 2024 with €2,181.00 in all" in words(client.get(address))
    assert client.post(address, {"decision": "close", "last": "2024-05-31"}).status_code == 422
    other = {"decision": "open", "last": "2024-03-31"}  # of a page that was opened before
    assert client.post(address, other).status_code == 422
    assert 'name="last" value="2024-06-30"' in client.get(address).content.decode()
    assert client.post(address, {"decision": "open", "last": "2024-06-30"}).status_code == 302
    assert client.post(address, {"decision": "open"}).status_code == 422


def test_what_changes_after_all_is_closed_stays_a_finding(
    rebate: Term, actors: SimpleNamespace
) -> None:
    """1 % of 1,000.00 until September is closed and credited; 250.00 come back: 2.50 too much."""
    whole = add_term(
        SYSTEM, contract_id=rebate.contract_id, kind=TermKind.REBATE, basis="turnover",
        tiers=[["0", "0.01"]], is_retroactive=True, end=SEPTEMBER, family="Boxes",
    )  # fmt: skip
    ledger_of([sale("B1", 4, "1000", family="Boxes")], name="boxes.csv")
    close_period(SYSTEM, term_id=whole.pk, last=SEPTEMBER)
    write_entry(SYSTEM, term_id=whole.pk, kind=EntryKind.PAYMENT, amount=D(10), on=TODAY)
    assert rebate_findings(actors.senior) == []
    ledger_of([sale("B2", 4, "-250", family="Boxes")], name="late.csv")
    assert rebate_findings(actors.senior) == [(SEPTEMBER, D("7.50"), D(10), D("2.50"))]
    found = seen(whole)
    assert (found.unsettled, found.has_open, found.until) == (D("-2.50"), False, None)
    assert "No period follows" in statement_in_words(found, "EUR")[1]
