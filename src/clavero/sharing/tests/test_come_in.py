"""A link alone shows nothing; with the code that was mailed it opens one plan, for a time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import hypothesis
import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st

from clavero.conftest import AsPerson, AtOnce
from clavero.identity.testing import Cast
from clavero.opportunities.testing import make_need
from clavero.plans.testing import make_initiative, make_plan
from clavero.portfolio.testing import make_customer
from clavero.sharing.links import token_of
from clavero.sharing.models import Access, Code, GuestSession, Share
from clavero.sharing.rules.entering import (
    CODE_TRIES,
    CODES_A_DAY,
    CODES_AN_HOUR,
    NOTED_A_DAY,
    may_have_code,
    network_of,
    next_code_at,
)
from clavero.sharing.selectors import guest_of
from clavero.sharing.services import come_in, leave, revoke_share, send_code
from clavero.sharing.testing import (
    SYSTEM,
    approve,
    code_in,
    make_guest,
    make_share,
    make_shared_plan,
    token,
    word_for,
)
from clavero.sharing.tests.conftest import Shared

HERE = "192.0.2.7"


def plan_of(link: str) -> str:
    return reverse("shared:plan", args=[link])


def code_page(link: str) -> str:
    return reverse("shared:code", args=[link])


def mailed(link: str, mailbox: Any) -> str:
    send_code(link, network=HERE)
    return code_in(mailbox[-1].body)


def test_a_link_with_its_code_opens_the_plan(shared: Shared, mailoutbox: Any) -> None:
    browser, link = Client(), token(shared.share)
    assert "Spares within hours" not in browser.get(plan_of(link)).content.decode()
    answer = browser.post(plan_of(link))
    assert (answer.status_code, answer["Location"]) == (302, code_page(link))
    message = mailoutbox[-1]
    assert message.to == ["marta@ega.example"]
    assert "código" in message.body.lower() or "code" in message.body.lower()
    answer = browser.post(code_page(link), {"code": code_in(message.body)})
    assert (answer.status_code, answer["Location"]) == (302, plan_of(link))
    cookie = answer.cookies["clavero_guest"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (plan_of(link), True, "Lax")
    answer = browser.get(plan_of(link))
    assert "Spares within hours" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "sessionid" not in browser.cookies
    whats = list(Access.objects.order_by("pk").values_list("what", flat=True))
    assert whats == ["code_asked", "came_in", "read"]


@pytest.mark.parametrize("site", ["same-origin", None])
def test_forms_of_a_page_without_a_referrer_are_taken(
    site: str | None, shared: Shared, mailoutbox: Any
) -> None:
    """Their origin is ``null``; a browser that says more says that the page is ours."""
    browser, link = Client(enforce_csrf_checks=True), token(shared.share)
    answer = browser.post(code_page(link), form_of(browser, link), headers=unnamed(site))
    assert answer.status_code == 422
    assert 'id="id_code_error"' in answer.content.decode()
    form = {**form_of(browser, link), "theme": "dark", "next": plan_of(link)}
    answer = browser.post(reverse("ui:appearance"), form, headers=unnamed(site))
    assert (answer.status_code, answer["Location"]) == (302, plan_of(link))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_forms_of_other_sites_are_refused(site: str, shared: Shared, mailoutbox: Any) -> None:
    browser, link = Client(enforce_csrf_checks=True), token(shared.share)
    for headers in (unnamed(site), {"origin": "https://elsewhere.example"}):
        answer = browser.post(code_page(link), form_of(browser, link), headers=headers)
        assert answer.status_code == 403
        assert answer["Referrer-Policy"] == "no-referrer"
    without = {"code": "000000"}
    answer = browser.post(code_page(link), without, headers=unnamed("same-origin"))
    assert answer.status_code == 403


def unnamed(site: str | None) -> dict[str, str]:
    return {"origin": "null", **({"sec-fetch-site": site} if site else {})}


def form_of(browser: Client, link: str) -> dict[str, str]:
    shown = browser.get(code_page(link)).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert found is not None
    return {"csrfmiddlewaretoken": found[1], "code": "000000"}


@pytest.mark.parametrize("name", ["plan", "code", "sign", "comment", "tick", "leave"])
def test_no_answer_about_a_link_lets_its_address_out(
    name: str, shared: Shared, mailoutbox: Any
) -> None:
    browser, link = Client(), token(shared.share)
    browser.cookies["clavero_guest"] = word_for(shared.share, mailoutbox)
    given = [link] if name in {"plan", "code", "leave"} else [link, "item:999"]
    for answer in (
        browser.get(reverse(f"shared:{name}", args=given)),
        browser.post(reverse(f"shared:{name}", args=given)),
    ):
        assert answer["Referrer-Policy"] == "no-referrer", answer.status_code
        assert "noindex" in answer["X-Robots-Tag"]


def test_the_guest_is_nobody_elsewhere(shared: Shared, mailoutbox: Any) -> None:
    """Even where the browser brings the cookie along, it opens nothing else."""
    browser = Client()
    browser.cookies["clavero_guest"] = word_for(shared.share, mailoutbox)
    for name, given in (
        ("plans:plan", [shared.customer.pk]),
        ("sharing:account", [shared.customer.pk]),
        ("sharing:share", [shared.share.pk]),
        ("pages:today", []),
        ("identity:profile", []),
    ):
        answer = browser.get(reverse(name, args=given))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert browser.get("/api/portfolio/customers").status_code in {401, 404}


def test_the_link_of_another_plan_stays_shut(shared: Shared, mailoutbox: Any) -> None:
    other = make_customer("C2", "Aceros Ulla")
    make_plan(other)
    make_shared_plan(other)
    theirs = make_share(other, email="xoan@ulla.example")
    word = word_for(shared.share, mailoutbox)
    assert guest_of(token(shared.share), word) is not None
    assert guest_of(token(theirs), word) is None
    browser = Client()
    browser.cookies["clavero_guest"] = word
    assert "Spares" not in browser.get(plan_of(token(theirs))).content.decode()
    send_code(token(theirs), network=HERE)
    ours = mailed(token(shared.share), mailoutbox)
    assert come_in(token(theirs), ours, network=HERE) is None


def made_up(share: Share) -> list[str]:
    """Links that open nothing: never given, tampered with, in another language, expired."""
    link = token(share)
    wrong = "A" if link[-1] != "A" else "B"
    return [
        token_of("never-given", "es"),
        f"{link[:-1]}{wrong}",
        link.replace("es~", "en~", 1),
        "es~made.up",
        "nothing",
    ]


def test_nobody_learns_whether_a_link_exists(shared: Shared, mailoutbox: Any) -> None:
    """Door, answer and refusal are the same to the letter; no message goes out."""
    real, before = token(shared.share), len(mailoutbox)

    def walk(link: str) -> list[tuple[int, str]]:
        browser = Client(headers={"accept-language": "es"})
        steps: list[HttpResponse] = [
            browser.get(plan_of(link)),
            browser.post(plan_of(link)),
            browser.get(code_page(link)),
            browser.post(code_page(link), {"code": "000000"}),
        ]
        return [(each.status_code, spoken(each, link)) for each in steps]

    expected = walk(real)
    assert len(mailoutbox) == before + 1
    for link in made_up(shared.share):
        if link.startswith(("es~", "nothing")):
            assert walk(link) == expected
    revoke_share(SYSTEM, share_id=shared.share.pk)
    assert walk(real) == expected
    assert len(mailoutbox) == before + 1


def spoken(answer: HttpResponse, link: str) -> str:
    """What an answer says, without what is new in each."""
    said = answer.content.decode().replace(link, "LINK") + answer.get("Location", "")
    said = said.replace(link, "LINK")
    said = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", said)
    return re.sub(r'nonce="[^"]+"', "", said)


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_is_over_opens_nothing(how: str, shared: Shared, mailoutbox: Any) -> None:
    link = token(shared.share)
    code, word = mailed(link, mailoutbox), word_for(shared.share, mailoutbox)
    code = mailed(link, mailoutbox)
    if how == "revoked":
        revoke_share(SYSTEM, share_id=shared.share.pk)
    else:
        Share.objects.update(expires_at=timezone.now())
    assert guest_of(link, word) is None
    assert come_in(link, code, network=HERE) is None
    before = len(mailoutbox)
    send_code(link, network=HERE)
    assert len(mailoutbox) == before


def test_a_code_works_once_and_only_the_last_one(shared: Shared, mailoutbox: Any) -> None:
    link = token(shared.share)
    first, second = mailed(link, mailoutbox), mailed(link, mailoutbox)
    if first != second:
        assert come_in(link, first, network=HERE) is None
    assert come_in(link, second, network=HERE) is not None
    wrong = Access.objects.filter(what="code_wrong").count()
    assert come_in(link, second, network=HERE) is None
    assert Access.objects.filter(what="code_wrong").count() == wrong + 1


def test_a_code_lasts_minutes(shared: Shared, mailoutbox: Any) -> None:
    link = token(shared.share)
    code = mailed(link, mailoutbox)
    Code.objects.update(expires_at=timezone.now())
    assert come_in(link, code, network=HERE) is None


def test_a_code_is_tried_a_few_times(shared: Shared, mailoutbox: Any) -> None:
    link = token(shared.share)
    code = mailed(link, mailoutbox)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(CODE_TRIES + 2):
        assert come_in(link, wrong, network=HERE) is None
    assert come_in(link, code, network=HERE) is None
    assert Access.objects.filter(what="code_wrong").count() == CODE_TRIES + 3
    for _ in range(NOTED_A_DAY):  # whoever goes on does not fill the disk
        assert come_in(link, code, network=HERE) is None
    assert Access.objects.filter(what="code_wrong").count() == NOTED_A_DAY


def test_codes_are_counted(shared: Shared, mailoutbox: Any) -> None:
    link, before = token(shared.share), len(mailoutbox)
    for _ in range(CODES_AN_HOUR + 1):
        send_code(link, network=HERE)
    assert len(mailoutbox) == before + CODES_AN_HOUR
    Code.objects.update(created_at=timezone.now() - timedelta(hours=2))
    for _ in range(3 * CODES_A_DAY):
        send_code(link, network=HERE)
    assert len(mailoutbox) == before + CODES_A_DAY
    assert Access.objects.filter(what="code_held_back").count() == CODES_A_DAY


def test_neither_codes_nor_sessions_are_kept_as_they_are(shared: Shared, mailoutbox: Any) -> None:
    word = word_for(shared.share, mailoutbox)
    code = code_in(mailoutbox[-1].body)
    assert code not in Code.objects.get().digest
    assert word != GuestSession.objects.get().digest
    assert shared.share.key not in token(shared.share).partition(".")[2]


def test_a_session_ends(shared: Shared, mailoutbox: Any) -> None:
    guest = make_guest(shared.share, mailoutbox)
    word = word_for(shared.share, mailoutbox)
    again = guest_of(token(shared.share), word)
    assert again is not None
    leave(again, network=HERE)
    assert guest_of(token(shared.share), word) is None
    assert GuestSession.objects.filter(ended_at=None).get().pk == guest.session_id
    third = word_for(shared.share, mailoutbox)
    GuestSession.objects.update(expires_at=timezone.now())
    assert guest_of(token(shared.share), third) is None


def test_leaving_forgets_the_cookie(shared: Shared, mailoutbox: Any) -> None:
    browser, link = Client(), token(shared.share)
    browser.cookies["clavero_guest"] = word_for(shared.share, mailoutbox)
    answer = browser.post(reverse("shared:leave", args=[link]))
    assert answer.cookies["clavero_guest"].value == ""
    assert "Spares" not in browser.get(plan_of(link)).content.decode()


def test_visits_say_from_where_without_the_machine(shared: Shared, mailoutbox: Any) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post(plan_of(token(shared.share)))
    assert Access.objects.get(what="code_asked").network == "203.0.113.0/24"
    assert network_of("unknown") == ""


def test_codes_go_to_the_person_of_the_link_alone(shared: Shared, mailoutbox: Any) -> None:
    make_share(shared.customer, name="Jon", email="jon@ega.example", language="en")
    mail.outbox.clear()
    send_code(token(shared.share), network=HERE)
    assert [message.to for message in mailoutbox] == [["marta@ega.example"]]


def test_the_page_costs_the_same_however_much_is_shared(
    shared: Shared, mailoutbox: Any, django_assert_max_num_queries: Any
) -> None:
    browser, link = Client(), token(shared.share)
    browser.cookies["clavero_guest"] = word_for(shared.share, mailoutbox)
    browser.get(plan_of(link))
    with django_assert_max_num_queries(12) as few:
        browser.get(plan_of(link))
    for number in range(9):
        make_need(shared.customer, text=f"Need {number}", is_shared=True)
        make_initiative(shared.customer, f"Idea {number}", is_shared=True)
    approve(shared.customer)
    with django_assert_max_num_queries(12) as many:
        browser.get(plan_of(link))
    assert len(many) == len(few)


def test_a_code_brought_twice_in_the_same_instant_opens_once(
    at_once: AtOnce, shared: Shared, mailoutbox: Any
) -> None:
    link = token(shared.share)
    code = mailed(link, mailoutbox)
    words = at_once(*[lambda: come_in(link, code, network=HERE)] * 2)
    assert sorted(word is None for word in words) == [False, True]
    assert GuestSession.objects.count() == 1


def at_door(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


def test_who_asks_or_tries_too_often_is_told_to_wait_whatever_the_link_is(
    shared: Shared, mailoutbox: Any
) -> None:
    share = make_share(shared.customer, name="Jon", email="jon@ega.example", language="en")
    real, unknown = token(share), token_of("never-given", "en")

    def walk(link: str) -> list[str]:
        browser, told = at_door(), []
        for _ in range(CODES_AN_HOUR + 1):
            answer = browser.post(plan_of(link), follow=True)
            told.append(spoken(answer, link))
        for _ in range(CODE_TRIES + 1):
            answer = browser.post(code_page(link), {"code": "x"})
            assert answer.status_code == 422
            told.append(spoken(answer, link))
        return told

    said = walk(real)
    assert walk(unknown) == said
    waits = "another one goes out in 1 hour"
    assert [waits in each.replace("\xa0", " ") for each in said[:5]] == [False] * 4 + [True]
    assert "Send another code" not in said[5]
    tried = said[-CODE_TRIES - 1 :]
    assert "it is another, or too old" in tried[0]
    assert "5 codes were tried, so that of the message opens nothing" in unescape(tried[-2])
    assert "A code can be tried 5 times" in said[0]


def test_the_door_forgets_what_it_did_not_write(shared: Shared) -> None:
    browser, link = at_door(), token(shared.share)
    browser.cookies["clavero_guest_tries"] = "made:up"
    assert browser.get(code_page(link)).status_code == 200
    assert browser.post(plan_of(link)).cookies["clavero_guest_tries"]["path"] == plan_of(link)


def test_another_code_can_be_tried_again(shared: Shared, mailoutbox: Any) -> None:
    browser, link = at_door(), token(shared.share)
    browser.post(plan_of(link))
    for _ in range(CODE_TRIES):
        browser.post(code_page(link), {"code": "x"})
    page = browser.post(plan_of(link), follow=True).content.decode()
    assert "is-warn" not in page
    answer = browser.post(code_page(link), {"code": code_in(mailoutbox[-1].body)})
    assert (answer.status_code, answer["Location"]) == (302, plan_of(link))


@hypothesis.given(
    st.lists(st.integers(0, 3000), max_size=25).map(sorted),
    st.integers(0, 6000),
)
def test_the_wait_ends_when_a_code_goes_out(minutes: list[int], later: int) -> None:
    """What is told and what is done are one rule, and it is the one of the decision."""
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    asked = [begin + timedelta(minutes=each) for each in minutes]
    now = max([begin, *asked]) + timedelta(minutes=later)
    in_hour = sum(now - each < timedelta(hours=1) for each in asked)
    in_day = sum(now - each < timedelta(days=1) for each in asked)
    goes_out = in_hour < CODES_AN_HOUR and in_day < CODES_A_DAY
    assert may_have_code(asked, now) is goes_out
    again = next_code_at(asked)
    if again is not None:
        assert may_have_code(asked, again)
        assert goes_out is (now >= again)


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_who_knocks_at_a_link_that_is_over_is_kept_and_told_nothing(
    how: str, shared: Shared, cast: Cast, as_person: AsPerson, mailoutbox: Any
) -> None:
    link = token(shared.share)
    if how == "revoked":
        revoke_share(SYSTEM, share_id=shared.share.pk)
    else:
        Share.objects.update(expires_at=timezone.now())
    browser = Client(REMOTE_ADDR="203.0.113.77")
    for _ in range(NOTED_A_DAY + 3):
        browser.get(plan_of(link))
    browser.post(plan_of(link))
    browser.post(code_page(link), {"code": "123456"})
    whats = list(Access.objects.order_by("pk").values_list("what", flat=True))
    assert whats == ["opened_after"] * NOTED_A_DAY + ["asked_after", "code_wrong"]
    assert set(Access.objects.values_list("network", flat=True)) == {"203.0.113.0/24"}
    page = as_person(cast.senior).get(reverse("sharing:share", args=[shared.share.pk]))
    assert "Opened the link after its end: nothing was shown" in page.content.decode()
    Client().get(plan_of(token_of("never-given", "es")))
    assert Access.objects.count() == len(whats)
