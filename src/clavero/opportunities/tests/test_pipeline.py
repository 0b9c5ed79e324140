"""Opportunities and stages: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.opportunities.models import Opportunity, StageStep
from clavero.opportunities.rules.closing import LossReason
from clavero.opportunities.rules.pipeline import Ansoff, Ground
from clavero.opportunities.rules.stages import Stage, Stages, default_stages
from clavero.opportunities.selectors import (
    account_opportunities,
    changes_of,
    ended_rows,
    opportunity_seen,
    pipeline,
    proof_of,
)
from clavero.opportunities.sentences import pipeline_in_words, proof_in_words
from clavero.opportunities.services import (
    adopt_stages,
    change_opportunity,
    lose_opportunity,
    move_opportunity,
    reopen_opportunity,
    win_opportunity,
)
from clavero.opportunities.testing import SYSTEM, make_need, make_opportunity
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_group

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
Sold = dict[str, Customer]
D = Decimal


def only(actor: Any = SYSTEM) -> Any:
    (row,) = pipeline(actor).rows
    return row


def test_an_opportunity_is_written_down(sold: Sold, actors: SimpleNamespace) -> None:
    need = make_need(sold["A"])
    made = make_opportunity(
        sold["A"], needs=[need.pk], cells=[(sold["A"].pk, "Tools")], ansoff=Ansoff.PRODUCT,
        ramp=[D("0.5"), D(1)], owner_id=actors.senior.user_id,
    )  # fmt: skip
    row = only(actors.senior)
    assert (row.stage, row.probability, row.ground) == ("identified", D("0.4"), Ground.ANSOFF)
    assert (row.weighted, row.families, row.owner) == (400, "Tools", actors.senior.name)
    assert list(pipeline(SYSTEM).expected) == [200, 400, 400]
    found = opportunity_seen(actors.senior, made.pk)
    assert [text for _number, text in found.needs] == [need.text]
    assert [(cell.unit.code, cell.family) for cell in found.cells] == [("A", "Tools")]
    assert [step.name for step in found.steps] == ["Identified"]
    told = {str(what): str(now) for what, _was, now in changes_of(made)[0].values}
    assert told["Cells that it fills"] == "A · Tools"


def test_totals_are_told_in_words(sold: Sold) -> None:
    make_opportunity(sold["A"], value=1000)
    make_opportunity(sold["B"], value=2000, stage="agreed")
    said = " ".join(pipeline_in_words(pipeline(SYSTEM), "EUR"))
    assert "2 opportunities are under way. If all of them come, they bring €3.0k a year" in said
    assert "€2.4k is to be expected" in said
    assert "The base is €2.0k: 1 opportunity with a probability of 80% or more." in said


def test_a_probability_is_written_for_a_reason(sold: Sold, refuses: Refuses) -> None:
    made = make_opportunity(sold["A"])
    with refuses("reason_missing"):
        change_opportunity(SYSTEM, opportunity_id=made.pk, probability=D("0.9"))
    with refuses("no_probability"):
        change_opportunity(
            SYSTEM, opportunity_id=made.pk, probability=D(2), probability_reason="Sure"
        )
    change_opportunity(
        SYSTEM, opportunity_id=made.pk, probability=D("0.9"), probability_reason="Signed draft"
    )
    assert (only().probability, only().ground) == (D("0.9"), Ground.WRITTEN)
    change_opportunity(SYSTEM, opportunity_id=made.pk, probability=None, seen=revision_of(made))
    assert (only().ground, only().probability_reason) == (Ground.ANSOFF, "")


def test_what_is_refused(sold: Sold, actors: SimpleNamespace, refuses: Refuses) -> None:
    elsewhere = make_need(sold["D"])
    for given, code in (
        ({"title": " "}, "title_missing"),
        ({"value": 0}, "no_value"),
        ({"ramp": [D(2)]}, "no_ramp"),
        ({"ramp": [D(1)] * 6}, "no_ramp"),
        ({"stage": "nowhere"}, "no_stage"),
        ({"needs": [elsewhere.pk]}, "need_elsewhere"),
        ({"cells": [(sold["D"].pk, "Tools")]}, "cell_elsewhere"),
        ({"owner_id": actors.sales.user_id}, "owner_blind"),
    ):
        with refuses(code):
            make_opportunity(sold["A"], **given)
    assert not Opportunity.objects.exists()


def test_an_outsider_is_blind(sold: Sold, actors: SimpleNamespace) -> None:
    made = make_opportunity(sold["A"])
    for name in ("sales", "hr", "administrator"):
        actor = getattr(actors, name)
        assert pipeline(actor).rows == []
        with pytest.raises(Opportunity.DoesNotExist):
            opportunity_seen(actor, made.pk)
        with pytest.raises(Opportunity.DoesNotExist):
            win_opportunity(actor, opportunity_id=made.pk)
    assert only(actors.executive).id == made.pk
    with pytest.raises(Forbidden):
        move_opportunity(actors.executive, opportunity_id=made.pk, stage="offered")


def test_it_moves_through_stages_and_keeps_its_time(sold: Sold, refuses: Refuses) -> None:
    made = make_opportunity(sold["A"])
    long_ago = timezone.localdate() - timedelta(40)
    Opportunity.objects.update(stage_since=long_ago)
    StageStep.objects.update(on=long_ago)
    assert only().days == 40
    move_opportunity(SYSTEM, opportunity_id=made.pk, stage="negotiating")
    move_opportunity(SYSTEM, opportunity_id=made.pk, stage="negotiating")
    assert (only().days, only().probability) == (0, D("0.75"))
    steps = opportunity_seen(SYSTEM, made.pk).steps
    assert [(str(step.name), step.days) for step in steps] == [
        ("Identified", 40), ("In negotiation", 0),
    ]  # fmt: skip
    with refuses("no_stage"):
        move_opportunity(SYSTEM, opportunity_id=made.pk, stage="won")
    assert [entry.verb for entry in history(made)] == ["opportunity.moved", "opportunity.added"]


def test_two_people_at_once_are_told(sold: Sold, actors: SimpleNamespace) -> None:
    made = make_opportunity(sold["A"])
    seen = revision_of(made)
    move_opportunity(actors.director, opportunity_id=made.pk, stage="offered", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        move_opportunity(actors.senior, opportunity_id=made.pk, stage="agreed", seen=seen)
    cells = [(sold["A"].pk, "Tools")]
    change_opportunity(actors.director, opportunity_id=made.pk, cells=cells, seen=seen)
    change_opportunity(
        actors.senior, opportunity_id=made.pk, cells=[], title="Otherwise", seen=seen
    )
    found = opportunity_seen(SYSTEM, made.pk)
    assert (found.row.title, len(found.cells)) == ("Otherwise", 1), "what was left alone stays"


def test_won_is_checked_against_the_ledger(sold: Sold, refuses: Refuses) -> None:
    made = make_opportunity(
        sold["A"], starts_on=date(2024, 4, 1),
        cells=[(sold["A"].pk, "Chains"), (sold["A"].pk, "Tools")],
    )  # fmt: skip
    assert proof_of(opportunity_seen(SYSTEM, made.pk)) is None
    win_opportunity(SYSTEM, opportunity_id=made.pk, note="At last")
    assert pipeline(SYSTEM).rows == []
    (row,) = ended_rows(SYSTEM)
    assert (row.outcome, row.probability, row.outcome_note) == ("won", 1, "At last")
    proof = proof_of(opportunity_seen(SYSTEM, made.pk))
    assert proof is not None
    told = {each.family: (each.first, each.net_sales) for each in proof.cells}
    assert told == {"Chains": (date(2024, 5, 6), 300), "Tools": (None, 0)}
    assert "1 of 2 cells have been invoiced since" in proof_in_words(proof)
    with refuses("opportunity_decided"):
        move_opportunity(SYSTEM, opportunity_id=made.pk, stage="offered")


def test_what_was_bought_before_proves_nothing(sold: Sold) -> None:
    made = make_opportunity(sold["A"], cells=[(sold["A"].pk, "Belts")])
    win_opportunity(SYSTEM, opportunity_id=made.pk)
    proof = proof_of(opportunity_seen(SYSTEM, made.pk))
    assert proof is not None
    assert proof.invoiced == 0
    assert "does not reach the day yet" in proof_in_words(proof)


def test_lost_for_a_reason_and_opened_again(sold: Sold, refuses: Refuses) -> None:
    made = make_opportunity(sold["A"])
    today = timezone.localdate()
    with refuses("note_missing"):
        lose_opportunity(SYSTEM, opportunity_id=made.pk, reason=LossReason.COMPETITOR)
    with refuses("in_the_future"):
        lose_opportunity(
            SYSTEM, opportunity_id=made.pk, reason=LossReason.PRICE, on=today + timedelta(1)
        )
    with refuses("before_its_stage"):
        lose_opportunity(
            SYSTEM, opportunity_id=made.pk, reason=LossReason.PRICE, on=today - timedelta(1)
        )
    lose_opportunity(SYSTEM, opportunity_id=made.pk, reason=LossReason.PRICE)
    assert ended_rows(SYSTEM)[0].outcome_reason == "price"
    reopen_opportunity(SYSTEM, opportunity_id=made.pk)
    with refuses("already_open"):
        reopen_opportunity(SYSTEM, opportunity_id=made.pk)
    steps = opportunity_seen(SYSTEM, made.pk).steps
    assert [step.outcome for step in steps] == ["", "lost", ""]
    assert [entry.verb for entry in history(made)] == [
        "opportunity.reopened", "opportunity.lost", "opportunity.added",
    ]  # fmt: skip


def test_those_of_a_group_are_its_units(sold: Sold) -> None:
    group = make_group("Group", sold["A"], sold["B"], code="G")
    make_opportunity(sold["A"])
    make_opportunity(sold["D"])
    made = make_opportunity(group, cells=[(sold["B"].pk, "Chains")])
    found = account_opportunities(SYSTEM, group.pk)
    assert {row.code for row in found.pipeline.rows} == {"A", "G"}
    assert opportunity_seen(SYSTEM, made.pk).cells[0].unit.code == "B"


# -- stages ----------------------------------------------------------------------------------------


def adopt(actor: Any, stages: Stages, **given: Any) -> Any:
    told = {"valid_from": timezone.localdate(), "reason": "Simpler", "seen": None, **given}
    return adopt_stages(actor, stages=stages, **told)


def test_the_director_adopts_stages(sold: Sold, actors: SimpleNamespace, refuses: Refuses) -> None:
    made = make_opportunity(sold["A"], stage="negotiating")
    simple = Stages((Stage("identified"), Stage("pilot", D("0.85"), "Pilot")))
    with pytest.raises(Forbidden):
        adopt(actors.senior, simple)
    with refuses("nothing_changed"):
        adopt(actors.director, default_stages())
    adopt(actors.director, simple)
    with pytest.raises(ChangedMeanwhile):
        adopt(actors.director, default_stages())
    found = pipeline(SYSTEM)
    assert [row.id for row in found.in_stage("identified")] == [made.pk], "nobody loses it"
    assert found.rows[0].ground is Ground.ANSOFF
    move_opportunity(SYSTEM, opportunity_id=made.pk, stage="pilot")
    assert (only().stage_written, only().probability) == ("Pilot", D("0.85"))
    assert pipeline(SYSTEM).totals.base_count == 1


def test_the_database_keeps_what_must_hold(sold: Sold) -> None:
    made = make_opportunity(sold["A"])
    for given in (
        {"value": 0},
        {"probability": D("0.5")},
        {"outcome": "won"},
        {"outcome": "lost", "outcome_on": date(2026, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opportunity.objects.filter(pk=made.pk).update(**given)
