"""A department sees what it is asked, and nothing else of the account."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.coordination import services
from clavero.coordination.models import Department, Member, Request
from clavero.coordination.rules.requests import State
from clavero.coordination.selectors import queue_rows, requests_listed
from clavero.coordination.testing import make_asked
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.django_db


def test_a_department_sees_its_queue_and_nothing_of_the_account(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    one = make_asked(mine, logistics, by=actors.senior)
    page, address = as_person(cast.logistics), reverse("coordination:request", args=[one.pk])
    text = page.get(address).content.decode()
    assert mine.name in text
    account = str(mine.pk)
    assert f"/customers/{account}/" not in text
    assert reverse("coordination:account", args=[mine.pk]) not in text
    for name in ("coordination:account", "coordination:new", "care:account", "work:account"):
        assert page.get(reverse(name, args=[mine.pk])).status_code in {403, 404}
    assert page.get(reverse("coordination:board")).status_code == 403
    queue = reverse("coordination:queue")
    answer = page.post(address, {"decision": "accept", "here": queue})
    assert (answer.status_code, answer["Location"]) == (302, queue)
    assert Request.objects.get().state == State.ACCEPTED
    assert "Deliver before Friday" in page.get(queue).content.decode()


def test_another_department_sees_nothing(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    one = make_asked(mine, logistics, by=actors.senior)
    Member.objects.all().delete()  # they have gone elsewhere
    assert queue_rows(actors.logistics) == []
    address = reverse("coordination:request", args=[one.pk])
    assert as_person(cast.logistics).get(address).status_code == 404
    with pytest.raises(Request.DoesNotExist):
        services.accept(actors.logistics, request_id=one.pk)


def test_people_of_accounts_see_those_of_their_accounts(
    mine: Customer, logistics: Department, actors: SimpleNamespace
) -> None:
    one = make_asked(mine, logistics, by=actors.senior)
    now = timezone.now()
    assert [row.pk for row in requests_listed(actors.senior, now)] == [one.pk]
    assert not requests_listed(actors.sales, now).exists()
    with pytest.raises(Request.DoesNotExist):
        services.comment(actors.sales, request_id=one.pk, text="And?")
    with pytest.raises(Forbidden):
        services.accept(actors.senior, request_id=one.pk)
    with pytest.raises(Forbidden):
        services.comment(actors.executive, request_id=one.pk, text="And?")
    with pytest.raises(Forbidden):
        services.confirm(actors.logistics, request_id=one.pk)


def test_only_colleagues_belong_to_a_department(
    cast: Cast, actors: SimpleNamespace, logistics: Department
) -> None:
    with pytest.raises(Refusal) as refused:
        services.set_department(actors.director, name="Sales", member_ids=[cast.sales.pk])
    assert refused.value.code == "no_colleague"
    with pytest.raises(Refusal) as refused:
        services.set_department(actors.director, name="logistics")
    assert refused.value.code == "name_taken"
