"""What differs between two playbooks, and two people's changes together."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.changes import EVERYWHERE, PARTS, changed_parts, with_parts
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Aspect, Playbook

parts = st.frozensets(st.sampled_from(PARTS))


def changed_in(which: frozenset[str], by: str) -> Playbook:
    """Clavero's playbook with some parts in the words of ``by``."""
    guides = {
        each: replace(guide, texts={Aspect.AIM: by}) if each in which else guide
        for each, guide in DEFAULT.guides.items()
    }
    everywhere = by if EVERYWHERE in which else None
    return replace(DEFAULT, guides=guides, everywhere=everywhere)


@given(parts)
def test_the_parts_that_were_changed_are_found(which: frozenset[str]) -> None:
    assert changed_parts(DEFAULT, changed_in(which, "mine")) == which


@given(parts, parts)
def test_changes_of_different_parts_stand_together(
    one: frozenset[str], two: frozenset[str]
) -> None:
    theirs = changed_in(one - two, "theirs")
    merged = with_parts(theirs, changed_in(two, "mine"), two)
    assert changed_parts(theirs, merged) == two
    assert changed_parts(DEFAULT, merged) == one | two


def test_shares_of_time_belong_to_what_holds_everywhere() -> None:
    shares = {**DEFAULT.shares, Strategy.INVEST: DEFAULT.shares[Strategy.SELECTIVE]}
    assert changed_parts(DEFAULT, replace(DEFAULT, shares=shares)) == {EVERYWHERE}
