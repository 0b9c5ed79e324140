"""*Why did it move?*: every computed KPI of everybody leads down to its records."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.kpi import Direction, Level, Unit
from clavero.kpis.rules.members import Figure, Way
from clavero.kpis.rules.retention import Loss
from clavero.kpis.selectors import NotExplained, Together, catalogue, why_moved, why_together
from clavero.kpis.services import define_kpi
from clavero.kpis.testing import SYSTEM, refreshed
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group, standing
from clavero.profitability.testing import make_work

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2025, 1, 1)


def sold(customer: str, year: int, amount: int, cost: int | None, units: int, product: str) -> Row:
    promised = date(year, 6, 10)
    return Row(
        f"F{customer}{product}{year}", customer, date(year, 5, 5), D(amount),
        cost=None if cost is None else D(cost), quantity=D(units), product=product,
        product_name=f"Product {product}", family=f"Family {product}", promised_date=promised,
        delivered_date=promised + timedelta(3 if product == "P" else 0),
        due_date=promised, paid_date=promised + timedelta(1),
    )  # fmt: skip


def _company(cast: Cast) -> SimpleNamespace:
    """Four accounts over two years: the senior leads A and B, gets C and gives D away."""
    ledger_of([
        Row("F0", "Z", date(2021, 1, 5)),
        sold("A", 2023, 100, 60, 10, "P"),
        sold("A", 2023, 50, 20, 5, "Q"),
        sold("A", 2023, 40, None, 5, "X"),
        sold("A", 2024, 144, 84, 12, "P"),
        sold("A", 2024, 30, 10, 3, "R"),
        sold("A", 2024, 70, None, 5, "X"),
        sold("B", 2023, 80, 40, 8, "P"),
        sold("C", 2023, 10, 5, 1, "Q"),
        sold("C", 2024, 20, 5, 1, "Q"),
        sold("D", 2023, 500, 300, 50, "P"),
        sold("D", 2024, 500, 300, 50, "P"),
        sold("E", 2023, 60, 30, 6, "Q"),
        sold("E", 2024, 90, 45, 9, "Q"),
        Row("F3", None, date(2024, 12, 31), D(7)),
    ])  # fmt: skip
    found = {code: Customer.objects.get(code=code) for code in "ABCDE"}
    for code in "AB":
        cover(cast.senior, found[code], start=date(2022, 1, 1))
    cover(cast.senior, found["C"], start=date(2024, 3, 1))
    cover(cast.senior, found["D"], start=date(2022, 1, 1), end=date(2024, 3, 1))
    cover(cast.sales, found["D"], start=date(2024, 3, 1))
    make_work(found["A"], cast.senior, day=date(2024, 4, 1))
    define_kpi(
        SYSTEM, key="per-hour", name="Sales per hour", unit=Unit.MONEY,
        direction=Direction.AT_LEAST, numerator="net_sales", denominator="hours",
    )  # fmt: skip
    refreshed(DAY, since=date(2024, 1, 1))
    return SimpleNamespace(**found)


_standing, cast, company = standing(_company)


def above(level: Level, key: str, subject: object = "", people: Any = None) -> Together:
    found = why_together(SYSTEM, level, str(subject), people, key)
    assert found is not None
    return found


def test_contribution_moves_by_price_cost_and_what_is_not_known(company: SimpleNamespace) -> None:
    found = why_moved(SYSTEM, company.A.pk, "contribution")
    assert found is not None
    assert found.bridge is not None
    parts = dict(found.bridge.parts)
    # P: 12 units at 12 instead of 10 cost 7 each instead of 6; at the old margin of 4, 8 more.
    assert (found.bridge.before, found.bridge.now) == (70, 80)
    assert (parts["price"], parts["cost"], parts["volume"], parts["mix"]) == (24, -12, 8, 0)
    assert (parts["new"], parts["lost"], parts["uncosted"]) == (20, -30, 0)
    assert sum(parts.values()) == 10
    assert {each.code: each.change for each in found.moves} == {"P": 20, "Q": -30, "R": 20}


@pytest.mark.parametrize("level", [Level.MANAGER, Level.COMPANY])
def test_the_accounts_parts_add_up_to_every_change(
    company: SimpleNamespace, cast: Cast, level: Level
) -> None:
    subject, people = (cast.senior.pk, [cast.senior.pk]) if level is Level.MANAGER else ("", None)
    told = []
    for kpi in catalogue().kpis:
        if level not in kpi.levels or kpi.is_said:
            continue
        found = above(level, kpi.key, subject, people)
        lines = [*found.members, *([found.rest] if found.rest else [])]
        if found.was is None or found.was.value is None or found.value.value is None:
            continue
        if kpi.key in {"sales-growth", "contribution-growth", "margin-points"}:
            continue  # told of the accounts of today, which is not the growth of a year ago
        change = sum((each.effect or D(0) for each in lines), D(0))
        assert round(change - (found.value.value - found.was.value), 9) == 0, kpi.key
        told.append(kpi.key)
    assert {"net-sales", "margin", "penetration", "on-time", "days-to-payment"} <= {*told}


def test_accounts_come_and_leave_with_their_manager(company: SimpleNamespace, cast: Cast) -> None:
    found = above(Level.MANAGER, "net-sales", cast.senior.pk, [cast.senior.pk])
    ways = {each.code: (each.way, each.effect) for each in found.members}
    assert ways == {
        "A": (Way.STAYED, D(54)),
        "B": (Way.LEFT, D(-80)),
        "C": (Way.CAME, D(20)),
        "D": (Way.LEFT, D(-500)),
    }
    assert found.rest is None
    # Of the accounts of today, with what they bought before they were theirs.
    assert found.bridge is not None
    assert (found.bridge.before, found.bridge.now) == (280, 264)


def test_retention_names_who_was_lost_and_who_counts(company: SimpleNamespace, cast: Cast) -> None:
    people = [cast.senior.pk]
    found = above(Level.MANAGER, "churn", cast.senior.pk, people)
    assert {each.code for each in found.members if each.now} == {"A", "B", "D"}, (
        "owned at the start"
    )
    cohort = above(Level.MANAGER, "net-retention", cast.senior.pk, people)
    now = {each.code: each.now for each in cohort.members}
    assert {code: (each.part, each.whole) for code, each in now.items() if each} == {
        "A": (244, 190), "B": (0, 80), "D": (500, 500),
    }  # fmt: skip
    capped = above(Level.MANAGER, "gross-retention", cast.senior.pk, people)
    assert {each.code: each.now.part for each in capped.members if each.now} == {
        "A": 190, "B": 0, "D": 500,
    }  # fmt: skip


def test_what_the_reader_does_not_see_is_told_of_nobody(
    company: SimpleNamespace, cast: Cast, actors: SimpleNamespace
) -> None:
    key = "net-retention"
    whole = above(Level.MANAGER, key, cast.senior.pk, [cast.senior.pk])
    found = why_together(actors.senior, Level.MANAGER, str(cast.senior.pk), [cast.senior.pk], key)
    assert found is not None
    assert found.rest is not None
    assert "D" not in {each.code for each in found.members}, "it is no longer theirs"
    assert found.rest.now == Figure(D(500), D(500))
    assert found.value == whole.value


def test_a_part_that_another_leads_is_told_apart(company: SimpleNamespace, cast: Cast) -> None:
    group = make_group("The group", company.A, company.E, code="G")
    cover(cast.junior_one, group, start=date(2022, 1, 1))
    refreshed(DAY, since=date(2024, 1, 1))
    found = above(Level.MANAGER, "net-sales", cast.junior_one.pk, [cast.junior_one.pk])
    assert [each.code for each in found.members] == ["G"]
    assert found.rest is not None
    (led,) = found.members
    assert (led.now, found.rest.now) == (Figure(D(334)), Figure(D(-244)))
    assert found.value.value == 90, "without what the senior leads"


def test_without_a_year_before_only_today_is_told(company: SimpleNamespace, cast: Cast) -> None:
    Snapshot.objects.filter(day__lt=DAY).delete()
    found = above(Level.MANAGER, "margin", cast.senior.pk, [cast.senior.pk])
    assert (found.has_before, found.was) == (False, None)
    assert {each.code for each in found.members} == {"A", "C"}
    assert above(Level.MANAGER, "sales-growth", cast.senior.pk, [cast.senior.pk]).has_before


def test_every_number_of_every_board_leads_to_its_records(
    company: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    client, opened = as_person(cast.director), 0
    for name, arguments in (
        ("account", [company.A.pk]), ("manager", [cast.senior.pk]), ("team", [cast.senior.pk]),
        ("home", []),
    ):  # fmt: skip
        board = client.get(reverse(f"kpis:{name}", args=arguments))
        lines = [*board.context["held"], *board.context["others"]]
        assert lines
        for line in lines:
            answer = client.get(line.address)
            assert answer.status_code == 200, line.address
            assert f'href="{line.address}"' in board.content.decode()
            opened += 1
    assert opened > 60


def test_an_account_page_tells_the_lines_that_were_late(
    company: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    client, address = as_person(cast.senior), reverse("kpis:why", args=[company.A.pk])
    late = client.get(f"{address}?kpi=on-time").content.decode()
    assert [each in late for each in ("FAP2024", "FAR2024", "FAP2023")] == [True, False, False]
    assert "2 of 3 now, 2 of 3 a year before." in late
    assert re.search(r"· \d+ days? (late|early)", late)
    waited = client.get(f"{address}?kpi=days-to-payment").content.decode()
    assert "FAR2024" in waited
    assert waited.index("FAP2024") < waited.index("FAX2024") < waited.index("FAR2024")
    families = client.get(f"{address}?kpi=additional-services").content.decode()
    assert "Family R" in families
    assert "additional" in families
    offered = client.get(f"{address}?kpi=penetration").content.decode()
    assert "The company sells families that it did not sell before: Family R." in offered


def test_retention_is_told_month_by_month_of_who_owned_an_account_as_it_began(
    company: SimpleNamespace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The senior leads A, B and D until March, then A, B and C. B is lost in February; D in June,
    when it is somebody else's; C in September: 2/3 · 1/2 = 1/3 in a row."""
    lost = [Loss("B", date(2024, 2, 10)), Loss("D", date(2024, 6, 1)), Loss("C", date(2024, 9, 1))]
    monkeypatch.setattr("clavero.kpis.selectors.moving.above.losses", lambda _day: lost)
    found = above(Level.MANAGER, "retention", cast.senior.pk, [cast.senior.pk])
    assert [str(each.month) for each in found.months] == [f"2024-{at:02}" for at in range(1, 13)]
    kept = [(int(each.rate.numerator or 0), each.rate.n) for each in found.months]
    assert kept == [(3, 3), (2, 3), *[(2, 2)] * 6, (1, 2), *[(1, 1)] * 3]
    assert found.in_a_row is not None
    assert round(found.in_a_row, 6) == D("0.333333")
    assert above(Level.MANAGER, "net-sales", cast.senior.pk, [cast.senior.pk]).months == ()


def test_strangers_find_nothing_and_what_is_entered_is_no_riddle(
    company: SimpleNamespace, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    for key in ("promoters", "nonsense", "retention"):
        with pytest.raises(NotExplained):
            why_moved(SYSTEM, company.A.pk, key)
    with pytest.raises(ObjectDoesNotExist):
        why_together(actors.sales, Level.MANAGER, str(cast.senior.pk), [cast.senior.pk], "margin")
    client = as_person(cast.sales)
    for address in (
        reverse("kpis:why", args=[company.A.pk]),
        reverse("kpis:why_manager", args=[cast.senior.pk]),
        reverse("kpis:why_team", args=[cast.senior.pk]),
        reverse("kpis:why_company"),
        reverse("kpis:why_manager", args=[cast.sales.pk]) + "?kpi=sales-kept",
    ):
        assert client.get(address).status_code == 404


def test_a_list_of_more_than_is_shown_says_how_many(
    company: SimpleNamespace, cast: Cast, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clavero.kpis.views.why.MOST_MEMBERS", 1)
    monkeypatch.setattr("clavero.kpis.views.boards.MOST_ACCOUNTS", 1)
    monkeypatch.setattr("clavero.kpis.views.health.MOST_ACCOUNTS", 1)
    client = as_person(cast.director)
    for name, count in (("why_company", 5), ("home", 3), ("health", 3)):
        page = client.get(reverse(f"kpis:{name}")).content.decode()
        assert f"{count} more accounts are not shown." in " ".join(page.split()), name


def test_a_file_has_every_account_behind_a_number_and_adds_up(
    company: SimpleNamespace, cast: Cast, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clavero.kpis.views.why.MOST_MEMBERS", 1)
    client, page = as_person(cast.director), reverse("kpis:why_company") + "?kpi=net-sales"
    assert "&amp;export=csv" in client.get(page).content.decode()
    rows = list(
        csv.DictReader(StringIO(client.get(page + "&export=csv").content.decode("utf-8-sig")))
    )
    found = above(Level.COMPANY, "net-sales", "", None)
    assert len(rows) == len(found.members) > 1
    assert sum(D(row["Now"] or 0) for row in rows) == found.value.value
    book = client.get(page + "&export=xlsx")
    assert book["Content-Disposition"].endswith('.xlsx"')
    assert book.content[:2] == b"PK"
    rate = client.get(reverse("kpis:why_company") + "?kpi=on-time&export=csv").content.decode()
    assert 'Part, now,"Whole, now"' in rate or "Whole, now" in rate
    assert as_person(cast.sales).get(page + "&export=csv").status_code == 404


def test_lines_behind_deliveries_and_payments_have_their_days_in_files(
    company: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    lines = reverse("portfolio:customer_lines", args=[company.A.pk])
    file = (
        as_person(cast.director).get(f"{lines}?period=2024&export=csv").content.decode("utf-8-sig")
    )
    row = next(each for each in csv.DictReader(StringIO(file)) if each["Document"] == "FAP2024")
    days = [row[name] for name in ("Promised for", "Delivered on", "Due on", "Paid on")]
    assert days == ["2024-06-10", "2024-06-13", "2024-06-10", "2024-06-11"]
