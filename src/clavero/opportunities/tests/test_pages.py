"""What people do on the pages of needs, white space and opportunities."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.opportunities.models import (
    CellWord,
    Need,
    Opportunity,
    Solution,
    StageVersion,
    TailoredSolution,
    WalletEntry,
)
from clavero.opportunities.testing import (
    make_need,
    make_opportunity,
    make_solution,
    make_wallet,
)
from clavero.opportunities.views import grid
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_group

pytestmark = pytest.mark.django_db
Sold = dict[str, Customer]


@pytest.fixture
def senior(cast: Cast, as_person: AsPerson, sold: Sold) -> Client:
    return as_person(cast.senior)


@pytest.fixture
def director(cast: Cast, as_person: AsPerson, sold: Sold) -> Client:
    return as_person(cast.director)


def at(name: str, *args: Any, query: str = "") -> str:
    return reverse(f"opportunities:{name}", args=args) + query


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def taken_along(client: Client, address: str) -> list[dict[str, str]]:
    content = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


def today() -> str:
    return timezone.localdate().isoformat()


# -- needs -----------------------------------------------------------------------------------------


def test_a_need_is_written_down_in_a_visit(senior: Client, sold: Sold, cast: Cast) -> None:
    given = {
        "text": "Fewer stops", "source": "Ana", "said_on": today(), "horizon": "now",
        "urgency": "5", "function": "maintenance", "certainty": "confirmed",
    }  # fmt: skip
    response = senior.post(at("account_needs", sold["A"].pk), given, follow=True)
    assert "The need is written down." in words(response)
    assert "The customer has confirmed 1 of 1 open need." in words(response)
    assert Need.objects.get().owner == cast.senior
    assert "Fewer stops" in words(senior.get(at("needs")))


def test_a_need_is_changed_given_a_solution_and_closed(senior: Client, sold: Sold) -> None:
    need, solution = make_need(sold["A"]), make_solution()
    page = words(senior.get(at("need", need.pk)))
    assert "nobody has judged it" in page
    form = senior.get(at("change_need", need.pk)).context["form"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    response = senior.post(at("change_need", need.pk), {**given, "fit": "7", "function": "it"})
    assert response.status_code == 302
    assert "7 / 10" in words(senior.get(at("need", need.pk)))
    tailored = {"decision": "link", "solution_id": solution.pk, "tailoring": "Ours"}
    senior.post(at("need", need.pk), tailored)
    assert TailoredSolution.objects.get().tailoring == "Ours"
    senior.post(at("unlink", need.pk, solution.pk))
    assert not TailoredSolution.objects.exists()
    assert senior.post(at("unlink", need.pk, solution.pk)).status_code == 404
    senior.post(at("need", need.pk), {"decision": "close", "reason": "met", "note": "Done"})
    assert "It was closed on" in words(senior.get(at("need", need.pk)))
    assert need.text in words(senior.get(at("needs", query="?closed=1")))
    senior.post(at("need", need.pk))
    need.refresh_from_db()
    assert need.is_open


def test_a_form_overtaken_comes_back(senior: Client, director: Client, sold: Sold) -> None:
    need = make_need(sold["A"])
    form = senior.get(at("change_need", need.pk)).context["form"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    director.post(at("change_need", need.pk), {**given, "text": "Theirs"})
    response = senior.post(at("change_need", need.pk), {**given, "text": "Mine"})
    assert response.status_code == 422
    assert "Theirs" in words(response)
    again = {**given, "text": "Mine", "seen": response.context["form"].data["seen"]}
    assert senior.post(at("change_need", need.pk), again).status_code == 302
    assert Need.objects.get().text == "Mine"


def test_needs_are_filtered_and_taken_along(senior: Client, sold: Sold) -> None:
    make_need(sold["A"], text="Urgent", urgency=5)
    make_need(sold["B"], text="Later", urgency=1, evidence="=cmd")
    page = words(senior.get(at("needs", query="?urgency=4")))
    assert "Urgent" in page
    assert "Later" not in page
    assert "of urgency 4 or more" in page
    rows = taken_along(senior, at("needs", query="?export=csv"))
    assert {row["Need"]: row["Evidence"] for row in rows} == {"Urgent": "", "Later": "'=cmd"}


def test_solutions_are_the_directors(senior: Client, director: Client, sold: Sold) -> None:
    director.post(at("solutions"), {"name": "Stock", "families": "Belts\nChains"})
    solution = Solution.objects.get()
    assert solution.families == ["Belts", "Chains"]
    assert "Belts, Chains" in words(senior.get(at("solutions")))
    given = {"name": "Stock on site", "families": "Belts", "seen": ""}
    seen = director.get(at("solution", solution.pk)).context["form"].initial["seen"]
    director.post(at("solution", solution.pk), {**given, "seen": seen})
    director.post(at("offer", solution.pk))
    assert "No longer offered" in words(director.get(at("solutions")))
    director.post(at("offer", solution.pk))
    solution.refresh_from_db()
    assert (solution.name, solution.is_retired) == ("Stock on site", False)


# -- white space -----------------------------------------------------------------------------------


def test_of_many_families_it_is_said_where_the_rest_stands(
    senior: Client, sold: Sold, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "those that have no room here stand further to the right"
    address = at("grid", sold["A"].pk)
    assert told not in words(senior.get(address))
    monkeypatch.setattr(grid, "MANY_FAMILIES", 0)
    assert told in words(senior.get(address))


def test_a_cell_is_said_and_its_wallet_entered(senior: Client, sold: Sold) -> None:
    address = at("cell", sold["A"].pk, query="?family=Tools")
    page = words(senior.get(at("grid", sold["A"].pk)))
    assert address.replace("&", "&amp;") in page
    given = {"decision": "cell", "rival": "Rival", "rival_share": "40"}
    assert senior.post(address, given).status_code == 302
    assert str(CellWord.objects.get().rival_share) == "0.4000"
    wallet = {"decision": "wallet", "source": "disclosed", "amount": "1,200", "day": today(),
              "confidence": "high"}  # fmt: skip
    assert senior.post(address, wallet).status_code == 302
    page = words(senior.get(address))
    assert "Wallet: €1,200 (the customer said so" in page
    assert "Left to win: €1,200 a year." in page
    page = words(senior.get(at("grid", sold["A"].pk)))
    assert "Rival 40%" in page
    senior.post(at("withdraw_wallet", WalletEntry.objects.get().pk))
    assert "The wallet is not known." in words(senior.get(address))


def test_a_cell_leads_to_its_lines(senior: Client, sold: Sold) -> None:
    page = senior.get(at("cell", sold["A"].pk, query="?family=Belts"))
    lines = senior.get(page.context["lines_url"])
    assert "The ledger's lines of the family Belts in 2024" in words(lines)
    assert [line["document"] for line in lines.context["page"].lines] == ["A2024"]
    assert senior.get(at("cell", sold["A"].pk, query="?family=" + "x" * 200)).status_code == 404


def test_a_group_is_paged_and_taken_along(director: Client, sold: Sold) -> None:
    group = make_group("Group", sold["A"], sold["B"], code="G")
    rows = taken_along(director, at("grid", group.pk, query="?export=csv"))
    assert len(rows) == 6
    assert (rows[0]["account"], rows[0]["family"], rows[0]["sales"]) == ("A", "Belts", "1000")
    assert director.get(at("grid", group.pk, query="?page=99999999999")).status_code == 200


def test_a_file_is_brought_and_its_bad_rows_told(senior: Client, sold: Sold) -> None:
    content = b"account,family,wallet,source\nA,Belts,9,market\nZ,Belts,1,market\n"
    file = SimpleUploadedFile("w.csv", content)
    page = words(senior.post(at("load_grid"), {"content": file}))
    assert "1 row is kept. 1 row was refused." in page
    assert "you see no such account." in page
    file = SimpleUploadedFile("w.csv", b"name\nx\n")
    assert senior.post(at("load_grid"), {"content": file}).status_code == 422


def test_the_pages_of_an_account_are_linked_from_its_page(senior: Client, sold: Sold) -> None:
    page = senior.get(reverse("portfolio:customer", args=[sold["A"].pk])).content.decode()
    for name in ("account_needs", "grid", "account", "additional"):
        assert at(name, sold["A"].pk) in page


# -- opportunities ---------------------------------------------------------------------------------


def test_an_open_cell_becomes_an_opportunity(senior: Client, sold: Sold) -> None:
    address = at("new", sold["A"].pk, query="?family=Tools")
    form = senior.get(address).context["form"]
    assert form.initial["cells"] == [f"{sold['A'].pk}|Tools"]
    assert form.initial["ansoff"] == "product"
    given = {
        "title": "Tools for all", "value": "500", "closes_on": today(), "ansoff": "product",
        "stage": "identified", "ramp": "30 / 70", "cells": form.initial["cells"],
    }  # fmt: skip
    assert senior.post(address, {**given, "ramp": "30 / many"}).status_code == 422
    response = senior.post(address, given, follow=True)
    assert "The opportunity is written down." in words(response)
    row = Opportunity.objects.get()
    assert row.ramp == ["0.3", "0.7"]
    page = words(senior.get(at("opportunity", row.pk)))
    assert "40%, the usual one of the kind “New product”" in page
    assert "Tools for all" in words(senior.get(at("cell", sold["A"].pk, query="?family=Tools")))
    assert "Tools for all" in words(senior.get(at("pipeline")))


def test_an_opportunity_is_changed_moved_and_won(senior: Client, sold: Sold) -> None:
    need = make_need(sold["A"])
    row = make_opportunity(sold["A"], needs=[need.pk])
    form = senior.get(at("change", row.pk)).context["form"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    given |= {"probability": "85", "probability_reason": "Signed draft"}
    assert senior.post(at("change", row.pk), given).status_code == 302
    page = words(senior.get(at("opportunity", row.pk)))
    assert "85%, because: Signed draft" in page
    seen = senior.get(at("opportunity", row.pk)).context["seen"]
    board = at("pipeline")
    response = senior.post(at("move", row.pk), {"stage": "offered", "seen": seen, "back": board})
    assert response["Location"] == board
    elsewhere = {"stage": "agreed", "seen": seen, "back": "//evil.example/"}
    told = senior.post(at("move", row.pk), elsewhere, follow=True)
    assert "In negotiation" in words(told), "somebody has moved it: the page tells"
    assert told.redirect_chain[0][0] == at("opportunity", row.pk)
    senior.post(at("opportunity", row.pk), {"decision": "won", "on": today(), "note": ""})
    assert "Chains for line 3" in words(senior.get(at("pipeline", query="?view=ended")))
    lost = {"decision": "lost", "reason": "price", "on": today(), "note": "They had cheaper ones"}
    late = senior.post(at("opportunity", row.pk), lost)
    row.refresh_from_db()
    assert (late.status_code, row.outcome) == (422, "won"), "an older page undoes no decision"
    assert "This opportunity is decided: Won" in words(late)
    assert "They had cheaper ones" in late.content.decode(), "and nothing written is lost"
    senior.post(at("opportunity", row.pk), {"decision": "reopen"})
    row.refresh_from_db()
    assert row.is_open


def test_the_pipeline_as_a_table_and_a_file(senior: Client, sold: Sold) -> None:
    make_opportunity(sold["A"], closes_on=timezone.localdate() - timedelta(1))
    page = words(senior.get(at("pipeline", query="?view=table")))
    assert "overdue" in page
    assert "1 opportunity" in page
    rows = taken_along(senior, at("pipeline", query="?export=csv"))
    assert rows[0]["Probability"] == "0.6"


def test_a_lost_one_without_its_reason_comes_back(senior: Client, sold: Sold) -> None:
    row = make_opportunity(sold["A"])
    lost = {"decision": "lost", "reason": "other", "on": today(), "note": ""}
    assert senior.post(at("opportunity", row.pk), lost).status_code == 422
    assert senior.post(at("opportunity", row.pk), {**lost, "reason": ""}).status_code == 422
    senior.post(at("opportunity", row.pk), {**lost, "note": "They closed the line"})
    assert "They closed the line" in words(senior.get(at("account", sold["A"].pk)))


def test_a_family_that_nobody_sells_has_no_cell(senior: Client, sold: Sold) -> None:
    address = at("cell", sold["A"].pk, query="?family=Blets")
    assert senior.get(address).status_code == 404
    given = {"decision": "cell", "state": "", "rival": "Rival"}
    told = senior.post(address, given)
    assert told.status_code == 422
    assert "The company sells no family “Blets”." in words(told)
    assert senior.get(at("cell", sold["A"].pk, query="?family=Tools")).status_code == 200


def test_stages_are_adopted(director: Client, sold: Sold) -> None:
    page = director.get(at("change_stages"))
    given: dict[str, Any] = {"valid_from": today(), "reason": "Simpler", "seen": ""}
    given |= {"stages-TOTAL_FORMS": "8", "stages-INITIAL_FORMS": "8"}
    for number, form in enumerate(page.context["rows"].forms):
        for name in ("key", "name", "probability"):
            given[f"stages-{number}-{name}"] = form.initial.get(name) or ""
    given["stages-1-name"] = "Pilot"
    given["stages-2-probability"] = "95"
    assert "let probabilities rise" in words(director.post(at("change_stages"), given))
    given["stages-2-probability"] = "50"
    assert director.post(at("change_stages"), given).status_code == 302
    kept = StageVersion.objects.get()
    assert kept.content["stages"][1] == {"key": "qualified", "name": "Pilot", "probability": None}
    assert "Pilot" in words(director.get(at("stages")))
    assert "Pilot" in words(director.get(at("version", kept.pk)))
    assert director.get(at("version", kept.pk + 1)).status_code == 404


def test_additional_services_of_an_account(senior: Client, sold: Sold) -> None:
    page = words(senior.get(at("additional", sold["A"].pk)))
    assert "In 2024 1 additional service was sold; its net sales are €300." in page
    make_wallet(sold["A"])
    assert "6 May 2024" in page
