from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Estimate, Missing
from clavero.core.estimates import growth as growth_of
from clavero.core.money import Money, round_for_display
from clavero.core.period import Period
from clavero.ui import formats
from clavero.ui.formats import NBSP, Direction, Kind
from clavero.ui.numbers import AmountField

EUR = "EUR"


def eur(amount: str) -> Money:
    return Money(Decimal(amount), EUR)


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (eur("1234.56"), "€1,234.56", "1.234,56 €"),
        (eur("-1234.565"), "−€1,234.57", "−1.234,57 €"),
        (eur("0"), "€0.00", "0,00 €"),
        (eur("-0.001"), "€0.00", "0,00 €"),
        (Money(Decimal(1200), "USD"), "$1,200.00", "1.200,00 US$"),
        (Money(Decimal(1200), "MXN"), "MXN 1,200.00", "1.200,00 MXN"),
        (Money(Decimal(1200), "JPY"), "JPY 1,200", "1.200 JPY"),
    ],
)
def test_money(value: Money, english: str, spanish: str) -> None:
    assert formats.money(value, language="en").replace(NBSP, " ") == english
    assert formats.money(value, language="es").replace(NBSP, " ") == spanish


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (eur("999.4"), "€999", "999 €"),
        (eur("999400"), "€999k", "999 k€"),
        (eur("12345"), "€12.3k", "12,3 k€"),
        (eur("999999"), "€1.0M", "1,0 M€"),
        (eur("-2400000"), "−€2.4M", "−2,4 M€"),
        (eur("123456789"), "€123M", "123 M€"),
        (eur("2999999999"), "€3.0bn", "3.000 M€"),
        (Money(Decimal(2999999), "MXN"), "MXN 3.0M", "3,0 M MXN"),
    ],
)
def test_money_on_a_tile(value: Money, english: str, spanish: str) -> None:
    assert formats.money_compact(value, language="en").replace(NBSP, " ") == english
    assert formats.money_compact(value, language="es").replace(NBSP, " ") == spanish


def test_figures_do_not_break_across_lines() -> None:
    assert " " not in formats.money(eur("1234.56"), language="es")
    assert " " not in formats.percent(Decimal("0.5"), language="es")
    assert " " not in formats.day(date(2011, 12, 9), language="es")


def test_percent() -> None:
    assert formats.percent(Decimal("0.12345"), language="en") == "12.3%"
    assert formats.percent(Decimal("0.12345"), language="es") == f"12,3{NBSP}%"
    assert formats.percent(Decimal("0.12345"), places=2, language="en") == "12.35%"


def test_a_number_keeps_the_decimals_it_has() -> None:
    assert formats.number(Decimal("1234567.8900"), language="en") == "1,234,567.89"
    assert formats.number(4372, language="es") == "4.372"


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 4))
def test_what_is_written_is_the_value_rounded(value: Decimal, places: int) -> None:
    for language, group, decimal in (("en", ",", "."), ("es", ".", ",")):
        text = formats.number(value, places=places, language=language)
        assert "-" not in text
        plain = text.replace(group, "").replace(decimal, ".").replace(formats.MINUS, "-")
        assert Decimal(plain) == round_for_display(value, places)


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["en", "es"]))
def test_what_stands_in_a_field_is_read_as_it_was(value: Decimal, language: str) -> None:
    """Programs and keyboards know a hyphen; who copies a figure of ours brings its minus along."""
    field = AmountField()
    with override(language):
        shown = field.prepare_value(value)
        assert formats.MINUS not in shown
        assert field.clean(shown) == field.clean(formats.number(value)) == value


def test_a_change_has_its_sign() -> None:
    signed = [formats.signed(Decimal(change), "5") for change in (-1, 0, 1)]
    assert signed == [f"{formats.MINUS}5", "5", "+5"]


def test_the_language_of_the_page_is_the_default() -> None:
    with override("es"):
        assert formats.number(Decimal("1.5")) == "1,5"


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2011", "2011", "2011"),
        ("2011-03", "March 2011", "marzo de 2011"),
        ("2011-02-03..2011-02-03", f"3{NBSP}Feb{NBSP}2011", f"3{NBSP}feb{NBSP}2011"),
    ],
)
def test_a_period_in_words(text: str, english: str, spanish: str) -> None:
    period = Period.parse(text)
    assert formats.period_in_words(period, language="en") == english
    assert formats.period_in_words(period, language="es") == spanish


def test_longer_periods_in_words() -> None:
    words = formats.period_in_words(Period.ttm(date(2011, 12, 10)), language="en")
    assert words == "the 12 months to November 2011"
    days = formats.period_in_words(Period.parse("2010-12-01..2011-12-10"), language="en")
    assert days.replace(NBSP, " ") == "1 Dec 2010 to 10 Dec 2011"


def test_a_moment_says_its_day_and_hour() -> None:
    at = datetime(2011, 12, 9, 14, 5, tzinfo=UTC)
    assert formats.moment(at, language="en").replace(NBSP, " ") == "9 Dec 2011, 14:05"
    assert formats.day(at, language="en").replace(NBSP, " ") == "9 Dec 2011"


def test_an_estimate_without_value_says_why() -> None:
    shown = formats.estimate(Estimate(None, reason=Missing.COST_UNKNOWN), language="en")
    assert (shown.text, shown.reason) == ("—", "The cost is not known.")


def test_every_reason_has_its_sentence() -> None:
    assert set(formats.REASONS) == set(Missing)


def test_an_estimate_with_value() -> None:
    value = Estimate(Decimal("0.25"))
    assert formats.estimate(value, language="en").text == "25.0%"
    assert formats.estimate(value, Kind.NUMBER, places=2, language="en").text == "0.25"
    assert formats.estimate(value, Kind.MONEY, currency=EUR, language="en").text == "€0.25"


@pytest.mark.parametrize(
    ("now", "direction", "text"),
    [
        ("120", Direction.UP, "+20.0%"),
        ("80", Direction.DOWN, "−20.0%"),
        ("100.04", Direction.FLAT, "0.0%"),
    ],
)
def test_growth_is_told_by_sign_arrow_and_word(now: str, direction: Direction, text: str) -> None:
    value = growth_of(Decimal(now), Decimal(100)).value
    assert value is not None
    shown = formats.growth(value, language="en")
    assert (shown.direction, shown.text) == (direction, text)
    assert shown.arrow
    assert shown.word


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("currency", ["EUR", "MXN"])
def test_an_axis_frames_its_amounts_as_tiles_do(language: str, currency: str) -> None:
    for start, before, after in formats.compact_frames(currency, language=language):
        shown = formats.money_compact(Money(Decimal(start) * 2, currency), language=language)
        assert shown.startswith(f"{before}2")
        assert shown.endswith(after)
