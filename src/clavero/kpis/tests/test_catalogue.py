"""Every KPI says what it is, in words, and follows from something."""

from __future__ import annotations

import pytest

from clavero.kpis import words
from clavero.kpis.rules.catalogue import BUILT_IN, BY_KEY
from clavero.kpis.rules.kpi import Kpi, Level, Light, Quality, Source, Window
from clavero.kpis.rules.parts import Parts, is_computed, read
from clavero.kpis.rules.profit import Turn
from clavero.kpis.words.formulas import FORMULAS, WINDOW_NAMES


def test_each_has_a_key_of_its_own() -> None:
    assert len(BY_KEY) == len(BUILT_IN)


@pytest.mark.parametrize("kpi", BUILT_IN, ids=lambda kpi: kpi.key)
def test_each_is_named_and_read_aloud(kpi: Kpi) -> None:
    assert str(words.NAMES[kpi.key])
    assert str(words.READINGS[kpi.key]).endswith(".")
    assert str(FORMULAS[kpi.key])


@pytest.mark.parametrize("kpi", BUILT_IN, ids=lambda kpi: kpi.key)
def test_each_is_computed_or_entered(kpi: Kpi) -> None:
    assert is_computed(kpi.key) is not kpi.is_said
    if is_computed(kpi.key):
        nothing = read(kpi.key, kpi.version, Parts())
        assert nothing.value is None
        assert nothing.reason is not None


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        (words.LEVEL_NAMES, Level),
        (words.LIGHT_NAMES, Light),
        (words.LIGHT_ICONS, Light),
        (words.LIGHT_TONES, Light),
        (words.QUALITY_NAMES, Quality),
        (words.SOURCE_NAMES, Source),
        (WINDOW_NAMES, Window),
        (words.TURN_NAMES, Turn),
    ],
)
def test_every_word_has_its_text(names: dict[str, object], kinds: type) -> None:
    assert set(names) == set(kinds)
