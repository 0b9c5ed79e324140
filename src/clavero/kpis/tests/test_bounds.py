"""What a KPI can be: entered by hand, by file and by a program, and wanted by a target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.core.estimates import wilson, wilson_of
from clavero.core.faults import Faulty
from clavero.core.tables import RowFault
from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.rules.catalogue import BUILT_IN, BY_KEY
from clavero.kpis.rules.custom import EntryFault
from clavero.kpis.rules.framework import Framework, FrameworkFault, Item
from clavero.kpis.rules.kpi import Bounds, Direction, Level, Quality, Unit
from clavero.kpis.rules.parts import Parts, as_entered, quality, ratio_of
from clavero.kpis.selectors import as_data, catalogue, latest_framework, values_of
from clavero.kpis.services import define_kpi, enter_value, import_values, set_targets
from clavero.kpis.testing import SYSTEM, refreshed, values_at
from clavero.kpis.words import FAULT_NAMES
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.rest.testing import program_of
from clavero.ui.testing import words

D = Decimal
DAY = date(2025, 1, 2)
IMPOSSIBLE = (
    ("promoters", "400"),
    ("promoters", "-100.5"),
    ("meetings-and-calls", "-2"),
    ("satisfaction", "90"),
    ("answered-in-time", "-0.1"),
    ("first-response", "-1"),
    ("forecast-error", "90"),
    ("share-of-wallet", "90"),
)
POSSIBLE = (
    ("promoters", "-100"),
    ("meetings-and-calls", "0"),
    ("satisfaction", "1"),
    ("forecast-error", "1.4"),
    ("share-of-wallet", "1.4"),  # kept, and told to be wrong
)


@pytest.fixture
def its(cast: Cast, settings: Any, db: None) -> Customer:
    """A customer that the senior leads."""
    ledger_of([
        Row("F0", "Z", date(2021, 1, 5)),
        Row("F1", "A", date(2024, 5, 5), D(95)),
        Row("F2", "Z", date(2024, 12, 31)),
    ])  # fmt: skip
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    return found


def enter(actor: Any, its: Customer, key: str, value: str, n: int | None = None) -> Entry:
    return enter_value(actor, customer_id=its.pk, key=key, day=DAY, value=D(value), n=n)


# -- the rule --------------------------------------------------------------------------------------


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.none() | st.integers(-9, 9),
    st.none() | st.integers(0, 9),
)
def test_bounds_hold_what_lies_between_them(value: D, low: int | None, more: int | None) -> None:
    high = None if more is None else (low or 0) + more
    bounds = Bounds(None if low is None else D(low), None if high is None else D(high))
    inside = (low is None or value >= low) and (high is None or value <= high)
    assert (value in bounds) is inside


def test_every_part_of_a_count_lies_between_nothing_and_all() -> None:
    for kpi in BUILT_IN:
        if kpi.is_rate:
            assert (kpi.bounds.low, kpi.bounds.high) == (0, 1), kpi.key


@given(st.integers(1, 60), st.data())
def test_an_entered_part_is_as_sure_as_a_counted_one(n: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, n))
    assert wilson_of(part / n, n) == wilson(part, n)
    found = as_entered(BY_KEY["answered-in-time"], D(part) / n, n)
    assert (found.interval is not None) is (n < 30)
    if found.interval is not None:
        assert found.interval == pytest.approx(wilson(part, n))


def test_what_is_no_part_of_a_count_has_no_interval() -> None:
    for key, value, n in (
        ("forecast-error", "0.4", 8),
        ("satisfaction", "0.9", None),
        ("satisfaction", "90", 8),  # kept before anybody looked at it
    ):
        assert as_entered(BY_KEY[key], D(value), n).interval is None, key


# -- entering --------------------------------------------------------------------------------------


def refused(actor: Any, its: Customer, key: str, value: str) -> None:
    with pytest.raises(Refusal) as told:
        enter(actor, its, key, value)
    assert (told.value.code, told.value.field) == ("out_of_bounds", "value")


def test_by_hand(its: Customer, actors: SimpleNamespace) -> None:
    for key, value in IMPOSSIBLE:
        refused(actors.senior, its, key, value)
    assert not Entry.objects.exists()
    for key, value in POSSIBLE:
        enter(actors.senior, its, key, value)


def test_by_file(its: Customer, actors: SimpleNamespace) -> None:
    rows = [f"A,{key},2025-01-02,{value}" for key, value in IMPOSSIBLE]
    rows += [f"A,{key},2025-01-03,{value}" for key, value in POSSIBLE]
    report = import_values(
        actors.senior, content="\n".join(["account,kpi,date,value", *rows]).encode()
    )
    assert report.kept == len(POSSIBLE)
    told = {(bad.column, bad.reason) for bad in report.refused}
    assert told == {("value", EntryFault.OUT_OF_BOUNDS)}
    assert len(report.refused) == len(IMPOSSIBLE)


def test_by_a_program(its: Customer, actors: SimpleNamespace) -> None:
    asked = {"account": "A", "kpi": "promoters", "day": "2025-01-02", "value": "400"}
    answer = program_of(actors.senior).post(
        "/api/kpi-values", asked, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "out_of_bounds")
    assert "goes from −100 to 100" in answer.json()["sentence"]


def test_of_the_companys_own_the_unit_is_known(its: Customer, actors: SimpleNamespace) -> None:
    for key, unit, value, is_taken in (
        ("visits", Unit.COUNT, "-1", False),
        ("its-growth", Unit.RATE, "-0.2", True),
        ("its-share", Unit.RATE, "90", False),
        ("its-mark", Unit.SCORE, "-7", True),
    ):
        define_kpi(actors.director, key=key, name=key, unit=unit, direction=Direction.AT_LEAST)
        if is_taken:
            enter(actors.senior, its, key, value)
        else:
            refused(actors.senior, its, key, value)


def test_the_form_says_what_can_be(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    client, address = as_person(cast.senior), reverse("kpis:values", args=[its.pk])
    asked = {"key": "satisfaction", "day": "2025-01-02", "value": "140", "n": "", "note": ""}
    answer = client.post(address, asked)
    assert answer.status_code == 422
    assert "“Satisfaction (CSAT)” goes from 0% to 100%." in words(answer)
    told = client.post(address, {**asked, "key": "share-of-wallet"}, follow=True)
    assert "It is more than the whole: the whole is wrong." in words(told)
    assert Entry.objects.get().value == D("1.4")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("NOBODY,terms-kept,2025-01-02,0.5,", "you see no such account"),
        ("A,terms-kept,2099-01-02,0.5,", "the day is to come"),
        ("A,terms-kept,31/10/2024,0.5,", "it is not a date"),
        ("A,terms-kept,2025-01-02,0.5,-3", "it must be from"),
        ("A,terms-kept,2025-01-02,most,", "it is not a number"),
        ("A,terms-kept,2025-01-02,", "more or fewer cells"),
        ("A,terms-kept,,0.5,", "nothing stands there"),
        ("A,terms-kept,2025-01-02,77,", "this KPI cannot be that"),
        ("A,net-sales,2025-01-02,77,", "there is no such KPI that is entered"),
    ],
)
def test_a_bad_row_of_a_file_is_told_and_the_good_ones_are_kept(
    its: Customer, cast: Cast, as_person: AsPerson, row: str, reason: str
) -> None:
    text = f"account,kpi,date,value,n\nA,terms-kept,2025-01-03,0.77,\n{row}\n"
    file = SimpleUploadedFile("values.csv", text.encode())
    answer = as_person(cast.senior).post(reverse("kpis:load_values"), {"content": file})
    assert answer.status_code == 200
    page = words(answer)
    assert "1 value is kept." in page
    assert "1 row was refused." in page
    assert reason in page
    assert Entry.objects.get().value == D("0.77")


def test_whatever_a_row_can_have_wrong_has_words() -> None:
    assert {*RowFault, *EntryFault} <= FAULT_NAMES.keys()


# -- what it makes ---------------------------------------------------------------------------------


def test_promoters_of_whom_nobody_told_the_error_have_the_widest() -> None:
    """40 of eight answers: promoters less detractors, and as many of both as there can be."""
    found = as_entered(BY_KEY["promoters"], D(40), 8)
    assert found.interval == pytest.approx((40 - 1.959964 * 100 * (0.84 / 8) ** 0.5, 100))
    assert quality(as_entered(BY_KEY["promoters"], D(50), 4), is_of_cases=True) is Quality.SMALL


def test_a_rate_of_counts_of_the_company_s_own_has_its_counts_and_interval() -> None:
    parts = Parts(promised=5, on_time=4)
    found = ratio_of("on_time", "promised", parts, is_rate=True)
    assert (found.numerator, found.n, found.interval) == (4, 5, wilson(4, 5))
    assert ratio_of("on_time", "promised", parts, is_rate=False).n is None


def test_what_was_written_down_later_says_so(its: Customer, actors: SimpleNamespace) -> None:
    enter(actors.senior, its, "answered-in-time", "0.75", 8)  # of January 2025, today
    snapshot = refreshed(date(2025, 2, 1))

    def late(on: date | None) -> set[bool]:
        rows = values_of(SYSTEM, snapshot, on=on)
        return {
            v.is_hindsight for _row, some in rows for v in some if v.kpi.key == "answered-in-time"
        }

    assert late(date(2025, 2, 1)) == {True}
    assert late(None) == {False}


def test_an_entered_rate_of_few_has_its_interval_on_the_board_and_for_programs(
    its: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    enter(actors.senior, its, "answered-in-time", "0.75", 8)
    snapshot = refreshed(date(2025, 2, 1))
    page = words(as_person(cast.senior).get(reverse("kpis:account", args=[its.pk])))
    assert "75.0% 6 of 8 95% interval: 41% to 93%" in page
    row, values = next(iter(values_of(SYSTEM, snapshot, "A")))
    told: Any = next(as_data(row, each) for each in values if each.kpi.key == "answered-in-time")
    assert (round(told["low"], 3), round(told["high"], 3)) == (0.409, 0.929)
    assert told["n"] == 8


def test_what_a_division_makes_has_no_more_decimals_than_what_is_kept(its: Customer) -> None:
    ledger_of([Row("F5", "A", date(2023, 5, 5), D(7)), Row("F6", "A", date(2023, 6, 5), D(62))])
    value = values_at(refreshed(date(2025, 1, 1)), Level.ACCOUNT, "A")["sales-growth"]
    row: Any = SimpleNamespace(level=Level.ACCOUNT, subject="A")
    assert as_data(row, value)["value"] == "0.376812"


# -- targets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "target"),
    [
        ("on-time", "1.5"),
        ("margin", "1.2"),
        ("promoters", "101"),
        ("share-of-wallet", "1.1"),
        ("sales-growth", "-1.5"),
        ("meetings-and-calls", "-1"),
    ],
)
@pytest.mark.django_db
def test_a_target_that_nothing_can_meet_is_refused(key: str, target: str) -> None:
    framework = Framework((Item(key, D(target), D(0), D(100)),))
    with pytest.raises(Faulty) as told:
        framework.check(catalogue().by_key)
    assert [fault.code for fault in told.value.faults] == [FrameworkFault.IMPOSSIBLE]


def test_what_was_decided_before_stays_to_be_read(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    for target in ("0.2", "0.25"):
        latest = latest_framework(its.pk)
        set_targets(
            SYSTEM, customer_id=its.pk, valid_from=timezone.localdate(), reason="As agreed",
            framework=Framework((Item("margin", D(target), D("0.01"), D(100)),)),
            seen=None if latest is None else latest.pk,
        )  # fmt: skip
    page = words(as_person(cast.director).get(reverse("kpis:targets", args=[its.pk])))
    for told in ("at least 20.0%", "at least 25.0%"):
        assert f"Gross margin, of sales: {told} (tolerance 1.0%, weight 100)" in page


def test_the_form_of_targets_says_so(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    asked = {"valid_from": timezone.localdate().isoformat(), "reason": "The plan", "seen": "",
             "target-on-time": "150", "weight-on-time": "100"}  # fmt: skip
    answer = as_person(cast.senior).post(reverse("kpis:targets", args=[its.pk]), asked)
    assert answer.status_code == 422
    assert "“Delivered on time” goes from 0% to 100%." in words(answer)
