"""Exclusivity asks and never claims; services are held against what was measured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.contracts.models import Decision, Reading, Term
from clavero.contracts.rules.findings import FindingKind, Verdict
from clavero.contracts.rules.rhythm import Rhythm, asked
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import compliance, contract_held, kept_by_account
from clavero.contracts.services import add_term, decide, take_reading_back, write_measurement
from clavero.contracts.testing import make_contract
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

Refuses = Callable[[str], Any]
D = Decimal
TODAY = date(2025, 4, 1)
MONTHS = [date(2024, month, 10) for month in range(1, 13)]


def test_a_rhythm_is_held_against_itself_and_against_its_season() -> None:
    """100 a month: 300 in a quarter. 149 in the last one ask, 150 do not."""
    year = dict.fromkeys(MONTHS, D(100))
    known = date(2025, 4, 1)
    assert asked({**year, date(2025, 2, 1): D(149)}, known) == Rhythm(D(149), D(300))
    assert asked({**year, date(2025, 2, 1): D(150)}, known) is None
    few = {date(2024, month, 10): D(400) for month in (4, 7, 10)}
    assert asked(few, known) is None, "three days of purchases are no rhythm"
    in_summer = {date(2024, month, day): D(100) for month in (6, 7) for day in (1, 15)}
    assert asked(in_summer, known) is None, "nothing was bought in the winter before either"


@pytest.fixture
def boxes(own_ledger: Any, db: None, cast: Cast) -> Term:
    """100 of boxes a month in 2024; of other things until the end of March 2025."""
    ledger_of(
        [
            *(Row(f"F{day.month}", "P", day, D(100), family="Boxes") for day in MONTHS),
            Row("X", "P", date(2025, 3, 31), D(5), family="Tins"),
        ]
    )
    account = Customer.objects.get(code="P")
    cover(cast.senior, account)
    contract = make_contract(account, end=date(2025, 12, 31))
    return add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.EXCLUSIVITY, family="Boxes")


def test_purchases_that_stop_ask_a_question(
    boxes: Term, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    found = compliance(actors.senior, today=TODAY)
    (each,) = found.findings
    assert (each.kind, each.due, each.actual, each.product) == (
        FindingKind.EXCLUSIVE, D("300.00"), D("0.00"), "Boxes",
    )  # fmt: skip
    assert found.exclusive[0].asked is not None
    assert kept_by_account(actors.senior, TODAY) == [], "a question is no departure"
    client = as_person(cast.senior)
    told = words(client.get(reverse("contracts:contract", args=[boxes.contract_id])))
    assert "A question to confirm: nothing was bought in the last 91 days" in told
    page = client.get(reverse("contracts:finding", args=[boxes.contract_id, each.key]))
    assert "not a claim" in words(page)
    assert "12 lines in the ledger" in words(page), "the days that are looked at, its family alone"


def test_a_question_keeps_its_decision_while_it_is_the_same(
    boxes: Term, actors: SimpleNamespace
) -> None:
    """Asked by the first of April: what is imported in April and May changes nothing of it. Bought
    again as ever, and stopped once more, it is another question."""

    def key(day: date) -> str:
        (each,) = compliance(actors.senior, today=day).findings
        return each.key

    first = key(TODAY)
    decide(actors.senior, contract_id=boxes.contract_id, key=first, verdict=Verdict.ACCEPTED)
    for day in (date(2025, 4, 2), date(2025, 5, 20)):
        ledger_of([Row(f"Y{day.month}", "P", day, D(5), family="Tins")], name=f"{day}.csv")
        assert key(date(2025, 5, 21)) == first
    assert contract_held(actors.senior, boxes.contract_id).decisions[first].verdict == "accepted"
    months = [(2025, month) for month in range(6, 13)] + [(2026, month) for month in range(1, 7)]
    again = [Row(f"Z{year}-{month}", "P", date(year, month, 28), D(100), family="Boxes")
             for year, month in months]  # fmt: skip
    ledger_of([*again, Row("L", "P", date(2026, 10, 31), D(5), family="Tins")], name="again.csv")
    Term.objects.update(end=date(2026, 12, 31))
    assert key(date(2026, 11, 1)) != first


def test_two_who_decide_at_once(
    boxes: Term, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    (each,) = compliance(actors.senior, today=TODAY).findings
    decide(actors.director, contract_id=boxes.contract_id, key=each.key,
           verdict=Verdict.DISPUTED)  # fmt: skip
    address = reverse("contracts:finding", args=[boxes.contract_id, each.key])
    client = as_person(cast.senior)
    sent = {"seen": 0, "verdict": "accepted", "note": "As agreed"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "has decided on it meanwhile: Disputed." in words(answer)
    assert "As agreed" in answer.content.decode(), "what was written is not lost"
    there = Decision.objects.get()
    assert client.post(address, {**sent, "seen": there.revision}).status_code == 302
    later = Decision.objects.get()
    assert (later.verdict, later.created_at > there.created_at) == ("accepted", True)


def test_a_service_by_what_was_measured(
    boxes: Term, actors: SimpleNamespace, refuses: Refuses, as_person: AsPerson, cast: Cast
) -> None:
    """47 of 50 in March and 48 of 50 in April are 95 %, where 98 % were promised: 96.9 % of it."""
    term = add_term(SYSTEM, contract_id=boxes.contract_id, kind=TermKind.SERVICE,
                    name="On site within a day", target=D("0.98"))  # fmt: skip
    given = {"term_id": term.pk, "cases": 50}
    write_measurement(actors.senior, day=date(2024, 3, 31), kept=47, **given)
    write_measurement(actors.senior, day=date(2024, 4, 30), kept=10, **given)
    write_measurement(actors.senior, day=date(2024, 4, 30), kept=48, **given)
    (found,) = [each for each in compliance(actors.senior, today=TODAY).findings
                if each.kind is FindingKind.SERVICE]  # fmt: skip
    assert (found.due, found.actual, found.day) == (D("0.98"), D("0.95"), date(2024, 4, 30))
    decide(actors.senior, contract_id=boxes.contract_id, key=found.key, verdict=Verdict.ACCEPTED)
    later = write_measurement(actors.senior, day=date(2024, 5, 31), kept=48, **given)
    assert found.key in [each.key for each in compliance(actors.senior, today=TODAY).findings]
    take_reading_back(actors.senior, term_id=term.pk, reading_id=later.pk)
    (kept,) = kept_by_account(actors.senior, TODAY)
    assert (round(kept.part, 4), kept.terms) == (D("0.9694"), 1)
    for code, wrong in (
        ("more_than_all", {"kept": 51, "day": date(2024, 5, 31)}),
        ("outside_term", {"kept": 1, "day": date(2023, 5, 31)}),
    ):
        with refuses(code):
            write_measurement(actors.senior, **given, **wrong)
    with pytest.raises(Forbidden):
        write_measurement(actors.executive, day=date(2024, 5, 1), kept=1, **given)
    client, address = as_person(cast.senior), reverse("contracts:readings", args=[term.pk])
    told = words(client.get(address))
    assert "Kept in 95.0% of 100 cases measured; promised are 98.0%." in told
    page = words(client.get(reverse("contracts:finding", args=[boxes.contract_id, found.key])))
    assert "−3.0 points" in page
    sent = client.post(address, {"day": "2024-05-31", "cases": "50", "kept": "50"})
    assert sent.status_code == 302
    assert client.post(address, {"day": "2024-05-31", "cases": "5", "kept": "6"}).status_code == 422
    assert client.post(address, {"reading": Reading.objects.latest("pk").pk}).status_code == 302
    assert Reading.objects.count() == 2
