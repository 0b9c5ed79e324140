"""Who must approve a document is taken off or replaced: works · refuses · strangers are blind."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.identity.testing import Cast
from clavero.negotiations import services
from clavero.negotiations.models import Approval, Document
from clavero.negotiations.rules.documents import State
from clavero.negotiations.selectors import document_seen
from clavero.negotiations.testing import make_document, make_negotiation
from clavero.portfolio.models import Customer
from clavero.ui.testing import words
from clavero.work.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(mine: Customer, cast: Cast, actors: SimpleNamespace) -> Document:
    """A draft of the senior's; the director and the executive must approve it."""
    made = make_document(make_negotiation(mine), by=actors.senior)
    services.ask_approval(
        actors.senior, document_id=made.pk, people=[cast.director.pk, cast.executive.pk]
    )
    return made


def tasks_of(person: int) -> list[str]:
    return list(Task.objects.filter(owner=person).order_by("pk").values_list("state", flat=True))


def test_who_asked_takes_off_who_does_not_answer(
    paper: Document, cast: Cast, actors: SimpleNamespace
) -> None:
    given = {"document_id": paper.pk}
    services.approve(actors.director, **given)
    services.release_approver(
        actors.senior, **given, person_id=cast.executive.pk, reason="On leave"
    )
    paper.refresh_from_db()
    assert paper.state == State.APPROVED, "all others have approved it"
    assert tasks_of(cast.executive.pk) == ["dropped"]
    told = document_seen(actors.senior, paper.pk).changes[0]
    said = {str(value) for _name, *both in told.values for value in both}
    assert {cast.executive.name, "On leave"} <= said


def test_somebody_else_approves_instead_and_who_was_taken_off_can_be_asked_again(
    paper: Document, cast: Cast, actors: SimpleNamespace
) -> None:
    given = {"document_id": paper.pk}
    services.release_approver(
        actors.senior, **given, person_id=cast.executive.pk, instead=cast.senior.pk
    )
    assert set(Approval.objects.values_list("person", flat=True)) == {
        cast.director.pk, cast.senior.pk,
    }  # fmt: skip
    services.ask_approval(actors.senior, **given, people=[cast.executive.pk])
    assert tasks_of(cast.executive.pk) == ["dropped", "open"]
    services.approve(actors.executive, **given)
    assert tasks_of(cast.executive.pk) == ["dropped", "done"]
    services.add_version(actors.senior, **given, text="Days: 45")
    latest = Approval.objects.filter(version__number=2)
    assert set(latest.values_list("asked_by", flat=True)) == {cast.senior.pk}


def test_what_is_refused(paper: Document, cast: Cast, actors: SimpleNamespace) -> None:
    given = {"document_id": paper.pk}
    for who, code, wrong in (
        (actors.director, "asked_by_another", {"person_id": cast.executive.pk}),
        (actors.senior, "not_asked", {"person_id": cast.senior.pk}),
        (actors.senior, "no_approver",
         {"person_id": cast.executive.pk, "instead": cast.director.pk}),
        (actors.senior, "no_approver", {"person_id": cast.executive.pk, "instead": cast.sales.pk}),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            services.release_approver(who, **given, **wrong)
        assert refused.value.code == code
    services.give_back(actors.director, **given, reason="45 days at most")
    with pytest.raises(Refusal) as refused:
        services.release_approver(actors.senior, **given, person_id=cast.director.pk)
    assert refused.value.code == "decided_already", "a no is not got around so"
    with pytest.raises(Document.DoesNotExist):
        services.release_approver(actors.sales, **given, person_id=cast.executive.pk)


def test_what_is_broken_off_needs_no_approval_until_it_is_taken_up_again(
    paper: Document, cast: Cast, actors: SimpleNamespace
) -> None:
    given, of = {"document_id": paper.pk}, {"negotiation_id": paper.negotiation_id}
    services.approve(actors.director, **given)
    services.break_off(actors.senior, **of, reason="Too dear")
    assert tasks_of(cast.executive.pk) == ["dropped"]
    assert tasks_of(cast.director.pk) == ["done"]
    assert not document_seen(actors.senior, paper.pk).steps
    with pytest.raises(Refusal) as refused:
        services.approve(actors.executive, **given)
    assert refused.value.code == "broken_off"
    services.resume(actors.senior, **of, reason="They came back")
    assert tasks_of(cast.executive.pk) == ["dropped", "open"]
    assert tasks_of(cast.director.pk) == ["done"], "what was approved stays approved"
    services.approve(actors.executive, **given)
    assert tasks_of(cast.executive.pk) == ["dropped", "done"]
    paper.refresh_from_db()
    assert paper.state == State.APPROVED


def test_through_the_page(paper: Document, cast: Cast, as_person: AsPerson) -> None:
    page = reverse("negotiations:document", args=[paper.pk])
    client = as_person(cast.senior)
    assert words(client.get(page)).count("Take off or replace") >= 2
    assert "Take off or replace" not in words(as_person(cast.director).get(page))
    sent = {"decision": "release", "person_id": cast.executive.pk, "instead": cast.senior.pk}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 422, "it was done already"


def test_a_refused_answer_does_not_let_the_next_one_pass_unseen(
    paper: Document, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    """Another version has come; a form sent back for another reason still decides on the old."""
    services.add_version(actors.senior, document_id=paper.pk, text="Days: 45")
    client, page = as_person(cast.director), reverse("negotiations:document", args=[paper.pk])
    returned = client.post(page, {"decision": "return", "version": 1, "reason": ""})
    assert returned.status_code == 422
    assert 'name="version" value="1"' in returned.content.decode()
    told = client.post(page, {"decision": "return", "version": 1, "reason": "No"})
    assert "There is version 2 meanwhile" in words(told)
    client = as_person(cast.senior)
    address = reverse("negotiations:add_version", args=[paper.pk])
    empty = client.post(address, {"seen": 1, "text": "Days: 50", "note": "x" * 301})
    assert 'name="seen" value="1"' in empty.content.decode()
    late = client.post(address, {"seen": 1, "text": "Days: 50"})
    assert "has kept version 2 meanwhile" in words(late)
