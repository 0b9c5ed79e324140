"""*Lifetime value*: the finding, the pictures, the list and its files, who sees what, and what is
said where nothing can be fitted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.testing import Cast, actor_for
from clavero.ledger.testing import Row, ledger_of
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.rules.holdout import Holdout
from clavero.lifetime.rules.models import Fit, Kind
from clavero.lifetime.selectors import held_out_of, lifetime_picture
from clavero.lifetime.tests.company import MADE_UP, company
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover, make_group, make_one
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
AsPerson = Callable[[Person], Client]
CUT = date(2026, 4, 1)


def page(client: Client, query: str = "", language: str = "en") -> Any:
    return client.get(f"{reverse('lifetime:lifetime')}?{query}", HTTP_ACCEPT_LANGUAGE=language)


def test_the_whole_base_in_words_pictures_and_rows(as_person: AsPerson, cast: Cast) -> None:
    company()
    client = as_person(cast.director)
    told = words(page(client))
    assert "Of 330 customers some" in told
    assert "MBG/NBD learned from the whole company's 330 customers" in told
    assert "after each purchase" in told
    assert "Fitted to the days before, the model forecast" in told
    assert "have no lifetime value: no cost of their purchases is known" in told
    assert "Log-likelihood of Gamma-Gamma" in told
    assert "None" not in told
    answer = page(client).content.decode()
    for chart in ("tracking", "frequency", "conditional", "cohorts"):
        assert f"chart={chart}" in answer
    assert "half of all have left" in words(page(client, "model=paretonbd"))
    assert page(client, "model=zzz&years=9&discount=-3").status_code == 200


def test_rows_are_what_the_fit_says(cast: Cast) -> None:
    company()
    picture = lifetime_picture(actor_for(cast.director), Asked())
    assert picture is not None
    fitted = picture.base.purchases
    assert isinstance(fitted, Fit)
    assert len(picture.rows) == fitted.customers == 330
    assert sum(row.purchases - 1 for row in picture.rows) == fitted.repeats
    assert all(0 <= row.alive <= 1 for row in picture.rows)
    row = next(each for each in picture.rows if each.margin is not None)
    assert row.margin == Decimal("0.2500")
    assert (row.spent, row.value, row.lifetime) != (None, None, None)
    assert row.value == pytest.approx(row.spent * row.expected, rel=Decimal("0.01"))
    assert row.lifetime is not None
    assert row.value is not None
    assert row.lifetime < row.value, "a quarter of three years' purchases, most of them gone"
    without = next(each for each in picture.rows if each.margin is None)
    assert without.lifetime is None
    assert without.value is not None
    # More years and a smaller discount are worth more.
    longer = lifetime_picture(actor_for(cast.director), Asked(years=5, discount=Decimal("0.02")))
    assert longer is not None
    assert longer.lifetime > picture.lifetime
    assert longer.value == picture.value


def test_the_last_three_months_are_forecast(cast: Cast) -> None:
    company()
    for kind in (Kind.MBG_NBD, Kind.BG_NBD):
        picture = lifetime_picture(actor_for(cast.director), Asked(kind=kind))
        assert picture is not None
        held = held_out_of(picture)
        assert held is not None
        assert str(held.held) == "2026-04-01..2026-06-30"
        assert isinstance(held.result, Holdout)
        known = {who for who, day, _amount in MADE_UP if day < CUT}
        later = {(who, day) for who, day, _amount in MADE_UP if who in known and day >= CUT}
        assert held.result.actual == len(later)
        assert held.result.expected == pytest.approx(held.result.actual, rel=0.3)


def test_a_manager_sees_their_own_scored_by_all(as_person: AsPerson, cast: Cast) -> None:
    company()
    own = list(Customer.objects.filter(code__in=["K0001", "K0002", "K0003"]))
    cover(cast.senior, *own)
    whole = lifetime_picture(actor_for(cast.director), Asked())
    theirs = lifetime_picture(actor_for(cast.senior), Asked())
    assert whole is not None
    assert theirs is not None
    assert {row.code for row in theirs.rows} == {"K0001", "K0002", "K0003"}
    assert set(theirs.rows) <= set(whole.rows)
    assert held_out_of(theirs) is None
    answer = page(as_person(cast.senior))
    told = words(answer)
    assert "your customers" in told
    assert "Customer K0001" in told
    assert "Customer K0004" not in told
    assert "Fitted to the days before" not in told
    assert "chart=tracking" not in answer.content.decode()
    alone = words(page(as_person(cast.junior_two)))
    assert "Customer K0001" not in alone
    assert page(as_person(cast.hr)).status_code == 403


def test_groups_and_merged_records_are_one(cast: Cast) -> None:
    company()
    one, two, three = (Customer.objects.get(code=f"K000{number}") for number in (1, 2, 3))
    before = lifetime_picture(actor_for(cast.director), Asked())
    make_group("The group", one, two, code="G1")
    make_one(three, one)
    picture = lifetime_picture(actor_for(cast.director), Asked())
    assert before is not None
    assert picture is not None
    codes = {row.code for row in picture.rows}
    assert "G1" in codes
    assert codes.isdisjoint({"K0001", "K0002", "K0003"})
    days = {day for who, day, _amount in MADE_UP if who in {"K0001", "K0002", "K0003"}}
    group = next(row for row in picture.rows if row.code == "G1")
    assert (group.purchases, group.first, group.last) == (len(days), min(days), max(days))
    assert len(picture.rows) == len(before.rows) - 2


def test_the_list_is_searched_sorted_and_taken_along(as_person: AsPerson, cast: Cast) -> None:
    company()
    client = as_person(cast.director)
    found = words(page(client, "search=K0007"))
    assert "Customer K0007" in found
    assert "Customer K0008" not in found
    likely = list(csv.DictReader(StringIO(
        page(client, "alive=there&sort=-expected&export=csv").content.decode("utf-8-sig")
    )))  # fmt: skip
    assert likely
    expected = [float(row["Purchases in 12 months"]) for row in likely]
    assert expected == sorted(expected, reverse=True)
    assert all(float(row["Probability alive"]) >= 0.8 for row in likely)
    assert {"Code", "First purchase"} <= likely[0].keys()
    assert any(name.startswith("Lifetime value") for name in likely[0])


def test_without_costs_there_is_no_lifetime_value(as_person: AsPerson, cast: Cast) -> None:
    company()
    cover(cast.senior, *Customer.objects.filter(code__in=["K0004", "K0008"]))
    told = words(page(as_person(cast.senior)))
    assert "There is no lifetime value: no cost of the customers' purchases is known." in told


def test_a_base_that_is_too_small_is_refused_with_its_reason(
    as_person: AsPerson, cast: Cast
) -> None:
    nothing = words(page(as_person(cast.director)))
    assert "no sales" in nothing.lower() or "import" in nothing.lower()
    ledger_of([Row(document=f"F{n}", customer=f"C{n}", date=date(2026, 1 + n % 6, 3))
               for n in range(40)])  # fmt: skip
    told = words(page(as_person(cast.director)))
    assert "No model can be fitted" in told
    assert "at least 300 customers" in told
    assert "there are 40" in told
    assert "Likely still customers" not in told
    picture = lifetime_picture(SYSTEM, Asked())
    assert picture is not None
    assert (picture.rows, picture.value, picture.lifetime) == ([], None, None)
    assert "Who goes on buying" not in told, "no quarter has twenty newcomers"
