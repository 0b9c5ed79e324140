"""An invitation: a link with which a person chooses their password and comes in."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity import services
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role
from clavero.identity.testing import Cast

NEW_PASSWORD = "una-clave-larga-7"
SITE = "https://kam.example/"


@pytest.fixture
def newcomer(db: None) -> Person:
    return services.create_person(
        Actor.system(), email="ines@demo.example", name="Inés Roldán", role=Role.JUNIOR,
        language="es",
    )  # fmt: skip


def accept(link: str, browser: Client) -> Any:
    """Open the link and choose a password; allauth moves the key from the address first."""
    form = browser.get(link.removeprefix(SITE.rstrip("/")), follow=True)
    assert form.status_code == 200
    return browser.post(
        form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )


def test_the_link_lets_the_person_choose_a_password_and_go_in(cast: Cast, newcomer: Person) -> None:
    invitation = services.invite(actor_for(cast.administrator), person_id=newcomer.pk, site=SITE)
    browser = Client()
    assert accept(invitation.link, browser).headers["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(newcomer.pk)
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW_PASSWORD)


def test_it_works_once(cast: Cast, newcomer: Person) -> None:
    invitation = services.invite(actor_for(cast.administrator), person_id=newcomer.pk, site=SITE)
    accept(invitation.link, Client())
    again = Client().get(invitation.link.removeprefix("https://kam.example"), follow=True)
    assert again.context["token_fail"]


def test_it_is_mailed_in_the_language_of_the_person(cast: Cast, newcomer: Person) -> None:
    invitation = services.invite(actor_for(cast.administrator), person_id=newcomer.pk, site=SITE)
    assert invitation.sent
    (message,) = mail.outbox
    assert message.to == ["ines@demo.example"]
    assert invitation.link in message.body
    assert "ines@demo.example" in message.body


def test_without_a_mail_server_the_link_is_there_all_the_same(
    cast: Cast, newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(services, "send_mail", down)
    invitation = services.invite(actor_for(cast.administrator), person_id=newcomer.pk, site=SITE)
    assert not invitation.sent
    assert invitation.link.startswith("https://kam.example/accounts/")


def test_whoever_has_no_access_is_not_invited(cast: Cast, newcomer: Person) -> None:
    administrator = actor_for(cast.administrator)
    services.deactivate(administrator, person_id=newcomer.pk)
    with pytest.raises(Refusal) as refused:
        services.invite(administrator, person_id=newcomer.pk, site=SITE)
    assert refused.value.code == "person_inactive"
    assert mail.outbox == []


def test_it_is_audited_and_for_administrators_only(
    cast: Cast, newcomer: Person, as_person: AsPerson
) -> None:
    page = as_person(cast.administrator).post(f"/people/{newcomer.pk}/invitation/")
    assert page.status_code == 200
    assert history(newcomer).first().verb == "person.invited"  # type: ignore[union-attr]
    with pytest.raises(Forbidden):
        services.invite(actor_for(cast.director), person_id=newcomer.pk, site=SITE)
