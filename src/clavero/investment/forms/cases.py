"""A case and its levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clavero.investment.rules.cases import MOST, Expected
from clavero.investment.rules.files import LONGEST_LEVEL
from clavero.investment.rules.flows import YEARS
from clavero.investment.selectors import Prefilled
from clavero.investment.words import YEARLY_NAMES, Name
from clavero.ui.forms import RevisedForm
from clavero.ui.numbers import AmountField

_ZERO = Decimal(0)
_YEARS = range(1, YEARS + 1)


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """A line of the table: what it is, and its field of each year."""

    name: Name
    fields: list[BoundField]


class LevelForm(RevisedForm):
    """What a level costs, and the contribution of three years without and with it."""

    name = forms.CharField(
        label=_("Level"), max_length=LONGEST_LEVEL, help_text=_("Such as “low”, “high” or “whole”.")
    )
    outlay = AmountField(label=_("Outlay today"), min_value=0)
    hours = AmountField(
        label=_("Hours of key account managers in the first year"),
        required=False,
        min_value=0,
        decimal_places=1,
    )
    cannibalised = AmountField(
        label=_("Contribution that other accounts lose by it, a year"), required=False, min_value=0
    )

    ahead: tuple[str, ...] = ("name", "outlay", "hours", "cannibalised")
    tells_in_table = True

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for key, label in YEARLY_NAMES.items():
            for year in _YEARS:
                self.fields[f"{key}_{year}"] = AmountField(
                    label=format_lazy(_("{name}, year {year}"), name=label, year=year),
                    required=key in {"inertial", "likely"},
                    min_value=-MOST,
                    max_value=MOST,
                    tells_limits=False,
                )

    def first(self) -> list[BoundField]:
        """The fields that stand before the table."""
        return [self[name] for name in self.ahead if name in self.fields]

    def rows(self) -> Iterator[YearlyRow]:
        """The lines of the table."""
        for key, label in YEARLY_NAMES.items():
            yield YearlyRow(label, [self[f"{key}_{year}"] for year in _YEARS])

    def expected(self) -> Expected:
        """What was said; where nobody says how far off it may be, low and high are likely."""
        likely = self._years("likely", None)
        return Expected(
            outlay=self.cleaned_data["outlay"],
            inertial=self._years("inertial", None),
            low=self._years("low", likely),
            likely=likely,
            high=self._years("high", likely),
            cannibalised=self.cleaned_data.get("cannibalised") or _ZERO,
            hours=self.cleaned_data.get("hours") or _ZERO,
        )

    def _years(self, key: str, otherwise: tuple[Decimal, ...] | None) -> tuple[Decimal, ...]:
        given = [self.cleaned_data.get(f"{key}_{year}") for year in _YEARS]
        rest = otherwise or (_ZERO,) * YEARS
        return tuple(rest[at] if value is None else value for at, value in enumerate(given))

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The history's field as it is called here."""
        name = field.removeprefix("invested_").replace("level", "name")
        return name, value if value is None or name == "name" else Decimal(value)


class CaseForm(LevelForm):
    """An account put forward with its first level."""

    purpose = forms.CharField(
        label=_("What is it invested for?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    ahead = ("purpose", *LevelForm.ahead)


def level_initial(name: str, expected: Expected) -> dict[str, Any]:
    """What the fields start with."""
    return {
        "name": name,
        "outlay": expected.outlay,
        "hours": expected.hours,
        "cannibalised": expected.cannibalised,
        **_of("inertial", expected.inertial),
        **_of("low", expected.low),
        **_of("likely", expected.likely),
        **_of("high", expected.high),
    }


def inertial_initial(expected: Expected) -> dict[str, Any]:
    """What comes anyway, whatever is invested."""
    return _of("inertial", expected.inertial)


def prefilled_initial(known: Prefilled) -> dict[str, Any]:
    """What the matrix's forecasts say."""
    found: dict[str, Any] = {}
    if known.inertial is not None:
        found |= _of("inertial", known.inertial)
    if known.planned is not None:
        found |= _of("likely", known.planned)
    return found


def _of(key: str, values: tuple[Decimal, ...]) -> dict[str, Decimal]:
    return {f"{key}_{year}": value for year, value in enumerate(values, start=1)}


class StrategicForm(RevisedForm):
    """Why a case should be funded whatever it brings."""

    reason = forms.CharField(
        label=_("Why it is strategic"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Your name stands with it. Empty: it is not strategic."),
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The history's field as it is called here."""
        return field.replace("invested_strategic", "reason"), value


class MustForm(RevisedForm):
    """Whether a case is funded in any event, and why."""

    is_must = forms.BooleanField(label=_("It is funded in any event"), required=False)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The history's field as it is called here."""
        return field.replace("invested_must", "is_must"), value
