"""The standing cast as actors: services and selectors are told who is acting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast


@pytest.fixture
def actors(cast: Cast) -> SimpleNamespace:
    """``actors.director``, ``actors.senior`` … as the views would build them."""
    return SimpleNamespace(**{name: actor_for(person) for name, person in cast})


@pytest.fixture
def own_ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger in a folder that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"


@pytest.fixture
def refuses() -> Callable[[str], AbstractContextManager[None]]:
    """``with refuses("code"):`` the service says no, in a sentence without gaps."""

    @contextmanager
    def refuses(code: str) -> Iterator[None]:
        with pytest.raises(Refusal) as refusal:
            yield
        assert refusal.value.code == code
        assert "%" not in str(refusal.value)

    return refuses
