"""Rounds, cases and terms: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clavero.core.errors import Forbidden
from clavero.core.faults import Faulty
from clavero.core.models import AuditEntry
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.investment.models import Case, Level, Pair, Round, Terms
from clavero.investment.rules.kinds import Aim, PairKind, Why
from clavero.investment.selectors import (
    Kept,
    changes_of_case,
    latest_assessment,
    latest_terms,
    round_picture,
    suggested,
)
from clavero.investment.services import (
    approve_choice,
    bind,
    call_strategic,
    choice_revision,
    close_round,
    open_round,
    put_forward,
    remove_level,
    set_level,
    set_must,
    set_terms,
    unbind,
)
from clavero.investment.testing import (
    SYSTEM,
    assess,
    expected,
    make_case,
    the_open_round,
    with_terms,
)
from clavero.investment.tests.worked import BEST, FLOWS, NPV
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover, make_customer, today

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def near(value: float) -> object:
    return pytest.approx(value, abs=5e-5)


@pytest.fixture
def worked(cast: Cast) -> dict[str, Case]:
    """The cases of the worked numbers, O-6.1."""
    return {
        name: make_case(make_customer(name), ("whole", expected(*flows)))
        for name, flows in FLOWS.items()
    }


# -- the worked numbers through the screens' own services ------------------------------------------


def test_o_6_1(worked: dict[str, Case]) -> None:
    picture = round_picture(SYSTEM, with_terms())
    assert {row.code: float(row.levels[0].npv) for row in picture.rows} == {
        name: near(value) for name, value in NPV.items()
    }


@pytest.mark.parametrize("budget", BEST)
def test_o_6_2(worked: dict[str, Case], budget: int) -> None:
    names, value = BEST[budget]
    picture = round_picture(SYSTEM, with_terms(budget))
    assert picture.choice is not None
    assert "".join(sorted(picture.choice.accounts)) == names
    assert float(picture.choice.value) == near(value)
    assert picture.choice.is_optimal
    assert {row.code for row in picture.rows if row.chosen} == set(names)


def test_o_6_3(cast: Cast) -> None:
    weights, values = (4, 3, 1, 5, 4), (8, 5, 3, 11, 7)
    for at, (weight, value) in enumerate(zip(weights, values, strict=True)):
        made = expected(weight, weight + value, 0, 0)
        make_case(make_customer(f"{at}"), ("whole", made))
    picture = round_picture(SYSTEM, with_terms(11, rate=Decimal(0)))
    assert picture.choice is not None
    assert set(picture.choice.accounts) == {"0", "2", "3"}
    assert picture.choice.value == 22


def test_o_6_4(cast: Cast) -> None:
    levels = {"A": {40: 30, 80: 50}, "B": {30: 26, 60: 38}, "C": {50: 33}}
    for name, sizes in levels.items():
        made = [(f"{size}", expected(size, size + value, 0, 0)) for size, value in sizes.items()]
        make_case(make_customer(name), *made)
    picture = round_picture(SYSTEM, with_terms(120, rate=Decimal(0)))
    assert picture.choice is not None
    found = {account: option.level for account, option in picture.choice.accounts.items()}
    assert found == {"A": "40", "B": "30", "C": "50"}
    assert picture.choice.value == 89
    other = next(each for row in picture.rows for each in row.levels if each.name == "80")
    assert other.why is Why.OTHER_LEVEL


def test_o_6_5(cast: Cast) -> None:
    """The mean of a three-point figure is what the screens count with."""
    one = expected(10, 30, 0, 0, low=(20, 0, 0), high=(52, 0, 0))
    make_case(make_customer("A"), ("whole", one))
    for shape, mean in (("pert", 32), ("triangular", 34)):
        [row] = round_picture(SYSTEM, with_terms(rate=Decimal(0), shape=shape)).rows
        assert row.levels[0].flows.years[0] == mean
        assert row.levels[0].npv == mean - 10
        [told] = assess(SYSTEM, round_id=row.case.round_id).found["options"]
        assert told["mean"] == pytest.approx(mean - 10, abs=0.3)


def test_o_6_6_the_draws_of_many_sum_up_to_what_is_normal(cast: Cast) -> None:
    """A sum of many years is near the normal; its loss and worst cases are read as O-6.6 reads."""
    from clavero.investment.rules.drawing import normal_risk

    for at in range(12):
        one = expected(100, 45, 45, 45, low=(20, 20, 20), high=(70, 70, 70))
        make_case(make_customer(f"A{at}"), ("whole", one))
    found = with_terms()
    for each in Case.objects.all():
        set_must(SYSTEM, case_id=each.pk, is_must=True, reason="All of them")
    risk = assess(SYSTEM, round_id=found.pk).found["aims"]["mean"]["risk"]
    deviation = (risk["p95"] - risk["p5"]) / (2 * 1.6448536)
    told = normal_risk(risk["mean"], deviation)
    assert risk["loss"] == pytest.approx(told.loss, abs=0.02)
    assert risk["cvar"] == pytest.approx(told.cvar, abs=0.15 * deviation)


# -- rounds and terms ------------------------------------------------------------------------------


def test_the_director_opens_and_closes_and_others_may_not(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    for actor in (actors.senior, actors.executive, actors.sales):
        with pytest.raises(Forbidden):
            open_round(actor, name="2027")
    found = open_round(actors.director, name=" 2027 ")
    assert found.name == "2027"
    with refuses("still_open"):
        open_round(actors.director, name="2028")
    with refuses("name_taken"):
        open_round(actors.director, name="2027")
    with refuses("no_name"):
        open_round(actors.director, name=" ")
    close_round(actors.director, round_id=found.pk)
    with refuses("closed"):
        set_terms(
            actors.director, round_id=found.pk, budget=Decimal(1), rate=Decimal(0), reason="No"
        )
    assert open_round(actors.director, name="2028").is_open
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"investment.opened", "investment.closed"} <= verbs


def test_terms_hold_until_others_do_and_none_is_lost(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    found = the_open_round()
    given = {"round_id": found.pk, "rate": Decimal("0.1"), "reason": "Plan"}
    first = set_terms(actors.director, budget=Decimal(100), **given)
    with pytest.raises(ChangedMeanwhile, match="Ramón"):
        set_terms(actors.director, budget=Decimal(200), **given)
    second = set_terms(actors.director, budget=Decimal(200), **given, seen=first.pk)
    assert latest_terms(found) == second
    assert Terms.objects.count() == 2
    for code, wrong in (
        ("budget_outside", {"budget": Decimal(-1)}),
        ("rate_outside", {"budget": Decimal(1), "rate": Decimal(2)}),
        ("reason_missing", {"budget": Decimal(1), "reason": " "}),
    ):
        with refuses(code):
            set_terms(actors.director, **{**given, **wrong}, seen=second.pk)
    with pytest.raises(Forbidden):
        set_terms(actors.executive, budget=Decimal(1), **given, seen=second.pk)


# -- cases -----------------------------------------------------------------------------------------


def test_a_manager_puts_an_account_forward(
    cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    customer, found = make_customer("A"), the_open_round()
    cover(cast.senior, customer)
    given = {"round_id": found.pk, "customer_id": customer.pk}
    with refuses("reason_missing"):
        put_forward(actors.senior, **given, purpose=" ")
    case = put_forward(actors.senior, **given, purpose="A new line")
    assert (case.proposer_id, case.proposer_name) == (cast.senior.pk, cast.senior.name)
    with refuses("there_already"):
        put_forward(actors.senior, **given, purpose="Again")
    assert str(changes_of(customer)[0].what) == "put forward for investment"
    with pytest.raises(Customer.DoesNotExist):
        put_forward(actors.junior_one, **given, purpose="Mine")
    with pytest.raises(Forbidden):
        put_forward(actors.executive, **given, purpose="Mine")


def test_who_is_selective_is_suggested(cast: Cast, actors: SimpleNamespace) -> None:
    one, two = make_customer("A"), make_customer("B")
    cover(cast.senior, one)
    hold(today(), {"A": Strategy.SELECTIVE, "B": Strategy.SELECTIVE, "C": Strategy.INVEST})
    found = the_open_round()
    assert [card.code for card in suggested(actors.director, found, as_of=today())] == ["A", "B"]
    assert [card.code for card in suggested(actors.senior, found, as_of=today())] == ["A"]
    make_case(two)
    assert [card.code for card in suggested(actors.director, found, as_of=today())] == ["A"]


def test_a_level_is_described_and_described_anew(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("A")
    cover(cast.senior, customer)
    case = make_case(customer, ("low", expected(10, 5, 5, 5)), actor=actors.senior)
    seen = revision_of(case)
    set_level(actors.senior, case_id=case.pk, name="low", expected=expected(12, 5, 6, 5), seen=seen)
    assert Level.objects.get().expected["outlay"] == "12"
    told = changes_of_case(case)[0]
    assert str(told.what) == "level described"
    assert {(str(what), str(was), str(now)) for what, was, now in told.values} == {
        ("Level", "", "low"), ("Outlay", "10", "12"),
        ("With it, low (2)", "5", "6"), ("With it, likely (2)", "5", "6"),
        ("With it, high (2)", "5", "6"),
    }  # fmt: skip


def test_two_who_describe_a_level_at_once(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("A")
    cover(cast.senior, customer)
    case = make_case(customer, ("low", expected(10, 5, 5, 5)))
    seen = revision_of(case)
    given = {"case_id": case.pk, "name": "low", "seen": seen}
    set_level(actors.director, expected=expected(12, 5, 5, 5), **given)
    with pytest.raises(ChangedMeanwhile, match="Outlay"):
        set_level(actors.senior, expected=expected(13, 5, 5, 5), **given)
    # What the other one changed and this one left alone stays.
    set_level(actors.senior, expected=expected(10, 5, 5, 7), **given)
    kept = Level.objects.get().expected
    assert (kept["outlay"], kept["likely"]) == ("12", ["5", "5", "7"])


def test_what_a_level_cannot_be(cast: Cast, refuses: Refuses) -> None:
    case = make_case(make_customer("A"))
    unfit = replace(expected(10, 5, 5, 5), high=(Decimal(1),) * 3)
    with pytest.raises(Faulty):
        set_level(SYSTEM, case_id=case.pk, name="low", expected=unfit)
    with refuses("no_name"):
        set_level(SYSTEM, case_id=case.pk, name=" ", expected=expected(1, 1, 1, 1))
    for at in range(4):
        set_level(SYSTEM, case_id=case.pk, name=f"{at}", expected=expected(1, 1, 1, 1))
    with refuses("too_many_levels"):
        set_level(SYSTEM, case_id=case.pk, name="more", expected=expected(1, 1, 1, 1))
    remove_level(SYSTEM, case_id=case.pk, name="1")
    assert Level.objects.count() == 4
    assert str(changes_of_case(case)[0].what) == "level taken away"


def test_another_level_is_not_written_over_one_of_its_name(cast: Cast, refuses: Refuses) -> None:
    case = make_case(make_customer("A"), ("low", expected(10, 5, 5, 5)))
    given = {"case_id": case.pk, "name": "low", "seen": revision_of(case)}
    with refuses("level_there_already"):
        set_level(SYSTEM, expected=expected(99, 5, 5, 5), is_new=True, **given)
    assert Level.objects.get().expected["outlay"] == "10"


def test_a_word_that_somebody_gave_meanwhile_is_not_taken_back_unseen(
    worked: dict[str, Case], actors: SimpleNamespace
) -> None:
    case = worked["T"]
    seen = revision_of(case)
    call_strategic(actors.executive, case_id=case.pk, reason="It opens Portugal", seen=seen)
    call_strategic(actors.director, case_id=case.pk, reason="", seen=seen)
    case.refresh_from_db()
    assert case.strategic_by == actors.executive.name, "who left it empty has not read of it"
    with pytest.raises(ChangedMeanwhile, match="It opens Portugal"):
        call_strategic(actors.director, case_id=case.pk, reason="Its group buys", seen=seen)
    set_must(actors.executive, case_id=case.pk, is_must=True, reason="The board", seen=seen)
    with pytest.raises(ChangedMeanwhile, match=actors.executive.name):
        set_must(actors.director, case_id=case.pk, is_must=False, reason="As it was", seen=seen)
    case.refresh_from_db()
    assert case.is_must, "and the reason is still in the form, not told as kept"
    set_must(actors.director, case_id=case.pk, is_must=False, reason="No", seen=revision_of(case))
    case.refresh_from_db()
    assert not case.is_must


def test_strangers_are_blind_to_a_case(cast: Cast, actors: SimpleNamespace) -> None:
    case = make_case(make_customer("A"))
    for actor in (actors.senior, actors.junior_one, actors.sales, actors.hr):
        with pytest.raises(Case.DoesNotExist):
            set_level(actor, case_id=case.pk, name="x", expected=expected(1, 1, 1, 1))
        assert round_picture(actor, case.round).rows == ()
    with pytest.raises(Forbidden):
        set_level(actors.executive, case_id=case.pk, name="x", expected=expected(1, 1, 1, 1))


def test_a_manager_sees_whether_their_own_is_in_the_choice_of_all(
    cast: Cast, actors: SimpleNamespace, worked: dict[str, Case]
) -> None:
    cover(cast.senior, Customer.objects.get(code="S"))
    [row] = round_picture(actors.senior, with_terms(150)).rows
    assert row.levels[0].why is Why.BETTER_USE


# -- what binds ------------------------------------------------------------------------------------


def test_strategic_is_a_named_person_s_word(
    worked: dict[str, Case], actors: SimpleNamespace
) -> None:
    found, loss = with_terms(200), worked["T"]
    set_must(actors.director, case_id=loss.pk, is_must=True, reason="The board wants it")
    impossible = round_picture(SYSTEM, found).choice
    assert impossible is not None
    assert not impossible.is_possible
    case = call_strategic(actors.executive, case_id=loss.pk, reason="It opens Portugal")
    assert case.strategic_by == actors.executive.name
    choice = round_picture(SYSTEM, found).choice
    assert choice is not None
    assert {"T"} < set(choice.accounts)
    call_strategic(actors.director, case_id=loss.pk, reason="")
    assert Case.objects.get(pk=loss.pk).strategic_by == ""
    with pytest.raises(Case.DoesNotExist):
        call_strategic(actors.senior, case_id=loss.pk, reason="Mine")


def test_pairs(worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses) -> None:
    found = with_terms(200)
    both = {"first_id": worked["P"].pk, "second_id": worked["Q"].pk}
    with refuses("reason_missing"):
        bind(actors.director, **both, kind=PairKind.EXCLUSIVE, reason="")
    pair = bind(actors.director, **both, kind=PairKind.EXCLUSIVE, reason="One factory")
    picture = round_picture(SYSTEM, found)
    assert picture.choice is not None
    assert not {"P", "Q"} <= set(picture.choice.accounts)
    out = next(row for row in picture.rows if row.code == "Q").levels[0]
    assert (out.why, out.because_of) == (Why.EXCLUDED, "P")
    with refuses("bound"):
        bind(actors.director, first_id=both["second_id"], second_id=both["first_id"],
             kind=PairKind.REQUIRES, reason="No")  # fmt: skip
    with refuses("not_two"):
        bind(actors.director, first_id=worked["P"].pk, second_id=worked["P"].pk,
             kind=PairKind.EXCLUSIVE, reason="No")  # fmt: skip
    with pytest.raises(Forbidden):
        unbind(actors.executive, pair_id=pair.pk)
    unbind(actors.director, pair_id=pair.pk)
    assert not Pair.objects.exists()
    bind(actors.director, first_id=worked["P"].pk, second_id=worked["S"].pk,
         kind=PairKind.REQUIRES, reason="One truck")  # fmt: skip
    choice = round_picture(SYSTEM, with_terms(120)).choice
    assert choice is not None
    assert "P" not in choice.accounts


def latest_of(found: Round) -> Kept | None:
    picture = round_picture(SYSTEM, found)
    assert picture.asked is not None
    assert picture.terms is not None
    return latest_assessment(found, picture.asked, picture.terms)


@pytest.mark.parametrize("aim", [Aim.SAFE, Aim.CAUTIOUS])
def test_terms_can_choose_by_the_draws(cast: Cast, aim: Aim) -> None:
    """A sure account that brings less goes before one that may bring nothing."""
    sure, bold = (
        expected(100, 60, 60, 60),
        expected(100, 70, 70, 70, low=(0, 0, 0), high=(140, 140, 140)),
    )
    make_case(make_customer("SURE"), ("whole", sure))
    make_case(make_customer("BOLD"), ("whole", bold))
    found = with_terms(100, aim=aim, caution=Decimal(1))
    before = round_picture(SYSTEM, found)
    assert before.needs_draws
    assert before.choice is not None
    assert set(before.choice.accounts) == {"BOLD"}
    assess(SYSTEM, round_id=found.pk)
    after = round_picture(SYSTEM, found)
    assert not after.needs_draws
    assert after.choice is not None
    assert set(after.choice.accounts) == {"SURE"}
    assert after.choice.spent == 100


# -- draws -----------------------------------------------------------------------------------------


def test_draws_are_kept_with_what_they_stand_on(
    worked: dict[str, Case], actors: SimpleNamespace, refuses: Refuses
) -> None:
    found = the_open_round()
    with refuses("nothing_to_draw"):
        assess(actors.director, round_id=found.pk)
    with_terms(150, aim=Aim.SAFE)
    made = assess(actors.director, round_id=found.pk)
    assert made.draws >= 10_000
    assert made.found["aims"]["mean"]["chosen"] == [["P", "whole"], ["R", "whole"]]
    assert made.found["aims"]["mean"]["risk"]["mean"] == near(63.7491)
    assert made.found["firmness"] == {"P": 1, "Q": 0, "R": 1, "S": 0, "T": 0}
    kept = latest_of(found)
    assert kept is not None
    assert kept.is_current
    again = assess(actors.director, round_id=found.pk)
    assert again.found == made.found
    set_level(SYSTEM, case_id=worked["P"].pk, name="more", expected=expected(90, 40, 60, 80))
    kept = latest_of(found)
    assert kept is not None
    assert not kept.is_current
    for actor in (actors.senior, actors.hr):
        with pytest.raises(Forbidden):
            assess(actor, round_id=found.pk)


def test_a_choice_that_is_another_by_now_is_not_approved(
    worked: dict[str, Case], actors: SimpleNamespace
) -> None:
    found = with_terms(150)
    seen = choice_revision()
    set_level(SYSTEM, case_id=worked["P"].pk, name="more", expected=expected(90, 40, 60, 80))
    with pytest.raises(ChangedMeanwhile):
        approve_choice(actors.executive, round_id=found.pk, reason="Plan", seen=seen)
