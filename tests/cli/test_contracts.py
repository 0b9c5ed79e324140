"""``clavero deliveries`` and ``compliance``, on a file of sales."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.contracts.services import add_price
from clavero.contracts.testing import make_contract
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.usefixtures("ledger")
SALES = """document,line,date,customer,product,quantity,net_amount,promised_date,delivered_date
F1,1,2024-03-05,A,BOX,10,12.50,2024-03-10,2024-03-10
F2,1,2024-03-06,A,BOX,10,13,2024-03-10,2024-03-12
F3,1,2024-03-07,B,BOX,10,99,2024-03-10,2024-03-09
F4,1,2024-03-08,B,BOX,10,99,2024-03-10,
"""


def test_deliveries_and_what_departs_from_a_price(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(SALES)
    assert run("import", file).exit_code == 0
    told = answer(run("deliveries", "--format", "json"))
    assert [told[name] for name in ("late", "on_day", "early", "undated")] == [1, 1, 1, 1]
    contract = make_contract(Customer.objects.get(code="A"))
    add_price(Actor.system(), contract_id=contract.pk, price=Decimal("1.25"), product="BOX")
    (found,) = answer(run("compliance", "--format", "json"))
    assert (found["contract"], found["document"], found["line"]) == (contract.pk, "F2", "1")
    assert [found[name] for name in ("due", "actual", "difference", "currency")] == [
        "12.5", "13", "0.5", "EUR",
    ]  # fmt: skip
    printed = run("compliance", "--contract", str(contract.pk), "--format", "csv").stdout
    (row,) = csv.DictReader(StringIO(printed))
    assert row["difference"] == "0.5"
    assert run("compliance", "--contract", "999999").exit_code == 2
