"""What somebody enters of an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.kpis.rules.kpi import Unit
from clavero.kpis.selectors import Catalogue
from clavero.kpis.words import ENTERED_IN, name_of
from clavero.ui.forms import DayInput
from clavero.ui.numbers import AmountField, CountField


class ValueForm(forms.Form):
    """The value of a KPI on a day. Percentages are written as people do, 95 for 95 %."""

    key = forms.ChoiceField(label=_("KPI"))
    day = forms.DateField(label=_("Day"), widget=DayInput)
    value = AmountField(
        label=_("Value"), max_digits=18, help_text=_("Percentages as 95, not as 0.95.")
    )
    n = CountField(
        label=_("Counted of"),
        required=False,
        min_value=1,
        max_value=10**9,
        tells_limits=False,
        help_text=_("How many answers, complaints or lines it tells of, where it counts some."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *given: Any, known: Catalogue, **named: Any) -> None:
        super().__init__(*given, **named)
        self._known = known.by_key
        field: Any = self.fields["key"]
        field.choices = [
            (kpi.key, f"{name_of(kpi, known.names)} ({ENTERED_IN[kpi.unit]})")
            for kpi in known.kpis
            if kpi.is_said
        ]

    def clean(self) -> dict[str, Any]:
        """The value in the unit in which it is kept."""
        given = super().clean() or {}
        kpi = self._known.get(given.get("key", ""))
        if kpi is not None and given.get("value") is not None:
            given["value"] = given["value"] / scale(kpi.unit)
        return given


def scale(unit: Unit) -> int:
    """By how much a value that people write is larger than the one that is kept."""
    return 100 if unit in {Unit.RATE, Unit.POINTS} else 1
