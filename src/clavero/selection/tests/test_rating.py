"""Raters score alone; the median counts once they are near enough or have talked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.errors import Forbidden
from clavero.core.models import AuditEntry
from clavero.core.revisions import revision_of
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.profitability.testing import set_rates
from clavero.selection.models import Candidate, Rating
from clavero.selection.rules.rating import Others, verdict
from clavero.selection.selectors import CandidateRow, cycle_list
from clavero.selection.services import (
    RatersApart,
    Talk,
    add_evidence,
    agree,
    answer_filter,
    rate,
)
from clavero.selection.services.candidates import Answer
from clavero.selection.testing import SYSTEM, end_rating, make_candidate, make_rating, the_open_year
from clavero.ui.testing import words

AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]
CRITERIA = ("volume", "growth", "share", "profitability", "fit")
SCORES = st.lists(st.decimals(0, 10, places=1), min_size=1, max_size=7)


@given(SCORES, SCORES)
def test_the_median_counts_unless_they_are_apart_and_have_not_talked(
    ratings: list[Decimal], agreed: list[Decimal]
) -> None:
    found = verdict(ratings, agreed)
    assert found is not None
    is_apart = max(ratings) - min(ratings) > 3
    talked = sorted(ratings) == sorted(agreed)
    expected = None if is_apart and not talked else float(median(ratings))
    assert found.score == (None if expected is None else pytest.approx(expected))
    assert verdict(ratings, ratings).score == pytest.approx(float(median(ratings)))  # type: ignore[union-attr]
    assert verdict([], agreed) is None


@pytest.fixture
def candidate(cast: Cast) -> Candidate:
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.senior, customer)
    return make_candidate(customer)


def row(candidate: Candidate) -> CandidateRow:
    [found] = cycle_list(SYSTEM, the_open_year()).rows
    assert found.candidate == candidate
    return found


@pytest.mark.django_db
def test_two_raters_and_the_median_of_them(candidate: Candidate, actors: SimpleNamespace) -> None:
    make_rating(actors.director, candidate, 6)
    make_rating(actors.senior, candidate, 8)
    assert row(candidate).score == pytest.approx(7)
    assert row(candidate).rank == 1


@pytest.mark.django_db
def test_missing_criteria_leave_their_weight_to_the_others(
    candidate: Candidate, actors: SimpleNamespace
) -> None:
    scores = {"volume": 10, "growth": 4, "profitability": 4}
    given_scores: dict[str, Decimal | None] = {key: Decimal(each) for key, each in scores.items()}
    rate(actors.director, candidate_id=candidate.pk, scores=given_scores)
    assert row(candidate).score == pytest.approx((20 * 10 + 25 * 4 + 25 * 4) / 70)


@pytest.mark.django_db
def test_below_seventy_of_weight_it_cannot_be_classified(
    candidate: Candidate, actors: SimpleNamespace
) -> None:
    given_scores: dict[str, Decimal | None] = {"growth": Decimal(9), "profitability": Decimal(9)}
    rate(actors.director, candidate_id=candidate.pk, scores=given_scores)
    assert row(candidate).score is None
    assert row(candidate).rank is None


@pytest.mark.django_db
def test_nobody_sees_the_others_before_having_rated(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 6)
    client = as_person(cast.senior)
    pages = [
        reverse("selection:candidate", args=[candidate.pk]),
        reverse("selection:rate", args=[candidate.pk]),
        reverse("selection:selection"),
        reverse("selection:agree", args=[candidate.pk]),
        reverse("selection:selection") + "?_export=csv",
    ]
    for address in pages:
        told = words(client.get(address))
        assert "6.00" not in told
        assert "6.0" not in told
    assert "You have not rated it yet" in words(client.get(pages[0]))
    make_rating(actors.senior, candidate, 8)
    told = words(client.get(pages[0]))
    assert "It scores 7.00 of 10." in told
    assert f"{cast.director.name} 6.0" in told


@pytest.mark.django_db
def test_who_does_not_rate_reads_all_and_after_the_rating_everybody_does(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 6)
    address = reverse("selection:candidate", args=[candidate.pk])
    assert "It scores 6.00" in words(as_person(cast.executive).get(address))
    end_rating()
    assert "It scores 6.00" in words(as_person(cast.senior).get(address))
    late = as_person(cast.senior).get(reverse("selection:rate", args=[candidate.pk]))
    assert (late.status_code, late["Location"]) == (302, address)


def without_a_talk(rater: Actor, candidate: Candidate, **scores: int) -> None:
    """Ratings as they were kept before raters far apart were asked."""
    for key, score in scores.items():
        Rating.objects.update_or_create(
            candidate=candidate, criterion=key, rater_id=rater.user_id,
            defaults={"score": Decimal(score), "rater_name": rater.name},
        )  # fmt: skip


def sent_by(form: Any) -> dict[str, str]:
    """What a browser would send of a form."""
    return {field.html_name: str(field.value() or "") for field in form}


@pytest.mark.django_db
def test_raters_more_than_three_apart_talk_before_anything_is_kept(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 5)
    client, address = as_person(cast.senior), reverse("selection:rate", args=[candidate.pk])
    assert "What came of the talk" not in words(client.get(address))
    sent = {"score_volume": "9.5", "score_growth": "6"}
    asked = client.post(address, sent)
    assert asked.status_code == 422
    told = words(asked)
    assert "Nothing is kept yet: raters would be more than three points apart." in told
    assert "Another rater gave 5, and yours is more than three points away." in told
    assert cast.director.name not in told.partition("Rate Talleres Ega")[2]
    assert not Rating.objects.filter(rater_id=actors.senior.user_id).exists()
    again = sent_by(asked.context["form"])
    assert client.post(address, again).status_code == 422  # nothing was said of the talk
    again["talk_volume"] = "The new plant is ours"
    assert client.post(address, again).status_code == 302
    found = row(candidate)
    assert found.disputed == []
    assert found.verdicts["volume"].score == pytest.approx(7.25)  # type: ignore[union-attr]
    assert found.axis.coverage == 100
    kept = found.candidate.agreed["volume"]
    assert (kept["note"], kept["by"]) == ("The new plant is ours", cast.senior.name)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {
        "candidate.rated", "candidate.agreed",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_talk_was_about_what_the_others_gave_then(
    candidate: Candidate, actors: SimpleNamespace, cast: Cast
) -> None:
    make_rating(actors.director, candidate, 5)
    scores: dict[str, Decimal | None] = {"volume": Decimal(9)}
    talk = Talk("We did", Others(1, Decimal(6), Decimal(6)))
    with pytest.raises(RatersApart) as apart:
        rate(actors.senior, candidate_id=candidate.pk, scores=scores, talks={"volume": talk})
    assert apart.value.others == {"volume": Others(1, Decimal(5), Decimal(5))}
    talk = Talk("We did", apart.value.others["volume"])
    rate(actors.senior, candidate_id=candidate.pk, scores=scores, talks={"volume": talk})
    scores = {"volume": Decimal(8)}
    with pytest.raises(RatersApart):  # another rating, another talk
        rate(actors.director, candidate_id=candidate.pk, scores={"volume": Decimal(4)})
    rate(actors.director, candidate_id=candidate.pk, scores=scores)
    assert row(candidate).verdicts["volume"].score == pytest.approx(8.5)  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_rater_is_told_what_a_score_means_and_what_the_ledger_says(
    as_person: AsPerson, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of(
        [
            Row(f"{year}-{month}", "C1", date(year, month, 1), net_amount=Decimal(amount),
                cost=Decimal(75))
            for year, amount in ((2024, 100), (2025, 150))
            for month in range(1, 13)
        ]
        + [Row("end", "C1", date(2026, 1, 1), net_amount=Decimal(1))]
    )  # fmt: skip
    customer = Customer.objects.get(code="C1")
    cover(cast.senior, customer)
    candidate = make_candidate(customer)
    told = words(as_person(cast.senior).get(reverse("selection:rate", args=[candidate.pk])))
    assert "Its net sales in 2025 were €1.8k." in told
    assert "Against the twelve months before, that is a change of +50.0%." in told
    assert "Of the sales whose cost is known, 50.0% is left before the cost to serve." in told
    set_rates(order=15)
    served = words(as_person(cast.senior).get(reverse("selection:rate", args=[candidate.pk])))
    assert "Of its sales 40.0% is left after the cost to serve." in served, "(900 − 180) / 1800"
    assert "It weighs 25 of 100. As in the matrix: 0 at −5.0%, 5 at 5.0%, 10 at 15.0%." in told
    assert "It weighs 15 of 100. 0: its objectives and ours are in conflict; 3: neutral" in told


@pytest.mark.django_db
def test_the_sum_can_be_reckoned_by_hand(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 7)
    make_rating(actors.senior, candidate, "7.5")
    told = words(as_person(cast.senior).get(reverse("selection:candidate", args=[candidate.pk])))
    assert "Growth 25 7.5 7.25 25.0 1.813" in told
    assert "It scores 7.25 of 10." in told


@given(SCORES, st.decimals(0, 10, places=1))
def test_a_talk_is_asked_exactly_where_it_would_be_open(
    ratings: list[Decimal], mine: Decimal
) -> None:
    found = verdict([*ratings, mine], ())
    assert found is not None
    assert found.is_open is (max(*ratings, mine) - min(*ratings, mine) > 3)
    shown = Others.of(ratings)
    assert shown == Others(len(ratings), min(ratings), max(ratings))


@pytest.mark.django_db
def test_of_two_who_write_what_was_agreed_the_second_is_told_and_loses_nothing(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 5)
    without_a_talk(actors.senior, candidate, **dict.fromkeys(CRITERIA, 5))
    without_a_talk(actors.senior, candidate, volume=9)
    client, address = as_person(cast.senior), reverse("selection:agree", args=[candidate.pk])
    [(_key, _name, _ratings, opened)] = client.get(address).context["lines"]
    sent = {**sent_by(opened), "criterion": "volume", "volume-note": "Otherwise"}
    agree(
        actors.director, candidate_id=candidate.pk, criterion="volume", note="Half",
        seen=(Decimal(5), Decimal(9)),
    )  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 422
    told = words(answer)
    assert f"{cast.director.name} wrote “Half” under “Volume of business”" in told
    assert "Otherwise" in told
    [(_key, _name, _ratings, back)] = answer.context["lines"]
    assert client.post(address, {**sent_by(back), "criterion": "volume"}).status_code == 302
    candidate.refresh_from_db()
    assert candidate.agreed["volume"]["note"] == "Otherwise"


@pytest.mark.django_db
def test_what_was_written_too_late_is_not_lost(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 5)
    without_a_talk(actors.senior, candidate, **dict.fromkeys(CRITERIA, 5))
    without_a_talk(actors.senior, candidate, volume=9)
    client, address = as_person(cast.senior), reverse("selection:agree", args=[candidate.pk])
    [(_key, _name, _ratings, opened)] = client.get(address).context["lines"]
    rate(actors.director, candidate_id=candidate.pk, scores={"volume": Decimal(7)})
    sent = {**sent_by(opened), "criterion": "volume", "volume-note": "It grows by half"}
    answer = client.post(address, sent)
    assert "A rating has changed while you were talking." in words(answer)
    assert "It grows by half" in words(answer)
    [(_key, _name, _ratings, back)] = answer.context["lines"]
    told = words(client.post(address, {**sent_by(back), "criterion": "volume"}))
    assert "There is nothing to agree on here any more." in told


@pytest.mark.django_db
def test_raters_far_apart_talk_first(
    candidate: Candidate, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    make_rating(actors.director, candidate, 5)
    make_rating(actors.senior, candidate, 5)
    without_a_talk(actors.senior, candidate, volume=9)
    assert row(candidate).disputed == ["volume"]
    assert row(candidate).axis.coverage == 80
    client = as_person(cast.senior)
    told = words(client.get(reverse("selection:candidate", args=[candidate.pk])))
    assert "that counts for nothing, and the others carry its weight" in told
    address = reverse("selection:agree", args=[candidate.pk])
    page = client.get(address)
    assert f"{cast.director.name} 5.0" in words(page)
    seen = "9.00;5.00"
    empty = client.post(address, {"criterion": "volume", "volume-ratings": seen})
    assert empty.status_code == 422
    client.post(
        address,
        {
            "criterion": "volume",
            "volume-ratings": seen,
            "volume-note": "The new plant counts half",
        },
    )
    assert row(candidate).disputed == []
    assert row(candidate).verdicts["volume"].score == 7  # type: ignore[union-attr]
    told = words(client.get(reverse("selection:candidate", args=[candidate.pk])))
    assert "Volume of business, agreed: The new plant counts half" in told
    without_a_talk(actors.senior, candidate, volume=10)
    assert row(candidate).disputed == ["volume"]  # they talked of other ratings


@pytest.mark.django_db
def test_an_agreement_is_about_ratings_that_were_seen(
    candidate: Candidate, actors: SimpleNamespace, refuses: Refuses
) -> None:
    make_rating(actors.director, candidate, 5)
    told = {"candidate_id": candidate.pk, "criterion": "volume", "note": "Half"}
    with refuses("not_rated_yet"):
        agree(actors.senior, **told, seen=(Decimal(5),))
    with refuses("nothing_to_agree"):
        agree(actors.director, **told, seen=(Decimal(5),))
    without_a_talk(actors.senior, candidate, volume=9)
    with refuses("changed_meanwhile"):
        agree(actors.senior, **told, seen=(Decimal(5), Decimal(8)))
    agree(actors.senior, **told, seen=(Decimal(5), Decimal(9)))
    entries = AuditEntry.objects.count()
    agree(actors.director, **told, seen=(Decimal(5), Decimal(9)))  # the same again is nothing new
    assert AuditEntry.objects.count() == entries
    with refuses("changed_meanwhile"):
        agree(actors.director, **{**told, "note": "A third"}, seen=(Decimal(5), Decimal(9)))


@pytest.mark.django_db
def test_scores_go_from_0_to_10_and_are_one_s_own(
    candidate: Candidate, actors: SimpleNamespace, refuses: Refuses
) -> None:
    for score in ("11", "-1", "5.125"):
        with refuses("out_of_range"):
            rate(actors.senior, candidate_id=candidate.pk, scores={"volume": Decimal(score)})
    with refuses("nothing_said"):
        rate(actors.senior, candidate_id=candidate.pk, scores={"nonsense": Decimal(5)})
    with pytest.raises(Forbidden):
        rate(actors.executive, candidate_id=candidate.pk, scores={"volume": Decimal(5)})
    for stranger in (actors.junior_one, actors.sales, actors.hr):
        with pytest.raises(Candidate.DoesNotExist):
            rate(stranger, candidate_id=candidate.pk, scores={"volume": Decimal(5)})
    scores: dict[str, Decimal | None] = {"volume": Decimal(5), "growth": None}
    assert rate(actors.senior, candidate_id=candidate.pk, scores=scores) == 1
    assert rate(actors.senior, candidate_id=candidate.pk, scores=scores) == 0
    assert rate(actors.senior, candidate_id=candidate.pk, scores={"volume": Decimal(6)}) == 1
    assert Rating.objects.get().score == 6
    entry = AuditEntry.objects.filter(verb="candidate.rated").latest("pk")
    assert (entry.before, entry.after) == ({"score_volume": "5"}, {"score_volume": "6"})


@pytest.mark.django_db
def test_ratings_are_entered_as_the_reader_writes_numbers(
    candidate: Candidate, as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.senior)
    address = reverse("selection:rate", args=[candidate.pk])
    assert client.post(address, {"score_volume": "11"}).status_code == 422
    assert client.post(address, {"score_volume": "7.5"}).status_code == 302
    assert Rating.objects.get().score == Decimal("7.5")
    assert 'value="7.5"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_no_needs_its_reason_and_knocks_out(
    candidate: Candidate, as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.senior)
    address = reverse("selection:answer", args=[candidate.pk])
    form = client.get(address).context["form"]
    sent = {field.html_name: str(field.value() or "") for field in form}
    refused = client.post(address, {**sent, "passes_solvency": "no"})
    assert refused.status_code == 422
    assert "this answer rules the customer out" in words(refused)
    client.post(address, {**sent, "passes_solvency": "no", "why_solvency": "It pays late"})
    assert row(candidate).standing.filter.failed == ("solvency",)
    assert row(candidate).rank is None
    told = words(client.get(reverse("selection:candidate", args=[candidate.pk])))
    assert "Is it solvent? no · It pays late" in told
    assert "The rules propose “Not key”: a question of the filter rules it out." in told


@pytest.mark.django_db
def test_of_two_who_answer_the_same_the_second_is_told(
    candidate: Candidate, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.senior)
    address = reverse("selection:answer", args=[candidate.pk])
    add_evidence(SYSTEM, candidate_id=candidate.pk, text="It grows", day=date(2026, 1, 1))
    form = client.get(address).context["form"]
    sent = {field.html_name: str(field.value() or "") for field in form}
    answer_filter(
        actors.director,
        candidate_id=candidate.pk,
        answers={"solvency": Answer("no", "It pays late"), "spend": Answer("yes")},
        seen=int(sent["seen"]),
    )
    answer = client.post(address, {**sent, "passes_solvency": "yes"})
    assert answer.status_code == 422
    assert "This was changed while you were looking at it" in words(answer)
    candidate.refresh_from_db()
    assert candidate.answers["solvency"]["passes"] == "no"
    again = {field.html_name: str(field.value() or "") for field in answer.context["form"]} | {
        "passes_solvency": "yes",
        "why_solvency": "",
    }
    assert client.post(address, again).status_code == 302
    candidate.refresh_from_db()
    assert candidate.answers["solvency"]["passes"] == "yes"
    assert candidate.answers["spend"]["passes"] == "yes"  # what only the other wrote stays


@pytest.mark.django_db
def test_the_history_writes_scores_as_the_reader_does(
    candidate: Candidate, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    make_rating(actors.senior, candidate, "6.5")
    address = reverse("selection:candidate", args=[candidate.pk])
    client = as_person(cast.senior)
    assert "Volumen de negocio: 6,5" in words(client.get(address, HTTP_ACCEPT_LANGUAGE="es"))
    assert "Volume of business: 6.5" in words(client.get(address, HTTP_ACCEPT_LANGUAGE="en"))


@pytest.mark.django_db
def test_the_history_says_what_was_answered_before_and_not_that_nothing_was(
    candidate: Candidate, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    def answered(passes: str) -> str:
        given = {"solvency": Answer(passes, "It pays late")}
        seen = Candidate.objects.get(pk=candidate.pk)
        answer_filter(
            actors.director, candidate_id=candidate.pk, answers=given, seen=revision_of(seen)
        )
        return words(as_person(cast.director).get(page))

    page = reverse("selection:candidate", args=[candidate.pk])
    assert "Is it solvent: yes Is it solvent, why" in answered("yes")
    assert "Is it solvent: no, before yes" in answered("no")
    assert "Is it solvent: not known, before no" in answered("unknown")
