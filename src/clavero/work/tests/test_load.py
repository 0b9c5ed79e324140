"""The load of people against the limits of the seeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson, TodayIs
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.ui.testing import notices
from clavero.work import hooks
from clavero.work.hooks import Coming
from clavero.work.rules.load import Finding, Limits, Load
from clavero.work.selectors import latest_limits, limits_on, load_rows
from clavero.work.services import adopt_limits
from clavero.work.testing import make_functional, make_task

Refuses = Callable[[str], Any]
TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("load", "used", "findings"),
    [
        (Load(key=3), "1", []),
        (Load(key=4), "1.333", [Finding.MANY_KEY]),
        (Load(key=1), "0.333", [Finding.ROOM]),
        (Load(ordinary=25), "1", []),
        (Load(ordinary=26, late=1), "1.04", [Finding.MANY_ORDINARY, Finding.LATE]),
        (Load(ordinary=9), "0.36", [Finding.ROOM]),
        # 2 of 3 and 10 of 25: neither is too much, both together are.
        (Load(key=2, ordinary=10), "1.067", [Finding.TOGETHER]),
        (Load(key=2, ordinary=5), "0.867", []),
        (Load(share=Decimal("1.2")), "0", [Finding.NO_TIME]),
        # What was arranged is not theirs yet, and counts.
        (Load(key=3, coming=1), "1", [Finding.MANY_COMING]),
        (Load(key=4, coming=1), "1.333", [Finding.MANY_KEY]),
        (Load(key=1, coming=1), "0.333", []),
    ],
)
def test_what_a_load_says(load: Load, used: str, findings: list[Finding]) -> None:
    assert load.used(Limits()) == Decimal(used)
    assert load.findings(Limits()) == findings


@pytest.mark.django_db
def test_accounts_are_counted_by_who_leads_them(
    cast: Cast, actors: SimpleNamespace, today_is: TodayIs, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(TODAY)
    one, other, single = (make_customer(code) for code in ("C1", "C2", "C3"))
    group = make_group("Group", one, other, code="G")
    cover(cast.senior, group)
    cover(cast.junior_one, single)
    monkeypatch.setattr(hooks, "KEY_CODES", [lambda shape, day: {"C2"}])
    make_task(group, due=TODAY - timedelta(days=1))
    rows = {each.person_id: each.load for each in load_rows(actors.senior, limits_on(TODAY))}
    # A group of two is one account, and key since one of its customers is.
    assert rows == {
        cast.senior.pk: Load(key=1, open=1, late=1),
        cast.junior_one.pk: Load(ordinary=1),
        cast.junior_two.pk: Load(),
    }
    monkeypatch.setattr(
        hooks, "COMING",
        [lambda shape: [Coming(code, cast.senior.pk, TODAY) for code in ("C2", "C3")]],
    )  # fmt: skip
    found = {each.person_id: each for each in load_rows(actors.senior, limits_on(TODAY))}
    # She leads the group already, so that one alone is still to come.
    assert [each.code for each in found[cast.senior.pk].coming] == ["C3"]
    assert Finding.UNSAID in found[cast.senior.pk].findings, "she leads, and no time is said"
    make_functional(group, cast.senior, function=None, share="0.5")
    found = {each.person_id: each for each in load_rows(actors.senior, limits_on(TODAY))}
    assert Finding.UNSAID not in found[cast.senior.pk].findings


@pytest.mark.django_db
def test_the_director_sets_the_limits(
    actors: SimpleNamespace, refuses: Refuses, today_is: TodayIs
) -> None:
    today_is(TODAY)
    told = {"valid_from": TODAY, "reason": "Small accounts", "seen": None}
    adopt_limits(actors.director, limits=Limits(ordinary_most=40), **told)
    assert latest_limits().settings.ordinary_most == 40
    assert limits_on(TODAY - timedelta(days=1)).settings == Limits()
    with pytest.raises(Forbidden):
        adopt_limits(actors.senior, limits=Limits(), **told)
    with pytest.raises(ValueError, match="least"):
        Limits(key_least=4)


@pytest.mark.django_db
def test_who_gives_somebody_one_account_too_many_is_told(
    cast: Cast, as_person: AsPerson, today_is: TodayIs, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(TODAY)
    found = [make_customer(f"C{number}") for number in range(4)]
    monkeypatch.setattr(hooks, "KEY_CODES", [lambda shape, day: {each.code for each in found}])
    director = as_person(cast.director)
    given = {"person": cast.senior.pk, "role": "lead", "start": TODAY.isoformat()}
    told = [
        notices(director.post(reverse("portfolio:coverage", args=[each.pk]), given, follow=True))
        for each in found
    ]
    assert [len(each) for each in told] == [1, 1, 1, 2]
    assert told[-1][-1] == f"{cast.senior.name}: 4 key accounts, of 3 at most."
