"""``clavero commercial``: told to people and programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.commercial.models import AccountTargets, CompanyVersion
from clavero.commercial.testing import make_company_plan, make_targets
from clavero.opportunities.testing import company
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.usefixtures("ledger")


def test_whether_plans_add_up(db: None, run: Run, tmp_path: Path) -> None:
    company()
    account = Customer.objects.get(code="A")
    make_plan(account)
    make_company_plan()
    make_targets(account)
    told = answer(run("commercial", "check", "--format", "json"))
    assert told["years"] == [
        {
            "year": 2027,
            "name": "2027",
            "account_plans": "1200",
            "commercial_plan": "1200",
            "gap": "0",
        }
    ]
    assert {each["check"] for each in told["findings"]} <= {"no_months"}
    assert "€1,200" in run("commercial").output
    out = run("commercial", "export", "--format", "csv").output
    assert out.splitlines() == ["year,family,sales,margin", "2027,Belts,1200,"]
    file = tmp_path / "targets.csv"
    file.write_text(out.replace("1200", "1300"))
    assert answer(run("commercial", "import", str(file), "--format", "json"))["kept"] == 1
    assert CompanyVersion.objects.count() == 2


def test_targets_of_accounts_as_a_file(db: None, run: Run, tmp_path: Path) -> None:
    company()
    account = Customer.objects.get(code="A")
    make_plan(account)
    make_targets(account)
    out = run("commercial", "export", "--of", "accounts", "--format", "csv").output
    assert out.splitlines() == [
        "account,year,family,month,sales,margin", "A,2027,Belts,,1200,"
    ]  # fmt: skip
    file, refused = tmp_path / "targets.csv", tmp_path / "refused.csv"
    file.write_text(out.replace("1200", "1300") + "Q,2027,Belts,,5,\n")
    asked = ("commercial", "import", str(file), "--of", "accounts", "--format", "json")
    told = answer(run(*asked, "--dry-run"))
    assert (told["kept"], told["refused"]) == (1, 1)
    assert AccountTargets.objects.get().years == [[2027, "Belts", "1200", None]]
    told = answer(run(*asked, "--refused", str(refused)))
    assert told["refused_rows"][0]["reason"] == "unknown_account"
    assert AccountTargets.objects.get().years == [[2027, "Belts", "1300", None]]
    assert "Q,2027,Belts,,5,,3,account,you see no such account." in refused.read_text("utf-8-sig")
