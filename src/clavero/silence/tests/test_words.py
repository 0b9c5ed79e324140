"""How a silence is said."""

from __future__ import annotations

import pytest

from clavero.silence.words import percent, silence_in_words


@pytest.mark.parametrize(
    ("chance", "told"),
    [(0.0099, "under 1%"), (0.0094, "0.9%"), (0.01, "1.0%"), (0.0001, "under 0.1%"), (None, "—")],
)
def test_a_chance_below_a_limit_is_not_written_as_the_limit(
    chance: float | None, told: str
) -> None:
    assert percent(chance) == told


def test_who_bought_on_the_last_day_is_not_silent() -> None:
    assert silence_in_words(0, 30.0, 12) == "it bought on the last day that is known"
    told = silence_in_words(30, 30.0, 12).replace("\xa0", " ")
    assert told == "30 days, 1 time its usual gap of 30 days"
