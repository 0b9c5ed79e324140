"""Limits of numbers are told as the reader writes them, beside the field and in what refuses."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import clavero
from clavero.ui import formats
from clavero.ui.numbers import AmountField, CountField, ExactField, MeasureField

D = Decimal
PACKAGE = Path(clavero.__file__).parent


class Asking(forms.Form):
    share = AmountField(min_value=0, max_value=D("30.00"), help_text="The rest waits.")
    value = AmountField(min_value=D("0.01"))
    budget = AmountField(min_value=0)
    below = AmountField(max_value=1000)
    room = CountField(min_value=1, max_value=1000)
    weight = MeasureField(min_value=0, max_value=50)
    rate = ExactField(min_value=0, max_value=100, decimal_places=2)
    known = CountField(min_value=0, max_value=10, tells_limits=False)


@pytest.mark.parametrize(
    ("field", "english", "spanish"),
    [
        ("share", "The rest waits. From 0 to 30.", "30"),
        ("value", "0.01 or more.", "0,01 "),
        ("budget", "", ""),
        ("below", "1,000 or less.", "1.000 "),
        ("room", "From 1 to 1,000.", "1.000"),
        ("known", "", ""),
    ],
)
def test_limits_stand_beside_the_field(field: str, english: str, spanish: str) -> None:
    form = Asking()
    assert str(form[field].help_text) == english
    with translation.override("es"):
        assert spanish in str(form[field].help_text)


@pytest.mark.parametrize(
    ("field", "written", "english", "spanish"),
    [
        ("share", "80", "Write a number from 0 to 30.", "30."),
        ("share", "-1", "Write a number from 0 to 30.", "30."),
        ("value", "-10", "Write 0.01 or more.", " 0,01 "),
        ("below", "5000", "Write 1,000 or less.", " 1.000 "),
        ("room", "0", "Write a number from 1 to 1,000.", "1.000."),
        ("weight", "150", "Write a number from 0 to 50.", "50."),
        ("rate", "100.5", "Write a number from 0 to 100.", "100."),
        ("known", "11", "Write a number from 0 to 10.", "10."),
    ],
)
def test_what_is_beyond_them_is_refused_with_them(
    field: str, written: str, english: str, spanish: str
) -> None:
    assert Asking({field: written}).errors[field] == [english]
    with translation.override("es"):
        assert spanish in Asking({field: written}).errors[field][0]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["en", "es"]))
def test_what_is_shown_is_read_back(number: Decimal, language: str) -> None:
    with translation.override(language):
        assert AmountField().clean(formats.number(number)) == number
        assert AmountField().clean(formats.number(number).replace("-", "\u2212")) == number


def test_the_browser_hears_of_them() -> None:
    assert 'min="1" max="1000"' in str(Asking()["room"]).replace(' id="id_room"', "")


def test_no_form_tells_limits_as_python_writes_them() -> None:
    """Django's own fields would: a number with limits is one of ours."""
    own = re.compile(r"forms\.(Integer|Decimal|Float)Field\(([^()]|\([^()]*\))*(min|max)_value")
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.name not in {"numbers.py", "test_numbers.py"} and own.search(path.read_text())
    ]
    assert found == ["sharing/forms.py"], "a hidden number that nobody writes"
