"""The rules propose and the committee decides, with reason, day and members."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.identity.models import Person
from clavero.identity.testing import Cast, actor_for
from clavero.matrix.models import MatrixReview
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.services import withdraw_review
from clavero.matrix.testing import hold
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of, structure
from clavero.portfolio.testing import cover, make_customer
from clavero.selection.models import Candidate, Decision, SelectionCycle
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.settings import Settings, criteria_of
from clavero.selection.rules.steps import Because, Status, StepFault
from clavero.selection.selectors import (
    CandidateRow,
    cycle_list,
    key_accounts,
    latest_settings,
    status_marks,
    status_of_customer,
)
from clavero.selection.sentences import decision_in_words
from clavero.selection.services import (
    adopt_settings,
    answer_filter,
    decide,
    move_cycle,
    withdraw,
)
from clavero.selection.services.candidates import Answer
from clavero.selection.services.deciding import faults_of
from clavero.selection.testing import (
    SYSTEM,
    end_rating,
    make_candidate,
    make_decision,
    make_key,
    make_rating,
    the_open_year,
)
from clavero.selection.words import STATUS_NAMES
from clavero.ui.testing import notices, words
from clavero.work import hooks

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()
TOLD: dict[str, Any] = {
    "day": TODAY,
    "members": "Ana Ruiz, Luis Vega",
    "reason": "It opens markets",
}


def row(code: str) -> CandidateRow:
    listed = cycle_list(SYSTEM, the_open_year())
    return next(each for each in listed.rows if each.card.code == code)


def pass_filter(candidate: Candidate) -> None:
    answers = {key: Answer("yes") for key in Settings().questions}
    answer_filter(SYSTEM, candidate_id=candidate.pk, answers=answers)


def fit(code: str, strategy: Strategy = Strategy.INVEST) -> Candidate:
    candidate = make_candidate(make_customer(code))
    pass_filter(candidate)
    hold(TODAY - timedelta(days=1), {code: strategy})
    end_rating()
    return candidate


def test_a_fit_candidate_becomes_key_by_decision(as_person: AsPerson, cast: Cast) -> None:
    candidate = fit("C1")
    client = as_person(cast.director)
    address = reverse("selection:decide", args=[candidate.pk])
    page = client.get(address)
    assert "The rules propose “Key account”" in words(page)
    sent = {"status": "key", "day": TODAY.isoformat(), "members": "Ana, Luis", "reason": "Fit"}
    answer = client.post(address, sent, follow=True)
    assert "“Key account”, by decision of the committee." in words(answer)
    decision = Decision.objects.get()
    assert (decision.before, decision.status, decision.because) == ("candidate", "key", "fit")
    assert decision.standing["strategy"] == "invest"
    [account] = key_accounts(SYSTEM, TODAY)
    assert (account.card.code, account.status, account.since) == ("C1", Status.KEY, TODAY)
    customer = Customer.objects.get(code="C1")
    assert "status decided by the committee" in [str(each.what) for each in changes_of(customer)]


def test_nothing_is_decided_while_candidates_are_rated(refuses: Refuses) -> None:
    candidate = make_candidate(make_customer("C1"))
    with refuses("still_rating"):
        decide(SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD)


def test_only_the_director_enters_decisions(cast: Cast, actors: SimpleNamespace) -> None:
    candidate = fit("C1")
    cover(cast.senior, Customer.objects.get(code="C1"))
    for insider in (actors.senior, actors.executive):
        with pytest.raises(Forbidden):
            decide(insider, candidate_id=candidate.pk, status=Status.KEY, **TOLD)
    for stranger in (actors.junior_one, actors.sales):
        with pytest.raises(Candidate.DoesNotExist):
            decide(stranger, candidate_id=candidate.pk, status=Status.KEY, **TOLD)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"members": " "}, "nobody_decided"),
        ({"members": ", 1"}, "nobody_decided"),
        ({"reason": " "}, "reason_missing"),
        ({"day": TODAY + timedelta(days=1)}, "in_the_future"),
        ({"status": Status.PROBATION}, "not_a_step"),
        ({"status": Status.NOT_KEY}, "against_the_rule"),
    ],
)
def test_what_is_no_decision_is_refused(
    changes: dict[str, Any], code: str, refuses: Refuses
) -> None:
    candidate = fit("C1")
    given = {"status": Status.KEY, **TOLD, **changes}
    with refuses(code):
        decide(SYSTEM, candidate_id=candidate.pk, **given)
    assert not Decision.objects.exists()


def test_who_is_managed_for_cash_is_not_key_unless_the_committee_says_why(
    refuses: Refuses,
) -> None:
    candidate = fit("C1", Strategy.HARVEST)
    assert row("C1").proposal.status is Status.NOT_KEY
    with refuses("against_the_rule"):
        decide(SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD)
    decide(
        SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD, against="Its group decides"
    )
    decision = Decision.objects.get()
    assert decision.against == "Its group decides"
    assert [each["code"] for each in decision.standing["faults"]] == ["in_harvest"]


def test_all_that_speaks_against_it_is_told_at_once(as_person: AsPerson, cast: Cast) -> None:
    candidate = make_candidate(make_customer("C1"))
    answers = {"solvency": Answer("no", "It pays late")}
    answer_filter(
        SYSTEM, candidate_id=candidate.pk, answers=answers, refused="It wants three suppliers"
    )
    end_rating()
    told = words(as_person(cast.director).get(reverse("selection:decide", args=[candidate.pk])))
    assert "The customer does not want such a relationship." in told
    assert "The filter rules it out: “Is it solvent?”" in told
    assert "“Can we serve it where it is?”" in told
    assert "No review of the matrix has placed it yet." in told


def test_nothing_was_decided_before_the_year_was_opened(refuses: Refuses) -> None:
    candidate = fit("C1")
    with refuses("before_the_year"):
        decide(
            SYSTEM, candidate_id=candidate.pk, status=Status.KEY,
            **{**TOLD, "day": TODAY - timedelta(days=1)},
        )  # fmt: skip
    assert not Decision.objects.exists()


def test_one_too_many_is_told_as_that_and_kept_as_that(
    as_person: AsPerson, cast: Cast, refuses: Refuses
) -> None:
    settings = replace(Settings(), hours_available=Decimal(50), hours_per_account=Decimal(50))
    adopt_settings(
        SYSTEM, settings=settings, valid_from=TODAY, reason="Capacity", approved_by="Ana",
        approved_on=TODAY, seen=latest_settings().number,
    )  # fmt: skip
    first, second = (make_candidate(make_customer(code)) for code in "AB")
    for each in (first, second):
        pass_filter(each)
    hold(TODAY - timedelta(days=1), dict.fromkeys("AB", Strategy.INVEST))
    end_rating()
    decide(SYSTEM, candidate_id=first.pk, status=Status.KEY, **TOLD)
    client = as_person(cast.director)
    address = reverse("selection:decide", args=[second.pk])
    sent = {"status": "key", "day": TODAY.isoformat(), "members": "Ana", "reason": "Fit"}
    told = words(client.post(address, sent))
    assert (
        "There is no place left. It would be number 2, and there is capacity for 1. If the "
        "committee wants it all the same, say why." in told
    )
    assert "This is against the rule" not in told
    answer = client.post(address, {**sent, "against": "A manager comes in May"}, follow=True)
    assert "Beyond the places that there are, because: A manager comes in May" in words(answer)
    assert "Against the rule" not in words(answer)


def test_a_decision_by_the_rule_is_not_called_against_it() -> None:
    candidate = make_candidate(make_customer("A"))
    pass_filter(candidate)
    hold(TODAY - timedelta(days=1), {"A": Strategy.INVEST})
    end_rating()
    decision = decide(
        SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD, against="It fits."
    )
    told = decision_in_words(decision)
    assert (told["reason"], told["against"]) == (f"{TOLD['reason']}. It fits.", "")


def test_the_cap_counts_those_on_probation_too(refuses: Refuses) -> None:
    settings = replace(
        Settings(), hours_available=Decimal(100), hours_per_account=Decimal(50)
    )  # two
    adopt_settings(
        SYSTEM, settings=settings, valid_from=TODAY, reason="Capacity", approved_by="Ana",
        approved_on=TODAY, seen=latest_settings().number,
    )  # fmt: skip
    first, second, third = (make_candidate(make_customer(code)) for code in "ABC")
    for each in (first, second, third):
        pass_filter(each)
    hold(TODAY - timedelta(days=1), dict.fromkeys("ABC", Strategy.INVEST))
    end_rating()
    make_decision(first, Status.KEY)
    make_decision(first, Status.PROBATION)
    decide(SYSTEM, candidate_id=second.pk, status=Status.KEY, **TOLD)
    with refuses("against_the_rule"):
        decide(SYSTEM, candidate_id=third.pk, status=Status.KEY, **TOLD)


def key_since(code: str, *reviews: Strategy) -> Candidate:
    """A key account with a yearly review of the matrix in each of the last years."""
    customer = make_customer(code)
    decision = make_key(customer)
    for ago, strategy in zip(range(len(reviews), 0, -1), reviews, strict=True):
        hold(date(TODAY.year - ago, 6, 1), {code: strategy})
    return decision.candidate


def test_one_year_for_cash_is_probation_and_two_are_the_exit() -> None:
    key_since("ONE", Strategy.INVEST, Strategy.HARVEST)
    assert row("ONE").proposal.because is Because.HARVEST
    assert row("ONE").proposal.status is Status.PROBATION


def test_two_years_in_a_row_are_the_exit() -> None:
    candidate = key_since("TWO", Strategy.HARVEST, Strategy.HARVEST)
    assert row("TWO").proposal.because is Because.HARVEST_TWICE
    last = Decision.objects.latest("pk").pk
    decide(SYSTEM, candidate_id=candidate.pk, status=Status.EXIT, **TOLD, seen=last)
    assert key_accounts(SYSTEM, TODAY) == []
    assert status_of_customer(SYSTEM, candidate.customer_id, TODAY) is Status.EXIT


def test_who_refuses_leaves() -> None:
    candidate = key_since("C1", Strategy.INVEST)
    answer_filter(SYSTEM, candidate_id=candidate.pk, answers={}, refused="It wants distance")
    assert (row("C1").proposal.status, row("C1").proposal.because) == (
        Status.EXIT,
        Because.REFUSED,
    )


def test_staying_against_the_proposal_needs_its_reason(refuses: Refuses) -> None:
    candidate = key_since("C1", Strategy.HARVEST)
    last = Decision.objects.latest("pk").pk
    with refuses("against_the_rule"):
        decide(SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD, seen=last)
    decide(
        SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD, against="A new plant",
        seen=last,
    )  # fmt: skip
    [account] = key_accounts(SYSTEM, TODAY)
    assert account.decision.against == "A new plant"


def test_of_two_who_decide_the_second_is_told(refuses: Refuses) -> None:
    candidate = fit("C1")
    decide(SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD)
    with refuses("changed_meanwhile"):
        decide(SYSTEM, candidate_id=candidate.pk, status=Status.NOT_KEY, **TOLD)


def test_who_decides_second_is_told_what_the_first_decided_and_loses_nothing(
    as_person: AsPerson, cast: Cast
) -> None:
    candidate = fit("C1")
    client = as_person(cast.director)
    address = reverse("selection:decide", args=[candidate.pk])
    opened = client.get(address).context["form"]
    sent = {field.html_name: str(field.value() or "") for field in opened}
    sent |= {"status": "not_key", "members": "Eva", "reason": "It is small", "against": "Ours"}
    decide(SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD)
    answer = client.post(address, sent)
    told = words(answer)
    assert answer.status_code == 422
    assert "clavero has entered a decision on it meanwhile: “Key account”, decided on" in told
    assert "by Ana Ruiz, Luis Vega, because: It opens markets" in told
    assert "not_key" not in told
    assert "It is small" in told
    again = {field.html_name: str(field.value() or "") for field in answer.context["form"]}
    assert again["status"] == "not_key"
    told = words(client.post(address, again))
    assert "From “Key account” there is no step to “Not key”." in told
    assert client.post(address, {**again, "status": "exit"}).status_code == 302
    assert client.post(address, {**again, "status": "nonsense"}).status_code == 422


# -- withdrawn ------------------------------------------------------------------------------------


def test_a_mistake_is_withdrawn_with_its_reason_and_entered_again(
    as_person: AsPerson, cast: Cast
) -> None:
    candidate = fit("C1")
    decision = make_decision(candidate, Status.KEY, day=TODAY - timedelta(days=3))
    client = as_person(cast.director)
    page = reverse("selection:candidate", args=[candidate.pk])
    address = reverse("selection:withdraw", args=[decision.pk])
    assert f'href="{address}"' in client.get(page).content.decode()
    assert "It is strategic" in words(client.get(address))
    answer = client.post(address, {"reason": "It was the other Ega"}, follow=True)
    told = words(answer)
    assert "The decision is withdrawn: Customer C1 is “Candidate” again." in told
    again = {field.html_name: str(field.value() or "") for field in answer.context["form"]}
    assert (again["members"], again["reason"], again["status"]) == (
        "Ana, Luis", "It is strategic", "key",
    )  # fmt: skip
    assert key_accounts(SYSTEM, TODAY) == []
    assert key_accounts(SYSTEM, TODAY - timedelta(days=2)) == []
    assert status_of_customer(SYSTEM, candidate.customer_id, TODAY) is Status.CANDIDATE
    assert status_marks(SYSTEM, structure())["C1"].label == STATUS_NAMES[Status.CANDIDATE]
    told = words(client.get(page))
    assert f"Withdrawn by {cast.director.name}" in told
    assert "It was the other Ega" in told
    course = words(client.get(reverse("selection:customer", args=[candidate.customer_id])))
    assert "It was the other Ega" in course
    assert "decision of the committee withdrawn" in [
        str(each.what) for each in changes_of(candidate.customer)
    ]
    assert client.post(reverse("selection:decide", args=[candidate.pk]), again).status_code == 302
    assert [each.since for each in key_accounts(SYSTEM, TODAY)] == [TODAY - timedelta(days=3)]


def test_what_was_before_holds_again(refuses: Refuses) -> None:
    candidate = fit("C1")
    key = make_decision(candidate, Status.KEY)
    probation = make_decision(candidate, Status.PROBATION)
    with refuses("not_the_last"):
        withdraw(SYSTEM, decision_id=key.pk, reason="A mistake")
    with refuses("reason_missing"):
        withdraw(SYSTEM, decision_id=probation.pk, reason=" ")
    withdraw(SYSTEM, decision_id=probation.pk, reason="A mistake")
    with refuses("changed_meanwhile"):
        withdraw(SYSTEM, decision_id=probation.pk, reason="Another")
    with refuses("changed_meanwhile"):  # whoever saw it is told
        decide(SYSTEM, candidate_id=candidate.pk, status=Status.EXIT, **TOLD, seen=probation.pk)
    [account] = key_accounts(SYSTEM, TODAY)
    assert (account.status, account.decision) == (Status.KEY, key)


def test_in_a_closed_year_nothing_is_withdrawn(refuses: Refuses) -> None:
    decision = make_key(make_customer("C1"))
    year = the_open_year().year
    move_cycle(SYSTEM, year=year, to=Stage.CLOSED, seen=Stage.DECIDING)
    with refuses("closed"):
        withdraw(SYSTEM, decision_id=decision.pk, reason="A mistake")


def test_only_the_director_withdraws(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    decision = make_key(customer)
    for insider in (actors.senior, actors.executive):
        with pytest.raises(Forbidden):
            withdraw(insider, decision_id=decision.pk, reason="A mistake")
    for stranger in (actors.junior_one, actors.sales):
        with pytest.raises(Candidate.DoesNotExist):
            withdraw(stranger, decision_id=decision.pk, reason="A mistake")
    assert Decision.objects.valid().exists()


def test_of_two_who_withdraw_at_once_one_does(at_once: Any) -> None:
    decision = make_key(make_customer("C1"))
    reasons = at_once(
        lambda: withdraw(SYSTEM, decision_id=decision.pk, reason="One").withdrawn_because,
        lambda: withdraw(SYSTEM, decision_id=decision.pk, reason="Other").withdrawn_because,
    )
    kept = Decision.objects.get().withdrawn_because
    assert kept in reasons
    assert [getattr(each, "code", None) for each in reasons].count("changed_meanwhile") == 1


def test_a_status_holds_from_its_day(actors: SimpleNamespace, cast: Cast) -> None:
    customer = make_customer("C1")
    long_ago = TODAY - timedelta(days=30)
    make_key(customer, day=long_ago)
    assert key_accounts(SYSTEM, long_ago - timedelta(days=1)) == []
    assert [each.since for each in key_accounts(SYSTEM, TODAY)] == [long_ago]
    assert key_accounts(actors.senior, TODAY) == []
    cover(cast.senior, customer)
    assert [each.card.code for each in key_accounts(actors.senior, TODAY)] == ["C1"]
    assert key_accounts(actors.sales, TODAY) == []
    assert status_of_customer(actors.sales, customer.pk, TODAY) is None


def test_a_decision_does_not_come_before_the_last_one(refuses: Refuses) -> None:
    decision = make_key(make_customer("C1"))
    SelectionCycle.objects.update(opened_on=TODAY - timedelta(days=2))
    with refuses("before_the_last"):
        decide(
            SYSTEM, candidate_id=decision.candidate_id, status=Status.EXIT, seen=decision.pk,
            **{**TOLD, "day": TODAY - timedelta(days=1)},
        )  # fmt: skip


def test_who_enters_or_leaves_if_a_weight_moves(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    """The worked number of ``docs/domain/key-account-selection.md``, as people enter it."""
    settings = Settings(
        criteria=criteria_of({"volume": 50, "growth": 30, "fit": 20}),
        hours_available=Decimal("127.5"),
        hours_per_account=Decimal(56),
    )
    adopt_settings(
        SYSTEM, settings=settings, valid_from=TODAY, reason="The worked number",
        approved_by="Ana", approved_on=TODAY, seen=None,
    )  # fmt: skip
    client = as_person(cast.director)
    for code, scores in {"A": (9, 5, 5), "B": (7, 4, 4), "C": (4, 7, 6)}.items():
        candidate = make_candidate(make_customer(code, f"Account {code}"))
        sent = dict(zip(("score_volume", "score_growth", "score_fit"), scores, strict=True))
        client.post(reverse("selection:rate", args=[candidate.pk]), sent)
    listed = cycle_list(actors.director, the_open_year())
    found = {each.card.code: (each.score, each.is_within) for each in listed.rows}
    assert found == {
        "A": (pytest.approx(7.0), True),
        "B": (pytest.approx(5.5), True),
        "C": (pytest.approx(5.3), False),
    }
    told = words(client.get(reverse("selection:firmness", args=[the_open_year().year])))
    assert (
        "If “Volume of business” weighed 10 points less, Account C would enter and Account B "
        "would leave." in told
    )
    assert "That is unusually few" in told


def test_who_is_ruled_out_hides_nothing(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    out, other = make_candidate(make_customer("OUT")), make_candidate(make_customer("IN"))
    answers = {"solvency": Answer("no", "It pays late")}
    answer_filter(SYSTEM, candidate_id=out.pk, answers=answers)
    make_rating(actors.director, other, 7)
    year = the_open_year().year
    told = words(as_person(cast.director).get(reverse("selection:firmness", args=[year])))
    assert "It shows once you have rated" not in told


def test_what_is_counted_and_ranked_is_what_one_sees(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    mine = make_customer("MINE", "Mine")
    cover(cast.senior, mine)
    for customer, score in ((make_customer("BEST", "Best"), 9), (mine, 5)):
        make_rating(actors.director, make_candidate(customer), score)
    make_key(make_customer("KEY"))
    [row_] = cycle_list(actors.senior, the_open_year()).rows
    assert row_.rank == 1
    client = as_person(cast.senior)
    told = words(client.get(reverse("selection:selection")))
    assert "None of the customers that you see is a key account yet." in told
    told = words(client.get(reverse("selection:candidate", args=[row_.candidate.pk])))
    assert "Place 1 of the 1 that you see and that could be key." in told
    whole = {each.card.code: each.rank for each in cycle_list(SYSTEM, the_open_year()).rows}
    assert (whole["BEST"], whole["MINE"]) == (1, 2)


def test_who_has_a_place_is_not_told_to_be_beyond_them(cast: Cast) -> None:
    settings = replace(Settings(), hours_available=Decimal(50), hours_per_account=Decimal(50))
    adopt_settings(
        SYSTEM, settings=settings, valid_from=TODAY, reason="Capacity", approved_by="Ana",
        approved_on=TODAY, seen=latest_settings().number,
    )  # fmt: skip
    first, second = (make_candidate(make_customer(code)) for code in "AB")
    for candidate, score in ((first, 9), (second, 5)):
        make_rating(actor_for(cast.director), candidate, score)
    end_rating()
    assert (row("A").is_within, row("B").is_within) == (True, False)
    make_decision(second, Status.KEY)
    assert (row("A").is_within, row("B").is_within) == (False, True), "none is free any more"
    faults = faults_of(cycle_list(SYSTEM, the_open_year()), row("A"), Status.KEY)
    assert StepFault.OVER_CAP in [each.code for each in faults], "the decision says the same"


def test_how_firm_it_is_says_nothing_to_who_has_not_rated(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.senior, _seniors_candidate(cast), 7)
    year = the_open_year().year
    told = words(as_person(cast.director).get(reverse("selection:firmness", args=[year])))
    assert "It shows once you have rated" in told
    assert "Weight by weight" not in told


def test_whoever_leads_too_much_with_it_is_told(
    as_person: AsPerson, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate, keys = fit("C1"), {"K1", "K2", "K3"}
    cover(cast.senior, candidate.customer)
    monkeypatch.setattr(hooks, "KEY_CODES", [lambda shape, day: keys])
    for code in sorted(keys):
        cover(cast.senior, make_customer(code))
    director, address = as_person(cast.director), reverse("selection:decide", args=[candidate.pk])
    sent = {"status": "key", "day": TODAY.isoformat(), "members": "Ana, Luis", "reason": "Fit"}
    told = notices(director.post(address, sent, follow=True))
    assert f"{cast.senior.name}: 4 key accounts, of 3 at most." in told
    assert any("Nobody has said how much of their time" in each for each in told)
    withdraw(SYSTEM, decision_id=Decision.objects.get().pk, reason="By mistake")
    Customer.objects.get(code="K3").coverage.all().delete()
    assert len(notices(director.post(address, sent, follow=True))) == 1


def _seniors_candidate(cast: Cast) -> Candidate:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return make_candidate(customer)


def test_a_review_on_which_the_committee_has_decided_is_not_withdrawn(refuses: Refuses) -> None:
    candidate = fit("C1")
    review = MatrixReview.objects.get()
    decision = decide(SYSTEM, candidate_id=candidate.pk, status=Status.KEY, **TOLD)
    with refuses("built_on"):
        withdraw_review(SYSTEM, review_id=review.pk, reason="A slip")
    withdraw(SYSTEM, decision_id=decision.pk, reason="It was another one")
    withdraw_review(SYSTEM, review_id=review.pk, reason="A slip")
    assert row("C1").standing.strategy is None
