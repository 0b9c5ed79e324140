"""The tools of analysis: the value chain, what is sold where, buying, what meets what, and the
factors of success that the matrix learns from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.evidence import Source
from clavero.opportunities.rules.pipeline import SUCCESS, Ansoff
from clavero.plans.models import Initiative, Plan, PlanItem, PlanLink, ScoreDraft
from clavero.plans.rules.ansoff import Sold, ansoff
from clavero.plans.rules.buying import buying
from clavero.plans.rules.catalogue import ACTIVITIES, PHASES, SITUATIONS
from clavero.plans.rules.consistency import Check
from clavero.plans.rules.factors import scores
from clavero.plans.rules.value_chain import EFFECTS, NO_EFFECT, value_chain
from clavero.plans.selectors import Case, plan_picture, position_criteria, worth_of
from clavero.plans.services import accept_scores, propose_scores, refuse_scores
from clavero.plans.testing import SYSTEM, make_forecast, make_initiative, make_row
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()
activities = st.fixed_dictionaries(
    {"activity": st.sampled_from(ACTIVITIES), "effect": st.sampled_from((NO_EFFECT, *EFFECTS))},
    optional={"cost_share": st.sampled_from(["0", "0.2", "0.5"]), "worth": st.just("10")},
)
phases = st.fixed_dictionaries(
    {
        "phase": st.sampled_from(PHASES),
        "situation": st.sampled_from(SITUATIONS),
        "presence": st.sampled_from("0123"),
    },
    optional={"days": st.integers(0, 90).map(str)},
)
factors = st.fixed_dictionaries(
    {name: st.integers(0, 10).map(str) for name in ("weight", "us", "best")}
)


@given(st.dictionaries(st.integers(1, 99), activities, max_size=8))
def test_each_row_of_the_chain_counts_once(rows: dict[int, dict[str, str]]) -> None:
    chain = value_chain(rows)
    assert sorted(each for activity in chain.activities for each in activity.rows) == sorted(rows)
    helping = [row for row in rows.values() if row["effect"] != NO_EFFECT]
    told = [each for each in chain.effects.values() if each is not None]
    assert sum(told) == sum(Decimal(row.get("worth", 0)) for row in helping)
    assert bool(told) is any("worth" in row for row in helping), "what nobody said is not nothing"
    shares = [Decimal(row["cost_share"]) for row in rows.values() if "cost_share" in row]
    assert chain.cost_share == (sum(shares) if shares else None)
    for activity in chain.activities:
        said = any("cost_share" in rows[each] for each in activity.rows)
        assert (activity.cost_share is None) is not said


@given(st.dictionaries(st.integers(1, 99), phases, max_size=10))
def test_we_come_in_where_we_are_first_present(rows: dict[int, dict[str, str]]) -> None:
    for purchase in buying(rows):
        entry = purchase.enters
        upto = PHASES if entry is None else PHASES[: PHASES.index(entry.phase)]
        own = [row for row in rows.values() if row["situation"] == purchase.situation]
        assert all(row["presence"] == "0" for row in own if row["phase"] in upto)
        if purchase.days is not None and purchase.days_before is not None:
            assert 0 <= purchase.days_before <= purchase.days


def test_an_initiative_without_a_chance_has_the_usual_one_of_its_cell() -> None:
    found = ansoff([
        Sold(1, Ansoff.DIVERSIFICATION, Decimal(100), None),
        Sold(2, Ansoff.DIVERSIFICATION, Decimal(100), Decimal("0.5")),
        Sold(3, Ansoff.UNIT, None, None),
    ])  # fmt: skip
    cell = found[Ansoff.DIVERSIFICATION]
    assert [each.number for each in cell.sold] == [2, 1]
    assert (cell.sales, cell.expected) == (200, Decimal("70.0"))
    assert found[Ansoff.UNIT].expected == 0
    assert [found[kind].usual for kind in Ansoff] == [Decimal(f"0.{each}") for each in (6, 4, 4, 2)]


@given(st.dictionaries(st.integers(1, 9), factors, min_size=1, max_size=6))
def test_a_score_lies_between_its_factors(rows: dict[int, dict[str, str]]) -> None:
    for found in scores(rows, dict.fromkeys(rows, "service")):
        own = [rows[each] for each in found.factors]
        assert all(int(row["weight"]) > 0 for row in own)
        assert min(int(row["us"]) for row in own) <= found.us <= max(int(row["us"]) for row in own)


@pytest.mark.django_db
def test_the_forecast_takes_the_usual_chance(customer: Customer, plan: Plan) -> None:
    make_forecast(customer)
    make_initiative(customer, probability=None, ramp=[])
    picture = plan_picture(SYSTEM, customer.pk)
    assert picture.plan is not None
    assert picture.forecast is not None
    assert picture.worth is not None
    without = worth_of(picture.plan, picture.forecast, [], [], [])
    more, less = (each.cases[Case.BASE].years[0].net_sales for each in (picture.worth, without))
    assert more - less == SUCCESS[Ansoff.PENETRATION] * 150


def unanswered(customer: Customer) -> int:
    broken = plan_picture(SYSTEM, customer.pk, linked=True).broken
    return sum(each.count for each in broken if each.check is Check.PAIRS_UNANSWERED)


@pytest.fixture
def weighed(customer: Customer, plan: Plan) -> list[PlanItem]:
    return [
        make_row(customer, "Delivery", "csf",
                 fields={"weight": 60, "us": 5, "best": 7, "competitor": "Arga"}),
        make_row(customer, "Help", "csf",
                 fields={"weight": 40, "us": 8, "best": 6, "competitor": "Arga"}),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_matrix_learns_only_what_somebody_accepts(
    actors: SimpleNamespace, customer: Customer, plan: Plan, weighed: list[PlanItem],
    refuses: Refuses,
) -> None:  # fmt: skip
    criterion, *_others = position_criteria()
    asked = {
        "customer_id": customer.pk, "criteria": {each.pk: criterion for each in weighed},
        "source": Source.CUSTOMER, "said_on": TODAY,
    }  # fmt: skip
    for stranger in (actors.junior_two, actors.logistics):
        with pytest.raises(Customer.DoesNotExist):
            propose_scores(stranger, **asked)
    with pytest.raises(Forbidden):
        propose_scores(actors.director, **asked)
    for wrong, code in (
        ({"criteria": {}}, "nothing_proposed"),
        ({"criteria": {weighed[0].pk: "made-up"}}, "no_such_criterion"),
        ({"criteria": {999: criterion}}, "no_such_criterion"),
        ({"said_on": TODAY + timedelta(days=1)}, "in_the_future"),
    ):
        with refuses(code):
            propose_scores(actors.senior, **{**asked, **wrong})
    propose_scores(actors.senior, **asked)
    (draft,) = propose_scores(actors.junior_one, **asked)
    assert (draft.us, draft.best, draft.competitor) == (Decimal("6.2"), Decimal("6.6"), "Arga")
    assert not AccountScore.objects.exists()
    waiting = ScoreDraft.objects.filter(state="proposed")
    assert [each.pk for each in waiting] == [draft.pk]
    decided = {"customer_id": customer.pk, "drafts": [draft.pk]}
    with pytest.raises(Forbidden):
        accept_scores(actors.executive, **decided)
    with pytest.raises(Customer.DoesNotExist):
        accept_scores(actors.junior_two, **decided)
    assert accept_scores(actors.director, **decided) == 2
    ours, theirs = AccountScore.objects.order_by("subject")[::-1]
    assert (ours.value, ours.source, ours.by_name) == (
        Decimal("6.2"), "customer", actors.director.name,
    )  # fmt: skip
    assert (theirs.value, theirs.competitor) == (Decimal("6.6"), "Arga")
    assert "Delivery" in ours.reason
    assert [each.verb for each in history(plan)[:2]] == [
        "plan.scores_accepted", "plan.scores_proposed",
    ]  # fmt: skip
    with refuses("not_waiting"):
        accept_scores(actors.director, **decided)
    (again,) = propose_scores(actors.senior, **asked)
    refuse_scores(actors.senior, customer_id=customer.pk, drafts=[again.pk])
    assert AccountScore.objects.count() == 2
    assert history(plan)[0].verb == "plan.scores_refused"
    make_row(customer, "Price", "csf", fields={"weight": 10, "us": 5, "best": 7})
    with refuses("weights_not_100"):
        propose_scores(actors.senior, **asked)


@pytest.mark.django_db
def test_the_tools_are_worked_with(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan, weighed: list[PlanItem]
) -> None:
    browser = as_person(cast.senior)
    here = {
        name: reverse(f"plans:{name}", args=[customer.pk])
        for name in ("value_chain", "ansoff", "buying", "factors", "analysis")
    }
    page = browser.get(here["value_chain"])
    operations = page.context["chain"]["primary"][1]
    given = {"text": "Stops cost it dearly", "x_activity": "operations", "x_cost_share": "40",
             "x_effect": "cost", "x_worth": "900"}  # fmt: skip
    page = browser.post(operations.add, given, follow=True)
    assert page.redirect_chain[-1][0] == here["value_chain"]
    told = words(page)
    assert "Operations 40 % 40 %" in told.replace("40%", "40 %")
    assert "1 row says where we help and has no initiative." in told
    make = page.context["chain"]["primary"][1].rows[0].make
    form = browser.get(make).context["form"]
    assert form.initial["customer_value"] == "900"
    given = {"text": "Stock on site", "kind": "penetration", "customer_value": "900",
             "answers": form.initial["answers"]}  # fmt: skip
    told = words(browser.post(make, given, follow=True))
    assert "has no initiative" not in told
    assert "Stock on site" in told
    assert PlanLink.objects.get().initiative == Initiative.objects.get()
    assert "60% succeed" in words(browser.get(here["ansoff"])).replace("60 %", "60%")
    page = browser.get(here["buying"])
    add = page.context["buying"]["phases"][3][1][0]["add"]
    given = {"text": "They ask around", "x_phase": "search", "x_situation": "new",
             "x_presence": "2", "x_days": "12"}  # fmt: skip
    told = words(browser.post(add, given, follow=True))
    assert "New task: we come in at “Search for suppliers”." in told
    page = browser.get(here["factors"])
    criterion = next(iter(position_criteria()))
    given = {"source": "customer", "said_on": TODAY.isoformat(),
             **{f"factor_{each.pk}": criterion for each in weighed}}  # fmt: skip
    told = words(browser.post(here["factors"], given, follow=True))
    assert "we 6.20, the best competitor 6.60" in told
    draft = ScoreDraft.objects.get()
    decide = reverse("plans:decide_scores", args=[customer.pk])
    page = browser.post(decide, {"draft": str(draft.pk)})
    assert page.headers["Location"] == reverse("matrix:why", args=[customer.pk])
    assert AccountScore.objects.count() == 2


@pytest.mark.django_db
def test_each_pair_of_what_meets_what_asks_for_an_initiative(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    for part, text in (("strength", "We are near"), ("threat", "They buy abroad")):
        make_row(customer, text, "swot", fields={"part": part, "impact": 4, "strength": 4})
    assert unanswered(customer) == 1
    browser = as_person(cast.senior)
    page = browser.get(reverse("plans:analysis", args=[customer.pk]))
    pairs = [pair for _in, _out, found in page.context["analysis"].tows for pair in found]
    form = browser.get(pairs[0].make).context["form"]
    given = {"text": "A local stock", "kind": "product", "answers": form.initial["answers"]}
    browser.post(pairs[0].make, given)
    assert PlanLink.objects.count() == 2
    assert unanswered(customer) == 0
    browser.post(
        reverse("plans:add_initiative", args=[customer.pk]),
        {**given, "answers": "row:999", "text": "Nothing"},
    )
    assert not Initiative.objects.filter(text="Nothing").exists()
