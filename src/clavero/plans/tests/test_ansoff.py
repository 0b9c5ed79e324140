"""What is sold where: the opportunities of the pipeline stand in their cells, with their money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.opportunities.rules.pipeline import SUCCESS, Ansoff, least_likely
from clavero.opportunities.selectors import placed_opportunities
from clavero.opportunities.services import change_opportunity, win_opportunity
from clavero.opportunities.testing import company, make_opportunity
from clavero.plans.testing import SYSTEM, make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group
from clavero.ui.testing import words

Refuses = Callable[[str], Any]
Sold = dict[str, Customer]
D = Decimal


@given(st.lists(st.sampled_from(Ansoff)))
def test_of_several_the_least_likely_holds(kinds: list[Ansoff]) -> None:
    found = least_likely(kinds)
    assert (found is None) == (not kinds)
    if found is not None:
        assert SUCCESS[found] == min(SUCCESS[each] for each in kinds)


@pytest.fixture
def own_ledger(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"


@pytest.fixture
def sold(own_ledger: None, cast: Cast) -> Sold:
    """A group over A, which buys belts and chains, and C, which has bought nothing for years."""
    company()
    found = {each.code: each for each in Customer.objects.all()}
    found["G"] = make_group("G", found["A"], found["C"])
    cover(cast.senior, found["G"])
    return found


def address(customer: Customer) -> str:
    return reverse("plans:ansoff", args=[customer.pk])


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("unit", "family", "kind"),
    [
        ("A", "Belts", Ansoff.PENETRATION),
        ("A", "Tools", Ansoff.PRODUCT),
        ("C", "Belts", Ansoff.UNIT),
        ("C", "Tools", Ansoff.DIVERSIFICATION),
    ],
)
def test_the_cell_follows_from_the_ledger(sold: Sold, unit: str, family: str, kind: Ansoff) -> None:
    made = make_opportunity(sold["G"], ansoff=None, cells=[(sold[unit].pk, family)])
    assert made.ansoff == kind.value
    (found,) = placed_opportunities(SYSTEM, sold["G"].pk)
    assert (found.by_ledger, found.is_otherwise) == (kind, False)


def test_of_several_cells_the_newest_counts_and_without_one_somebody_says(
    sold: Sold, refuses: Refuses
) -> None:
    cells = [(sold["A"].pk, "Belts"), (sold["A"].pk, "Tools")]
    assert make_opportunity(sold["G"], ansoff=None, cells=cells).ansoff == "product"
    with refuses("no_kind"):
        make_opportunity(sold["G"], ansoff=None)
    made = make_opportunity(sold["G"], ansoff=Ansoff.UNIT)
    assert placed_opportunities(SYSTEM, sold["G"].pk)[-1].by_ledger is None
    with refuses("no_kind"):
        change_opportunity(SYSTEM, opportunity_id=made.pk, ansoff=None)


def test_a_person_may_say_otherwise_and_leave_it_to_the_ledger_again(sold: Sold) -> None:
    made = make_opportunity(
        sold["G"], ansoff=Ansoff.DIVERSIFICATION, cells=[(sold["A"].pk, "Belts")]
    )
    (found,) = placed_opportunities(SYSTEM, sold["G"].pk)
    assert (found.row.ansoff, found.by_ledger) == (Ansoff.DIVERSIFICATION, Ansoff.PENETRATION)
    assert found.is_otherwise
    change_opportunity(SYSTEM, opportunity_id=made.pk, ansoff=None)
    (found,) = placed_opportunities(SYSTEM, sold["G"].pk)
    assert (found.row.ansoff, found.is_otherwise) == (Ansoff.PENETRATION, False)
    assert history(made)[0].after == {"ansoff": "penetration"}


def test_the_page_counts_them_with_their_money(sold: Sold, cast: Cast, as_person: AsPerson) -> None:
    make_plan(sold["G"])
    browser = as_person(cast.senior)
    told = words(browser.get(address(sold["G"])))
    assert told.count("No opportunity is under way.") == 5
    make_opportunity(
        sold["G"], title="Belts for C", value=1000, ansoff=None, cells=[(sold["C"].pk, "Belts")]
    )
    make_opportunity(
        sold["A"], title="More chains", value=500, ansoff=Ansoff.UNIT, probability=D("0.8"),
        probability_reason="Asked", cells=[(sold["A"].pk, "Chains")],
    )  # fmt: skip
    gone = make_opportunity(sold["G"], title="Was won", ansoff=Ansoff.UNIT)
    win_opportunity(SYSTEM, opportunity_id=gone.pk)
    page = browser.get(address(sold["G"]))
    told = words(page)
    assert "2 opportunities under way: €1,500 a year if all come, €800" in told
    cell = page.context["grid"]["cells"][2]
    assert [each.title for each in cell["open"]] == ["Belts for C", "More chains"]
    assert "€1,500 a year if all come, €800 by their probabilities" in cell["pipeline"]
    assert cell["open"][0].note == ""
    assert "More of what it buys, where it buys" in cell["open"][1].note
    assert "Was won" not in told
    assert cell["open"][0].address in page.content.decode()
    form = browser.get(cell["new"]).context["form"]
    assert form.initial["ansoff"] == "unit"
    assert told.count("No opportunity is under way.") == 3


def test_strangers_and_readers(sold: Sold, cast: Cast, as_person: AsPerson) -> None:
    make_plan(sold["G"])
    make_opportunity(sold["G"], ansoff=Ansoff.UNIT)
    assert as_person(cast.junior_two).get(address(sold["G"])).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        placed_opportunities(actor_for(cast.junior_two), sold["G"].pk)
    page = as_person(cast.executive).get(address(sold["G"])).content.decode()
    assert "Chains for line 3" in page
    assert reverse("opportunities:new", args=[sold["G"].pk]) not in page
