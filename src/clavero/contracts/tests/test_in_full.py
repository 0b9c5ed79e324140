"""Deliveries against what was ordered: findings, shares and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.contracts.models import Contract
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.keeping import Delivered, otif
from clavero.contracts.rules.terms import DeliveryWindow, TermKind
from clavero.contracts.selectors import compliance, findings_of, kept_by_account
from clavero.contracts.selectors.holding import DatesStand
from clavero.contracts.services import add_term
from clavero.contracts.telling import dates_in_words
from clavero.contracts.testing import make_contract
from clavero.core.period import Period
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger import selectors as ledger
from clavero.ledger.testing import EVERYTHING, Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
D = Decimal
YEAR = Period.year(2024)
TODAY = date(2024, 6, 1)
DUE, DAY = date(2024, 3, 10), date(2024, 3, 5)


def sold(document: str, **given: Any) -> Row:
    """Ten boxes of ten, ordered for 10 March and delivered on it."""
    told = {
        "line": "1", "customer": "C", "date": DAY, "product": "BOX", "quantity": D(10),
        "ordered_quantity": D(10), "promised_date": DUE, "delivered_date": DUE, **given,
    }  # fmt: skip
    return Row(document, **told)


def contract_of(cast: Cast, rows: Iterable[Row], **term: Any) -> Contract:
    """A contract of 2024 with a delivery window; the ledger reaches until July."""
    ledger_of([*rows, Row("LAST", "Z", date(2024, 7, 1))])
    customer = Customer.objects.get(code="C")
    cover(cast.senior, customer)
    contract = make_contract(customer)
    given = {"days_early": 1, "days_late": 0, "target": D(1), **term}
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.DELIVERY, **given)
    return contract


def stand(actor: Any) -> DatesStand:
    (found,) = compliance(actor, today=TODAY).dates
    return found


@pytest.fixture
def contract(cast: Cast, own_ledger: Any) -> Contract:
    """Of seven lines due: full, short, late, late and short, not delivered, two that do not say
    what was ordered, one of them late. One without a promised day; a credit note."""
    return contract_of(
        cast,
        [
            sold("F1"),
            sold("F2", ordered_quantity=D(16), date=date(2024, 3, 6)),
            sold("F3", delivered_date=date(2024, 3, 12)),
            sold("F4", delivered_date=date(2024, 3, 11), ordered_quantity=D("10.5")),
            sold("F5", delivered_date=None),
            sold("F6", ordered_quantity=None),
            sold("F7", ordered_quantity=None, delivered_date=date(2024, 3, 20)),
            sold("F8", promised_date=None),
            sold("N1", kind="credit_note", quantity=D(-1), net_amount=D(-10)),
        ],
    )


def test_short_deliveries_are_found_with_their_lines(
    contract: Contract, actors: SimpleNamespace
) -> None:
    found = [each for each in findings_of(actors.senior, contract.pk)
             if each.kind is FindingKind.SHORT]  # fmt: skip
    told = [(each.document, each.line, each.due, each.actual, each.difference) for each in found]
    assert told == [("F2", "1", D(16), D(10), D(-6)), ("F4", "1", D("10.5"), D(10), D("-0.5"))]
    assert len({each.key for each in findings_of(actors.senior, contract.pk)}) == 6


def test_shares_are_of_what_is_known(contract: Contract, actors: SimpleNamespace) -> None:
    """On time 3 of 7. Of five measured, F1 and F3 were in full and F1 on time as well. 50 came
    less what F5 did not bring: 40 of 56.5."""
    found = stand(actors.senior)
    assert (found.due, found.outside, found.late, found.missing) == (7, 4, 3, 1)
    held = found.quantities
    assert held is not None
    assert (held.measured, held.in_full, held.both, held.departing) == (5, 2, 1, 5)
    assert (held.undated, held.ordered, held.brought) == (1, D("56.5"), 40)
    assert held.otif == D("0.2")
    told = dates_in_words(found, TermKind.DELIVERY)
    for said in (
        "42.9%", "40.0%", "20.0%", "70.8%", "5 lines with an ordered quantity",
        "2 lines due do not say", "1 line without a promised day", "case fill",
    ):  # fmt: skip
        assert said in told, told


def test_a_line_departs_once_from_a_term(contract: Contract, actors: SimpleNamespace) -> None:
    """Five of seven lines are not on time or known to be short; F4 is both."""
    (kept,) = kept_by_account(actors.senior, TODAY)
    assert round(kept.part, 6) == round(D(2) / 7, 6)


def test_without_ordered_quantities_in_full_is_not_known(
    cast: Cast, own_ledger: Any, actors: SimpleNamespace
) -> None:
    contract_of(cast, [sold("F1", ordered_quantity=None), sold("F2", ordered_quantity=None)])
    found = stand(actors.senior)
    assert found.quantities is not None
    assert (found.quantities.in_full_rate, found.quantities.otif) == (None, None)
    assert "is not known" in dates_in_words(found, TermKind.DELIVERY)
    assert compliance(actors.senior, today=TODAY).findings == []


def test_less_is_enough_where_it_was_agreed(
    cast: Cast, own_ledger: Any, actors: SimpleNamespace
) -> None:
    """95 % of 200 are 190: enough, and 189.99 are not."""
    rows = [
        sold("F1", ordered_quantity=D(200), quantity=D(190)),
        sold("F2", ordered_quantity=D(200), quantity=D("189.99")),
    ]
    contract_of(cast, rows, in_full=D("0.95"))
    assert [each.document for each in compliance(actors.senior, today=TODAY).findings] == ["F2"]


def test_units_of_different_kinds_are_not_added(
    cast: Cast, own_ledger: Any, actors: SimpleNamespace
) -> None:
    contract_of(cast, [sold("F1", unit="kg"), sold("F2", unit="pc")])
    held = stand(actors.senior).quantities
    assert held is not None
    assert (held.case_fill, held.otif) == (None, 1)


def test_what_may_still_come_in_time_is_not_due(
    cast: Cast, own_ledger: Any, actors: SimpleNamespace
) -> None:
    """Promised for 31 May with two days of grace: on 1 June nobody is late."""
    open_line = sold("F1", promised_date=date(2024, 5, 31), delivered_date=None)
    contract_of(cast, [open_line], days_late=2)
    assert compliance(actors.senior, today=TODAY).dates == []
    (later,) = compliance(actors.senior, today=TODAY + timedelta(5)).dates
    assert (later.due, later.missing) == (1, 1)


def test_the_pages_show_what_was_ordered(
    contract: Contract, cast: Cast, as_person: Callable[[Person], Client], actors: SimpleNamespace
) -> None:
    client = as_person(cast.senior)
    page = words(client.get(reverse("contracts:contract", args=[contract.pk])))
    assert "in full from 100.0% of the quantity ordered" in page
    assert "(OTIF)" in page
    (short, _other) = [each for each in findings_of(actors.senior, contract.pk)
                       if each.kind is FindingKind.SHORT]  # fmt: skip
    page = words(client.get(reverse("contracts:finding", args=[contract.pk, short.key])))
    assert "Delivered short of what was ordered" in page
    assert "Ordered quantity" in page
    assert "\u22126" in page


# -- the engine says what the rule says ------------------------------------------------------------

days = st.dates(date(2024, 2, 25), date(2024, 3, 20))
quantities = st.none() | st.decimals(-1, 12, places=1)
some_lines = st.lists(
    st.builds(
        lambda number, **given: sold(f"F{number}", **given),
        st.integers(1, 4),
        promised_date=st.none() | days,
        delivered_date=st.none() | days,
        quantity=quantities,
        ordered_quantity=st.none() | st.decimals(0, 12, places=1),
        kind=st.sampled_from(["invoice", "invoice", "credit_note"]),
    ),
    min_size=1,
    max_size=10,
)
windows = st.builds(
    DeliveryWindow, st.just(YEAR), st.integers(0, 3), st.integers(0, 3),
    st.sampled_from([D(1), D("0.95"), D("0.5")]),
)  # fmt: skip


@given(rows=some_lines, window=windows)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_engine_says_what_the_rule_says(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
    rows: list[Row],
    window: DeliveryWindow,
) -> None:
    settings.LEDGER_HOME = tmp_path_factory.mktemp("ledger")
    ledger_of(rows)
    table = pa.Table.from_pylist(
        [
            {"term": 1, "contract": 7, "before": window.days_early, "after": window.days_late,
             "start": YEAR.start, "end": YEAR.end, "in_full": window.in_full}
        ],
        schema=ledger.WINDOW,
    )  # fmt: skip
    covers = pa.table({"contract": [7], "customer": ["C"]}, schema=ledger.COVER)
    expected = otif(
        window,
        [
            Delivered(row.promised_date, row.delivered_date, row.ordered_quantity, row.quantity)
            for row in rows
            if row.kind == "invoice" and row.promised_date is not None
        ],
        YEAR,
    )
    seen = {"windows": table, "covers": covers, "today": TODAY}
    found = ledger.held_deliveries(EVERYTHING, **seen).to_pylist()
    outside = ledger.outside_window(EVERYTHING, ledger.Dates.DELIVERED, **seen).read_all().num_rows
    short = ledger.short_deliveries(EVERYTHING, **seen).read_all().to_pylist()
    told = found[0] if found else dict.fromkeys(
        ("lines", "measured", "in_full", "both", "departing", "ordered", "brought"), 0
    )  # fmt: skip
    assert [told[name] for name in ("lines", "measured", "in_full", "both", "departing")] == [
        expected.due, expected.measured, expected.in_full, expected.both, expected.departing,
    ]  # fmt: skip
    assert (told["ordered"] or 0, told["brought"] or 0) == (expected.ordered, expected.brought)
    assert told["lines"] - outside == expected.on_time
    came = sum(row.kind == "invoice" and row.delivered_date is not None
               and row.promised_date is not None and row.quantity is not None
               and row.ordered_quantity is not None for row in rows)  # fmt: skip
    assert len(short) == came - expected.in_full
    assert all(each["difference"] < 0 for each in short)
