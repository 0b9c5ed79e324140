"""``clavero deliveries`` and ``compliance``, on a file of sales."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services import add_price, add_term, write_level
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


ORDERED = """document,line,date,customer,quantity,ordered quantity,net_amount,promised_date,\
delivered_date
F1,1,2024-03-05,A,10,10,12.50,2024-03-10,2024-03-10
F2,1,2024-03-06,A,10,16,13,2024-03-10,2024-03-09
F3,1,2024-03-07,B,10,8,99,2024-03-10,2024-03-11
F4,1,2024-03-08,B,10,,99,2024-03-10,2024-03-10
F5,1,2024-03-09,B,10,-1,99,2024-03-10,2024-03-10
F6,1,2024-04-01,B,1,1,9,,
"""


def test_deliveries_against_what_was_ordered(run: Run, tmp_path: Path) -> None:
    """F1 and F3 are in full, and F6, of which nobody knows the days; of F1, F2 and F3, which were
    due, two are in full and F1 is on time as well."""
    file = tmp_path / "sales.csv"
    file.write_text(ORDERED)
    done = run("import", file)
    assert done.exit_code == 0
    assert "below zero" in done.stdout
    told = answer(run("deliveries", "--format", "json"))
    assert [told[name] for name in ("late", "on_day", "early", "undated")] == [1, 2, 1, 1]
    assert [told[name] for name in ("in_full", "short", "unmeasured")] == [3, 1, 1]
    assert (told["full_lines"], told["otif_lines"], told["otif"]) == (2, 3, 1)
    assert (told["in_full_rate"], told["otif_rate"]) == ("0.6667", "0.3333")
    assert told["conventions"] == {
        "unit": "line", "date": "promised_date", "days_early": 1, "days_late": 0,
        "quantity": "ordered_quantity", "in_full": "1",
    }  # fmt: skip
    assert {each["account"]: each["short"] for each in told["customers"]} == {"A": 1, "B": 0}
    assert "66.7% of 3 lines due" in run("deliveries").stdout
    contract = make_contract(Customer.objects.get(code="A"))
    add_term(Actor.system(), contract_id=contract.pk, kind=TermKind.DELIVERY, days_early=1,
             days_late=0, target=Decimal(1))  # fmt: skip
    (found,) = answer(run("compliance", "--format", "json"))
    assert [found[name] for name in ("kind", "document", "due", "actual", "difference")] == [
        "short", "F2", "16", "10", "-6",
    ]  # fmt: skip


def test_deliveries_and_what_departs_from_a_price(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(SALES)
    assert run("import", file).exit_code == 0
    told = answer(run("deliveries", "--format", "json"))
    assert [told[name] for name in ("late", "on_day", "early", "undated")] == [1, 1, 1, 1]
    assert (told["unmeasured"], told["in_full_rate"], told["otif_rate"]) == (4, None, None)
    assert "not known" in run("deliveries").stdout
    contract = make_contract(Customer.objects.get(code="A"))
    add_price(Actor.system(), contract_id=contract.pk, price=Decimal("1.25"), product="BOX")
    (found,) = answer(run("compliance", "--format", "json"))
    assert (found["contract"], found["document"], found["line"]) == (contract.pk, "F2", "1")
    assert [found[name] for name in ("due", "actual", "difference", "currency")] == [
        "12.5", "13", "0.5", "EUR",
    ]  # fmt: skip
    few = run("compliance", "--most", "0", "--format", "json")
    assert (json.loads(few.stdout), "1 more is not listed." in few.stderr) == ([], True)
    text = run("compliance", "--format", "json").stdout
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert few.stdout == "[]\n"
    printed = run("compliance", "--contract", str(contract.pk), "--format", "csv").stdout
    (row,) = csv.DictReader(StringIO(printed))
    assert row["difference"] == "0.5"
    assert run("compliance", "--contract", "999999").exit_code == 2
    index = add_term(Actor.system(), contract_id=contract.pk, kind=TermKind.INDEXATION,
                     base=Decimal(100), floor=None, cap=None)  # fmt: skip
    told = run("compliance", "--format", "json")
    assert (told.exit_code, "no level of the index is known" in told.stderr) == (0, True)
    write_level(Actor.system(), term_id=index.pk, day=index.start, value=Decimal(100))
    assert not run("compliance", "--format", "json").stderr
    add_term(Actor.system(), contract_id=contract.pk, kind=TermKind.REBATE, currency="USD",
             basis="turnover", tiers=[["0", "0.01"]], is_retroactive=True)  # fmt: skip
    told = run("compliance", "--format", "json")
    assert told.exit_code == 2, "a list without a term that cannot be told is not the whole one"
    assert [each["document"] for each in json.loads(told.stdout)] == ["F2"]
    assert "EUR" in told.stderr
    assert "USD" in told.stderr
