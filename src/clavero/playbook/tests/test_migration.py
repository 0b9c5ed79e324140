"""A database of the first playbook keeps all that was adopted and decided in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from clavero.core.audit import record
from clavero.core.testing import back_to, migrate
from clavero.matrix.models import MatrixReview
from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import PlaybookVersion, Proposal
from clavero.playbook.rules.guides import Aspect, Doer, Kpi, Objective, Reviews, Share, Task
from clavero.playbook.rules.proposals import Kind, State, proposed_of
from clavero.playbook.selectors import playbook_of, row_of
from clavero.playbook.services import accept_all
from clavero.playbook.words import guide_text, item_in_words, proposed_in_words
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import SYSTEM, cover, make_customer

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = date(2025, 3, 3), date(2026, 3, 2)
DECIDED = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
PLAY = {
    "relationship": "basic",
    "share_from": 0.0,
    "share_to": 0.3,
    "review_months": 6,
    "investment": "None.",
    "plan": "A sheet.",
    "activities": ["Standard service", "A remote channel"],
    "metrics": [],
    "objectives": ["Earn", "earn", "Be paid"],
    "targets": ["Days: within the terms"],
    "tasks": [["Check prices", 6], ["Call", 3]],
}


@pytest.fixture
def before() -> Iterator[Any]:
    """The models of the first playbook, on a database that has no later one."""
    yield back_to(("playbook", "0001_initial")).apps
    migrate()


def propose(apps: Any, customer: Any, review: MatrixReview, kind: str, **given: Any) -> int:
    text = given.pop("proposed", "")
    values = {
        "strategy": "invest",
        "place": 0,
        "is_default": False,
        "proposed": text,
        "proposed_due": date(2027, 3, 2),
        "text": text,
        "due": date(2027, 3, 2),
        **given,
    }
    if values.get("state", "open") in {"accepted", "edited", "dropped"}:
        values |= {"decided_by_name": "Nuria", "decided_at": DECIDED}
    model = apps.get_model("playbook", "Proposal")
    made = model.objects.create(customer_id=customer.pk, review_id=review.pk, kind=kind, **values)
    return int(made.pk)


def review_of(day: date) -> MatrixReview:
    return MatrixReview.objects.create(day=day, by_name="x")


def test_a_version_says_the_same_as_before(before: Any) -> None:
    plays = {
        "invest": {**PLAY, "relationship": "integrated", "share_from": 0.4, "share_to": 0.5,
                   "review_months": 2},
        "selective": {**PLAY, "share_from": 0.255, "share_to": 0.35},
        "maintain": PLAY,
        "harvest": PLAY,
    }  # fmt: skip
    made = before.get_model("playbook", "PlaybookVersion").objects.create(
        valid_from=FIRST,
        content={"principles": "", "plays": plays},
        reason="The yearly talk",
        by_name="Ramón",
    )
    migrate()
    version = PlaybookVersion.objects.get(pk=made.pk)
    assert (version.valid_from, version.reason) == (FIRST, "The yearly talk")
    assert (version.approved_by, version.by_name) == ("Ramón", "Ramón")
    assert version.approved_on == made.created_at.date()
    held = playbook_of(made.pk)
    assert held is not None
    book = held.settings
    assert book.everywhere == ""
    assert book.shares[Strategy.INVEST] == Share(Decimal(40), Decimal(50))
    assert book.shares[Strategy.SELECTIVE] == Share(Decimal("25.5"), Decimal(35))
    assert book.shares[Strategy.HARVEST] == Share(Decimal(0), Decimal(30))
    guide = book.guides[Strategy.INVEST]
    assert (guide.stages, guide.review_months) == ((Stage.INTEGRATED,), 2)
    assert guide.texts == {
        Aspect.ACTIVITIES: "Standard service\nA remote channel",
        Aspect.METRICS: "",
        Aspect.INVESTMENT: "None.",
        Aspect.PLAN: "A sheet.",
    }
    assert guide_text(Strategy.INVEST, guide, Aspect.REVIEW) == "Every 2 months."
    assert [each.text for each in guide.objectives] == ["Earn", "earn (2)", "Be paid"]
    assert [item_in_words(each) for each in guide.kpis] == ["Days: within the terms"]
    assert [(each.text, each.months, each.doer) for each in guide.tasks] == [
        ("Check prices", 6, Doer.LEAD),
        ("Call", 3, Doer.LEAD),
    ]


def test_what_was_decided_stays_with_its_text_day_reason_and_name(before: Any) -> None:
    customer, review = make_customer("A"), review_of(SECOND)
    edited = propose(
        before, customer, review, "objective", proposed="Win a project", state="edited",
        text="Win two", due=date(2026, 9, 1), reason="They grow",
    )  # fmt: skip
    dropped = propose(
        before, customer, review, "target", proposed="Sales: +10%", state="dropped", reason="No",
    )  # fmt: skip
    accepted = propose(
        before, customer, review, "task", proposed="Call", months=3, state="accepted",
        due=date(2026, 6, 2), proposed_due=date(2026, 6, 2),
    )  # fmt: skip
    moved = propose(
        before, customer, review, "review", months=1, state="edited", reason="Easter",
        due=date(2026, 4, 7), proposed_due=date(2026, 4, 2),
    )  # fmt: skip
    migrate()
    rows = {each.pk: row_of(each) for each in Proposal.objects.all()}
    assert rows[edited].proposed.what == Objective("own-objective-0", "Win a project")
    assert rows[edited].proposed.due == date(2027, 3, 2)
    assert rows[edited].holds.what == Objective("own-objective-0", "Win two")
    assert rows[edited].holds.due == date(2026, 9, 1)
    assert (rows[edited].state, rows[edited].reason) == (State.EDITED, "They grow")
    assert (rows[edited].decided_by, rows[edited].decided_on) == ("Nuria", DECIDED.date())
    assert rows[edited].superseded_on is None
    assert (rows[dropped].kind, rows[dropped].state) == (Kind.KPI, State.DROPPED)
    assert isinstance(rows[dropped].proposed.what, Kpi)
    assert item_in_words(rows[dropped].proposed.what) == "Sales: +10%"
    assert rows[dropped].reason == "No"
    assert rows[accepted].holds.what == Task("own-task-0", 3, Doer.LEAD, "Call")
    assert (rows[accepted].state, rows[accepted].holds.due) == (State.ACCEPTED, date(2026, 6, 2))
    assert rows[moved].proposed.what == rows[moved].holds.what == Reviews("own-review-0", 1)
    assert (rows[moved].proposed.due, rows[moved].holds.due) == (
        date(2026, 4, 2),
        date(2026, 4, 7),
    )


def test_what_an_earlier_strategy_proposed_is_set_aside(before: Any) -> None:
    customer = make_customer("A")
    first, second = review_of(FIRST), review_of(SECOND)
    kept = propose(before, customer, first, "objective", proposed="Old", state="accepted")
    open_ = propose(before, customer, first, "target", proposed="Old", state="superseded")
    now = propose(before, customer, second, "objective", proposed="New", strategy="harvest")
    other = propose(before, make_customer("B"), first, "objective", proposed="Of another")
    migrate()
    rows = {each.pk: row_of(each) for each in Proposal.objects.all()}
    assert {rows[each].superseded_on for each in (kept, open_)} == {SECOND}
    assert (rows[kept].state, rows[open_].state) == (State.ACCEPTED, State.OPEN)
    assert {rows[each].superseded_on for each in (now, other)} == {None}
    assert [rows[each].is_open for each in (open_, now, other)] == [False, True, True]


def test_what_clavero_proposed_is_read_in_the_reader_s_language(before: Any) -> None:
    """In whichever language it was proposed, and whatever day was put in place of its own."""
    customer, review = make_customer("A"), review_of(SECOND)
    english = propose(
        before, customer, review, "objective", place=1, is_default=True, strategy="maintain",
        proposed="Lower the cost to serve without touching the service",
    )  # fmt: skip
    spanish = propose(
        before, customer, review, "task", months=6, is_default=True, strategy="harvest",
        proposed="Revisar precios, condiciones y pedidos mínimos", state="edited",
        due=date(2026, 9, 1), reason="They close in August",
    )  # fmt: skip
    migrate()
    rows = {each.pk: row_of(each) for each in Proposal.objects.all()}
    told = item_in_words(rows[english].proposed.what)
    assert told == "Lower the cost to serve without touching the service"
    assert item_in_words(rows[spanish].holds.what).startswith("Check prices, terms and smallest")
    with translation.override("es"):
        assert item_in_words(rows[english].proposed.what) != told
        assert "pedidos mínimos" in proposed_in_words(rows[spanish].holds)


def test_proposals_of_before_are_decided_and_set_aside_like_all_others(
    before: Any, cast: Any, actors: Any
) -> None:
    customer, review = make_customer("A"), review_of(FIRST)
    cover(cast.senior, customer)
    old = propose(before, customer, review, "objective", proposed="Old")
    migrate()
    assert accept_all(actors.senior, customer_id=customer.pk, shown=[old]) == 1
    hold(SECOND, {"A": Strategy.HARVEST})
    kept = Proposal.objects.get(pk=old)
    assert (kept.state, kept.superseded_on) == ("accepted", SECOND)
    content = proposed_of(Kind(kept.kind), kept.key, kept.content)
    assert proposed_in_words(content) == "Old (by 2\xa0Mar\xa02027)"


@pytest.mark.parametrize(
    ("verb", "before", "after", "told"),
    [
        ("customer.proposed_to", None, {"proposals": 7, "strategy": "invest"}, "7"),
        ("customer.proposals_accepted", None, {"proposals": 4}, "4"),
        (
            "customer.proposal_decided",
            {"state": "open", "text": "Renew", "due": "2027-03-02"},
            {"state": "edited", "text": "Renew before June", "due": "2026-05-29", "reason": "Ends"},
            "To decide Accepted with changes Renew Renew before June 2 Mar 2027 29 May 2026 Ends",
        ),
        ("customer.proposal_decided", {"state": "superseded"}, {"state": "dropped"}, "Set aside"),
    ],
)
def test_the_histories_of_before_are_still_read(
    verb: str, before: dict[str, Any] | None, after: dict[str, Any], told: str
) -> None:
    customer = make_customer("A")
    record(SYSTEM, verb, customer, before=before, after=after)
    values = changes_of(customer)[0].values
    said = " ".join(f"{was} {now}" for _what, was, now in values)
    assert set(told.split()) <= set(said.split())
