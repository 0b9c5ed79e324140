"""How a no, a question and work under way are shown, whole or in part."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from clavero.config.urls import urlpatterns as product
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast, sign_in
from clavero.ui import answers
from clavero.ui.parts import Progress

PART = {"HX-Request": "true"}


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal(
        _("%(name)s has no objectives."),
        code="no_objectives",
        field="objectives",
        hint=_("Add one before you ask for approval."),
        name="Acme",
    )


def forbid(request: HttpRequest) -> HttpResponse:
    raise Forbidden("import_sales")


def say(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Saved.")
    return HttpResponse("<p>part</p>")


def wipe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return answers.ask(
            request,
            title="Wipe",
            question="Wipe it all?",
            verb="Wipe",
            back="/",
            is_destructive=True,
        )
    return HttpResponse("wiped")


def doing(request: HttpRequest) -> HttpResponse:
    if request.GET.get("done"):
        return answers.finish_progress(request, "/profile/")
    return answers.show_progress(request, Progress("Reading", 1, 3, "/t/doing/"), title="Import")


tries = [path(view.__name__ + "/", view) for view in (refuse, forbid, say, wipe, doing)]
urlpatterns = [*product, path("t/", include(tries))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def senior(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.senior)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_refusal_is_a_page_with_what_to_do(senior: Client) -> None:
    answer = senior.post("/t/refuse/", headers={"Referer": "http://testserver/plan/"})
    assert answer.status_code == 422
    assert "Acme has no objectives." in text(answer)
    assert "Add one before you ask for approval." in text(answer)
    assert 'href="http://testserver/plan/"' in text(answer)


def test_a_refusal_does_not_lead_elsewhere(senior: Client) -> None:
    answer = senior.post("/t/refuse/", headers={"Referer": "https://evil.example/"})
    assert "evil.example" not in text(answer)


def test_a_refusal_in_part_is_a_notice_beside_the_page(senior: Client) -> None:
    answer = senior.post("/t/refuse/", headers=PART)
    assert answer.status_code == 422
    assert answer["HX-Reswap"] == "none"
    assert json.loads(answer["HX-Trigger"]) == {"clavero:refused": {"field": "objectives"}}
    assert "Acme has no objectives. Add one" in text(answer)
    assert "<html" not in text(answer)


def test_what_a_role_may_not_do(senior: Client) -> None:
    whole, part = senior.get("/t/forbid/"), senior.get("/t/forbid/", headers=PART)
    assert (whole.status_code, part.status_code) == (403, 403)
    assert "Your role does not allow this" in text(whole)
    assert "You are not allowed to do that." in text(part)


def test_messages_come_with_a_part_of_the_page(senior: Client) -> None:
    answer = text(senior.get("/t/say/", headers=PART))
    assert answer.startswith("<p>part</p>")
    assert 'hx-swap-oob="beforeend:#toasts"' in answer
    assert "Saved." in answer
    assert "Saved." not in text(senior.get("/profile/"))


def test_messages_of_a_whole_page_wait_for_the_next(senior: Client) -> None:
    assert text(senior.get("/t/say/")) == "<p>part</p>"
    assert "Saved." in text(senior.get("/profile/"))


def test_a_serious_step_asks_first(senior: Client) -> None:
    page = text(senior.get("/t/wipe/"))
    assert "Wipe it all?" in page
    assert "btn-danger" in page
    assert text(senior.post("/t/wipe/")) == "wiped"


def test_work_under_way_is_a_page_that_asks_again(senior: Client) -> None:
    page, part = text(senior.get("/t/doing/")), text(senior.get("/t/doing/", headers=PART))
    assert '<meta http-equiv="refresh"' in page
    assert 'hx-get="/t/doing/"' in page
    assert 'value="33" max="100"' in part
    assert "<html" not in part


def test_work_done_leads_on(senior: Client) -> None:
    assert senior.get("/t/doing/?done=1").headers["Location"] == "/profile/"
    part = senior.get("/t/doing/?done=1", headers=PART)
    assert (part.status_code, part["HX-Redirect"]) == (200, "/profile/")


def test_the_share_of_unknown_work_is_unknown() -> None:
    assert Progress("Reading", 10, None, "/").percent is None
    assert Progress("Reading", 12, 10, "/").percent == 100
