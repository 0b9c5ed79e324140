"""*Customer contribution*: what is left after serving (methods §1.4), its growth and its share
(§3.6), apart from the gross margin. O-1.4 and O-1.5 are told through the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.estimates import Missing
from clavero.identity.testing import Cast
from clavero.kpis import store
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.bridge import Sold, bridge
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.parts import METHOD, NAMES, Parts, read, total
from clavero.kpis.rules.profit import Turn, turn
from clavero.kpis.selectors import catalogue, why_moved, why_together
from clavero.kpis.selectors.kept import Value
from clavero.kpis.selectors.serving import AllServed
from clavero.kpis.testing import SYSTEM, numbers, refreshed, values_at
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.profitability.selectors import AfterServing
from clavero.profitability.services import set_cost_of_capital
from clavero.profitability.testing import bring, make_work, set_rates
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2025, 1, 1)
SALES = {  # O-1.5: net sales, cost of goods, cost to serve
    "A": (420, 252, 110), "B": (180, 117, 30), "C": (120, 72, 15), "D": (90, 63, 40),
    "E": (60, 36, 10), "F": (45, 27, 6), "G": (35, "24.5", 20), "H": (25, 15, 4),
    "I": (15, 9, 9), "J": (10, 7, 12),
}  # fmt: skip
LEFT = {
    "A": 58, "B": 33, "C": 33, "D": -13, "E": 14, "F": 12, "G": D("-9.5"), "H": 6, "I": -3, "J": -9,
}  # fmt: skip
SERVED_BEFORE = {"A": 120, "D": 47, "G": "10.5", "H": 12, "J": 12}  # the others as now


def sold(code: str, year: int, *, cost: Any = None, sales: Any = None) -> Row:
    told = SALES[code]
    return Row(
        f"F{code}{year}", code, date(year, 3, 5), D(told[0] if sales is None else sales),
        cost=D(told[1] if cost is None else cost), quantity=D(1), product=f"P{code}",
    )  # fmt: skip


def events(year: int, told: Mapping[str, Any]) -> list[str]:
    return [f"{code},support,{year}-03-05,{count}" for code, count in told.items()]


def rates(**more: Any) -> None:
    set_rates(cost=300, minutes=300, months=12, support=1, **more)


def year_after_year(*more: Row) -> None:
    ledger_of([
        Row("F0", None, date(2022, 1, 5)),
        *(sold(code, year) for year in (2023, 2024) for code in SALES),
        *more,
        Row("F9", None, date(2024, 12, 31)),
    ])  # fmt: skip


@pytest.fixture
def served() -> Snapshot:
    """O-1.5 in the year before and now, of which only what some were served differs."""
    year_after_year()
    rates()
    now = {code: each[2] for code, each in SALES.items()}
    bring(*events(2024, now), *events(2023, {**now, **SERVED_BEFORE}))
    return refreshed(DAY)


def account(snapshot: Snapshot, code: str) -> dict[str, Value]:
    return values_at(snapshot, Level.ACCOUNT, code)


def customer(code: str) -> Customer:
    return Customer.objects.get(code=code)


def test_contribution_is_told_after_serving_o_1_5(served: Snapshot) -> None:
    left = {code: account(served, code)["customer-contribution"].estimate.value for code in SALES}
    assert left == LEFT
    company = values_at(served, Level.COMPANY)
    assert numbers(company, "customer-contribution", "contribution-share") == [
        D("121.5"), D("0.1215"),
    ]  # fmt: skip
    assert numbers(company, "contribution", "margin") == [D("377.5"), D("0.3775")]


def test_growth_is_of_what_is_left_after_serving(served: Snapshot) -> None:
    its = account(served, "A")
    assert numbers(its, "customer-contribution-growth") == [D(10) / D(48)]
    assert numbers(its, "contribution-growth") == [0]
    assert numbers(its, "contribution-points") == [D(58) / D(420) - D(48) / D(420)]
    turns = {}
    for code in "DGHJ":
        found = account(served, code)["customer-contribution-growth"].estimate
        assert found.value is None
        assert found.change is not None
        assert found.numerator is not None
        assert found.denominator is not None
        turns[code] = (turn(found.numerator, found.denominator), found.change)
    assert turns == {
        "D": (Turn.SMALLER_LOSS, 7), "G": (Turn.DEEPER_LOSS, D("-9.5")),
        "H": (Turn.TURNAROUND, 8), "J": (Turn.SAME_LOSS, 0),
    }  # fmt: skip


def test_time_driven_costs_reach_the_kpi_o_1_4() -> None:
    ledger_of([
        Row("F0", None, date(2022, 1, 5)),
        Row("F1", "A", date(2024, 1, 2), D(1_000_000), cost=D(0)),
        Row("F9", None, date(2024, 12, 31)),
    ])  # fmt: skip
    set_rates(cost=560_000, minutes=700_000, months=3, visit=8, complaint=44, support=50)
    bring("A,visit,2024-01-31,49000", "A,complaint,2024-02-29,1400", "A,support,2024-03-31,2500")
    its = account(refreshed(DAY), "A")
    assert numbers(its, "contribution", "customer-contribution") == [1_000_000, 1_000_000 - 462_880]


def test_nothing_is_told_after_serving_while_nobody_knows_what_it_costs() -> None:
    year_after_year()
    snapshot = refreshed(DAY)
    assert not snapshot.is_served
    for found in (account(snapshot, "A"), values_at(snapshot, Level.COMPANY)):
        for key in ("customer-contribution", "customer-contribution-growth", "contribution-share",
                    "contribution-points"):  # fmt: skip
            told = found[key].estimate
            assert (told.value, told.reason) == (None, Missing.SERVING_UNKNOWN)
        assert numbers(found, "contribution-growth") == [0]  # the gross margin, by its own name


def test_growth_compares_only_those_of_whom_both_years_are_known() -> None:
    year_after_year(Row("FX", "X", date(2024, 5, 5), D(50)))  # its cost nobody knows
    rates()
    # How long a visit takes nobody has said.
    bring("A,support,2024-03-05,110", "B,visit,2023-03-05,3")
    snapshot = refreshed(DAY)
    its, unknown = account(snapshot, "B"), account(snapshot, "X")
    assert numbers(its, "customer-contribution", "customer-contribution-growth") == [63, None]
    assert its["customer-contribution-growth"].estimate.reason is Missing.SERVING_UNKNOWN
    assert unknown["customer-contribution"].estimate.reason is Missing.COST_UNKNOWN
    growth = values_at(snapshot, Level.COMPANY)["customer-contribution-growth"].estimate
    assert (growth.numerator, growth.denominator) == (D("377.5") - 63 - 110, D("377.5") - 63)


def test_a_year_in_which_nobody_counted_is_compared_with_nothing() -> None:
    year_after_year()
    rates()
    bring(*events(2024, {code: each[2] for code, each in SALES.items()}))
    its = account(refreshed(DAY), "A")
    assert numbers(its, "customer-contribution", "customer-contribution-growth") == [58, None]
    assert its["contribution-points"].estimate.reason is Missing.SERVING_UNKNOWN
    assert numbers(its, "contribution-growth") == [0]


def test_credit_is_a_cost_of_serving() -> None:
    year_after_year(
        Row("FX", "X", date(2024, 5, 5), D(3650), cost=D(650), due_date=date(2024, 6, 4))
    )
    rates()
    set_cost_of_capital(SYSTEM, valid_from=date(2020, 1, 1), cost_of_capital=D("0.1"))
    its = account(refreshed(DAY), "X")
    assert numbers(its, "contribution", "customer-contribution") == [3000, 2970]


def test_who_is_served_and_buys_nothing_costs_money(cast: Cast) -> None:
    year_after_year()
    make_customer("PROSPECT")
    cover(cast.senior, customer("PROSPECT"), customer("A"), start=date(2022, 1, 1))
    rates()
    bring("PROSPECT,support,2024-03-05,5")
    snapshot = refreshed(DAY)
    assert numbers(account(snapshot, "PROSPECT"), "net-sales", "customer-contribution") == [0, -5]
    led = values_at(snapshot, Level.MANAGER, cast.senior.pk)
    assert numbers(led, "customer-contribution") == [168 - 5]
    assert numbers(values_at(snapshot, Level.COMPANY), "customer-contribution") == [D("372.5")]


def test_groups_and_people_add_up(cast: Cast) -> None:
    year_after_year()
    rates()
    bring(*events(2024, {code: each[2] for code, each in SALES.items()}))
    group = make_group("The group", customer("B"), customer("C"), code="GROUP")
    cover(cast.senior, group, start=date(2022, 1, 1))
    cover(cast.sales, customer("C"), start=date(2022, 1, 1))
    snapshot = refreshed(DAY)
    assert numbers(account(snapshot, "GROUP"), "customer-contribution") == [66]
    for person in (cast.senior, cast.sales):  # each without what the other leads of the group
        found = values_at(snapshot, Level.MANAGER, person.pk)
        assert numbers(found, "customer-contribution") == [33]
    assert numbers(values_at(snapshot, Level.COMPANY), "customer-contribution") == [D("121.5")]


def test_the_parts_of_accounts_are_those_of_the_company(served: Snapshot) -> None:
    rows = store.read(served.file, Level.ACCOUNT)
    (company,) = store.read(served.file, Level.COMPANY)
    whole = total(row.parts for row in rows)
    for name in NAMES[NAMES.index("served") : NAMES.index("families")]:
        assert getattr(whole, name) == getattr(company.parts, name), name


def test_why_it_moved_has_what_serving_cost(served: Snapshot) -> None:
    its = why_moved(SYSTEM, customer("A").pk, "customer-contribution-growth")
    whole = why_together(SYSTEM, Level.COMPANY, "", None, "customer-contribution")
    for found, before, now, serving in ((its, 48, 58, 10), (whole, 106, D("121.5"), D("15.5"))):
        assert found is not None
        told = found.bridge
        assert told is not None
        assert (told.before, told.now) == (before, now)
        assert sum(amount for _name, amount in told.parts) == told.change
        assert dict(told.parts)["apart"] == 0
        assert told.serving == serving


def test_a_page_leads_to_the_waterfall(served: Snapshot, as_person: AsPerson, cast: Cast) -> None:
    client, its = as_person(cast.director), customer("A")
    address = reverse("kpis:why", args=[its.pk]) + "?kpi=customer-contribution"
    answer = client.get(address)
    told = words(answer)
    assert "The parts of the change of customer contribution" in told
    assert "Cost to serve" in told
    waterfall = reverse("profitability:customer", args=[its.pk])
    assert f"{waterfall}?period=2024" in answer.content.decode()


def test_rates_and_events_correct_what_was_told_and_hours_do_not(
    served: Snapshot, cast: Cast
) -> None:
    identity = refreshed(DAY).identity  # of these people
    make_work(customer("A"), cast.senior, day=date(2023, 4, 1))  # of the year before
    assert refreshed(DAY).identity == identity
    bring("A,support,2024-06-01,8")
    again = refreshed(DAY)
    assert (again.corrections, numbers(account(again, "A"), "customer-contribution")) == (1, [50])
    set_rates(cost=600, minutes=300, months=12, since=date(2024, 1, 1))
    last = refreshed(DAY)
    assert numbers(account(last, "A"), "customer-contribution") == [168 - 2 * 118]


def test_a_daily_file_computes_whom_it_names(served: Snapshot) -> None:
    ledger_of([Row("F77", "A", date(2024, 8, 1), D(10), cost=D(5))])
    again = refreshed(DAY)
    assert again.changed == 1
    assert numbers(account(again, "A"), "customer-contribution") == [63]
    assert numbers(account(again, "B"), "customer-contribution") == [33]


def test_targets_of_the_playbook_ask_for_what_is_known(served: Snapshot) -> None:
    for snapshot, asked in (
        (served, {"customer-contribution-growth", "contribution-share"}),
        (None, {"contribution-growth", "margin"}),
    ):
        answering = {kpi.playbook: kpi.key for kpi in catalogue(snapshot).answering}
        assert {answering[each] for each in ("contribution-growth", "contribution-share")} == asked


def test_a_file_of_an_older_method_is_read_and_made_again(served: Snapshot) -> None:
    path = store.folder() / served.file
    old = pq.read_table(path)
    names = [each for each in old.column_names if each not in {"served", "alike", "serving"}]
    pq.write_table(old.select(names), path)
    Snapshot.objects.update(method_version=METHOD - 1, identity="older")
    assert numbers(account(served, "A"), "contribution", "customer-contribution") == [168, None]
    again = refreshed(DAY)
    assert numbers(account(again, "A"), "customer-contribution") == [58]
    assert (again.corrections, again.method_version) == (0, METHOD)  # nothing shown was wrong


def test_nobody_sees_it_of_accounts_of_others(
    served: Snapshot, as_person: AsPerson, cast: Cast
) -> None:
    cover(cast.senior, customer("B"), start=date(2022, 1, 1))
    address = reverse("kpis:why", args=[customer("A").pk]) + "?kpi=customer-contribution"
    assert as_person(cast.senior).get(address).status_code == 404


AMOUNTS = st.decimals(-1000, 1000, places=2)
KNOWN = st.builds(AfterServing, AMOUNTS, AMOUNTS, AMOUNTS)
ANY = KNOWN | st.builds(AfterServing, AMOUNTS, st.none(), st.none())
OF_ALL = st.dictionaries(st.sampled_from("abcdef"), ANY)


@given(OF_ALL, OF_ALL, st.sets(st.sampled_from("abc")), st.sets(st.sampled_from("def")))
def test_what_is_left_of_some_is_the_sum_of_each(
    now: dict[str, AfterServing], before: dict[str, AfterServing], some: set[str], others: set[str]
) -> None:
    every = AllServed(now, before)
    first, second, both = (every.of(codes) for codes in (some, others, some | others))
    for name, amount in both.items():
        parts = (first[name], second[name])
        if amount is not None:
            assert None not in parts
            assert sum(each for each in parts if each is not None) == amount
    assert (both["alike"] is None) == (both["alike_before"] is None)


SOLD = st.dictionaries(st.sampled_from("abc"), st.builds(Sold, AMOUNTS, AMOUNTS, AMOUNTS))
PAIR = st.tuples(AMOUNTS, AMOUNTS)


@given(SOLD, SOLD, PAIR, PAIR)
def test_the_parts_after_serving_are_the_change(
    before: dict[str, Sold],
    now: dict[str, Sold],
    was: tuple[Decimal, Decimal],
    told: tuple[Decimal, Decimal],
) -> None:
    margin = bridge(before, now)
    found = margin.after_serving(was, told)
    assert found.change == told[0] - was[0]
    assert round(sum((part for _name, part in found.parts), D(0)) - found.change, 9) == 0
    assert found.serving == was[1] - told[1]
    # Where the products say all that is left before serving, nothing stands apart.
    exact = margin.after_serving((margin.before - was[1], was[1]), (margin.now - told[1], told[1]))
    assert exact.apart == 0


def test_what_serving_took_and_what_was_kept_are_of_who_is_known_in_both_years() -> None:
    known = Parts(
        contribution=D(40), alike=D(20), alike_before=D(25), alike_sales=D(100), serving=D(12)
    )
    assert read("cost-to-serve", 1, known).value == D("0.12")
    assert read("contribution-kept", 1, known).value == D("0.8")
    for key in ("cost-to-serve", "contribution-kept"):
        assert read(key, 1, Parts(contribution=D(40))).reason is Missing.SERVING_UNKNOWN
