"""Guests comment, sign and tick; ours answer and take note."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import CHANGED_MEANWHILE, revision_of
from clavero.identity.testing import Cast
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.models import Initiative
from clavero.plans.rules.kinds import ActionState, InitiativeState
from clavero.plans.services import change_initiative, move_action, retire_action
from clavero.plans.testing import make_action
from clavero.portfolio.models import Customer
from clavero.sharing.links import token_of
from clavero.sharing.models import Access, Answer, Share
from clavero.sharing.selectors import Guest, page_of, sharing_of
from clavero.sharing.services import comment, reply, revoke_share, sign, take_note, tick
from clavero.sharing.testing import SYSTEM, approve, make_guest, make_share, token, word_for
from clavero.sharing.tests.conftest import Refuses, Shared

VALUE = Decimal(40_000)


def initiative_key(shared: Shared) -> str:
    return f"initiative:{shared.initiative.pk}"


def action_key(shared: Shared) -> str:
    return f"action:{shared.action.pk}"


def change_value(shared: Shared, value: int) -> Initiative:
    """The manager writes another number, as the page's form sends all there is."""
    row = Initiative.objects.get(pk=shared.initiative.pk)
    return change_initiative(
        SYSTEM, initiative_id=row.pk, kind=Ansoff(row.kind), state=InitiativeState(row.state),
        ramp=[Decimal(each) for each in row.ramp], seen=revision_of(row), text=row.text,
        customer_value=Decimal(value), is_shared=True,
    )  # fmt: skip


def holds(shared: Shared) -> bool:
    """Whether a signature holds for the value on the page."""
    page = page_of(shared.plan.pk)
    assert page is not None
    row = page.row(initiative_key(shared))
    return row is not None and page.signature(row) is not None


def test_a_comment_reaches_the_manager(
    shared: Shared, guest: Guest, actors: SimpleNamespace, refuses: Refuses
) -> None:
    with refuses("text_missing"):
        comment(guest, key=action_key(shared), text=" ")
    with refuses("text_too_long"):
        comment(guest, key=action_key(shared), text="x" * 2001)
    answer = comment(guest, key=action_key(shared), text=" By Friday \n then? ")
    assert (answer.by_name, answer.text) == ("Marta Ibáñez", "By Friday \n then?")
    assert [each.pk for each in sharing_of(actors.senior, shared.customer.pk).news] == [answer.pk]
    entry = history(answer)[0]
    assert (entry.verb, entry.by_id, entry.by_name) == ("answer.given", None, "Marta Ibáñez")


@pytest.mark.parametrize("key", ["row:0", "initiative:0", "request:1", "forecast:0", "x", ""])
def test_what_is_not_shared_cannot_be_spoken_of(
    key: str, shared: Shared, guest: Guest, refuses: Refuses
) -> None:
    with refuses("row_not_shared"):
        comment(guest, key=key, text="Well?")
    with refuses("row_not_shared"):
        sign(guest, key=key, value=VALUE, version=1)
    with refuses("row_not_shared"):
        tick(guest, key=key, state="to_do", is_done=True)
    assert not Answer.objects.exists()


def test_a_value_is_signed_as_it_was_read(shared: Shared, guest: Guest, refuses: Refuses) -> None:
    key = initiative_key(shared)
    with refuses(CHANGED_MEANWHILE):
        sign(guest, key=key, value=VALUE + 1, version=1)
    with refuses(CHANGED_MEANWHILE):
        sign(guest, key=key, value=VALUE, version=2)
    with refuses("nothing_to_sign"):
        sign(guest, key=action_key(shared), value=VALUE, version=1)
    answer = sign(guest, key=key, value=VALUE, version=1)
    assert (answer.value, answer.version, answer.by_name) == (VALUE, 1, "Marta Ibáñez")
    row = Initiative.objects.get(pk=shared.initiative.pk)
    assert (row.state, row.validated_by) == ("validated", "Marta Ibáñez")
    assert row.validated_value == VALUE
    shared.plan.refresh_from_db()
    assert shared.plan.state == "approved"  # what was approved was signed as it is
    with refuses("signed_already"):
        sign(guest, key=key, value=VALUE, version=1)
    assert "share.signed" in [entry.verb for entry in history(shared.customer)]


def test_today_tells_what_the_customer_has_answered(
    shared: Shared, guest: Guest, cast: Cast, as_person: AsPerson
) -> None:
    comment(guest, key=action_key(shared), text="By Friday")
    tick(guest, key=action_key(shared), state="to_do", is_done=True)
    sign(guest, key=initiative_key(shared), value=VALUE, version=1)
    page = as_person(cast.senior).get(reverse("pages:today")).content.decode()
    for told in ("commented on its plan", "ticked an action", "signed a value"):
        assert f"somebody there has {told}" in page
    assert (
        "commented" not in as_person(cast.junior_one).get(reverse("pages:today")).content.decode()
    )


def test_another_number_needs_another_signature(
    shared: Shared, guest: Guest, refuses: Refuses
) -> None:
    key = initiative_key(shared)
    kept = sign(guest, key=key, value=VALUE, version=1)
    assert holds(shared)
    assert change_value(shared, 50_000).state == "idea"
    assert not holds(shared)
    with refuses("value_under_revision"):
        sign(guest, key=key, value=VALUE, version=1)
    approve(shared.customer)
    assert not holds(shared)
    sign(guest, key=key, value=Decimal(50_000), version=2)
    assert holds(shared)
    kept.refresh_from_db()
    assert kept.value == VALUE  # it stays as it was signed


def test_a_number_that_comes_back_is_signed_again(shared: Shared, guest: Guest) -> None:
    sign(guest, key=initiative_key(shared), value=VALUE, version=1)
    change_value(shared, 50_000)
    change_value(shared, 40_000)
    assert not holds(shared)


def test_the_customer_ticks_its_own_actions(shared: Shared, guest: Guest, refuses: Refuses) -> None:
    key = action_key(shared)
    tick(guest, key=key, state="to_do", is_done=True)
    shared.action.refresh_from_db()
    assert (shared.action.state, shared.action.done_on is None) == ("done", False)
    assert tick(guest, key=key, state="to_do", is_done=True) is None  # a second tap says the same
    with refuses("not_theirs"):
        tick(guest, key=key, state="done", is_done=True)
    tick(guest, key=key, state="done", is_done=False)
    assert tick(guest, key=key, state="done", is_done=False) is None
    shared.action.refresh_from_db()
    assert (shared.action.state, shared.action.done_on) == ("to_do", None)
    assert [each.what for each in Answer.objects.order_by("pk")] == ["done", "not_done"]
    assert history(shared.action)[0].by_name == "Marta Ibáñez"
    move_action(SYSTEM, action_id=shared.action.pk, state=ActionState.DOING)
    with refuses(CHANGED_MEANWHILE):
        tick(guest, key=key, state="to_do", is_done=True)


def test_what_ours_have_done_is_not_the_customers_to_undo(
    shared: Shared, guest: Guest, refuses: Refuses
) -> None:
    move_action(SYSTEM, action_id=shared.action.pk, state=ActionState.DONE)
    with refuses("not_theirs"):
        tick(guest, key=action_key(shared), state="done", is_done=False)


def test_our_actions_are_ours_to_tick(shared: Shared, guest: Guest, refuses: Refuses) -> None:
    ours = make_action(shared.customer, "Send the offer", is_shared=True)
    approve(shared.customer)
    with refuses("not_theirs"):
        tick(guest, key=f"action:{ours.pk}", state="to_do", is_done=True)


def test_what_comes_first_is_not_named_to_the_customer(shared: Shared, guest: Guest) -> None:
    """The other action may be internal, and so may its name."""
    first = make_action(shared.customer, "Find out what they pay the other supplier")
    theirs = make_action(
        shared.customer, "Sign", after=[first.pk], customer_owner="Them", is_shared=True
    )
    approve(shared.customer)
    with pytest.raises(Refusal) as refused:
        tick(guest, key=f"action:{theirs.pk}", state="to_do", is_done=True)
    assert refused.value.code == "comes_after"
    assert "other supplier" not in str(refused.value)


def test_after_it_is_taken_back_nothing_is_written(
    shared: Shared, guest: Guest, refuses: Refuses
) -> None:
    revoke_share(SYSTEM, share_id=shared.share.pk)
    with refuses("share_closed"):
        comment(guest, key=action_key(shared), text="Still here")
    with refuses("share_closed"):
        sign(guest, key=initiative_key(shared), value=VALUE, version=1)
    with refuses("share_closed"):
        tick(guest, key=action_key(shared), state="to_do", is_done=True)


def test_ours_answer_and_the_customer_reads_it(
    shared: Shared, guest: Guest, actors: SimpleNamespace, mailoutbox: Any, refuses: Refuses
) -> None:
    given = {"customer_id": shared.customer.pk, "key": action_key(shared)}
    with refuses("text_missing"):
        reply(actors.senior, **given, text="")
    with refuses("row_not_shared"):
        reply(actors.senior, customer_id=shared.customer.pk, key="row:0", text="Yes")
    with pytest.raises(Forbidden):
        reply(actors.director, **given, text="Yes")
    with pytest.raises(Customer.DoesNotExist):
        reply(actors.junior_one, **given, text="Yes")
    reply(actors.senior, **given, text="We bring it on Friday")
    assert sharing_of(actors.senior, shared.customer.pk).news == []
    browser = Client()
    browser.cookies["clavero_guest"] = word_for(shared.share, mailoutbox)
    page = browser.get(reverse("shared:plan", args=[guest.token])).content.decode()
    assert "We bring it on Friday" in page


def test_note_is_taken_of_what_was_seen(
    shared: Shared, guest: Guest, actors: SimpleNamespace
) -> None:
    first = comment(guest, key=action_key(shared), text="One")
    second = comment(guest, key=action_key(shared), text="Two")
    given = {"customer_id": shared.customer.pk, "seen": first.pk}
    with pytest.raises(Forbidden):
        take_note(actors.director, **given)
    with pytest.raises(Customer.DoesNotExist):
        take_note(actors.junior_one, **given)
    assert take_note(actors.senior, **given) == 1
    assert [each.pk for each in sharing_of(actors.senior, shared.customer.pk).news] == [second.pk]
    first.refresh_from_db()
    assert first.read_by_name == actors.senior.name
    assert [entry.verb for entry in history(first)] == ["answer.read", "answer.given"]


def test_two_guests_talk_on_the_same_page(shared: Shared, guest: Guest, mailoutbox: Any) -> None:
    jon = make_guest(make_share(shared.customer, name="Jon", email="jon@ega.example"), mailoutbox)
    comment(guest, key=action_key(shared), text="One")
    comment(jon, key=action_key(shared), text="Two")
    page = page_of(shared.plan.pk)
    assert page is not None
    assert [each.by_name for each in page.said[action_key(shared)]] == ["Marta Ibáñez", "Jon"]


def test_the_pages_comment_sign_and_tick(
    shared: Shared, cast: Cast, as_person: AsPerson, mailoutbox: Any
) -> None:
    browser, link = Client(), token(shared.share)
    browser.cookies["clavero_guest"] = word_for(shared.share, mailoutbox)

    def at(name: str, key: str) -> str:
        return reverse(f"shared:{name}", args=[link, key])

    key, action = initiative_key(shared), action_key(shared)
    answer = browser.post(at("comment", key), {"text": ""})
    assert answer.status_code == 422
    assert browser.post(at("comment", key), {"text": "Agreed"}).status_code == 302
    page = browser.get(at("sign", key)).content.decode()
    assert 'name="value" value="40000"' in page
    assert browser.post(at("sign", key), {"value": "1", "version": "1"}).status_code == 422
    assert browser.post(at("sign", key), {}).status_code == 422
    assert browser.post(at("sign", key), {"value": "40000", "version": "1"}).status_code == 302
    assert browser.get(at("sign", action)).status_code == 404
    assert browser.post(at("tick", action), {"state": "done"}).status_code == 422
    assert browser.post(at("tick", action), {"state": "to_do"}).status_code == 302
    told = browser.get(reverse("shared:plan", args=[link])).content.decode()
    assert "Marta Ibáñez" in told
    manager = as_person(cast.senior)
    plan = manager.get(reverse("plans:plan", args=[shared.customer.pk])).content.decode()
    assert "3 answers are new" in plan
    account = reverse("sharing:account", args=[shared.customer.pk])
    page = manager.get(account).content.decode()
    assert "Agreed" in page
    assert "40,000" in page
    assert "counts no longer" not in page
    change_value(shared, 50_000)
    assert "counts no longer: the value is another one now" in manager.get(account).content.decode()
    last = Answer.objects.latest("pk").pk
    noted = reverse("sharing:take_note", args=[shared.customer.pk])
    manager.post(noted, {"seen": last})
    assert "New from the customer" not in manager.get(account).content.decode()
    answering = reverse("sharing:reply", args=[shared.customer.pk])
    assert manager.post(answering, {"key": key, "text": ""}).status_code == 422
    assert manager.post(answering, {"key": key, "text": "Thanks"}).status_code == 302


def test_whatever_is_shown_to_a_guest_is_a_visit(shared: Shared, mailoutbox: Any) -> None:
    """Also by a bookmark of one value, and with what is refused, which shows the page."""
    browser, link = inside(shared.share, mailoutbox), token(shared.share)
    key = initiative_key(shared)

    def read() -> int:
        return Access.objects.filter(share=shared.share, what="read").count()

    assert browser.get(reverse("shared:sign", args=[link, key])).status_code == 200
    assert read() == 1
    assert browser.post(reverse("shared:sign", args=[link, key]), {}).status_code == 422
    assert read() == 2
    at = reverse("shared:comment", args=[link, key])
    assert browser.post(at, {"text": ""}).status_code == 422
    assert read() == 3
    assert browser.get(reverse("shared:plan", args=[link])).status_code == 200
    assert read() == 4


def test_who_has_not_come_in_is_sent_to_the_door(shared: Shared) -> None:
    browser, link = Client(), token(shared.share)
    door = reverse("shared:plan", args=[link])
    for name in ("sign", "tick"):
        answer = browser.post(
            reverse(f"shared:{name}", args=[link, initiative_key(shared)]),
            {"value": "40000", "version": "1", "state": "to_do"},
        )
        assert (answer.status_code, answer["Location"]) == (302, door)
    for each in (link, token_of("never-given", "es")):  # the same of every link, theirs to copy
        comment = reverse("shared:comment", args=[each, initiative_key(shared)])
        answer = browser.post(comment, {"text": "Not before June"})
        assert answer.status_code == 403
        assert "Not before June" in answer.content.decode()
        assert answer.templates[0].name == "sharing/door.html"
    assert not Answer.objects.exists()


def test_what_was_said_stays_when_its_row_is_not_shared_any_more(
    shared: Shared, guest: Guest, cast: Cast, as_person: AsPerson
) -> None:
    said = comment(guest, key=action_key(shared), text="Not before June")
    take_note(SYSTEM, customer_id=shared.customer.pk, seen=said.pk)
    retire_action(SYSTEM, action_id=shared.action.pk)
    page = as_person(cast.senior).get(reverse("sharing:account", args=[shared.customer.pk]))
    told = page.content.decode()
    assert "About rows that are not shared any more" in told
    assert "Not before June" in told
    assert "List the critical spares" in told


def inside(share: Share, mailbox: Any) -> Client:
    """The browser of somebody who has come in by a link."""
    browser = Client()
    browser.cookies["clavero_guest"] = word_for(share, mailbox)
    return browser


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_who_writes_while_the_link_ends_is_told_so_and_keeps_the_words(
    how: str, shared: Shared, actors: SimpleNamespace, mailoutbox: Any
) -> None:
    share = make_share(
        shared.customer, actor=actors.senior, name="Jon", email="jon@ega.example", language="en"
    )
    browser, link = inside(share, mailoutbox), token(share)
    if how == "revoked":
        revoke_share(SYSTEM, share_id=share.pk)
    else:
        Share.objects.filter(pk=share.pk).update(expires_at=timezone.now())
    at = reverse("shared:comment", args=[link, action_key(shared)])
    answer = browser.post(at, {"text": "Not <before> June"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Not &lt;before&gt; June" in page
    assert f"ask {actors.senior.name} for another link" in page
    assert ("was taken back" in page) is (how == "revoked")
    assert ("time is over" in page) is (how == "expired")
    assert "another link" in browser.get(reverse("shared:plan", args=[link])).content.decode()
    assert "another link" not in Client().get(reverse("shared:plan", args=[link])).content.decode()
    assert not Answer.objects.exists()


def test_who_writes_on_a_row_that_is_gone_keeps_the_words(shared: Shared, mailoutbox: Any) -> None:
    share = make_share(shared.customer, name="Jon", email="jon@ega.example", language="en")
    browser, link, key = inside(share, mailoutbox), token(share), action_key(shared)
    retire_action(SYSTEM, action_id=shared.action.pk)
    answer = browser.post(reverse("shared:comment", args=[link, key]), {"text": "By Friday"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This row is not shared any more." in page
    assert "This is what you had written" in page
    assert "By Friday</textarea>" in page
    answer = browser.post(reverse("shared:tick", args=[link, key]), {"state": "to_do"})
    assert "This row is not shared any more." in answer.content.decode()
    Initiative.objects.update(is_shared=False)
    answer = browser.get(reverse("shared:sign", args=[link, initiative_key(shared)]))
    assert answer.status_code == 404
    assert "This value is not shared any more." in answer.content.decode()


def test_what_is_too_long_comes_back_whole(
    shared: Shared, mailoutbox: Any, cast: Cast, as_person: AsPerson
) -> None:
    share = make_share(shared.customer, name="Jon", email="jon@ega.example", language="en")
    browser, link, key = inside(share, mailoutbox), token(share), action_key(shared)
    page = browser.get(reverse("shared:plan", args=[link])).content.decode()
    assert "At most 2,000 letters." in page
    assert "maxlength" not in page  # a browser would cut what is pasted without a word
    at, text = reverse("shared:comment", args=[link, key]), "x" * 2001
    page = browser.post(at, {"text": text}).content.decode()
    assert "That is 2,001 letters; at most 2,000 can be kept." in page
    assert f"{text}</textarea>" in page
    lines = "\r\n".join(["x" * 9] * 200)  # a browser ends lines with two signs
    assert browser.post(at, {"text": lines}).status_code == 302
    answering = reverse("sharing:reply", args=[shared.customer.pk])
    answer = as_person(cast.senior).post(answering, {"key": key, "text": text})
    assert answer.status_code == 422
    assert f"{text}</textarea>" in answer.content.decode()
    gone = as_person(cast.senior).post(answering, {"key": "row:0", "text": "Well"})
    assert "This is what you had written" in gone.content.decode()


def test_what_is_kept_is_said_at_its_row(shared: Shared, mailoutbox: Any) -> None:
    share = make_share(shared.customer, name="Jon", email="jon@ega.example", language="en")
    browser, link = inside(share, mailoutbox), token(share)
    key, action = initiative_key(shared), action_key(shared)
    for name, which, sent, told in (
        ("comment", action, {"text": "By Friday"}, "Your comment is there."),
        ("tick", action, {"state": "to_do"}, "It is done. Thank you."),
        ("tick", action, {"state": "to_do"}, "It is done. Thank you."),
        ("tick", action, {"state": "done", "back": "1"}, "It is open again."),
        ("sign", key, {"value": "40000", "version": "1"}, "You have signed the value. Thank you."),
    ):
        at = reverse(f"shared:{name}", args=[link, which])
        page = browser.post(at, sent, follow=True).content.decode()
        row = page.partition(f'id="{which.replace(":", "-")}"')[2].partition('class="guest-row"')[0]
        assert told in row, name
        assert page.count(told) == 1, name
        assert told not in browser.get(reverse("shared:plan", args=[link])).content.decode()
