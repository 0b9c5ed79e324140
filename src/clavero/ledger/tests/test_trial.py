"""The real files of ``../shared/data``, where they are there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from clavero.identity.rules import Actor
from clavero.ledger import selectors
from clavero.ledger.models import Status
from clavero.ledger.services import import_file
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING

pytestmark = [pytest.mark.django_db, pytest.mark.trial]
DATA = Path(__file__).parents[5] / "shared" / "data"
SYSTEM = Actor.system()


def real(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {DATA}: the trial on real data was not run")
    return path


def test_online_retail(store: Store) -> None:
    path = real("online_retail/online_retail.csv")
    done = import_file(SYSTEM, path=path, name=path.name)
    assert done.read == 541_909
    assert done.kept + done.refused == done.read
    whole = selectors.resolve_period("all", EVERYTHING)
    table = selectors.by_account(EVERYTHING, whole)
    sales = dict(zip(*(table[name].to_pylist() for name in ("account", "net_sales")), strict=True))
    assert sum(sales.values()) == Decimal("9747747.934")
    unattributed = sales.pop(None)
    assert sum(sales.values()) == Decimal("8300065.814")
    assert unattributed == Decimal("1447682.12")
    assert len(sales) == 4_372
    assert [(code, sales[code]) for code in list(sales)[:3]] == [
        ("14646", Decimal("279489.02")),
        ("18102", Decimal("256438.49")),
        ("17450", Decimal("187482.17")),
    ]
    assert set(table["contribution"].to_pylist()) == {None}, "no cost column: margin is unknown"
    positive = sorted((value for value in sales.values() if value > 0), reverse=True)
    top = sum(positive[: -(-len(positive) // 5)])
    assert Decimal("0.73") < top / sum(positive) < Decimal("0.75")

    version = store.version()
    again = import_file(SYSTEM, path=path, name=path.name)
    assert again.status == Status.ALREADY_THERE
    assert (again.kept, again.already_there) == (0, done.kept)
    assert store.version() == version


def test_deliveries(store: Store) -> None:
    path = real("scms/SCMS_Delivery_History_Dataset.csv")
    mapping = {"ASN/DN #": "document", "ID": "line", "Project Code": "customer"}
    done = import_file(SYSTEM, path=path, name=path.name, choices={"mapping": mapping})
    assert (done.read, done.refused) == (10_324, 0)
    whole = selectors.resolve_period("all", EVERYTHING)
    lines = selectors.lines(EVERYTHING, customers=None, period=whole, limit=20_000)
    dates = lines.select(["promised_date", "delivered_date"]).to_pylist()
    late = sum(each["delivered_date"] > each["promised_date"] for each in dates)
    on_the_day = sum(each["delivered_date"] == each["promised_date"] for each in dates)
    assert (late, on_the_day, len(dates) - late - on_the_day) == (1_186, 6_324, 2_814)
    counted = selectors.punctuality(EVERYTHING, whole)
    assert [sum(counted[name].to_pylist()) for name in ("late", "on_day", "early", "undated")] == [
        1_186,
        6_324,
        2_814,
        0,
    ]
    told = {name: sum(counted[name].to_pylist()) for name in ("in_full", "short", "unmeasured")}
    assert told == {"in_full": 0, "short": 0, "unmeasured": 10_324}, "it tells no ordered quantity"
    assert sum(lines["net_amount"].to_pylist()) == Decimal("1627584457.29")
