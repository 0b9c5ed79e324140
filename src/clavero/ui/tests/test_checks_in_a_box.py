"""Some of many are ticked in a box, where a tap on one leaves the others as they are."""

from __future__ import annotations

from django import forms
from lxml import html

from clavero.ui.forms import ChecksInABox


class _Form(forms.Form):
    people = forms.MultipleChoiceField(
        widget=ChecksInABox, choices=[("1", "Ana <b>"), ("2", "Luis"), ("3", "Eva")]
    )


def test_what_is_chosen_stands_first_and_everything_can_be_ticked() -> None:
    shown = html.fromstring(str(_Form(initial={"people": ["3"]})["people"]))
    boxes = shown.xpath("//input[@type='checkbox' and @name='people']")
    assert [box.get("value") for box in boxes] == ["3", "1", "2"]
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == ["3"]


def test_each_has_its_name_and_names_are_no_markup() -> None:
    shown = html.fromstring(str(_Form()["people"]))
    names = {
        box.get("value"): shown.xpath(f"string(//label[@for='{box.get('id')}'])")
        for box in shown.xpath("//input")
    }
    assert names == {"1": "Ana <b>", "2": "Luis", "3": "Eva"}
