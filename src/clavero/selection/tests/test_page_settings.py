"""Criteria, filter and capacity in versions, as the director writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.models import AuditEntry
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.selection.models import SelectionVersion
from clavero.selection.selectors import latest_settings, settings_on
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
ADDRESS = "selection:change_settings"


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def shown(client: Client) -> dict[str, str]:
    """What the page's forms would send, unchanged."""
    context = client.get(reverse(ADDRESS)).context
    sent: dict[str, str] = {}
    for form in (context["form"], context["criteria"], context["questions"]):
        forms = [form.management_form, *form.forms] if hasattr(form, "forms") else [form]
        for one in forms:
            for field in one:
                value = field.value()
                sent[field.html_name] = "" if value is None else str(value)
    return sent


def adopt(client: Client, **changes: str) -> Any:
    told = {"reason": "The yearly meeting", "approved_by": "Ana Ruiz, Luis Vega"}
    return client.post(reverse(ADDRESS), {**shown(client), **told, **changes})


def test_the_defaults_hold_until_somebody_decides(director: Client) -> None:
    told = words(director.get(reverse("selection:settings")))
    assert "Clavero's defaults" in told
    assert "Is it solvent?" in told
    assert "Volume of business 20" in told
    assert "Nobody has entered the hours available yet" in told


def test_a_new_version_says_from_when_who_approved_it_and_why(director: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = adopt(
        director,
        **{
            "valid_from": tomorrow.isoformat(),
            "criteria-0-weight": "30",
            "criteria-1-weight": "15",
            "questions-3-name": "",
            "questions-5-name": "Does it want a partner?",
            "hours_available": "1000",
            "hours_per_account": "56",
        },
    )
    assert answer.status_code == 302
    assert settings_on(timezone.localdate()).version is None
    held = settings_on(tomorrow)
    assert held.settings.criteria.weights["volume"] == 30
    assert held.settings.questions[-1] == "does-it-want-a-partner"
    assert "solvency" not in held.settings.questions
    assert held.settings.limit is not None
    assert held.settings.limit.accounts == 17
    told = words(director.get(reverse("selection:version", args=[held.number])))
    assert "approved on" in told
    assert "Ana Ruiz, Luis Vega" in told
    assert "Does it want a partner?" in told
    assert "There is capacity for 17 key accounts: 1,000 hours a year, 56 for each." in told
    entry = AuditEntry.objects.get(verb="selection.adopted")
    assert entry.after["approved_by"] == "Ana Ruiz, Luis Vega"


def test_a_cap_outside_the_usual_is_warned_of(director: Client) -> None:
    adopt(director, hours_available="100", hours_per_account="50")
    assert "That is unusually few" in words(director.get(reverse("selection:settings")))
    adopt(director, hours_available="51", hours_per_account="1")
    assert "That is unusually many" in words(director.get(reverse("selection:settings")))


def test_a_name_of_one_s_own_stays_with_the_key(director: Client) -> None:
    adopt(director, **{"criteria-0-name": "How much it buys", "criteria-0-meaning": "renamed"})
    adopt(director, **{"criteria-0-weight": "25", "criteria-1-weight": "20"})
    settings = latest_settings().settings
    assert settings.names == {"volume": "How much it buys"}
    assert settings.criteria.weights["volume"] == 25


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"criteria-0-weight": "25"}, "The weights sum to 100; here to 105."),
        ({"criteria-0-weight": "60"}, "“Volume of business” weighs 60: above 50"),
        ({"criteria-1-weight": "0"}, "“Growth” needs a weight above zero."),
        (
            {f"criteria-{at}-{field}": "" for at in (2, 3, 4) for field in ("name", "weight")},
            "There must be 3 criteria or more, not 2.",
        ),
        (
            {
                "criteria-5-name": "Growth",
                "criteria-5-key": "growth",
                "criteria-5-weight": "5",
            },
            "The criterion “Growth” stands twice.",
        ),
        ({f"questions-{at}-name": "" for at in range(5)}, "needs one question or more"),
        ({"questions-5-name": "?"}, "A question needs letters or digits"),
        ({"hours_available": "100"}, "Capacity needs both numbers"),
        (
            {"hours_available": "100", "hours_per_account": "0"},
            "An account takes more than zero hours.",
        ),
        ({"valid_from": "2020-01-01"}, "A version holds from today on"),
        ({"approved_on": "2999-01-01"}, "cannot have been approved on a day to come"),
        ({"approved_by": ""}, "This field is required."),
        ({"reason": ""}, "This field is required."),
        ({}, "Nothing is different from the version before."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_adopted(
    director: Client, changes: dict[str, str], told: str
) -> None:
    answer = adopt(director, **changes)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not SelectionVersion.objects.exists()


def test_of_two_directors_the_second_is_told(director: Client) -> None:
    mine = {**shown(director), "reason": "Mine", "approved_by": "Me"}
    mine |= {"criteria-0-weight": "10", "criteria-1-weight": "35"}
    adopt(director, **{"criteria-0-weight": "25", "criteria-1-weight": "20"})
    answer = director.post(reverse(ADDRESS), mine)
    assert answer.status_code == 422
    assert "while you were working on this one" in words(answer)
    assert latest_settings().settings.criteria.weights["volume"] == 25
    again = {**mine, "seen": str(answer.context["form"]["seen"].value())}
    assert director.post(reverse(ADDRESS), again).status_code == 302
    assert latest_settings().settings.criteria.weights["volume"] == 10


def test_who_is_overtaken_compares_and_keeps_what_the_other_changed_alone(
    director: Client,
) -> None:
    mine = {**shown(director), "reason": "Mine", "approved_by": "Me"}
    mine |= {"criteria-0-weight": "10", "criteria-1-weight": "35"}
    theirs = {"criteria-0-weight": "25", "criteria-1-weight": "20"}
    hours = {"hours_available": "1000", "hours_per_account": "40"}
    adopt(director, **theirs, **hours, **{"questions-5-name": "Is it near?"})
    answer = director.post(reverse(ADDRESS), mine)
    told = words(answer)
    assert "Volume of business 20 25 10" in told
    assert "Hours a year for key accounts — 1,000 left alone: as there now" in told
    assert "Is it near? — Is it near? left alone: as there now" in told
    number = latest_settings().number
    address = reverse("selection:version", args=[number])
    assert f'href="{address}"' in answer.content.decode()
    forms = [answer.context["form"], *answer.context["criteria"], *answer.context["questions"]]
    forms += [answer.context[name].management_form for name in ("criteria", "questions")]
    again = {field.html_name: str(field.value() or "") for form in forms for field in form}
    assert director.post(reverse(ADDRESS), again).status_code == 302
    now = latest_settings().settings
    assert now.hours_available == 1000
    assert now.criteria.weights["volume"] == 10
    assert "is-it-near" in now.questions


def test_weights_left_alone_are_those_of_the_other(director: Client) -> None:
    mine = {**shown(director), "reason": "Mine", "approved_by": "Me", "hours_available": "100"}
    mine |= {"hours_per_account": "10"}
    adopt(director, **{"criteria-0-weight": "25", "criteria-1-weight": "20"})
    answer = director.post(reverse(ADDRESS), mine)
    assert "Volume of business 20 25 left alone: as there now" in words(answer)
    assert 'value="25"' in answer.content.decode()
    assert answer.context["form"]["hours_available"].value() == "100"


def test_why_a_version_was_adopted_stands_with_the_version(director: Client) -> None:
    adopt(director, **{"criteria-0-weight": "25", "criteria-1-weight": "20"})
    told = words(director.get(reverse("selection:settings")))
    why = latest_settings().version.reason  # type: ignore[union-attr]
    assert f"Why: {why}" in told
    assert told.partition("The filter")[0].count(why) == 1
    assert why not in told.partition("The filter")[2].partition("What is scored")[0]


def test_of_two_versions_one_can_be_read_after_the_other(director: Client) -> None:
    adopt(director, **{"criteria-0-weight": "25", "criteria-1-weight": "20"})
    first = latest_settings().number
    adopt(director, **{"criteria-0-weight": "10", "criteria-1-weight": "35"})
    told = words(director.get(reverse("selection:version", args=[first])))
    assert "Volume of business 25" in told


def test_another_question_in_the_place_of_one_asks_whether_it_is_another(director: Client) -> None:
    kept = latest_settings().settings.questions
    changed = {"questions-0-name": "Does it pay in time?"}
    answer = adopt(director, **changed)
    assert answer.status_code == 422
    assert "Here stood “" in words(answer)
    adopt(director, **changed, **{"questions-0-meaning": "another"})
    assert latest_settings().settings.questions == ("does-it-pay-in-time", *kept[1:])
