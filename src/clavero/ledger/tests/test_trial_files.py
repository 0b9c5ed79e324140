"""The real files, where they are: read whole, with the totals that others published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from clavero.ledger.rules import Field
from clavero.ledger.tests.sales_files import column, inspected, lines, staged

DATA = Path(__file__).parents[5] / "shared" / "data"
SHOP = DATA / "online_retail" / "online_retail.csv"
SHIPMENTS = DATA / "scms" / "SCMS_Delivery_History_Dataset.csv"


def given(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path.name} is not in ../shared/data")
    return path


@pytest.mark.trial
def test_a_shop_s_invoice_lines(tmp_path: Path) -> None:
    done = staged(given(SHOP), folder=tmp_path / "shop")
    assert (done.read, done.kept, done.refused) == (541_909, 541_909, 0)
    assert done.net_total == {"EUR": Decimal("9747747.934")}
    assert done.unattributed == 135_080
    assert (done.zero_price, done.negative_price) == (2_515, 2)
    assert (done.first, done.last) == (date(2010, 12, 1), date(2011, 12, 9))
    customers = set(column(done, "customer"))
    assert len(customers - {None}) == 4_372
    assert {"14646", "18102", "17450"} <= customers


@pytest.mark.trial
def test_shipments_with_their_dates(tmp_path: Path) -> None:
    path = given(SHIPMENTS)
    choices = {
        "mapping": {
            "ASN/DN #": "document",
            "ID": "line",
            "Delivery Recorded Date": "date",
            "Country": "customer",
            "Unit Price": "",
            "Pack Price": "unit_price",
        },
        "currency": "USD",
    }
    found = inspected(path, **choices)
    assert found.details["delimiter"].value == "\t"
    assert found.details["line_end"].value == "cr"
    assert found.fields[Field.PROMISED_DATE].name == "Scheduled Delivery Date"
    assert found.fields[Field.DELIVERED_DATE].name == "Delivered to Client Date"
    done = staged(path, folder=tmp_path / "shipments", reporting="USD", **choices)
    assert (done.read, done.kept, done.refused) == (10_324, 10_324, 0)
    assert done.net_total == {"USD": Decimal("1627584457.29")}
    rows = [(line["promised_date"], line["delivered_date"]) for line in lines(done)]
    late = sum(promised < delivered for promised, delivered in rows)
    early = sum(promised > delivered for promised, delivered in rows)
    assert (late, early, len(rows) - late - early) == (1_186, 2_814, 6_324)
