"""What is decided, the gate, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.investment.models import Actual, Case, Funding
from clavero.investment.rules.kinds import Gate, PairKind, Shape
from clavero.investment.rules.stages import More, gate_days
from clavero.investment.selectors import (
    gate_picture,
    measured_now,
    proven,
    records,
    records_seen,
    round_picture,
)
from clavero.investment.services import (
    Staging,
    approve_choice,
    bind,
    call_strategic,
    choice_revision,
    close_round,
    decide,
    decide_gate,
    deciding,
    enter_actual,
    set_gate_targets,
    set_level,
    set_terms,
)
from clavero.investment.testing import (
    SYSTEM,
    expected,
    fund,
    make_case,
    the_open_round,
    with_terms,
)
from clavero.investment.tests.worked import FLOWS
from clavero.kpis.services import enter_value
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover, make_customer, today

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
FOUR_YEARS = timedelta(days=4 * 366)


@pytest.fixture
def worked(cast: Cast) -> dict[str, Case]:
    """The cases of the worked numbers, O-6.1, with 150 to spend."""
    found = {
        name: make_case(make_customer(name), ("whole", expected(*flows)))
        for name, flows in FLOWS.items()
    }
    with_terms(150)
    return found


def test_an_executive_approves_the_choice(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    found = the_open_round()
    seen = choice_revision()
    for actor in (actors.director, actors.senior):
        with pytest.raises(Forbidden):
            approve_choice(actor, round_id=found.pk, reason="Plan", seen=seen)
    with refuses("reason_missing"):
        approve_choice(actors.executive, round_id=found.pk, reason="", seen=seen)
    assert approve_choice(actors.executive, round_id=found.pk, reason="Plan", seen=seen) == 5
    levels = {each.case.customer.code: each.level for each in Funding.objects.all()}
    assert levels == {"P": "whole", "Q": "", "R": "whole", "S": "", "T": ""}
    pool = round_picture(SYSTEM, found).pool
    assert pool is not None
    assert (pool.bound, pool.left) == (150, 0)
    with refuses("nothing_waits"):
        approve_choice(actors.executive, round_id=found.pk, reason="Plan", seen=choice_revision())
    assert str(changes_of(worked["P"].customer)[0].what) == "investment decided"


def test_against_the_choice_with_a_reason_and_what_was_proposed_is_kept(
    worked: dict[str, Case], actors: SimpleNamespace
) -> None:
    funding = decide(
        actors.executive, case_id=worked["Q"].pk, level="whole", reason="We know the buyer",
        staging=Staging(Decimal("0.2"), asked={"sales": Decimal(900)}),
    )  # fmt: skip
    assert (funding.proposed, funding.outlay, funding.first) == ("", 60, 12)
    assert (funding.gate, funding.asked) == (Gate.WAITING, {"sales": "900"})
    picture = round_picture(SYSTEM, worked["Q"].round)
    assert picture.choice is not None
    assert set(picture.choice.accounts) == {"Q", "R", "S"}  # what is left goes on being chosen
    refused = decide(actors.executive, case_id=worked["R"].pk, level="", reason="Not this year")
    assert (refused.proposed, refused.level, refused.outlay) == ("whole", "", 0)


def test_what_is_not_decided(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    case = worked["P"]
    given = {"case_id": case.pk, "level": "whole", "reason": "Plan"}
    with pytest.raises(Forbidden):
        decide(actors.director, **given)
    with pytest.raises(Case.DoesNotExist):
        decide(actors.senior, **given)
    with refuses("reason_missing"):
        decide(actors.executive, **{**given, "reason": ""})
    with refuses("no_such_level"):
        decide(actors.executive, **{**given, "level": "half"})
    with refuses("first_too_large"):
        decide(actors.executive, **given, staging=Staging(Decimal("0.31")))
    early, late = gate_days(today())
    for day in (early - timedelta(1), late + timedelta(1)):
        with refuses("gate_outside"):
            decide(actors.executive, **given, staging=Staging(gate_on=day))
    with refuses("not_worth"):
        decide(actors.executive, **{**given, "case_id": worked["T"].pk})
    seen = revision_of(case)
    set_level(SYSTEM, case_id=case.pk, name="whole", expected=expected(99, 40, 60, 80), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        decide(actors.executive, **given, seen=seen)
    assert not Funding.objects.exists()


def test_what_is_decided_stays(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    fund(worked["P"])
    with refuses("decided"):
        decide(actors.executive, case_id=worked["P"].pk, level="", reason="No")
    with refuses("decided"):
        set_level(SYSTEM, case_id=worked["P"].pk, name="x", expected=expected(1, 1, 1, 1))
    with refuses("over_budget"):
        fund(worked["Q"])
    terms = round_picture(SYSTEM, the_open_round()).terms
    assert terms is not None
    with refuses("less_than_bound"):
        set_terms(actors.director, round_id=the_open_round().pk, budget=Decimal(99),
                  rate=Decimal("0.1"), reason="Less", seen=terms.pk)  # fmt: skip


def test_a_limit_that_a_decision_would_break(worked: dict[str, Case], refuses: Refuses) -> None:
    with_terms(500, accounts=1)
    fund(worked["P"])
    with refuses("breaks_a_limit"):
        fund(worked["Q"])
    assert not Funding.objects.filter(case=worked["Q"]).exists()


def test_a_strategic_loss_is_funded(worked: dict[str, Case], actors: SimpleNamespace) -> None:
    call_strategic(actors.executive, case_id=worked["T"].pk, reason="It opens Portugal")
    assert fund(worked["T"]).level == "whole"


# -- the gate --------------------------------------------------------------------------------------


def test_a_stop_gives_the_rest_back_to_the_pool(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    case = worked["P"]
    fund(case)
    given = {
        "case_id": case.pk, "measured": {"sales": Decimal(3)}, "reason": "It fell",
        "early_because": "They left",
    }  # fmt: skip
    with pytest.raises(Forbidden):
        decide_gate(actors.director, **given, verdict=Gate.STOPPED)
    with refuses("no_verdict"):
        decide_gate(actors.executive, **given, verdict=Gate.WAITING)
    with refuses("reason_missing"):
        decide_gate(actors.executive, **{**given, "reason": ""}, verdict=Gate.STOPPED)
    close_round(actors.director, round_id=case.round_id)
    funding = decide_gate(actors.executive, **given, verdict=Gate.STOPPED)
    assert (funding.gate, funding.gate_by) == (Gate.STOPPED, actors.executive.name)
    pool = round_picture(SYSTEM, case.round).pool
    assert pool is not None
    assert (pool.bound, pool.returned, pool.left) == (30, 70, 120)
    with refuses("decided"):
        decide_gate(actors.executive, **given, verdict=Gate.RELEASED)
    assert str(changes_of(case.customer)[0].what) == "decided at the gate of an investment"


def test_money_that_came_back_is_chosen_about_again(worked: dict[str, Case]) -> None:
    fund(worked["P"])
    found = the_open_round()
    before = round_picture(SYSTEM, found).choice
    assert before is not None
    assert set(before.accounts) == {"P", "R"}
    decide_gate(
        SYSTEM, case_id=worked["P"].pk, verdict=Gate.STOPPED, measured={}, reason="It fell",
        early_because="Now",
    )  # fmt: skip
    after = round_picture(SYSTEM, found).choice
    assert after is not None
    assert set(after.accounts) == {"Q", "R"}
    assert after.spent <= 120


@pytest.mark.parametrize("how", ["stopped", "refused"])
def test_what_needed_an_account_that_is_out_does_not_bar_the_others(
    how: str, cast: Cast, worked: dict[str, Case]
) -> None:
    """P is funded and needs S; once S is out as well as P in, nothing of it is left to choose."""
    bind(
        SYSTEM, first_id=worked["P"].pk, second_id=worked["S"].pk, kind=PairKind.REQUIRES,
        reason="One factory",
    )  # fmt: skip
    fund(worked["P"])
    if how == "stopped":
        fund(worked["S"])
        decide_gate(
            SYSTEM, case_id=worked["S"].pk, verdict=Gate.STOPPED, measured={}, reason="It fell",
            early_because="Now",
        )  # fmt: skip
    else:
        decide(SYSTEM, case_id=worked["S"].pk, level="", reason="Not this year")
    choice = round_picture(SYSTEM, the_open_round()).choice
    assert choice is not None
    assert choice.is_possible
    with_terms(400)
    assert decide(SYSTEM, case_id=worked["Q"].pk, level="whole", reason="It pays").level == "whole"


def test_what_is_not_decided_keeps_to_its_bond(cast: Cast, worked: dict[str, Case]) -> None:
    bind(
        SYSTEM, first_id=worked["P"].pk, second_id=worked["S"].pk, kind=PairKind.REQUIRES,
        reason="One factory",
    )  # fmt: skip
    decide(SYSTEM, case_id=worked["S"].pk, level="", reason="Not this year")
    choice = round_picture(SYSTEM, the_open_round()).choice
    assert choice is not None
    assert "P" not in choice.accounts


def test_without_money_in_it_there_is_no_gate(worked: dict[str, Case], refuses: Refuses) -> None:
    with refuses("not_funded"):
        decide_gate(SYSTEM, case_id=worked["P"].pk, verdict=Gate.STOPPED, measured={}, reason="No")
    decide(SYSTEM, case_id=worked["Q"].pk, level="", reason="No")
    with refuses("not_funded"):
        enter_actual(SYSTEM, case_id=worked["Q"].pk, year=1, value=Decimal(1))


def test_the_gate_looks_at_the_kpis(worked: dict[str, Case], actors: SimpleNamespace) -> None:
    case = worked["P"]
    asked = {"share": Decimal("0.4"), "quality": Decimal(7), "sales": Decimal(100)}
    funding = decide(SYSTEM, case_id=case.pk, level="whole", reason="Plan",
                     staging=Staging(asked=asked))  # fmt: skip
    assert measured_now(actors.executive, "P") == {}
    assert gate_picture(funding, {}).proposed is None
    for key, value in (("share-of-wallet", "0.45"), ("satisfaction", "0.6")):
        enter_value(SYSTEM, customer_id=case.customer_id, key=key, day=today(),
                    value=Decimal(value))  # fmt: skip
    assert gate_picture(funding, {"share": Decimal("0.45"), "quality": Decimal(6)}).proposed is (
        Gate.STOPPED
    )
    met = {"share": Decimal("0.45"), "quality": Decimal(7), "sales": Decimal(100)}
    assert gate_picture(funding, met).proposed is Gate.RELEASED


# -- what came of it -------------------------------------------------------------------------------


def test_what_came_shrinks_the_proposer_s_next_forecast(
    cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    customer, next_one = make_customer("A"), make_customer("B")
    cover(cast.senior, customer, next_one)
    case = make_case(customer, ("whole", expected(100, 50, 60, 70)), actor=actors.senior)
    fund(case, on=today() - FOUR_YEARS)
    with refuses("year_outside"):
        enter_actual(actors.senior, case_id=case.pk, year=4, value=Decimal(1))
    for year, value in enumerate((25, 30, 35), start=1):
        enter_actual(actors.senior, case_id=case.pk, year=year, value=Decimal(value))
    record = records()[cast.senior.pk]
    assert (record.years, record.ratio) == (3, Decimal("0.5"))
    shrunk = (3 * Decimal("0.5") + 4) / 7
    assert record.factor == shrunk
    made = make_case(next_one, ("whole", expected(100, 70, 70, 70)), actor=actors.senior)
    row = round_picture(SYSTEM, made.round).row_of(made.pk)
    assert row is not None
    assert row.levels[0].flows.years == (70 * shrunk,) * 3
    past = round_picture(SYSTEM, case.round).row_of(case.pk)
    assert past is not None
    assert past.levels[0].flows.years == (50, 60, 70)  # what was decided stands as it was
    assert row.record == record
    assert [each.actual for each in proven(actors.senior)] == [25, 30, 35]
    assert proven(actors.junior_one) == []
    assert [each.name for each in records_seen(actors.senior)] == [cast.senior.name]
    assert records_seen(actors.junior_one) == []


def test_what_came_is_held_against_the_forecast_it_was_decided_by(
    cast: Cast, actors: SimpleNamespace
) -> None:
    """O-6.5: 20, 30, 52 are 34 in a triangle and 32 as PERT reads them."""
    customer = make_customer("A")
    cover(cast.senior, customer)
    years = {"low": (20, 20, 20), "high": (52, 52, 52)}
    case = make_case(
        customer, ("whole", expected(50, 30, 30, 30, **years)), actor=actors.senior
    )  # fmt: skip
    with_terms(shape=Shape.TRIANGULAR)
    fund(case, on=today() - FOUR_YEARS)
    with_terms(shape=Shape.PERT)
    enter_actual(actors.senior, case_id=case.pk, year=1, value=Decimal(34))
    assert [each.forecast for each in proven(SYSTEM)] == [34]
    assert records()[cast.senior.pk].ratio == 1


def test_a_year_that_is_not_over_is_not_known(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    fund(worked["P"])
    with refuses("year_not_over"):
        enter_actual(actors.director, case_id=worked["P"].pk, year=1, value=Decimal(1))
    with pytest.raises(Forbidden):
        enter_actual(actors.executive, case_id=worked["P"].pk, year=1, value=Decimal(1))


def test_what_was_entered_is_put_right(worked: dict[str, Case]) -> None:
    fund(worked["P"], on=today() - FOUR_YEARS)
    given = {"case_id": worked["P"].pk, "year": 1}
    enter_actual(SYSTEM, **given, value=Decimal(1))
    enter_actual(SYSTEM, **given, value=Decimal(2))
    assert Actual.objects.get().value == 2


# -- two at once -----------------------------------------------------------------------------------


def test_two_who_decide_in_the_same_instant_do_not_spend_the_money_twice(
    at_once: Callable[..., list[Any]], cast: Cast
) -> None:
    found = [
        make_case(make_customer(name), ("whole", expected(*FLOWS[name]))) for name in ("P", "Q")
    ]
    with_terms(120)
    one, other = (
        partial(decide, SYSTEM, case_id=case.pk, level="whole", reason="It pays") for case in found
    )
    told = at_once(one, other)
    assert sum(isinstance(each, Funding) for each in told) == 1
    [refused] = [each for each in told if isinstance(each, Refusal)]
    assert refused.code == "over_budget"
    assert Funding.objects.count() == 1


def test_a_gate_before_its_day_needs_a_reason(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    case = worked["P"]
    fund(case)
    given = {"case_id": case.pk, "measured": {"share": Decimal("0.5")}, "reason": "It grows"}
    with refuses("too_early"):
        decide_gate(actors.executive, **given, verdict=Gate.RELEASED)
    Funding.objects.filter(case=case).update(gate_on=today())
    funding = decide_gate(
        actors.executive, **given, verdict=Gate.RELEASED, early_because="Not needed"
    )
    assert funding.early_because == "", "on its day nothing is early"
    shown = gate_picture(funding, {}).targets
    assert (shown["share"].asked, shown["share"].measured) == (None, Decimal("0.5"))
    assert gate_picture(funding, {}).proposed is None


def test_the_targets_of_a_gate_are_set_while_it_waits(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    case = worked["P"]
    fund(case)
    given: dict[str, Any] = {"case_id": case.pk, "asked": {"sales": Decimal(900)}, "reason": "Plan"}
    with pytest.raises(Forbidden):
        set_gate_targets(actors.director, **given)
    with refuses("reason_missing"):
        set_gate_targets(actors.executive, **{**given, "reason": " "})
    assert set_gate_targets(actors.executive, **given).asked == {"sales": "900"}
    decide_gate(
        SYSTEM, case_id=case.pk, verdict=Gate.STOPPED, measured={}, reason="No", early_because="Now"
    )
    with refuses("decided"):
        set_gate_targets(actors.executive, **given)


def test_the_gates_of_a_choice_ask_for_more_than_is_measured(
    worked: dict[str, Case], actors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"sales": Decimal(1000), "share": Decimal("0.4")}
    monkeypatch.setattr(deciding, "measured_of", lambda _, codes: dict.fromkeys(codes, known))
    approve_choice(
        actors.executive, round_id=the_open_round().pk, reason="Plan", seen=choice_revision(),
        more=More(sales=Decimal("0.1")),
    )  # fmt: skip
    asked = {each.case.customer.code: each.asked for each in Funding.objects.all()}
    assert asked["P"] == {"sales": "1100", "share": "0.41"}
    assert asked["T"] == {}, "nothing is asked where nothing is invested"


def test_the_list_shows_the_level_that_was_decided(cast: Cast) -> None:
    case = make_case(
        make_customer("A"), ("small", expected(50, 30, 30, 30)), ("large", expected(90, 70, 70, 70))
    )
    fund(case, "small")
    row = round_picture(SYSTEM, case.round).row_of(case.pk)
    assert row is not None
    assert row.best is not None
    assert row.best.name == "small"
