"""The first reader after an import does not wait for the portfolio."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from clavero.cli import warming
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.ledger import selectors as ledger
from clavero.ledger.testing import ledger_of, some_rows
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.selectors import looking_back
from clavero.lifetime.selectors import picture as lifetime
from clavero.portfolio.selectors import portfolio, portfolio_picture, scope_for
from clavero.profitability.selectors import picture, profit_picture
from clavero.profitability.testing import set_rates
from clavero.silence.selectors import picture as silence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger")]


def test_what_was_warmed_is_what_the_director_opens(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of(some_rows(customers=3, months=26))
    warming.warm()

    def computed_again(*_told: Any) -> None:
        raise AssertionError("the picture was computed again")

    monkeypatch.setattr(portfolio, "_picture", computed_again)
    actor = actor_for(cast.director)
    period = ledger.resolve_period("ttm", scope_for(actor))
    assert portfolio_picture(actor, period=period).summary.customers == 3


def test_a_worker_is_ready_for_documents_and_has_looked_at_the_sales(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of(some_rows(customers=3, months=26))
    warming.get_worker_ready()
    assert {"docx", "openpyxl", "pptx", "typst", "vl_convert"} <= set(sys.modules)

    def computed_again(*_told: Any) -> None:
        raise AssertionError("the picture was computed again")

    monkeypatch.setattr(portfolio, "_picture", computed_again)
    actor = actor_for(cast.director)
    period = ledger.resolve_period("ttm", scope_for(actor))
    assert portfolio_picture(actor, period=period).summary.customers == 3


def test_profitability_is_warmed_once_there_are_rates(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of(some_rows(customers=3, months=26))
    warming.warm()
    set_rates(order=8)
    warming.warm()

    def computed_again(*_told: Any) -> None:
        raise AssertionError("the picture was computed again")

    monkeypatch.setattr(picture, "_picture", computed_again)
    actor = actor_for(cast.director)
    period = ledger.resolve_period("ttm", scope_for(actor))
    assert len(profit_picture(actor, period=period).rows) == 3


def test_who_is_falling_silent_is_warmed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of(some_rows(customers=3, months=26))
    warming.warm()

    def computed_again(*_told: Any) -> None:
        raise AssertionError("the picture was computed again")

    monkeypatch.setattr(silence, "_picture", computed_again)
    found = silence.states(actor_for(cast.director))
    assert found is not None
    assert len(found.rows) == 3


def test_lifetime_values_are_warmed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of(some_rows(customers=3, months=26))
    warming.warm()

    def computed_again(*_told: Any) -> None:
        raise AssertionError("the picture was computed again")

    monkeypatch.setattr(lifetime, "_picture", computed_again)
    monkeypatch.setattr(looking_back, "held_out_last", computed_again)
    found = lifetime.lifetime_picture(actor_for(cast.director), Asked())
    assert found is not None
    assert found.data.days > 700
    assert lifetime.held_out_of(found) is not None


def test_an_empty_ledger_has_nothing_to_warm() -> None:
    warming.warm()


def test_what_fails_is_logged_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = []

    def broken() -> None:
        rounds.append(1)
        raise RuntimeError("no disk")

    def enough(_seconds: float) -> None:
        if len(rounds) == 2:
            raise SystemExit

    monkeypatch.setattr(warming, "warm", broken)
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)
    monkeypatch.setattr(warming.time, "sleep", enough)
    with pytest.raises(SystemExit):
        warming._keep_warm()
    assert len(rounds) == 2
    assert "no disk" in caplog.text
