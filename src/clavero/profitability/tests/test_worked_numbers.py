"""O-1.4 and O-1.5 (methods §1.4), entered as people enter them: rates in the forms, events and
sales in files; and read where people read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.services import import_file
from clavero.portfolio.models import Customer
from clavero.profitability.testing import SYSTEM
from clavero.ui.testing import rows_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
AsPerson = Callable[[Person], Client]

SALES = {
    "A": (420, 252, 110),
    "B": (180, 117, 30),
    "C": (120, 72, 15),
    "D": (90, 63, 40),
    "E": (60, 36, 10),
    "F": (45, 27, 6),
    "G": (35, "24.5", 20),
    "H": (25, 15, 4),
    "I": (15, 9, 9),
    "J": (10, 7, 12),
}


def sell(folder: Path, *rows: str) -> None:
    """A sales file, as an ERP exports it."""
    file = folder / "sales.csv"
    file.write_text("\n".join(["document,date,customer,net_amount,cost,currency", *rows]))
    import_file(SYSTEM, path=file, name=file.name)


def enter(client: Client, page: str, *args: str, **answers: object) -> None:
    """A form of the rate book, filled in and sent."""
    answer = client.post(reverse(f"profitability:{page}", args=args), answers)
    assert answer.status_code == 302, words(answer)


def load(client: Client, *rows: str) -> None:
    """A file of events, brought on its page."""
    content = "\n".join(["account,event,date,count", *rows]).encode()
    answer = client.post(
        reverse("profitability:events"), {"content": SimpleUploadedFile("events.csv", content)}
    )
    assert answer.status_code == 302, words(answer)


def test_time_driven_costing_o_1_4(as_person: AsPerson, cast: Cast, tmp_path: Path) -> None:
    sell(tmp_path, "F1,2024-01-02,A,1000000,0,EUR", "F2,2024-03-29,B,10,5,EUR")
    client = as_person(cast.director)
    enter(
        client, "new_capacity", name="Order desk", valid_from="2024-01-01", months=3,
        cost="560,000", minutes="700,000",
    )  # fmt: skip
    same: dict[str, Any] = {"valid_from": "2024-01-01", "capacity": "order_desk"}
    enter(client, "activity", "order", **same, source="file", base="8")
    enter(client, "new_activity", **same, name="Inquiry", base="44")
    enter(client, "new_activity", **same, name="Credit check", base="50")
    load(
        client,
        "A,orders,2024-01-31,49000",
        "A,inquiry,2024-02-29,1400",
        "A,credit check,2024-03-31,2500",
    )
    quarter = "?period=2024-01-01..2024-03-31"
    told = words(client.get(reverse("profitability:whale") + quarter))
    assert "Order desk €560,000 700,000 578,600 €462,880 121,400 €97,120" in told
    one = reverse("profitability:customer", args=[Customer.objects.get(code="A").pk])
    told = words(client.get(one + quarter))
    assert "49,000 8 each 392,000 €0.8000 €313,600.00 — €313,600.00" in told
    assert "1,400 44 each 61,600 €0.8000 €49,280.00" in told
    assert "2,500 50 each 125,000 €0.8000 €100,000.00" in told
    assert "Cost to serve −€462,880.00" in told


def test_what_is_charged_and_what_is_unused_are_the_cost_when_the_rate_changes(
    as_person: AsPerson, cast: Cast, tmp_path: Path
) -> None:
    """700,000 a quarter from February: (560,000 + 2 × 700,000) / 3 = 653,333 in all. What was used
    in February cost 1.00 a minute, not the mean of the quarter."""
    sell(tmp_path, "F1,2024-01-02,A,1000000,0,EUR", "F2,2024-03-29,B,10,5,EUR")
    client = as_person(cast.director)
    desk: dict[str, Any] = {"name": "Desk", "months": 3, "minutes": "700,000"}
    enter(client, "new_capacity", **desk, valid_from="2024-01-01", cost="560,000")
    enter(client, "capacity", "desk", **desk, valid_from="2024-02-01", cost="700,000")
    enter(
        client, "new_activity", name="Inquiry", valid_from="2024-01-01", capacity="desk", base="1"
    )
    load(client, "A,inquiry,2024-02-29,578820")
    told = words(client.get(reverse("profitability:whale") + "?period=2024-01-01..2024-03-31"))
    assert "Desk €653,333 700,000 578,820 €578,820 121,180 €74,513" in told


def test_the_whale_curve_o_1_5(as_person: AsPerson, cast: Cast, tmp_path: Path) -> None:
    sell(
        tmp_path,
        *(
            f"F-{code},2024-03-05,{code},{sales},{goods},EUR"
            for code, (sales, goods, _serving) in SALES.items()
        ),
        "F-X,2024-01-01,,1,1,EUR",
        "F-Y,2024-12-31,,1,1,EUR",
    )
    client = as_person(cast.director)
    enter(
        client, "new_capacity", name="Service", valid_from="2024-01-01", months=12, cost="300",
        minutes="300",
    )  # fmt: skip
    enter(client, "activity", "support", valid_from="2024-01-01", capacity="service", base="1")
    load(client, *(f"{code},support,2024-03-05,{each[2]}" for code, each in SALES.items()))

    answer = client.get(reverse("profitability:whale") + "?period=2024&size=50")
    rows = {row.code: row for row in rows_of(answer)}
    assert {code: float(row.contribution) for code, row in rows.items()} == {
        "A": 58, "B": 33, "C": 33, "D": -13, "E": 14, "F": 12, "G": -9.5, "H": 6, "I": -3, "J": -9,
    }  # fmt: skip
    told = words(answer)
    assert "6 of 10 customers bring €156, which is 128% of the €122 left in the end." in told
    assert "Contribution of all €121.50" in told
    assert "128.4% of what is left" in told
    assert "peak − contribution of all Peak of the curve €156.00" in told
    assert "4 customers cost more than they bring and take €35 away again" in told
    # D and G are A and B by sales, and lose money; E is B by sales and A by contribution.
    classes = {code: (row.by_sales, row.by_contribution) for code, row in rows.items()}
    assert (classes["D"], classes["G"]) == (("A", None), ("B", None))
    assert classes["E"] == ("B", "A")
    assert {"D", "G", "E"} <= {code for code, row in rows.items() if row.differs}
    # 256 of 300 minutes were used.
    assert "Service €300 300 256 €256 44 €44" in told
    numbers = client.get(reverse("profitability:whale") + "?period=2024&chart=whale&as=csv")
    running = numbers.content.decode("utf-8-sig")
    assert "156" in running
