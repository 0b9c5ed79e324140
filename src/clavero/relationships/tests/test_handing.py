"""Closing a handover: what becomes of the links of whoever leaves the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.models import Person
from clavero.identity.services import deactivate
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.services import transfer_coverage
from clavero.portfolio.testing import cover
from clavero.relationships.models import Judgement, Tie
from clavero.relationships.rules.people import Function
from clavero.relationships.services import end_tie
from clavero.relationships.testing import SYSTEM, make_contact, make_tie
from clavero.work.models import Pack
from clavero.work.selectors import pack_to_close
from clavero.work.services import close_pack
from clavero.work.testing import make_pack

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]


@pytest.fixture
def ties(mine: Customer, cast: Cast) -> list[Tie]:
    """Two whom the senior knows, since a while ago, of whom the junior knows neither."""
    found = [
        make_tie(make_contact(mine, name, function=function), cast.senior, strength=3)
        for name, function in (
            ("Berta Royo", Function.PURCHASING),
            ("Carlos Ibarra", Function.FINANCE),
        )
    ]
    Tie.objects.update(since=timezone.localdate() - timedelta(days=60))
    return found


@pytest.fixture
def pack(mine: Customer, cast: Cast, ties: list[Tie]) -> Pack:
    """The account goes from the senior to the junior from today on."""
    transfer_coverage(
        SYSTEM, coverage_id=mine.coverage.get().pk, to_person_id=cast.junior_one.pk,
        on=timezone.localdate(),
    )  # fmt: skip
    return make_pack(mine, cast.senior, cast.junior_one)


def test_links_end_and_go_on_in_one_step(
    pack: Pack, ties: list[Tie], cast: Cast, as_person: AsPerson
) -> None:
    address = reverse("work:close_pack", args=[pack.pk])
    browser, (first, second) = as_person(cast.director), ties
    page = browser.get(address).content.decode()
    assert "Berta Royo, Purchasing" in page
    assert "Carlos Ibarra, Finance" in page
    sent = {f"offer-tie_{first.pk}": "passes", f"offer-tie_{second.pk}": "ends"}
    assert browser.post(address, sent).status_code == 302
    today = timezone.localdate()
    pack.refresh_from_db()
    assert pack.closed_on == today
    assert set(Tie.objects.filter(person=cast.senior).values_list("ended_on", flat=True)) == {today}
    new = Tie.objects.get(person=cast.junior_one)
    assert (new.contact_id, new.since, new.ours) == (first.contact_id, today, first.ours)
    assert new.judgements.get().value == 1
    assert cast.senior.name in new.judgements.get().source
    assert list(Judgement.objects.filter(tie__in=ties).values_list("value", flat=True)) == [3, 3]


def test_a_link_may_go_on_with_who_still_has_access(
    pack: Pack, ties: list[Tie], actors: SimpleNamespace
) -> None:
    told = close_pack(actors.director, pack_id=pack.pk, chosen={f"tie_{ties[0].pk}": "stays"})
    assert told == []
    assert not Tie.objects.exclude(ended_on=None).exists()


def test_who_stays_is_not_asked(
    mine: Customer, pack: Pack, cast: Cast, actors: SimpleNamespace
) -> None:
    assert len(pack_to_close(actors.director, pack.pk).offers) == 2
    cover(cast.senior, mine, role="sponsor")
    assert pack_to_close(actors.director, pack.pk).offers == []


def test_of_who_has_no_access_no_link_goes_on(
    mine: Customer, pack: Pack, ties: list[Tie], cast: Cast, actors: SimpleNamespace
) -> None:
    deactivate(actors.administrator, person_id=cast.senior.pk)
    closed = timezone.localdate() - timedelta(days=9)
    Person.objects.filter(pk=cast.senior.pk).update(closed_on=closed)
    make_tie(ties[1].contact, cast.junior_one)
    offers = pack_to_close(actors.director, pack.pk).offers
    assert [[key for key, _name in each.choices] for each in offers] == [
        ["ends", "passes"],
        ["ends"],
    ]
    close_pack(actors.director, pack_id=pack.pk, chosen={each.key: "ends" for each in offers})
    ended = set(Tie.objects.filter(person=cast.senior).values_list("ended_on", flat=True))
    assert ended == {closed}


def test_what_changed_meanwhile_is_not_dropped_unsaid(
    pack: Pack, ties: list[Tie], cast: Cast, actors: SimpleNamespace, refuses: Refuses,
    as_person: AsPerson,
) -> None:  # fmt: skip
    end_tie(SYSTEM, tie_id=ties[0].pk)
    with refuses("offer_gone"):
        close_pack(actors.director, pack_id=pack.pk, chosen={f"tie_{ties[0].pk}": "passes"})
    sent = {f"offer-tie_{ties[0].pk}": "passes", f"offer-tie_{ties[1].pk}": "ends"}
    address = reverse("work:close_pack", args=[pack.pk])
    answer = as_person(cast.director).post(address, sent)
    assert answer.status_code == 422
    assert "changed meanwhile" in answer.content.decode()
    deactivate(actors.administrator, person_id=cast.junior_one.pk)
    with refuses("receiver_gone"):
        close_pack(actors.director, pack_id=pack.pk, chosen={f"tie_{ties[1].pk}": "passes"})
    pack.refresh_from_db()
    assert pack.closed_on is None
    assert Tie.objects.get(pk=ties[1].pk).ended_on is None
