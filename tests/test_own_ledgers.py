"""No test leaves sales in the ledger that all of them share."""

from __future__ import annotations

from pathlib import Path

import pytest

from clavero.conftest import WRITES_INTO_THE_SHARED_LEDGER
from clavero.identity.rules import Actor
from clavero.ledger.testing import SYSTEM, Row, ledger_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("actor", [None, SYSTEM])
def test_who_writes_into_it_is_told_so(actor: Actor | None) -> None:
    with pytest.raises(pytest.fail.Exception) as told:
        ledger_of([Row()], actor=actor)
    assert str(told.value) == WRITES_INTO_THE_SHARED_LEDGER


def test_who_has_one_of_their_own_writes(own_ledger: Path) -> None:
    ledger_of([Row()], actor=SYSTEM)
    assert "lines" in {each.name for each in own_ledger.iterdir()}
