"""Settings in versions, the same in every domain that has them: which one holds on a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from clavero.core.versions import SettingsVersion, Versions
from clavero.matrix.selectors.settings import VERSIONS as MATRIX
from clavero.selection.selectors.settings import VERSIONS as SELECTION

DAY = date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(params=[MATRIX, SELECTION], ids=["matrix", "selection"])
def versions(request: pytest.FixtureRequest) -> Versions[Any, Any]:
    return request.param


def adopt(versions: Versions[Any, Any], valid_from: date) -> SettingsVersion:
    fields = {each.name for each in versions.model._meta.fields}
    approved = {"approved_by": "Ana", "approved_on": DAY} if "approved_by" in fields else {}
    return versions.model.objects.create(
        valid_from=valid_from, content=versions.defaults().to_plain(), by_name="Ana", **approved
    )


def test_until_somebody_decides_clavero_s_own_hold(versions: Versions[Any, Any]) -> None:
    for holding in (versions.on(DAY), versions.latest(), versions.in_force(None)):
        assert (holding.settings, holding.version, holding.number) == (
            versions.defaults(), None, None,
        )  # fmt: skip
    assert versions.of(1) is None
    assert versions.all() == []


@pytest.mark.parametrize("days", sorted(set(permutations((0, 10, 10, 20)))))
def test_the_last_one_decided_for_the_day_or_an_earlier_one_holds(
    versions: Versions[Any, Any], days: tuple[int, ...]
) -> None:
    made = [adopt(versions, DAY + timedelta(days=each)) for each in days]
    for after in range(-1, 22):
        day = DAY + timedelta(days=after)
        until = [each for each in made if each.valid_from <= day]
        wanted = max(until, key=lambda each: (each.valid_from, each.pk), default=None)
        assert versions.on(day).version == wanted
    assert versions.latest().version == made[-1], "decided last, whenever it holds"
    assert versions.all() == made[::-1]
    for each in made:
        holding = versions.of(each.pk)
        assert holding is not None
        assert (holding.number, holding.settings) == (each.pk, versions.defaults())
        assert holding == versions.in_force(each)
