"""Prices that follow an index: their steps by hand, and invoice lines held against them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.contracts.models import Contract, Reading, Term
from clavero.contracts.rules.indexing import indexed, steps
from clavero.contracts.rules.terms import Indexation, TermKind
from clavero.contracts.selectors import findings_of
from clavero.contracts.services import (
    add_price,
    add_term,
    bring_levels,
    take_reading_back,
    write_level,
)
from clavero.contracts.testing import make_contract
from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

Refuses = Callable[[str], Any]
D = Decimal
YEAR = Period.year(2026)
days = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@given(
    st.dictionaries(days, st.integers(50, 200).map(Decimal), max_size=4), days, st.integers(1, 500)
)
def test_a_price_has_one_factor_on_each_of_its_days(
    levels: dict[date, Decimal], start: date, length: int
) -> None:
    """On each day the last level that had begun, within the days of the term; else as agreed."""
    term, end = Indexation(D(100), YEAR, D("-0.1"), D("0.2")), start + timedelta(length)
    parts = list(indexed(D(2), start, end, steps(term, levels.items())))
    assert (parts[0][0], parts[-1][1]) == (start, end)
    for (_first, stop, _price), (following, _stop, _other) in pairwise(parts):
        assert stop == following
    for first, stop, price in parts:
        for day in {first, stop - timedelta(1)}:
            begun = [each for each in levels if each <= day]
            factor = term.factor(levels[max(begun)]) if begun and day in YEAR else D(1)
            assert price == round(2 * factor, 6)


@pytest.fixture
def index(own_ledger: Any, db: None, cast: Cast) -> Term:
    """100 boxes at 1.25 in March, July and October of 2024; an index from 120, capped at 5 %."""
    sold = {"product": "BOX", "quantity": D(100)}
    ledger_of(
        [
            Row("F1", "P", date(2024, 3, 1), D(125), **sold),
            Row("F2", "P", date(2024, 7, 1), D(128), **sold),
            Row("F3", "P", date(2024, 10, 1), D("131.25"), **sold),
        ]
    )
    account = Customer.objects.get(code="P")
    cover(cast.senior, account)
    contract = make_contract(account)
    add_price(SYSTEM, contract_id=contract.pk, price=D("1.25"), product="BOX")
    return add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.INDEXATION, base=D(120),
                    floor=None, cap=D("0.05"))  # fmt: skip


def found(actors: SimpleNamespace, term: Term) -> list[tuple[str, Decimal, Decimal]]:
    return [
        (each.document, each.due, each.difference)  # type: ignore[misc]
        for each in findings_of(actors.senior, term.contract_id)
    ]


def test_lines_are_held_against_the_price_of_their_day(
    index: Term, actors: SimpleNamespace, refuses: Refuses
) -> None:
    """From June 123: 1.25 × 1.025 = 1.28125, 128.13 for 100, of which 128.00 were billed. From
    September 130 is 8.3 % more, capped at 5 %: 1.3125, and 131.25 were billed."""
    assert found(actors, index) == [("F3", D(125), D("6.25")), ("F2", D(125), D(3))]
    write_level(actors.senior, term_id=index.pk, day=date(2024, 6, 1), value=D(123))
    write_level(actors.senior, term_id=index.pk, day=date(2024, 9, 1), value=D(130))
    assert found(actors, index) == [("F2", D("128.13"), D("-0.13"))]
    reading = Reading.objects.get(day=date(2024, 6, 1))
    take_reading_back(actors.senior, term_id=index.pk, reading_id=reading.pk)
    assert found(actors, index) == [("F2", D(125), D(3))]
    for code, wrong in (
        ("not_above_zero", {"day": date(2024, 6, 1), "value": D(0)}),
        ("in_the_future", {"day": date(2999, 1, 1), "value": D(1)}),
    ):
        with refuses(code):
            write_level(actors.senior, term_id=index.pk, **wrong)
    with pytest.raises(Forbidden):
        write_level(actors.executive, term_id=index.pk, day=date(2024, 6, 1), value=D(1))
    with pytest.raises(Term.DoesNotExist):
        write_level(actors.sales, term_id=index.pk, day=date(2024, 6, 1), value=D(1))


def test_levels_come_from_a_file_and_again_change_nothing(
    index: Term, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    content = b"fecha;nivel\n2024-06-01;123\n2024-09-01;130,0\nx;1\n2024-10-01;0\n"
    report = bring_levels(actors.senior, term_id=index.pk, content=content)
    assert (report.read, report.kept, len(report.refused)) == (4, 2, 2)
    again = bring_levels(actors.senior, term_id=index.pk, content=content)
    assert (again.kept, again.already_there) == (0, 2)
    client = as_person(cast.senior)
    file = SimpleUploadedFile("index.csv", b"date,level\n2024-06-01,126\n")
    address = reverse("contracts:levels", args=[index.pk])
    assert client.post(address, {"content": file}).status_code == 302
    assert [each.value for each in index.readings.all()] == [D(126), D(130)]
    told = words(client.get(reverse("contracts:readings", args=[index.pk])))
    assert "At 130 since 1 Sep 2024: prices are multiplied by 1.05" in told
    told = words(client.get(reverse("contracts:contract", args=[Contract.objects.get().pk])))
    assert "At 130 since 1 Sep 2024" in told
    sent = client.post(
        reverse("contracts:readings", args=[index.pk]), {"day": "2024-11-01", "value": "124.5"}
    )
    assert sent.status_code == 302
