"""The director adopts versions of the playbook."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.core.errors import Forbidden, Refusal
from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Aspect, Playbook
from clavero.playbook.selectors import (
    all_versions,
    latest_playbook,
    playbook_of,
    playbook_on,
    version_before,
)
from clavero.playbook.services import adopt_playbook
from clavero.playbook.testing import adopt_something

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def saying(base: Playbook, strategy: Strategy, aim: str) -> Playbook:
    guide = replace(base.guides[strategy], texts={Aspect.AIM: aim})
    return replace(base, guides={**base.guides, strategy: guide})


def adopt(actor: Actor, playbook: Playbook, *, seen: int | None = None, **more: Any) -> Any:
    given = {
        "valid_from": timezone.localdate(),
        "approved_by": "The committee",
        "approved_on": timezone.localdate(),
        "reason": "The yearly meeting",
        **more,
    }
    return adopt_playbook(actor, playbook=playbook, seen=seen, **given)


def test_clavero_s_own_holds_until_there_is_a_version() -> None:
    assert playbook_on(timezone.localdate()).settings == DEFAULT
    assert playbook_on(timezone.localdate()).number is None


def test_a_version_holds_from_its_day_and_old_ones_stay(actors: SimpleNamespace) -> None:
    today = timezone.localdate()
    ours = saying(DEFAULT, Strategy.INVEST, "Ours")
    first = adopt(actors.director, ours)
    later = saying(ours, Strategy.INVEST, "Ours, later")
    second = adopt(actors.director, later, seen=first.pk, valid_from=today + timedelta(days=30))
    assert playbook_on(today - timedelta(days=1)).settings == DEFAULT
    assert playbook_on(today).settings == ours
    assert playbook_on(today + timedelta(days=30)).settings == later
    assert latest_playbook().number == second.pk
    assert version_before(second.pk).number == first.pk
    assert version_before(first.pk).settings == DEFAULT
    kept = playbook_of(first.pk)
    assert kept is not None
    assert kept.settings == ours
    assert [each.pk for each in all_versions()] == [second.pk, first.pk]


def test_who_approved_it_and_why_stand_in_it_and_in_the_audit(actors: SimpleNamespace) -> None:
    version = adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "Ours"))
    assert (version.approved_by, version.reason) == ("The committee", "The yearly meeting")
    assert version.by_name == actors.director.name
    entry = AuditEntry.objects.get(verb="playbook.adopted")
    assert entry.by_id == actors.director.user_id
    assert entry.after["approved_by"] == "The committee"


@pytest.mark.parametrize("who", ["senior", "junior_one", "sales", "executive", "administrator"])
def test_only_the_director(actors: SimpleNamespace, who: str) -> None:
    with pytest.raises(Forbidden):
        adopt(getattr(actors, who), saying(DEFAULT, Strategy.INVEST, "Mine"))
    assert not PlaybookVersion.objects.exists()


def test_what_cannot_be_is_refused(actors: SimpleNamespace, refuses: Refuses) -> None:
    ours = saying(DEFAULT, Strategy.INVEST, "Ours")
    yesterday = timezone.localdate() - timedelta(days=1)
    for code, changes in (
        ("in_the_past", {"valid_from": yesterday}),
        ("nobody_approved", {"approved_by": " "}),
        ("in_the_future", {"approved_on": timezone.localdate() + timedelta(days=1)}),
        ("reason_missing", {"reason": ""}),
    ):
        with refuses(code):
            adopt(actors.director, ours, **changes)
    with refuses("nothing_changed"):
        adopt(actors.director, DEFAULT)
    assert not PlaybookVersion.objects.exists()


def test_a_version_is_not_put_before_one_to_come(actors: SimpleNamespace, refuses: Refuses) -> None:
    coming = timezone.localdate() + timedelta(days=30)
    version = adopt_something("Coming", valid_from=coming)
    with refuses("in_the_past"):
        adopt(actors.director, saying(latest_playbook().settings, Strategy.INVEST, "x"),
              seen=version.pk)  # fmt: skip


def test_two_people_change_different_strategies_and_both_stand(actors: SimpleNamespace) -> None:
    adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "Hers"))
    adopt(actors.director, saying(DEFAULT, Strategy.HARVEST, "His"))
    guides = latest_playbook().settings.guides
    assert guides[Strategy.INVEST].texts == {Aspect.AIM: "Hers"}
    assert guides[Strategy.HARVEST].texts == {Aspect.AIM: "His"}


def test_two_people_change_the_same_strategy_and_the_second_is_told(
    actors: SimpleNamespace,
) -> None:
    first = adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "Hers"))
    with pytest.raises(Refusal) as told:
        adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "His"))
    assert told.value.code == "changed_meanwhile"
    assert "Invest" in str(told.value)
    assert "The yearly meeting" in str(told.value)
    assert latest_playbook().number == first.pk
    again = adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "His"), seen=first.pk)
    assert latest_playbook().number == again.pk


def test_the_same_change_twice_changes_nothing_more(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    ours = saying(DEFAULT, Strategy.INVEST, "Ours")
    first = adopt(actors.director, ours)
    with refuses("nothing_changed"):
        adopt(actors.director, ours, seen=first.pk)


def test_a_version_that_does_not_exist_counts_as_having_seen_clavero_s(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "Hers"))
    with refuses("changed_meanwhile"):
        adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "His"), seen=10**9)


@pytest.mark.django_db(transaction=True)
def test_of_two_in_the_same_instant_one_is_told(at_once: Any, actors: SimpleNamespace) -> None:
    answers = at_once(
        lambda: adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "Hers")),
        lambda: adopt(actors.director, saying(DEFAULT, Strategy.INVEST, "His")),
    )
    refused = [each for each in answers if isinstance(each, Refusal)]
    assert [each.code for each in refused] == ["changed_meanwhile"]
    assert PlaybookVersion.objects.count() == 1
