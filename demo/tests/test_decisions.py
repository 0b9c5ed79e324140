"""What the company's managers decide: the same every time, believable, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.proposals import is_over, starting_points
from demo.decisions import APPROVED_BY, CHANGES, DROPS, REASON, decisions, next_playbook

TODAY = date(2026, 11, 2)
ACCOUNTS = [
    list(enumerate(starting_points(DEFAULT.guides[strategy], date(2026, 2, 26)), 100 * number))
    for number, strategy in enumerate(list(Strategy) * 5)
]


def test_the_same_seed_decides_the_same() -> None:
    first = list(decisions(ACCOUNTS, TODAY))
    assert first == list(decisions(ACCOUNTS, TODAY))
    assert 0 < len(first) < sum(map(len, ACCOUNTS))
    assert {(each.content is None, each.reason is None) for each in first} == {
        (True, True),  # accepted
        (False, False),  # changed
        (True, False),  # dropped
    }


def test_what_is_changed_is_something_else_by_the_same_day() -> None:
    proposed = dict(one for account in ACCOUNTS for one in account)
    for each in decisions(ACCOUNTS, TODAY):
        if each.content is not None:
            was = proposed[each.proposal_id]
            assert each.content != was
            assert each.content == replace(was, what=each.content.what)


def test_nothing_waits_past_the_day_by_which_it_is_to_be_reached() -> None:
    late = date(2027, 3, 1)
    decided = {each.proposal_id for each in decisions(ACCOUNTS, late)}
    over = {number for account in ACCOUNTS for number, each in account if is_over(each, late)}
    assert over
    assert over <= decided


def test_everything_with_a_reason_is_in_clavero_s_playbook_and_in_two_languages() -> None:
    asked = {one.what.key for account in ACCOUNTS for _number, one in account}
    assert CHANGES.keys() | DROPS.keys() <= asked
    assert not CHANGES.keys() & DROPS.keys()
    changes = [change.reason for each in CHANGES.values() for change in each]
    drops = [reason for each in DROPS.values() for reason in each]
    every = [*changes, *drops, APPROVED_BY, REASON]
    assert len(set(every)) == len(every)
    assert all(spanish != english for spanish, english in every)


def test_the_next_version_holds_together() -> None:
    assert next_playbook(DEFAULT) != DEFAULT
