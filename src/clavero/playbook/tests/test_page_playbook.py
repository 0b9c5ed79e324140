"""The playbook on its page, in both languages, and its versions side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix.charts import COLOURS
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Aspect, Doer, Objective, Reviews, Task
from clavero.playbook.selectors import latest_playbook
from clavero.playbook.services import adopt_playbook
from clavero.playbook.testing import adopt_something
from clavero.playbook.words import guide_text, own_guide_text, own_item_text
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def shown(client: Client, address: str) -> dict[str, str]:
    """What the page's forms would send, unchanged."""
    return sent_by(client.get(address).context)


def sent_by(context: Any) -> dict[str, str]:
    """What the forms of a page would send."""
    sent: dict[str, Any] = {}
    for name in ("form", "objectives", "kpis", "tasks"):
        form = context.get(name)
        if form is None:
            continue
        forms = [form.management_form, *form.forms] if hasattr(form, "forms") else [form]
        for field in (field for one in forms for field in one):
            value = field.field.prepare_value(field.value())
            sent[field.html_name] = "" if value is None else value
    return sent


def change(client: Client, which: str = "", **changes: Any) -> Any:
    address = (
        reverse("playbook:change_guide", args=[which]) if which else reverse("playbook:change")
    )
    given = {**shown(client, address), "reason": "The yearly meeting", **changes}
    return client.post(address, given)


def test_it_reads_the_four_strategies_beside_each_other(director: Client) -> None:
    told = words(director.get(reverse("playbook:playbook")))
    for sentence in (
        "Clavero's own recommendations",
        "Interdependent or integrated",
        "40 to 50% of the time",
        "10% of the time at most",
        "None: raise the price or automate.",
        "Days to payment: at most 60 days",
        "every 3 months: executive sponsor",
    ):
        assert sentence in told
    names = [
        told.index(name) for name in ("The mine of", "Attractive,", "A large margin", "Not a key")
    ]
    assert names == sorted(names)


def test_in_spanish_it_has_the_names_of_the_requirement(director: Client) -> None:
    told = words(director.get(reverse("playbook:playbook"), headers={"accept-language": "es"}))
    for name in ("Invertir", "Inversión selectiva", "Mantener", "Ordeñar"):
        assert name in told


def test_strategies_have_the_colours_of_the_matrix_and_a_shape(director: Client) -> None:
    page = director.get(reverse("playbook:playbook")).content.decode()
    file = finders.find("playbook/playbook.css")
    assert isinstance(file, str)
    style = Path(file).read_text(encoding="utf-8")
    for colour in COLOURS.values():
        tone = colour.removeprefix("@")
        assert f"tone-{tone}" in page
        assert f".tone-{tone} {{\n  --tone: var(--{tone});" in style
    for shape in ("<circle", 'd="M10 1 19', 'd="M3 3h14', 'd="M1.5 3.5'):
        assert shape in page


def test_who_is_overtaken_compares_and_keeps_what_the_other_changed_alone(
    director: Client,
) -> None:
    address = reverse("playbook:change_guide", args=["harvest"])
    mine = {**shown(director, address), "reason": "Mine", "aim": "Only what pays."}
    theirs = {f"objectives-{at}-text": f"Objective {at}" for at in (2, 3)}
    change(director, "harvest", aim="Be polite.", review_months="9", **theirs)
    answer = director.post(address, mine)
    assert answer.status_code == 422
    told = words(answer)
    assert "Be polite. Only what pays." in told, "there now, and mine"
    assert "Objective 3 — Objective 3 left alone: as there now" in told
    assert "9 left alone: as there now" in told
    assert "Every 9 months" not in told.partition("What it asks for")[0], "it follows the other"
    number = latest_playbook().number
    assert f"in version {number}: The yearly meeting. Compare" in told
    assert "gave this reason: The yearly meeting. Read" in told
    again = sent_by(answer.context)
    assert director.post(address, again).status_code == 302
    guide = latest_playbook().settings.guides[Strategy.HARVEST]
    assert (guide.texts[Aspect.AIM], guide.review_months) == ("Only what pays.", 9)
    assert [each.text for each in guide.objectives][2:] == ["Objective 2", "Objective 3"]


def test_shares_of_time_that_another_changed_stand_in_the_form(director: Client) -> None:
    mine = {**shown(director, reverse("playbook:change")), "reason": "Mine", "everywhere": "Ours."}
    change(director, harvest_high="8", everywhere="Theirs.")
    answer = director.post(reverse("playbook:change"), mine)
    told = words(answer)
    assert "Theirs. Ours." in told
    assert "8% of the time at most left alone: as there now" in told
    assert director.post(reverse("playbook:change"), sent_by(answer.context)).status_code == 302
    now = latest_playbook().settings
    assert (now.everywhere, now.shares[Strategy.HARVEST].high) == ("Ours.", 8)


def test_the_director_changes_one_strategy(director: Client, cast: Cast) -> None:
    answer = change(
        director,
        "harvest",
        aim="Only what pays.",
        review_months="12",
        **{
            "objectives-0-text": "",
            "kpis-3-text": "Own figure",
            "kpis-3-target": "2.5",
            "kpis-3-direction": "at_most",
            "kpis-3-unit": "days",
            "tasks-0-months": "4",
            "tasks-0-doer": "director",
        },
    )
    assert answer.status_code == 302
    guide = latest_playbook().settings.guides[Strategy.HARVEST]
    assert guide.texts == {Aspect.AIM: "Only what pays."}
    assert guide.review_months == 12
    assert [each.key for each in guide.objectives] == ["remote-service"]
    assert [(each.key, each.text) for each in guide.kpis][3] == ("own-figure", "Own figure")
    assert guide.tasks == (Task("terms-review", 4, Doer.DIRECTOR),)
    others = {
        each: latest_playbook().settings.guides[each] for each in Strategy if each != "harvest"
    }
    assert others == {each: DEFAULT.guides[each] for each in others}
    version = PlaybookVersion.objects.get()
    assert (version.approved_by, version.by_id) == (cast.director.name, cast.director.pk)
    page = director.get(reverse("playbook:playbook"))
    assert "is adopted and holds from" in notices(page)[0]
    assert "Only what pays." in words(page)
    assert f"approved by {cast.director.name}" in words(page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_text_left_alone_stays_clavero_s_in_every_language(
    as_person: AsPerson, cast: Cast, language: str
) -> None:
    """Whichever language the director writes in, and of the other strategies as well."""
    cast.director.language = language
    cast.director.save()
    director = as_person(cast.director)
    change(director, "invest", aim="Ours", review_months="2")
    playbook = latest_playbook().settings
    guide = playbook.guides[Strategy.INVEST]
    assert guide.texts == {Aspect.AIM: "Ours"}
    assert {each.text for each in (*guide.objectives, *guide.kpis, *guide.tasks)} == {""}
    assert {**playbook.guides, Strategy.INVEST: None} == {**DEFAULT.guides, Strategy.INVEST: None}
    assert playbook.everywhere is None
    with translation.override("en"):
        assert guide_text(Strategy.INVEST, guide, Aspect.PLAN).startswith("Three to five years")
        assert guide_text(Strategy.INVEST, guide, Aspect.REVIEW) == "Every 2 months."
    with translation.override("es"):
        assert guide_text(Strategy.INVEST, guide, Aspect.AIM) == "Ours"
        assert guide_text(Strategy.INVEST, guide, Aspect.PLAN).startswith("De tres a cinco años")
    change(director, everywhere="For all", invest_low="30", selective_low="20")
    assert latest_playbook().settings.guides == playbook.guides
    change(director, "invest", plan="")
    change(director, "invest", metrics="")
    again = latest_playbook().settings
    assert again.everywhere == "For all"
    assert again.guides[Strategy.INVEST].texts == {Aspect.AIM: "Ours", Aspect.METRICS: ""}


def test_what_is_written_is_clavero_s_or_one_s_own() -> None:
    guide = DEFAULT.guides[Strategy.INVEST]
    with translation.override("es"):
        written = guide_text(Strategy.INVEST, guide, Aspect.PLAN)
    assert own_guide_text(Strategy.INVEST, guide, Aspect.PLAN, f"  {written}\r\n") is None
    assert own_guide_text(Strategy.INVEST, guide, Aspect.PLAN, "Ours") == "Ours"
    assert own_item_text(Objective("sales-growth"), "Growth of  net sales") == ""
    assert own_item_text(Objective("unknown"), "Ours") == "Ours"
    assert own_item_text(Objective("own"), "own") == "own"
    assert own_item_text(Reviews("review", 1), "Look at the strategy again") == ""


def test_a_new_starting_point_may_be_called_as_an_old_one_was(director: Client) -> None:
    change(director, "invest", **{"kpis-4-text": "Margin", "kpis-4-target": "3"})
    page = {"kpis-4-text": "Margin of services", "kpis-5-text": "Margin"}
    assert change(director, "invest", **page).status_code == 302
    kpis = latest_playbook().settings.guides[Strategy.INVEST].kpis
    assert [each.text for each in kpis[4:]] == ["Margin of services", "Margin"]
    assert kpis[5].target is None
    assert len({each.key for each in kpis}) == 6
    assert "Margin of services: at least 3%" in words(director.get(reverse("playbook:playbook")))


def test_the_director_changes_the_shares_together(director: Client) -> None:
    answer = change(
        director, everywhere="Ours", invest_low="30", selective_low="30.5", selective_high="45"
    )
    assert answer.status_code == 302
    playbook = latest_playbook().settings
    assert playbook.everywhere == "Ours"
    assert str(playbook.shares[Strategy.SELECTIVE].low) == "30.5"
    assert "30.5 to 45% of the time" in words(director.get(reverse("playbook:playbook")))


@pytest.mark.parametrize(
    ("which", "changes", "told"),
    [
        ("", {"invest_low": "50", "selective_low": "35", "maintain_low": "25"},
         "The least that the strategies ask for is 110% of the time"),
        ("", {"invest_high": "40", "selective_high": "25", "harvest_high": "5"},
         "The most that the strategies allow is 95% of the time"),
        ("", {"invest_low": "60"}, "begins at 60% and ends before, at 50%"),
        ("", {"harvest_high": "101"}, "a share of time goes from 0 to 100%; here is 101"),
        ("", {"approved_on": "2990-01-01"}, "It cannot have been approved on a day to come."),
        ("", {"reason": ""}, "This field is required."),
        ("", {"approved_by": ""}, "This field is required."),
        ("", {"valid_from": "2020-01-01"}, "A version holds from today on"),
        ("", {}, "Nothing is different from the version before."),
        ("invest", {"stages": []}, "This field is required."),
        ("invest", {"plan": ""}, "This field is required."),
        ("invest", {"review_months": "0"}, "a number from 1 to 36"),
        ("invest", {"tasks-0-months": ""}, "Write it, or empty the row."),
        ("invest", {"kpis-0-text": ""}, "Write what it is about, or empty the row."),
        ("invest", {"tasks-0-months": "99"}, "a number from 1 to 36"),
        ("invest", {"objectives-3-text": "Own", "objectives-4-text": "own"},
         "“own” stands twice: write it once."),
        ("invest", {}, "Nothing is different from the version before."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_adopted(
    director: Client, which: str, changes: dict[str, Any], told: str
) -> None:
    answer = change(director, which, **changes)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not PlaybookVersion.objects.exists()


def test_of_two_people_the_second_is_told_and_may_send_again(director: Client) -> None:
    address = reverse("playbook:change_guide", args=["invest"])
    mine = {**shown(director, address), "aim": "Mine", "reason": "Because"}
    change(director, "invest", aim="Theirs", reason="They said so")
    answer = director.post(address, mine)
    assert answer.status_code == 422
    assert "They said so" in words(answer)
    form = answer.context["form"]
    assert form["aim"].value() == "Mine"
    again = director.post(address, {**mine, "seen": form["seen"].value()})
    assert again.status_code == 302
    assert latest_playbook().settings.guides[Strategy.INVEST].texts == {Aspect.AIM: "Mine"}


def test_what_is_sent_again_over_another_s_text_is_still_clavero_s(director: Client) -> None:
    address = reverse("playbook:change_guide", args=["invest"])
    mine = {**shown(director, address), "plan": "Mine", "reason": "Because"}
    change(director, "invest", aim="Theirs")
    form = director.post(address, mine).context["form"]
    director.post(address, {**mine, "seen": form["seen"].value()})
    assert latest_playbook().settings.guides[Strategy.INVEST].texts == {Aspect.PLAN: "Mine"}
    everywhere = reverse("playbook:change")
    stale = {**shown(director, everywhere), "invest_high": "55", "reason": "More"}
    change(director, everywhere="Theirs")
    form = director.post(everywhere, stale).context["form"]
    assert form["everywhere"].value() == "Theirs", "left alone, so that of the other"
    director.post(everywhere, {**stale, "seen": form["seen"].value()})
    assert latest_playbook().settings.everywhere is None


def test_changes_of_different_strategies_go_together(director: Client) -> None:
    address = reverse("playbook:change_guide", args=["invest"])
    mine = {**shown(director, address), "aim": "Mine", "reason": "Because"}
    change(director, "harvest", aim="Theirs")
    assert director.post(address, mine).status_code == 302
    guides = latest_playbook().settings.guides
    assert guides[Strategy.INVEST].texts == {Aspect.AIM: "Mine"}
    assert guides[Strategy.HARVEST].texts == {Aspect.AIM: "Theirs"}


def test_versions_are_compared(director: Client) -> None:
    first = adopt_something("The first words")
    base = latest_playbook()
    guide = replace(base.settings.guides[Strategy.MAINTAIN], texts={Aspect.PLAN: "One page"})
    guides = {**base.settings.guides, Strategy.MAINTAIN: guide}
    second = adopt_playbook(
        Actor.system(),
        playbook=replace(base.settings, guides=guides),
        valid_from=timezone.localdate(),
        approved_by="The board",
        approved_on=timezone.localdate(),
        reason="Too long",
        seen=first.pk,
    )
    address = reverse("playbook:version", args=[second.pk])
    told = words(director.get(address))
    assert f"What is different from version {first.pk}" in told
    assert "before 18 months, and one page for three years. now One page" in told
    assert "The first words now" not in told
    assert "by The board, entered by" in told
    whole = words(director.get(f"{address}?against=0"))
    assert "What is different from Clavero's own playbook" in whole
    assert "Relationships alone bring no result. now The first words" in whole
    assert "Nothing: both say the same." in words(director.get(f"{address}?against={second.pk}"))
    for odd in ("x", "999", "9" * 30, "²"):
        assert f"from version {first.pk}" in words(director.get(f"{address}?against={odd}"))
    assert director.get(reverse("playbook:version", args=[999])).status_code == 404


def test_a_version_to_come_is_announced(director: Client) -> None:
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    version = adopt_something("Soon", valid_from=tomorrow)
    told = words(director.get(reverse("playbook:playbook")))
    assert f"Version {version.pk} is decided and holds from" in told
    assert "Clavero's own recommendations" in told


def test_those_who_read_have_no_way_to_change(as_person: AsPerson, cast: Cast) -> None:
    for person in (cast.executive, cast.senior, cast.sales):
        page = as_person(person).get(reverse("playbook:playbook"))
        assert page.status_code == 200
        assert reverse("playbook:change") not in page.content.decode()
        assert reverse("playbook:change_guide", args=["invest"]) not in page.content.decode()
