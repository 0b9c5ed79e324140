"""A manager gives a link and takes it back: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.opportunities.models import Need
from clavero.opportunities.testing import make_need
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.sharing.models import Access, Share
from clavero.sharing.selectors import share_as_data, share_seen, sharing_of
from clavero.sharing.services import revoke_share, share_plan
from clavero.sharing.testing import (
    approve,
    make_guest,
    make_share,
    make_shared_plan,
    token,
    word_for,
)
from clavero.sharing.tests.conftest import Refuses, Shared

TOLD: dict[str, Any] = {"name": "Jon Ruiz", "email": "jon@ega.example", "language": "en"}


def test_a_link_is_mailed_and_lasts_thirty_days(
    shared: Shared, actors: SimpleNamespace, mailoutbox: Any
) -> None:
    given = share_plan(actors.senior, customer_id=shared.customer.pk, **TOLD)
    assert given.sent
    message = mailoutbox[-1]
    assert message.to == ["jon@ega.example"]
    assert given.link in message.body
    assert given.link.endswith(f"/shared/{token(given.share)}/")
    last = given.share.expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < last <= timedelta(days=30)
    told = [entry.verb for entry in history(given.share)]
    assert told == ["share.given"]
    assert "share.given" in [entry.verb for entry in history(shared.customer)]
    assert history(given.share)[0].by_name == actors.senior.name


def test_an_address_that_signs_in_here_is_no_guest(
    shared: Shared, actors: SimpleNamespace, cast: Cast, refuses: Refuses
) -> None:
    given = {"customer_id": shared.customer.pk, **TOLD, "email": cast.junior_one.email.upper()}
    with refuses("email_ours"):
        share_plan(actors.senior, **given)
    cast.junior_one.is_active = False
    cast.junior_one.save()
    assert share_plan(actors.senior, **given).share.email == cast.junior_one.email


def test_it_says_which_company_writes_and_answers_go_to_who_shared_it(
    shared: Shared, cast: Cast, as_person: AsPerson, settings: Any, mailoutbox: Any
) -> None:
    form = reverse("sharing:account", args=[shared.customer.pk])
    manager = as_person(cast.senior)
    assert "CLAVERO_COMPANY" in manager.get(form).content.decode()
    settings.COMPANY = "Tornalba, S.A."
    settings.DEFAULT_FROM_EMAIL = "clavero@tornalba.example"
    assert "CLAVERO_COMPANY" not in manager.get(form).content.decode()
    manager.post(form, {**TOLD, "days": 7})
    share = Share.objects.get(email="jon@ega.example")
    browser, door = Client(), reverse("shared:plan", args=[token(share)])
    assert "A plan that Tornalba, S.A. shares with you" in browser.get(door).content.decode()
    browser.cookies["clavero_guest"] = word_for(share, mailoutbox)
    assert "Plan of Tornalba, S.A. with Talleres Ega, S.L." in browser.get(door).content.decode()
    link, code = mailoutbox[-2:]
    assert link.subject == "Tornalba, S.A.: our plan with Talleres Ega, S.L."
    assert code.subject == "Tornalba, S.A.: your code for the shared plan"
    for message in (link, code):
        assert f"{cast.senior.name}, of Tornalba, S.A., shares" in message.body
        assert message.reply_to == [cast.senior.email]
        assert message.from_email == '"Tornalba, S.A." <clavero@tornalba.example>'


def test_the_message_speaks_the_language_of_its_reader(shared: Shared, mailoutbox: Any) -> None:
    make_share(shared.customer, **{**TOLD, "language": "en"})
    assert "Hello Jon Ruiz" in mailoutbox[-1].body


def test_a_link_whose_message_is_lost_can_be_handed_over(
    shared: Shared, monkeypatch: pytest.MonkeyPatch, actors: SimpleNamespace
) -> None:
    def lost(*_given: Any) -> int:
        raise OSError("no route to host")

    monkeypatch.setattr(EmailBackend, "send_messages", lost)
    given = share_plan(actors.senior, customer_id=shared.customer.pk, **TOLD)
    assert not given.sent
    assert share_seen(actors.senior, given.share.pk).link == given.link


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 201}, "name_missing"),
        ({"email": "jon"}, "email_wrong"),
        ({"language": "xx"}, "language"),
        ({"days": 0}, "days_outside"),
        ({"days": 366}, "days_outside"),
        ({"email": "MARTA@ega.example"}, "shared_already"),
    ],
)
def test_what_cannot_be_is_refused(
    wrong: dict[str, Any],
    code: str,
    shared: Shared,
    actors: SimpleNamespace,
    refuses: Refuses,
    mailoutbox: Any,
) -> None:
    before = len(mailoutbox)
    with refuses(code):
        share_plan(actors.senior, customer_id=shared.customer.pk, **{**TOLD, **wrong})
    assert len(mailoutbox) == before
    assert Share.objects.count() == 1


def test_a_plan_is_shared_once_something_approved_is_for_the_customer(
    cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    given = {"customer_id": customer.pk, **TOLD}
    with refuses("nothing_approved"):
        share_plan(actors.senior, **given)
    make_plan(customer)
    with refuses("nothing_approved"):
        share_plan(actors.senior, **given)
    make_shared_plan(customer)
    for row in (*customer.plan.planitems.all(), *customer.plan.objectives.all(),
                *customer.plan.actions.all(), *customer.plan.initiatives.all()):  # fmt: skip
        row.is_shared = False
        row.save()
    Need.objects.update(is_shared=False)
    with refuses("nothing_shared"):
        share_plan(actors.senior, **given)


def test_who_may_not_cannot_and_who_does_not_see_it_is_blind(
    shared: Shared, actors: SimpleNamespace, cast: Cast
) -> None:
    given = {"customer_id": shared.customer.pk, **TOLD}
    for member in ("director", "executive"):
        with pytest.raises(Forbidden):
            share_plan(getattr(actors, member), **given)
        with pytest.raises(Forbidden):
            revoke_share(getattr(actors, member), share_id=shared.share.pk)
    with pytest.raises(Customer.DoesNotExist):
        share_plan(actors.junior_one, **given)
    with pytest.raises(Share.DoesNotExist):
        revoke_share(actors.junior_one, share_id=shared.share.pk)
    with pytest.raises(Customer.DoesNotExist):
        sharing_of(actors.junior_one, shared.customer.pk)
    with pytest.raises(Share.DoesNotExist):
        share_seen(actors.junior_one, shared.share.pk)
    assert Share.objects.count() == 1


def test_a_link_is_taken_back_at_once(
    shared: Shared, actors: SimpleNamespace, mailoutbox: Any
) -> None:
    make_guest(shared.share, mailoutbox)
    revoke_share(actors.senior, share_id=shared.share.pk)
    revoke_share(actors.senior, share_id=shared.share.pk)  # twice changes nothing
    shared.share.refresh_from_db()
    assert shared.share.revoked_by_name == actors.senior.name
    assert not shared.share.sessions.filter(ended_at=None).exists()
    verbs = [entry.verb for entry in history(shared.share)]
    assert verbs.count("share.revoked") == 1
    make_share(shared.customer)  # the same person can have another one


def test_a_new_link_takes_the_place_of_one_that_has_expired(
    shared: Shared, actors: SimpleNamespace
) -> None:
    Share.objects.update(expires_at=timezone.now())
    make_share(shared.customer, actor=actors.senior)
    shared.share.refresh_from_db()
    assert shared.share.revoked_at is not None
    assert Share.objects.count() == 2
    before = share_seen(actors.senior, shared.share.pk)
    assert before.row.state == "expired"  # nobody took it back
    assert share_as_data(before)["revoked_by"] is None
    assert "share.revoked" not in [entry.verb for entry in history(shared.customer)]


def test_the_pages_share_show_and_take_back(
    shared: Shared, cast: Cast, as_person: AsPerson, mailoutbox: Any
) -> None:
    browser = as_person(cast.senior)
    account = reverse("sharing:account", args=[shared.customer.pk])
    answer = browser.post(account, {**TOLD, "days": 7}, follow=True)
    share = Share.objects.get(email="jon@ega.example")
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("sharing:share", args=[share.pk])
    assert token(share) in page
    answer = browser.post(account, {**TOLD, "days": 7})
    assert answer.status_code == 422
    assert "Jon Ruiz has a link to this plan already." in answer.content.decode()
    Client().post(reverse("shared:plan", args=[token(share)]))
    page = browser.get(reverse("sharing:share", args=[share.pk])).content.decode()
    assert "A code was mailed" in page
    assert "127.0.0.0/24" in page
    back = reverse("sharing:revoke", args=[share.pk])
    assert browser.get(back).status_code == 200
    assert "opens nothing any more" in browser.post(back, follow=True).content.decode()
    page = browser.get(reverse("sharing:share", args=[share.pk])).content.decode()
    assert token(share) not in page


def test_every_visit_is_there_page_by_page(
    shared: Shared, cast: Cast, as_person: AsPerson, actors: SimpleNamespace
) -> None:
    visits = (Access(share=shared.share, what="read", network="") for _ in range(103))
    Access.objects.bulk_create(visits)
    address = reverse("sharing:share", args=[shared.share.pk])
    browser = as_person(cast.senior)
    first = browser.get(address)
    assert "Visits 1 to 100 of 103" in first.content.decode()
    assert "?page=2" in first.content.decode()
    second = browser.get(address, {"page": "2"})
    assert "Visits 101 to 103 of 103" in second.content.decode()
    assert len(first.context["visits"]) + len(second.context["visits"]) == 103
    assert len(share_seen(actors.senior, shared.share.pk).visits) == 103


def test_those_who_only_read_get_no_link(shared: Shared, cast: Cast, as_person: AsPerson) -> None:
    page = as_person(cast.director).get(reverse("sharing:share", args=[shared.share.pk]))
    assert token(shared.share) not in page.content.decode()


def test_the_manager_sees_what_the_customer_sees(
    shared: Shared, cast: Cast, as_person: AsPerson, mailoutbox: Any
) -> None:
    """The same rows, in the language asked for, and nothing that can be sent."""
    guest = make_guest(shared.share, mailoutbox)
    make_need(shared.customer, text="Marked but not approved", is_shared=True)
    browser = as_person(cast.senior)
    address = reverse("sharing:as_customer", args=[shared.customer.pk])
    page = browser.get(address, {"language": "es"}).content.decode()
    assert '<html lang="es"' in page
    assert "Spares within hours" in page
    assert "Marked but not approved" not in page
    assert "Ours to guess" not in page
    assert guest.token not in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    approve(shared.customer)
    assert "Marked but not approved" in browser.get(address).content.decode()
