"""Scenarios: kept by who scores, shared or not, never written over unseen, and changing nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from types import SimpleNamespace

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.matrix.models import AccountScore, MatrixPlacement, MatrixScenario, MatrixVersion
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import latest_settings, matrix_rows, scenarios, supposed
from clavero.matrix.services import (
    adopt_settings,
    change_scenario,
    remove_scenario,
    rename_scenario,
    save_scenario,
)
from clavero.matrix.services.scenarios import MOST_SCENARIOS
from clavero.matrix.testing import SYSTEM, hold
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import structure
from clavero.portfolio.testing import make_one
from clavero.portfolio.testing import today as local_today

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
DAY = date(2026, 3, 1)
THERE = WhatIf(places={"A": (2.0, 3.0)})


def keep(actor: Actor, name: str = "A tougher year", *, is_shared: bool = False) -> MatrixScenario:
    holding = latest_settings()
    return save_scenario(actor, name=name, what_if=THERE, holding=holding, is_shared=is_shared)


def test_a_what_if_is_kept_with_what_it_started_from(actors: SimpleNamespace) -> None:
    version = adopt_settings(
        SYSTEM, settings=Settings(base=Version(potential_cut=6.0)), valid_from=local_today(),
        reason="A higher bar", seen=None,
    )  # fmt: skip
    scenario = keep(actors.director)
    assert (scenario.version, scenario.day) == (version, local_today())
    assert scenario.content == THERE.to_plain()
    [entry] = history(scenario)
    assert (entry.verb, entry.by_name) == ("scenario.saved", actors.director.name)


def test_it_changes_nothing_of_the_matrix(actors: SimpleNamespace) -> None:
    hold(DAY, {"A": Strategy.INVEST})
    before = [
        list(model.objects.values()) for model in (AccountScore, MatrixPlacement, MatrixVersion)
    ]
    scenario = keep(actors.director)
    change_scenario(
        actors.director, scenario_id=scenario.pk, what_if=WhatIf(places={"A": (1.0, 1.0)}),
        seen=revision_of(scenario),
    )  # fmt: skip
    assert before == [
        list(model.objects.values()) for model in (AccountScore, MatrixPlacement, MatrixVersion)
    ]


@pytest.mark.parametrize("who", ["executive", "sales", "logistics", "hr", "administrator"])
def test_who_does_not_score_keeps_none(actors: SimpleNamespace, who: str) -> None:
    with pytest.raises(Forbidden):
        keep(getattr(actors, who))
    assert not MatrixScenario.objects.exists()


def test_a_name_is_needed_and_taken_once(actors: SimpleNamespace, refuses: Refuses) -> None:
    keep(actors.director)
    with refuses("name_taken"):
        keep(actors.director, " A  tougher year ")
    with refuses("no_name"):
        keep(actors.director, " \n ")
    with refuses("too_long"):
        keep(actors.director, "x" * 81)
    keep(actors.senior)  # another person's name is another one
    assert MatrixScenario.objects.count() == 2


def test_nothing_is_not_kept(actors: SimpleNamespace, refuses: Refuses) -> None:
    with refuses("nothing_changed"):
        save_scenario(actors.director, name="X", what_if=WhatIf(), holding=latest_settings())


def test_nobody_keeps_more_than_a_list_holds(actors: SimpleNamespace, refuses: Refuses) -> None:
    for number in range(MOST_SCENARIOS):
        keep(actors.director, f"Number {number}")
    with refuses("too_many"):
        keep(actors.director, "One more")


def test_others_see_what_is_shared_and_change_none_of_it(actors: SimpleNamespace) -> None:
    own, shared = keep(actors.senior, "Own"), keep(actors.senior, "Shared", is_shared=True)
    assert set(scenarios(actors.senior)) == {own, shared}
    assert list(scenarios(actors.executive)) == [shared]
    with pytest.raises(MatrixScenario.DoesNotExist):
        remove_scenario(actors.director, scenario_id=own.pk)
    with pytest.raises(Forbidden):
        remove_scenario(actors.director, scenario_id=shared.pk)
    with pytest.raises(Forbidden):
        rename_scenario(
            actors.director, scenario_id=shared.pk, name="Mine", is_shared=False, seen=0
        )
    with pytest.raises(Forbidden):
        change_scenario(actors.director, scenario_id=shared.pk, what_if=THERE, seen=0)


def test_a_name_and_its_readers_change_and_are_audited(actors: SimpleNamespace) -> None:
    scenario = keep(actors.director)
    rename_scenario(
        actors.director, scenario_id=scenario.pk, name="Softer", is_shared=True,
        seen=revision_of(scenario),
    )  # fmt: skip
    entry = history(scenario)[0]
    assert entry.before == {"name": "A tougher year", "is_shared": False}
    assert entry.after == {"name": "Softer", "is_shared": True}


def test_two_windows_do_not_write_over_each_other(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    scenario = keep(actors.director)
    seen = revision_of(scenario)
    other = WhatIf(places={"A": (9.0, 9.0)})
    change_scenario(actors.director, scenario_id=scenario.pk, what_if=other, seen=seen)
    third = WhatIf(places={"A": (5.0, 5.0)})
    with refuses("changed_meanwhile"):
        change_scenario(actors.director, scenario_id=scenario.pk, what_if=third, seen=seen)
    scenario.refresh_from_db()
    assert scenario.content == other.to_plain()
    # Another field is nobody's business.
    rename_scenario(
        actors.director, scenario_id=scenario.pk, name="New", is_shared=False, seen=seen
    )
    with refuses("changed_meanwhile"):
        rename_scenario(
            actors.director, scenario_id=scenario.pk, name="Newer", is_shared=False, seen=seen
        )


def test_a_deleted_one_leaves_its_trace(actors: SimpleNamespace) -> None:
    scenario = keep(actors.director)
    number = scenario.pk
    remove_scenario(actors.director, scenario_id=number)
    assert not MatrixScenario.objects.exists()
    [removed, _saved] = history(MatrixScenario(pk=number))
    assert (removed.verb, removed.before["name"]) == ("scenario.removed", "A tougher year")


def test_of_merged_records_the_survivor_is_where_the_hand_put_it() -> None:
    hold(DAY, {"OLD": Strategy.HARVEST, "REAL": Strategy.INVEST})
    make_one(Customer.objects.get(code="OLD"), Customer.objects.get(code="REAL"))
    rows = matrix_rows(SYSTEM, as_of=local_today())
    [account] = supposed(rows, Settings(), WhatIf(places={"OLD": (1.0, 9.0)}), structure())
    assert (account.today, account.then.quadrant) == (Strategy.INVEST, Strategy.SELECTIVE)
    assert account.changes_quadrant
