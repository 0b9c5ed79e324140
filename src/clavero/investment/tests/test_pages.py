"""The pages of investments, as people use them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.investment import selectors
from clavero.investment.models import Actual, Case, Funding, Level, Pair, Round, Terms
from clavero.investment.rules.kinds import Aim, Gate
from clavero.investment.testing import (
    SYSTEM,
    assess,
    expected,
    fund,
    make_case,
    the_open_round,
    with_terms,
)
from clavero.investment.tests.worked import FLOWS
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.testing import cover, make_customer, today
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
YEARS = {
    f"{name}_{year}": value
    for name, values in {"inertial": "0 0 0", "likely": "40 60 80"}.items()
    for year, value in enumerate(values.split(), start=1)
}
TERMS = {
    "budget": "150", "rate": "10", "aim": "mean", "shape": "pert", "most_loss": "10",
    "caution": "50", "reason": "The plan", "seen": "0",
}  # fmt: skip


@pytest.fixture
def worked(cast: Cast) -> dict[str, Case]:
    """The cases of the worked numbers, O-6.1, with 150 to spend."""
    found = {
        name: make_case(make_customer(name), ("whole", expected(*flows)))
        for name, flows in FLOWS.items()
    }
    with_terms(150)
    return found


def test_a_round_from_nothing_to_decided(as_person: AsPerson, cast: Cast) -> None:
    director, executive = as_person(cast.director), as_person(cast.executive)
    senior = as_person(cast.senior)
    home = reverse("investment:home")
    assert "Open the first round" in words(director.get(home))
    assert "the director of key accounts opens one" in words(senior.get(home))
    opened = director.post(reverse("investment:open"), {"name": "2027"})
    found = Round.objects.get()
    assert opened["Location"] == reverse("investment:terms", args=[found.pk])
    assert director.post(opened["Location"], TERMS).status_code == 302
    assert Terms.objects.get().rate == Decimal("0.1")

    for name, flows in FLOWS.items():
        customer = make_customer(name)
        cover(cast.senior, customer)
        years = {f"likely_{year}": str(flow) for year, flow in enumerate(flows[1:], start=1)}
        sent = {**YEARS, **years, "purpose": "A line", "name": "whole", "outlay": str(flows[0])}
        answer = senior.post(reverse("investment:propose", args=[customer.pk]), sent)
        assert answer.status_code == 302, words(answer)
    shown = words(director.get(home))
    assert "2 accounts in the choice: €64 of net present value for €150." in shown
    page = executive.get(reverse("investment:choice", args=[found.pk]))
    assert "Decide 5 cases as the choice has them" in words(page)
    seen = page.context["form"]["seen"].value()
    sent = {"reason": "As proposed", "seen": str(seen)}
    done = executive.post(reverse("investment:choice", args=[found.pk]), sent, follow=True)
    assert "The choice is decided." in notices(done)
    assert Funding.objects.exclude(level="").count() == 2


def test_terms_come_back_where_others_were_set_meanwhile(as_person: AsPerson, cast: Cast) -> None:
    found = with_terms(100)
    answer = as_person(cast.director).post(reverse("investment:terms", args=[found.pk]), TERMS)
    assert answer.status_code == 422
    assert "clavero has set other terms" in words(answer)


def test_who_is_selective_is_offered_and_filled_in(as_person: AsPerson, cast: Cast) -> None:
    customer = make_customer("A")
    cover(cast.senior, customer)
    hold(today(), {"A": Strategy.SELECTIVE})
    rows = (
        "A,volume,6000,us,estimate,{day},planned", "A,share,0.5,us,estimate,{day},planned",
        "A,growth,0.1,us,estimate,{day},inertial",
    )  # fmt: skip
    from clavero.matrix.services import import_scores

    head = "account,criterion,value,subject,source,date,forecast"
    text = "\n".join([head, *(row.format(day=today()) for row in rows)])
    import_scores(SYSTEM, content=text.encode())
    found = the_open_round()
    senior = as_person(cast.senior)
    page = senior.get(reverse("investment:add", args=[found.pk]))
    address = reverse("investment:propose", args=[customer.pk])
    assert address in page.content.decode()
    form = senior.get(address)
    assert "Filled in from the forecasts of the matrix" in words(form)
    filled = form.context["form"]["likely_3"].value()
    assert filled.replace(",", "").startswith("600000")  # 6 millions × 0.5 × 0.2


def test_what_contradicts_itself_comes_back_at_its_field(as_person: AsPerson, cast: Cast) -> None:
    case = make_case(make_customer("A"))
    address = reverse("investment:new_level", args=[case.pk])
    wrong = {**YEARS, "name": "low", "outlay": "10", "high_2": "1"}
    answer = as_person(cast.director).post(address, wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors["likely_2"]
    assert Level.objects.count() == 1


def test_a_level_changed_meanwhile_is_told(as_person: AsPerson, cast: Cast) -> None:
    case = make_case(make_customer("A"))
    level = Level.objects.get()
    address = reverse("investment:level", args=[case.pk, level.pk])
    director = as_person(cast.director)
    page = director.get(address)
    seen = str(page.context["form"]["seen"].value())
    sent = {**YEARS, "outlay": "120", "seen": seen}
    assert director.post(address, sent).status_code == 302
    other = director.post(address, {**sent, "outlay": "130"})
    assert other.status_code == 422
    assert "Outlay" in words(other)
    assert f"What {cast.director.name} has written meanwhile stands" in words(other)
    page = other.content.decode()
    assert page.index("What was changed meanwhile") < page.index('name="outlay"')
    assert not other.context["form"]["outlay"].errors, "it is told above, in no cell"
    assert other.context["form"]["outlay"].value() == "130", "what was typed is kept"
    again = {**sent, "outlay": "130", "seen": str(other.context["form"]["seen"].value())}
    assert director.post(address, again).status_code == 302
    assert Level.objects.get().expected["outlay"] == "130"


def test_another_budget_is_looked_at(
    as_person: AsPerson, cast: Cast, worked: dict[str, Case]
) -> None:
    director = as_person(cast.director)
    address = reverse("investment:choice", args=[the_open_round().pk])
    page = words(director.get(address, {"budget": "200"}))
    assert "3 accounts, €81 of net present value." in page
    assert "In and out at €200" in page
    assert "Back to €150" in page
    assert "Decide 5 cases" not in words(as_person(cast.executive).get(address, {"budget": "200"}))
    for odd in ("", "x", "-5", "nan", "1e99"):
        assert director.get(address, {"budget": odd}).status_code == 200
    file = director.get(address, {"chart": "budget", "as": "csv"})
    assert file["Content-Type"].startswith("text/csv")


def test_managers_see_their_own_and_not_whom_it_is_held_against(
    as_person: AsPerson, cast: Cast, worked: dict[str, Case]
) -> None:
    cover(cast.senior, worked["S"].customer)
    senior = as_person(cast.senior)
    page = words(senior.get(reverse("investment:home")))
    assert "Customer S" in page
    assert "Customer P" not in page
    own = words(senior.get(reverse("investment:case", args=[worked["S"].pk])))
    assert "The others bring more with the same money." in own
    assert "Customer P" not in own


def test_bonds(as_person: AsPerson, cast: Cast, worked: dict[str, Case]) -> None:
    director, found = as_person(cast.director), the_open_round()
    sent = {"first": worked["P"].pk, "second": worked["Q"].pk, "kind": "exclusive",
            "reason": "One factory"}  # fmt: skip
    assert director.post(reverse("investment:bind", args=[found.pk]), sent).status_code == 302
    with_terms(200)
    page = words(director.get(reverse("investment:choice", args=[found.pk])))
    assert "Customer P is chosen, which excludes it." in page
    address = reverse("investment:unbind", args=[found.pk, Pair.objects.get().pk])
    assert "Take it away?" in words(director.get(address))
    director.post(address)
    assert not Pair.objects.exists()


def test_the_draws_are_shown(as_person: AsPerson, cast: Cast, worked: dict[str, Case]) -> None:
    director, found = as_person(cast.director), the_open_round()
    address = reverse("investment:risk", args=[found.pk])
    assert "Nothing is drawn yet" in words(director.get(address))
    assert "The draws are made." in notices(director.post(address, follow=True))
    page = words(director.get(address))
    for told in ("Three ways to choose", "Few losses", "Cautious", "10,000 draws"):
        assert told in page
    make_case(make_customer("X"))
    assert "draw again" in words(director.get(address))
    file = director.get(address, {"chart": "ranges", "as": "csv"})
    assert "Customer P" in file.content.decode("utf-8-sig")


def test_one_case_is_decided_staged_and_released(as_person: AsPerson, cast: Cast) -> None:
    case = make_case(make_customer("A"))
    with_terms(150)
    executive = as_person(cast.executive)
    address = reverse("investment:decide", args=[case.pk])
    form = executive.get(address).context["form"]
    assert form["level"].value() == "level:whole"
    sent = {
        "level": "level:whole", "reason": "It pays", "share": "25",
        "seen": str(form["seen"].value()),
        "gate_on": form["gate_on"].value().isoformat(), "customers_share": "40", "quality": "7",
    }  # fmt: skip
    assert "It is decided." in notices(executive.post(address, sent, follow=True))
    funding = Funding.objects.get()
    assert (funding.first, funding.asked) == (25, {"share": "0.4", "quality": "7"})
    page = words(executive.get(reverse("investment:case", args=[case.pk])))
    assert "€25 were released at once; €75 wait for the gate" in page
    assert "Share in the customer: 40.0% is asked; nobody has measured it yet." in page
    gate = reverse("investment:gate", args=[case.pk])
    seen = str(executive.get(gate).context["form"]["seen"].value())
    told = {"verdict": "stopped", "reason": "It fell", "quality": "5", "seen": seen}
    assert "Say why it is decided before its day." in words(executive.post(gate, told))
    executive.post(gate, {**told, "early_because": "They left us"})
    funding.refresh_from_db()
    assert funding.gate == Gate.STOPPED
    page = words(executive.get(reverse("investment:case", args=[case.pk])))
    assert "Quality of the relationship: 7.0 was asked, 5.0 was measured: missed." in page
    assert "It fell. It was decided before its day" in page
    for name in ("gate", "targets"):
        over = executive.get(reverse(f"investment:{name}", args=[case.pk]))
        assert "has decided at the gate already." in words(over)
        assert b'name="reason"' not in over.content
    home = words(as_person(cast.director).get(reverse("investment:home")))
    assert "Back in the pool" in home


def test_the_targets_of_a_gate_stand_beside_what_is_measured(
    as_person: AsPerson, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"sales": Decimal(2_000_000), "quality": Decimal(8)}
    monkeypatch.setattr(selectors, "measured_now", lambda _actor, _code: known)
    first, second = (make_case(make_customer(code)) for code in "AB")
    with_terms(1500)
    executive = as_person(cast.executive)
    address = reverse("investment:decide", args=[first.pk])
    page = executive.get(address)
    form = page.context["form"]
    assert "What its gate asks for" in words(page)
    assert "Today it is €2,000,000." in words(page)
    assert [form[name].value() for name in ("sales", "customers_share", "quality")] == [
        "2,100,000", None, "8.5",
    ]  # fmt: skip
    sent = {
        "level": "level:whole",
        "reason": "It pays",
        "share": "25",
        "sales": "1000",
        "seen": str(form["seen"].value()),
        "gate_on": form["gate_on"].value().isoformat(),
    }
    low = "€1,000 is asked; €2,000,000 today, far more, so that doing nothing would pass the gate."
    asked = executive.post(address, sent)
    assert asked.status_code == 422, "it is asked back before anything is decided"
    assert low in words(asked)
    assert not Funding.objects.exists()
    assert "It is meant so" in words(asked)
    sent |= {"meant": "on"}
    assert any(low in told for told in notices(executive.post(address, sent, follow=True)))
    own = words(executive.get(reverse("investment:case", args=[first.pk])))
    assert low in own
    assert "It pays." in own
    assert "Quality of the relationship: no target was set; 8.0 today." in own
    assert "Sales volume: 1,000" in own, "the history says what the gate asks for"
    address = reverse("investment:decide", args=[second.pk])
    sent |= {"sales": "", "seen": str(executive.get(address).context["form"]["seen"].value())}
    told = notices(executive.post(address, sent, follow=True))
    assert any("asks for nothing yet: set its targets" in each for each in told)
    address = reverse("investment:targets", args=[second.pk])
    form = executive.get(address).context["form"]
    assert "meant" not in form.fields, "nothing is asked where nothing is odd"
    sent = {"reason": "As agreed", "sales": "21000000", "seen": str(form["seen"].value())}
    asked = executive.post(address, sent)
    assert "€21,000,000 is asked; €2,000,000 today. That is more than three times" in words(asked)
    assert asked.context["form"]["sales"].value() == "21000000"
    assert executive.post(address, {**sent, "sales": "2100000"}).status_code == 302


def test_gates_of_a_choice_that_ask_for_less_than_today_are_asked_back(
    as_person: AsPerson, cast: Cast, worked: dict[str, Case]
) -> None:
    executive = as_person(cast.executive)
    address = reverse("investment:choice", args=[the_open_round().pk])
    seen = str(executive.get(address).context["form"]["seen"].value())
    sent = {"reason": "As proposed", "seen": seen, "sales": "-50", "quality": "0.5"}
    asked = executive.post(address, sent)
    assert "Less than today: doing nothing would pass every gate." in words(asked)
    asked = executive.post(address, {**sent, "sales": "5", "customers_share": "50", "quality": "5"})
    assert words(asked).count("That is half of the whole scale or more, on top of today.") == 2
    assert not Funding.objects.exists()
    executive.post(address, {**sent, "meant": "on"})
    assert Funding.objects.exists()


def test_gates_of_a_choice_that_ask_for_many_times_as_much_are_asked_back_account_by_account(
    as_person: AsPerson,
    cast: Cast,
    worked: dict[str, Case],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {"P": {"share": Decimal("0.1"), "quality": Decimal(1)}, "R": {"share": Decimal("0.5")}}
    reads: list[list[str]] = []

    def measured_of(_actor: Actor, codes: list[str]) -> dict[str, dict[str, Decimal]]:
        reads.append(codes)
        return {code: known.get(code, {}) for code in codes}

    monkeypatch.setattr(selectors, "measured_of", measured_of)
    executive = as_person(cast.executive)
    address = reverse("investment:choice", args=[the_open_round().pk])
    seen = str(executive.get(address).context["form"]["seen"].value())
    sent = {"reason": "As proposed", "seen": seen, "customers_share": "30", "quality": "0.5"}
    asked = executive.post(address, sent)
    assert asked.status_code == 422, "30 points on top of a tenth are hardly meant"
    told = words(asked)
    assert "40.0% is asked; 10.0% today. That is more than three times as much." in told
    assert "80.0% is asked" not in told, "of R, which has half, they may be"
    assert "quality" not in asked.context["form"].errors
    assert not Funding.objects.exists()
    assert len(reads) == 1, "all are read at once"
    executive.post(address, {"reason": "As proposed", "seen": "0"})
    executive.post(address, {**sent, "meant": "on", "seen": "0"})
    assert not Funding.objects.exists()
    assert len(reads) == 1, "nothing is read where no gate asks, or where it is meant so"
    executive.post(address, {**sent, "meant": "on"})
    assert Funding.objects.exists()


def test_what_came_is_entered_and_held_against_the_forecast(
    as_person: AsPerson, cast: Cast
) -> None:
    case = make_case(make_customer("A"))
    fund(case, on=today().replace(year=today().year - 2, day=1))
    director = as_person(cast.director)
    address = reverse("investment:actual", args=[case.pk])
    seen = str(director.get(address).context["form"]["seen"].value())
    sent = {"year": "1", "value": "20", "note": "Report", "seen": seen}
    assert director.post(address, sent).status_code == 302
    assert Actual.objects.get().value == 20
    assert "Year 1: €20, forecast €40" in words(
        director.get(reverse("investment:case", args=[case.pk]))
    )
    page = words(director.get(reverse("investment:records")))
    assert "50%" in page


def test_strategic_and_in_any_event(as_person: AsPerson, cast: Cast) -> None:
    case = make_case(make_customer("T"), ("whole", expected(*FLOWS["T"])))
    with_terms(150)
    executive = as_person(cast.executive)
    executive.post(reverse("investment:strategic", args=[case.pk]), {"reason": "It opens Portugal"})
    page = executive.get(reverse("investment:case", args=[case.pk]))
    assert f"{cast.executive.name} has called it strategic: It opens Portugal" in words(page)
    assert "only a decision puts it in" in words(page)
    sent = {"is_must": "on", "reason": "The board wants it"}
    executive.post(reverse("investment:must", args=[case.pk]), sent)
    assert "It is funded in any event" in words(
        executive.get(reverse("investment:case", args=[case.pk]))
    )


def test_a_level_is_taken_away_and_a_round_closed(as_person: AsPerson, cast: Cast) -> None:
    case = make_case(make_customer("A"))
    director = as_person(cast.director)
    level = reverse("investment:remove_level", args=[case.pk, Level.objects.get().pk])
    assert "Take the level “whole” away?" in words(director.get(level))
    director.post(level)
    assert "No level is described yet" in words(
        director.get(reverse("investment:case", args=[case.pk]))
    )
    director.post(reverse("investment:close", args=[case.round_id]))
    assert "Open another round" in words(director.get(reverse("investment:home")))
    customer = make_customer("B")
    page = director.get(reverse("investment:propose", args=[customer.pk]))
    assert "No round is open" in words(page)


@pytest.mark.parametrize("who", ["sales", "hr", "logistics", "administrator"])
def test_others_have_no_door(as_person: AsPerson, cast: Cast, who: str) -> None:
    page = as_person(getattr(cast, who)).get(reverse("investment:home"))
    assert page.status_code == 403


def test_in_spanish(as_person: AsPerson, cast: Cast, worked: dict[str, Case]) -> None:
    assess(SYSTEM, round_id=the_open_round().pk)
    Person.objects.filter(pk=cast.director.pk).update(language="es")
    director: Any = as_person(cast.director)
    for name in ("round", "choice", "risk", "terms"):
        page = director.get(reverse(f"investment:{name}", args=[the_open_round().pk]))
        assert page.status_code == 200
    assert timezone.localdate()


@pytest.mark.parametrize("outlay", [100, 80])
def test_a_choice_by_draws_has_its_page(outlay: int, as_person: AsPerson, cast: Cast) -> None:
    """Y brings more on average, X is sure: no step from the cautious choice is made of less."""
    make_case(make_customer("X"), ("whole", expected(100, 45, 45, 45)))
    wide = {"low": (-500, -500, -500), "high": (620, 620, 620)}
    make_case(make_customer("Y"), ("whole", expected(outlay, 55, 55, 55, **wide)))
    found = with_terms(100, aim=Aim.CAUTIOUS, caution=Decimal(1))
    assess(SYSTEM, round_id=found.pk)
    picture = selectors.round_picture(SYSTEM, found)
    assert not picture.needs_draws
    assert picture.choice is not None
    assert set(picture.choice.accounts) == {"X"}
    answer = as_person(cast.director).get(reverse("investment:choice", args=[found.pk]))
    assert answer.status_code == 200
    shown = words(answer)
    assert "are of what brings most on average" in shown
    assert f"€{outlay} more would bring €" in shown
    assert "-€" not in shown
