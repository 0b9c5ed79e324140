"""*Profitability*: the curve, its sentences, the list and its files, and who sees what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.core.estimates import Missing
from clavero.core.period import Period
from clavero.identity.models import Person
from clavero.identity.testing import Cast, actor_for
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group
from clavero.profitability.models import EventFile
from clavero.profitability.selectors import margins, profit_picture
from clavero.profitability.sentences import about_the_curve
from clavero.profitability.services import set_cost_of_capital, take_out_events
from clavero.profitability.testing import SYSTEM, bring, set_rates
from clavero.ui.testing import rows_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
AsPerson = Callable[[Person], Client]
YEAR = Period.year(2024)
DAY = date(2024, 3, 5)


def sale(code: str, amount: int, cost: int | None, **more: Any) -> Row:
    row = Row(
        document=f"F-{code}", customer=code, customer_name=f"Customer {code}", date=DAY,
        net_amount=Decimal(amount), cost=None if cost is None else Decimal(cost),
    )  # fmt: skip
    return replace(row, **more)


def company() -> None:
    """Two that earn, one whose visits cost more than it brings, one of unknown cost."""
    ledger_of(
        [
            sale("A", 500, 300),
            sale("B", 400, 350),
            sale("C", 300, 200),
            sale("D", 50, None),
            Row("X", customer=None, date=date(2024, 1, 1), net_amount=Decimal(7)),
            Row("Y", customer=None, date=date(2024, 12, 31), net_amount=Decimal(7)),
        ]
    )
    set_rates(visit=60)
    bring("B,visit,2024-05-02,2", "C,visit,2024-05-02,1")


def page(client: Client, query: str = "", language: str = "en") -> Any:
    address = f"{reverse('profitability:whale')}?period=2024{query}"
    return client.get(address, HTTP_ACCEPT_LANGUAGE=language)


def test_who_loses_money_has_no_class_and_no_word_of_the_machine(
    as_person: AsPerson, cast: Cast
) -> None:
    company()
    client = as_person(cast.director)
    told = words(page(client))
    assert "None" not in told
    assert "No class: it loses money differs from sales" in told


def test_files_have_money_to_the_cent(as_person: AsPerson, cast: Cast) -> None:
    company()
    set_rates(cost=1000, minutes=7, since=date(2024, 5, 1))
    told = page(as_person(cast.director), "&export=csv").content.decode()
    amounts = re.findall(r"-?\d+\.(\d+)", told)
    assert any(len(decimals) == 2 for decimals in amounts)
    line = next(line for line in told.splitlines() if "Customer C" in line)
    assert "8571.43" in line


def test_the_curve_is_read_aloud(as_person: AsPerson, cast: Cast) -> None:
    company()
    told = words(page(as_person(cast.director)))
    assert "2 of 3 customers bring €240, which is 141% of the €170 left in the end." in told
    assert "1 customer costs more than it brings and takes €70 away again: Customer B." in told
    assert "Of 1 customer the contribution is not known" in told
    assert "The team €12,000 12,000 180 €180 11,820 €11,820" in told


def test_one_that_earns_is_told_as_one(as_person: AsPerson, cast: Cast) -> None:
    company()
    bring("C,visit,2024-06-02,2")
    told = words(page(as_person(cast.director)))
    assert "1 of 3 customers brings €200, which is" in told


def test_the_list_is_filtered_sorted_and_exported(as_person: AsPerson, cast: Cast) -> None:
    company()
    client = as_person(cast.director)
    assert [row.code for row in rows_of(page(client))] == ["A", "C", "B", "D"]
    assert [row.code for row in rows_of(page(client, "&finding=loses"))] == ["B"]
    assert [row.code for row in rows_of(page(client, "&finding=unknown"))] == ["D"]
    assert [row.code for row in rows_of(page(client, "&sort=-serving"))][:2] == ["B", "C"]
    assert [row.code for row in rows_of(page(client, "&search=customer+b"))] == ["B"]
    file = page(client, "&export=csv").content.decode("utf-8-sig")
    lines = {line.split(",")[1]: line for line in file.splitlines()}
    assert lines["B"].rstrip() == "3,B,Customer B,400,50,120,-70,-0.175,A,,1,yes,yes"
    assert page(client, "&export=xlsx").content.startswith(b"PK")
    assert page(client, "&chart=whale&as=svg").content.startswith(b"<svg")


def test_a_manager_sees_the_curve_of_their_own_accounts(as_person: AsPerson, cast: Cast) -> None:
    company()
    cover(cast.senior, Customer.objects.get(code="C"))
    answer = page(as_person(cast.senior))
    told = words(answer)
    assert [row.code for row in rows_of(answer)] == ["C"]
    assert "What each of your customers leaves" in told
    assert "Customer A" not in told
    assert "What of the capacities was used" not in told


def test_groups_count_as_one_unless_asked(as_person: AsPerson, cast: Cast) -> None:
    company()
    make_group("The group", *Customer.objects.filter(code__in=["B", "C"]), code="G")
    client = as_person(cast.director)
    rows = {row.code: row for row in rows_of(page(client))}
    assert set(rows) == {"A", "G", "D"}
    assert rows["G"].serving == 180
    assert {row.code for row in rows_of(page(client, "&tree=none"))} == {"A", "B", "C", "D"}


def test_without_rates_the_page_says_what_to_do(as_person: AsPerson, cast: Cast) -> None:
    ledger_of([sale("A", 500, 300), sale("B", 1, 1, date=date(2024, 12, 31))])
    told = words(page(as_person(cast.director)))
    assert "What serving costs is not known yet" in told
    assert "Set the rates" in told
    assert "Set the rates" not in words(page(as_person(cast.executive)))


def test_an_empty_ledger_and_nobody_assigned(as_person: AsPerson, cast: Cast) -> None:
    assert page(as_person(cast.director)).status_code == 200
    company()
    assert page(as_person(cast.sales)).status_code == 200


def test_what_nobody_counted_is_said(as_person: AsPerson, cast: Cast) -> None:
    company()
    set_rates(visit=60, complaint=30, since=date(2021, 1, 1))
    told = words(page(as_person(cast.director)))
    assert "Nobody has counted these in this period, so they cost nothing here: Complaints." in told


def test_it_is_read_in_spanish(as_person: AsPerson, cast: Cast) -> None:
    company()
    told = words(page(as_person(cast.director), language="es"))
    assert "170 €" in told


# -- what stands behind ---------------------------------------------------------------------------


def test_a_change_is_seen_at_once(cast: Cast) -> None:
    company()
    before = margins(SYSTEM, period=YEAR)
    assert before["B"].value == Decimal(-70) / 400
    assert before["D"].reason is Missing.COST_UNKNOWN
    take_out_events(SYSTEM, file_id=EventFile.objects.get().pk)
    assert margins(SYSTEM, period=YEAR)["B"].value == Decimal(50) / 400
    set_rates(visit=60, order=10, since=date(2021, 1, 1))
    assert margins(SYSTEM, period=YEAR)["B"].value == Decimal(50 - 10) / 400


def test_rates_hold_from_their_day(cast: Cast) -> None:
    company()
    set_rates(cost=2000, since=date(2024, 5, 1))
    rows = {row.code: row for row in profit_picture(SYSTEM, period=YEAR).rows}
    assert rows["B"].serving == 240
    earlier = profit_picture(SYSTEM, period=Period.parse("2024-04"))
    assert earlier.used[0].usage.capacity.cost == 1000
    assert profit_picture(SYSTEM, period=YEAR).used[0].usage.capacity.cost == 4 * 1000 + 8 * 2000


def test_waiting_costs_where_the_days_are_known(cast: Cast) -> None:
    paid = {"paid_date": date(2024, 5, 4)}  # 60 days
    ledger_of(
        [
            sale("A", 36500, 30000, **paid),
            sale("B", 100, 50),
            sale("B", 1, 0, date=date(2024, 12, 31), document="Z"),
        ]
    )
    set_rates(order=1)
    set_cost_of_capital(SYSTEM, valid_from=date(2024, 1, 1), cost_of_capital=Decimal("0.1"))
    rows = {row.code: row for row in profit_picture(SYSTEM, period=YEAR).rows}
    assert rows["A"].credit == 600
    assert rows["B"].credit is None
    assert rows["B"].contribution is None
    told = " ".join(about_the_curve(profit_picture(SYSTEM, period=YEAR), "EUR"))
    assert "Of 1 customer no invoice has a day of payment or a due day" in told


def test_the_scope_is_the_actors(cast: Cast) -> None:
    company()
    cover(cast.senior, Customer.objects.get(code="A"))
    assert set(margins(actor_for(cast.senior), period=YEAR)) == {"A"}
    assert margins(actor_for(cast.logistics), period=YEAR) == {}
