"""What is known of a candidate is kept for good, with who said it, of which day and from where."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.models import AuditEntry
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer
from clavero.selection.models import Candidate, Evidence
from clavero.selection.services import add_evidence
from clavero.selection.testing import make_candidate
from clavero.ui.testing import words

AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(cast: Cast) -> Candidate:
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.senior, customer)
    return make_candidate(customer)


def address(name: str, candidate: Candidate) -> str:
    return reverse(f"selection:{name}", args=[candidate.pk])


def test_it_stays_with_name_day_and_link(
    candidate: Candidate, as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.senior)
    link = "https://example.org/lugo?a=1&b=2"
    sent = {"text": "It opens a plant in Lugo", "day": "2026-03-01", "link": link}
    assert client.post(address("add_evidence", candidate), sent).status_code == 302
    page = client.get(address("candidate", candidate))
    assert f"1 Mar 2026 · {cast.senior.name} It opens a plant in Lugo" in words(page)
    shown = 'href="https://example.org/lugo?a=1&amp;b=2" rel="noopener noreferrer"'
    assert shown in page.content.decode()
    entry = AuditEntry.objects.get(verb="candidate.evidence_added")
    assert entry.after == {"evidence": sent["text"], "link": link}
    assert entry.by_name == cast.senior.name


def test_without_a_link_none_is_shown(
    candidate: Candidate, as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.senior)
    sent = {"text": "It grows", "day": "2026-03-01"}
    assert client.post(address("add_evidence", candidate), sent).status_code == 302
    assert "noopener" not in client.get(address("candidate", candidate)).content.decode()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/a", "http://[::1"])
def test_a_link_that_is_no_page_on_the_web_is_refused(
    candidate: Candidate,
    as_person: AsPerson,
    cast: Cast,
    actors: SimpleNamespace,
    refuses: Refuses,
    link: str,
) -> None:
    today = timezone.localdate()
    sent = {"text": "It grows", "day": today.isoformat(), "link": link}
    answer = as_person(cast.senior).post(address("add_evidence", candidate), sent)
    assert answer.status_code == 422
    with refuses("no_address"):
        add_evidence(
            actors.director, candidate_id=candidate.pk, text="It grows", day=today, link=link
        )
    assert not Evidence.objects.exists()


def test_what_has_not_been_yet_and_what_says_nothing_is_refused(
    candidate: Candidate, as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.senior)
    for sent in ({"text": "More", "day": "2999-01-01"}, {"text": " ", "day": "2026-03-01"}):
        assert client.post(address("add_evidence", candidate), sent).status_code == 422
    assert not Evidence.objects.exists()


def test_who_only_reads_adds_nothing_and_a_stranger_finds_nothing(
    candidate: Candidate, actors: SimpleNamespace
) -> None:
    today = timezone.localdate()
    with pytest.raises(Forbidden):
        add_evidence(actors.executive, candidate_id=candidate.pk, text="It grows", day=today)
    with pytest.raises(Candidate.DoesNotExist):
        add_evidence(actors.junior_one, candidate_id=candidate.pk, text="It grows", day=today)
