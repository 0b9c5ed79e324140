from __future__ import annotations

import pytest

from clavero.ui.stack import SLOTS, with_room


def deep(calls: int) -> int:
    return calls if calls == 0 else 1 + deep(calls - 1)


def test_it_is_the_call_itself() -> None:
    assert with_room(divmod, 7, 2) == (3, 1)
    assert with_room(sorted, [2, 1], reverse=True) == [2, 1]
    assert with_room(deep, 500) == 500
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 1, 0)


def test_there_is_room() -> None:
    assert with_room.__code__.co_stacksize == SLOTS
