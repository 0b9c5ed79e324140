"""What boards say in words: of whom, of when, why, and in which direction."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from clavero.conftest import AsPerson
from clavero.core import audit
from clavero.core.errors import Forbidden
from clavero.core.period import add_months
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.kpis.models import CustomKpi
from clavero.kpis.rules.bridge import Bridge
from clavero.kpis.rules.health import Group, Health, Signal
from clavero.kpis.rules.kpi import Direction, Light, Unit
from clavero.kpis.selectors import catalogue, health_of
from clavero.kpis.services import define_kpi, enter_value, name_kpi, refresh
from clavero.kpis.showing import shown_health
from clavero.kpis.showing.why import bridge_in_words
from clavero.kpis.testing import SYSTEM, refreshed, set_something
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.silence.models import LossReason
from clavero.silence.services import confirm_loss
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2025, 1, 1)


@pytest.fixture
def handed_over(cast: Cast) -> dict[str, Customer]:
    """The senior leads A, and led B, which was much more, until it was handed over."""
    ledger_of([
        Row("F0", "Z", date(2021, 1, 5)),
        *(Row(f"A{year}", "A", date(year, 5, 5), D(amount), cost=D(amount) / 2)
          for year, amount in ((2022, 90), (2023, 100), (2024, 95))),
        *(Row(f"B{year}", "B", date(year, 5, 5), D(900), cost=D(800))
          for year in (2022, 2023, 2024)),
        Row("F9", "Z", date(2024, 12, 31)),
    ])  # fmt: skip
    found = {code: Customer.objects.get(code=code) for code in "AB"}
    cover(cast.senior, found["A"], start=date(2021, 1, 1))
    cover(cast.senior, found["B"], start=date(2021, 1, 1), end=date(2024, 3, 1))
    cover(cast.sales, found["B"], start=date(2024, 3, 1))
    refreshed(DAY, since=date(2024, 1, 1))
    return found


def page_of(as_person: AsPerson, person: Any, name: str, *arguments: int) -> str:
    return words(as_person(person).get(reverse(f"kpis:{name}", args=arguments)))


def test_a_managers_board_says_which_accounts_each_number_is_of(
    handed_over: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    of_whom = "“Before” tells of the accounts looked after then; growth compares"
    page = page_of(as_person, cast.senior, "manager", cast.senior.pk)
    assert of_whom in page
    assert "€1,000 today's accounts: €100 ▼ −€905" in page  # net sales: 95, growth −5.0%
    assert "−5.0%" in page
    assert "today's accounts: 50.0%" in page  # the margin, which was 15.0% with B
    for person, name, *arguments in (
        (cast.executive, "home"),
        (cast.senior, "account", handed_over["A"].pk),
    ):
        page = page_of(as_person, person, name, *arguments)
        assert of_whom not in page
        assert "today's accounts" not in page


def test_contribution_has_a_name_that_tells_it_from_that_after_serving(
    handed_over: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    page = page_of(as_person, cast.senior, "account", handed_over["A"].pk)
    for name in ("Gross margin", "Customer contribution"):
        for told in (name, f"Growth of {name.lower()}", f"Change of {name.lower()}, of sales"):
            assert told in page
    assert "whose cost is known, in the last twelve full months: before the cost to serve." in page
    assert "Gross margin less the cost to serve and the cost of credit" in page


def test_of_what_is_entered_before_says_of_which_day_it_is(
    handed_over: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    its = handed_over["A"]
    for day, value in ((date(2024, 9, 30), 30), (date(2024, 12, 30), 40)):
        enter_value(SYSTEM, customer_id=its.pk, key="promoters", day=day, value=D(value))
    page = page_of(as_person, cast.senior, "account", its.pk)
    assert "30 entered for September 30, 2024" in page or "30 entered for 30 Sep 2024" in page


def test_bars_of_losses_point_the_other_way() -> None:
    found = Bridge(D(100), D(90), price=D(20), volume=D(-40), mix=D(0), new=D(10), lost=D(0))
    bars = {str(each["name"]): each for each in bridge_in_words(found, "EUR")["parts"]}
    assert (bars["Volume"]["x"], bars["Volume"]["width"]) == (0, 50)
    assert (bars["Price"]["x"], bars["Price"]["width"]) == (50, 25)
    assert (bars["New"]["x"], bars["New"]["width"]) == (50, 12.5)


# -- health ----------------------------------------------------------------------------------------


def bought(code: str, first: int, last: int = 0) -> list[Row]:
    """A purchase a month, from so many months ago to so many."""
    today = timezone.localdate()
    return [
        Row(f"{code}-{back}", code, date=add_months(today, -back))
        for back in range(first, last - 1, -1)
    ]


@pytest.fixture
def regular(cast: Cast) -> Customer:
    """A customer of the senior's that buys every month, beside others that do."""
    rows = [row for number in range(4) for row in bought(f"Z{number}", 30)]
    yesterday = timezone.localdate() - timedelta(1)
    ledger_of([*rows, Row("LAST", "Z0", date=yesterday), *bought("A", 30), *bought("B", 30, 8)])
    for code in "AB":
        cover(cast.senior, Customer.objects.get(code=code))
    refresh(SYSTEM)
    return Customer.objects.get(code="A")


def test_the_heading_says_how_it_stands_and_why(
    regular: Customer, cast: Cast, as_person: AsPerson
) -> None:
    page = page_of(as_person, cast.senior, "account", regular.pk)
    assert "It cannot be judged. 25% of the weight is known and fresh" in page
    set_something(regular, target="999999")
    page = page_of(as_person, cast.senior, "account", regular.pk)
    told = "It is in danger. Red: Net sales."
    assert told in page
    assert page.index(told) < page.index("Its targets hold since")
    silent = Customer.objects.get(code="B")
    set_something(silent, target="1")
    page = page_of(as_person, cast.senior, "account", silent.pk)
    assert "It is in danger. Its silence: “" in page


def test_what_would_turn_it_green_is_told_with_its_figures(
    regular: Customer, actors: SimpleNamespace
) -> None:
    set_something(regular, target="999999")
    found = health_of(actors.senior, regular.pk)
    assert found is not None
    told = shown_health(found).turning[0]
    assert told.startswith("Net sales, which is red: it is €")
    assert told.endswith("and should be at least €999,999")
    still = Customer.objects.get(code="B")
    set_something(still, target="1")
    silent = health_of(actors.senior, still.pk)
    assert silent is not None
    told = shown_health(silent).turning[0]
    assert told.startswith("its rhythm of buying, which is red: ")
    assert "days" in told


def test_only_what_is_missing_counts_as_none(regular: Customer, actors: SimpleNamespace) -> None:
    set_something(regular, target="1")
    found = health_of(actors.senior, regular.pk)
    assert found is not None
    today = timezone.localdate()
    known = [
        Signal("net-sales", Group.BUSINESS, Light.AMBER, 1, today, 62),
        Signal("rhythm", Group.RHYTHM, Light.GREEN, 1, today, 62, is_critical=True),
    ]
    missing = Signal("promoters", Group.BUSINESS, Light.GREY, 0.1, None, 183)
    for signals, is_told in ((known, False), ([*known, missing], True)):
        object.__setattr__(found, "health", Health(today, signals))
        shown = shown_health(found)
        assert ("what is missing counted as none" in shown.reasons[0]) is is_told
        assert "it has no targets, and so is left out" in [group.told for group in shown.groups]


def test_losses_before_which_nothing_was_judged_are_told_once(
    cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    rows = [row for number in range(4) for row in bought(f"Z{number}", 30)]
    yesterday = timezone.localdate() - timedelta(1)
    ledger_of([*rows, Row("LAST", "Z0", date=yesterday), *bought("A", 30, 8)])
    its = Customer.objects.get(code="A")
    cover(cast.senior, its)
    refresh(SYSTEM, since=add_months(timezone.localdate(), -14))
    confirm_loss(actors.senior, customer_id=its.pk, reason=LossReason.PRICE, competitor="")
    page = page_of(as_person, cast.senior, "health")
    assert "Of 1 loss in that time no month before was judged: whether red foretold it" in page
    assert "more loss" not in page


# -- the company's own -----------------------------------------------------------------------------


def test_the_companys_own_are_called_otherwise_in_each_language(
    cast: Cast, as_person: AsPerson
) -> None:
    client = as_person(cast.director)
    asked = {
        "key": "visits", "name": "Visits", "name_es": "Visitas", "name_en": "", "unit": "count",
        "direction": "at_least", "numerator": "", "denominator": "",
    }  # fmt: skip
    assert client.post(reverse("kpis:own"), asked).status_code == 302
    for language, name in (("es", "Visitas"), ("en", "Visits")):
        with override(language):
            assert catalogue().names == {"visits": name}
    address = reverse("kpis:rename", args=["visits"])
    page = client.get(address).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    names = {"name": "Visits", "name_es": "Visitas hechas", "name_en": "Visits paid", "seen": seen}
    assert client.post(address, names).status_code == 302
    assert client.post(address, {**names, "name": " "}).status_code == 422
    with override("en"):
        assert catalogue().names == {"visits": "Visits paid"}
    own = CustomKpi.objects.get()
    assert [each.verb for each in audit.history(own)] == ["kpi.named", "kpi.defined"]
    assert "Visits paid" in page_of(as_person, cast.director, "own")


def test_who_names_it_is_told_who_did_meanwhile(actors: SimpleNamespace) -> None:
    own = define_kpi(
        actors.director, key="visits", name="Visits", unit=Unit.COUNT,
        direction=Direction.AT_LEAST,
    )  # fmt: skip
    seen = revision_of(own)
    name_kpi(actors.director, key="visits", name="Calls", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        name_kpi(actors.director, key="visits", name="Visits paid", seen=seen)
    name_kpi(actors.director, key="visits", name="Visits", name_es="Visitas", seen=seen)
    own.refresh_from_db()
    assert (own.name, own.name_es) == ("Calls", "Visitas")
    with pytest.raises(Forbidden):
        name_kpi(actors.senior, key="visits", name="Other", seen=seen)
    with pytest.raises(CustomKpi.DoesNotExist):
        name_kpi(actors.director, key="others", name="Other")
