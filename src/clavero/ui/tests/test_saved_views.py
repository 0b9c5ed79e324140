from __future__ import annotations

import pytest
from django.test import Client

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast, sign_in
from clavero.ui.models import SavedView
from clavero.ui.selectors import saved_views
from clavero.ui.services import delete_view, save_view

SCREEN = "portfolio.customers"


def names(actor: Actor) -> list[str]:
    return [view.name for view in saved_views(actor, SCREEN)]


def test_a_view_is_kept_and_opened_again(cast: Cast) -> None:
    senior = actor_for(cast.senior)
    view = save_view(senior, screen=SCREEN, name=" Falling ", query="abc=A&sort=-growth")
    assert (view.name, view.query) == ("Falling", "abc=A&sort=-growth")
    assert names(senior) == ["Falling"]
    assert list(saved_views(senior, "other.screen")) == []


def test_the_same_name_again_replaces_it(cast: Cast) -> None:
    senior = actor_for(cast.senior)
    for query in ("abc=A", "abc=B"):
        save_view(senior, screen=SCREEN, name="Mine", query=query)
    assert [view.query for view in saved_views(senior, SCREEN)] == ["abc=B"]


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [("  ", "", "no_name"), ("n" * 61, "", "too_long"), ("n", "q" * 2001, "too_long")],
)
def test_what_is_refused(cast: Cast, name: str, query: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        save_view(actor_for(cast.senior), screen=SCREEN, name=name, query=query)
    assert refusal.value.code == code
    assert not SavedView.objects.exists()


def test_the_system_keeps_no_views(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        save_view(Actor.system(), screen=SCREEN, name="Mine", query="")


def test_others_see_only_what_is_shared_and_remove_nothing(cast: Cast) -> None:
    senior, junior = actor_for(cast.senior), actor_for(cast.junior_one)
    save_view(senior, screen=SCREEN, name="Private", query="")
    shared = save_view(senior, screen=SCREEN, name="Shared", query="", is_shared=True)
    assert names(junior) == ["Shared"]
    with pytest.raises(SavedView.DoesNotExist):
        delete_view(junior, view_id=shared.pk)
    assert names(senior) == ["Private", "Shared"]


def test_it_is_audited(cast: Cast) -> None:
    senior = actor_for(cast.senior)
    view = save_view(senior, screen=SCREEN, name="Mine", query="abc=A")
    kept = SavedView(pk=view.pk)
    delete_view(senior, view_id=view.pk)
    assert [(entry.verb, entry.by_name) for entry in history(kept)] == [
        ("view.removed", cast.senior.name),
        ("view.saved", cast.senior.name),
    ]


def test_by_the_forms_of_the_list(cast: Cast, client: Client) -> None:
    sign_in(client, cast.senior)
    form = {"screen": SCREEN, "name": "Mine", "query": "abc=A", "next": "/people/chart/"}
    assert client.post("/views/", form).headers["Location"] == "/people/chart/"
    view = SavedView.objects.get()
    assert (
        client.post(f"/views/{view.pk}/delete/", {"next": "//evil.example/"}).headers["Location"]
        == "/"
    )
    assert client.post(f"/views/{view.pk}/delete/").status_code == 404


def test_a_refusal_is_a_page(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.senior).post("/views/", {"screen": SCREEN, "name": ""})
    assert answer.status_code == 422
    assert "A view needs a name." in answer.content.decode()
