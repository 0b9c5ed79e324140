from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.money import CurrencyMismatch, Money, is_currency, plain, round_for_display

amounts = st.decimals(
    allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
)


def test_halves_go_away_from_zero() -> None:
    assert round_for_display(Decimal("0.125")) == Decimal("0.13")
    assert round_for_display(Decimal("-0.125")) == Decimal("-0.13")
    assert round_for_display(Decimal("2.5"), 0) == Decimal(3)


@given(amounts)
def test_plain_text_keeps_the_value_and_nothing_else(amount: Decimal) -> None:
    text = plain(amount)
    assert Decimal(text) == amount
    assert "E" not in text
    assert not (("." in text) and text.endswith("0"))


@given(amounts, amounts)
def test_adding_is_exact_and_undone_by_subtracting(one: Decimal, other: Decimal) -> None:
    left, right = Money(one, "EUR"), Money(other, "EUR")
    assert (left + right) - right == left
    assert (-left) + left == Money(Decimal(0), "EUR")
    assert (left < right) == (one < other)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_a_float_is_not_money() -> None:
    with pytest.raises(TypeError, match="lost cents"):
        Money(0.1, "EUR")  # type: ignore[arg-type]


def test_converts_without_rounding() -> None:
    assert Money(Decimal("10.01"), "USD").converted(Decimal("0.123456789"), "EUR") == Money(
        Decimal("1.23580245789"), "EUR"
    )


@pytest.mark.parametrize(
    ("code", "fits"), [("EUR", True), ("eur", False), ("EU", False), ("EURO", False)]
)
def test_currency_codes_have_three_capitals(code: str, fits: bool) -> None:
    assert is_currency(code) is fits
