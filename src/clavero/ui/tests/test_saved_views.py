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
from clavero.ui.services import MOST_VIEWS, delete_view, save_view, share_view, unshare_view

SCREEN = "portfolio.customers"


def names(actor: Actor) -> list[str]:
    return [view.name for view in saved_views(actor, SCREEN)]


def test_a_view_is_kept_and_opened_again(cast: Cast) -> None:
    senior = actor_for(cast.senior)
    view = save_view(senior, screen=SCREEN, name=" Falling\n ", query="abc=A&sort=-growth")
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
    [
        ("  ", "", "no_name"),
        ("\x00\u202e", "", "no_name"),
        ("n" * 61, "", "too_long"),
        ("n", "q" * 5000, "too_long"),
        ("n", "search=" + "q" * 2001, "too_long"),
    ],
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


def test_only_what_the_screen_knows_is_kept(cast: Cast) -> None:
    planted = (
        "abc=A&period=2024&first=&tree=none&size=50&page=7&export=csv&next=//evil.example/"
        "&%3Cscript%3E=1&search=%3Cscript%3E&__proto__=x&abc=B"
    )
    view = save_view(actor_for(cast.senior), screen=SCREEN, name="Mine", query=planted)
    assert view.query == "abc=A&abc=B&period=2024&tree=none&size=50&search=%3Cscript%3E"


@pytest.mark.parametrize("screen", ["", "portfolio.nothing", "x" * 500, "\x00"])
def test_there_is_no_view_of_a_list_that_is_not_there(cast: Cast, screen: str) -> None:
    with pytest.raises(Refusal) as refusal:
        save_view(actor_for(cast.senior), screen=screen, name="Mine", query="", is_shared=True)
    assert refusal.value.code == "no_such_screen"


@pytest.mark.parametrize(
    ("member", "screen"),
    [
        ("senior", "identity.people"),
        ("senior", "portfolio.records"),
        ("senior", "ledger.imports"),
        ("logistics", SCREEN),
        ("administrator", SCREEN),
        ("director", "identity.people"),
    ],
)
def test_nobody_plants_a_view_in_a_list_they_may_not_open(
    cast: Cast, member: str, screen: str
) -> None:
    actor = actor_for(getattr(cast, member))
    with pytest.raises(Forbidden):
        save_view(actor, screen=screen, name="Mine", query="", is_shared=True)
    assert not SavedView.objects.exists()


def test_every_list_of_the_house_can_be_kept_by_who_may_open_it(cast: Cast) -> None:
    for actor, screen in (
        (actor_for(cast.executive), SCREEN),
        (actor_for(cast.director), "portfolio.records"),
        (actor_for(cast.administrator), "ledger.imports"),
        (actor_for(cast.administrator), "identity.people"),
    ):
        assert save_view(actor, screen=screen, name="Mine", query="search=a&sort=name").query


def test_one_person_keeps_so_many_and_no_more(cast: Cast) -> None:
    senior = actor_for(cast.senior)
    for number in range(MOST_VIEWS):
        save_view(senior, screen=SCREEN, name=f"View {number}", query="")
    with pytest.raises(Refusal) as refusal:
        save_view(senior, screen=SCREEN, name="One more", query="")
    assert refusal.value.code == "too_many"
    save_view(senior, screen=SCREEN, name="View 1", query="abc=A")
    save_view(actor_for(cast.director), screen=SCREEN, name="View 1", query="")


def test_sharing_begins_and_ends(cast: Cast) -> None:
    senior, junior = actor_for(cast.senior), actor_for(cast.junior_one)
    view = save_view(senior, screen=SCREEN, name="Falling", query="")
    share_view(senior, view_id=view.pk)
    assert names(junior) == ["Falling"]
    for verb in (share_view, unshare_view):
        with pytest.raises(SavedView.DoesNotExist):
            verb(junior, view_id=view.pk)
    unshare_view(senior, view_id=view.pk)
    assert names(junior) == []
    assert names(senior) == ["Falling"]
    changes = [(each.verb, each.before, each.after) for each in history(view)[:2]]
    told = {"name": "Falling", "query": ""}
    assert changes == [
        ("view.unshared", told | {"is_shared": True}, told | {"is_shared": False}),
        ("view.shared", told | {"is_shared": False}, told | {"is_shared": True}),
    ]


def test_who_tends_the_shared_views_takes_them_out_of_the_lists_they_open(cast: Cast) -> None:
    senior, director = actor_for(cast.senior), actor_for(cast.director)
    administrator = actor_for(cast.administrator)
    shared = save_view(senior, screen=SCREEN, name="Shared", query="", is_shared=True)
    private = save_view(senior, screen=SCREEN, name="Private", query="")
    records = save_view(
        director, screen="portfolio.records", name="Records", query="", is_shared=True
    )
    for actor, view in (
        (director, private),
        (administrator, shared),  # not a list of theirs
        (actor_for(cast.executive), shared),  # a list of theirs, but no business of theirs
    ):
        with pytest.raises(SavedView.DoesNotExist):
            unshare_view(actor, view_id=view.pk)
    unshare_view(director, view_id=shared.pk)
    unshare_view(administrator, view_id=records.pk)
    assert not SavedView.objects.filter(is_shared=True).exists()
    assert names(senior) == ["Private", "Shared"]  # nothing of hers is lost
    assert history(shared)[0].by_name == cast.director.name


def test_who_may_not_open_the_list_any_more_does_not_share_it(cast: Cast) -> None:
    view = save_view(actor_for(cast.senior), screen=SCREEN, name="Mine", query="")
    cast.senior.role = "colleague"
    with pytest.raises(Forbidden):
        share_view(actor_for(cast.senior), view_id=view.pk)


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
    for sent, is_shared in (({}, True), ({"stop": ""}, False)):
        assert client.post(f"/views/{view.pk}/share/", sent).status_code == 302
        view.refresh_from_db()
        assert view.is_shared is is_shared
    assert (
        client.post(f"/views/{view.pk}/delete/", {"next": "//evil.example/"}).headers["Location"]
        == "/"
    )
    assert client.post(f"/views/{view.pk}/delete/").status_code == 404


def test_a_refusal_is_a_page(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.senior).post("/views/", {"screen": SCREEN, "name": ""})
    assert answer.status_code == 422
    assert "A view needs a name." in answer.content.decode()
