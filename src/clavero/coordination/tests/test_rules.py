"""Parts in a process, and how a request stands and is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.coordination.rules.raci import ANSWERS, DOES, NotRaci, Part, Party, PartyKind, check
from clavero.coordination.rules.requests import Standing, State, standing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(st.lists(st.sampled_from(Part), max_size=6))
def test_one_answers_and_somebody_does_it(parts: list[Part]) -> None:
    parties = [
        Party(part, PartyKind.DEPARTMENT, str(key)) for key, part in enumerate(parts, start=1)
    ]
    is_right = sum(part in ANSWERS for part in parts) == 1 and any(part in DOES for part in parts)
    if is_right:
        assert check(parties) == tuple(parties)
    else:
        with pytest.raises(NotRaci):
            check(parties)


def test_nobody_has_two_parts() -> None:
    twice = [Party(part, PartyKind.ROLE, "senior") for part in (Part.BOTH, Part.INFORMED)]
    with pytest.raises(NotRaci, match="twice"):
        check(twice)


@pytest.mark.parametrize(
    ("state", "accept", "due", "told"),
    [
        (State.ASKED, NOW, NOW + HOUR, Standing.RUNS),  # the last moment is in time
        (State.ASKED, NOW - HOUR, NOW + HOUR, Standing.LATE),
        (State.ACCEPTED, NOW - HOUR, NOW + HOUR, Standing.RUNS),
        (State.UNCLEAR, None, None, Standing.WAITS),
        (State.UNCLEAR, None, NOW - HOUR, Standing.LATE),  # the customer's promise has passed
        (State.REFUSED, None, NOW - HOUR, Standing.ENDED),
    ],
)
def test_how_it_stands(
    state: State, accept: datetime | None, due: datetime | None, told: Standing
) -> None:
    found = standing(state, now=NOW, accept_due=accept, due=due, warn=None, delivered=None)
    assert found is told
