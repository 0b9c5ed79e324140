"""Rounds, what was agreed, why something ended, and the contract that is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.contracts.words import FIELD_NAMES as CONTRACT_NAMES
from clavero.negotiations.forms.preparing import value_field
from clavero.negotiations.models import TEXT_LENGTH, TITLE_LENGTH, Point
from clavero.negotiations.words import FIELD_NAMES, ROUND_NAMES, unit_of
from clavero.ui.forms import DayInput, RevisedForm, SeenField
from clavero.ui.numbers import AmountField, CountField

SIDES: Mapping[str, Any] = {
    "theirs": pgettext_lazy("in a round", "They put"),
    "ours": pgettext_lazy("in a round", "We put"),
    "agreed": pgettext_lazy("in a round", "Agreed"),
}
_MOST_DAYS, _MOST_MONTHS = 3650, 120


class RoundForm(RevisedForm):
    """What both sides put on the table on a day."""

    on = forms.DateField(label=ROUND_NAMES["on"], widget=DayInput)
    next_on = forms.DateField(label=FIELD_NAMES["next_on"], required=False, widget=DayInput)
    next_seen = forms.DateField(required=False, widget=forms.HiddenInput)
    present = forms.CharField(
        label=ROUND_NAMES["present"],
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("On both sides."),
    )
    note = forms.CharField(
        label=ROUND_NAMES["note"],
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        points: Sequence[Point],
        currency: str,
        notes: Mapping[int, str] | None = None,
        **options: Any,
    ) -> None:
        """``notes`` say of points what one has to have in mind, beside their units."""
        super().__init__(*args, **options)
        self.points, self.notes, self.currency = points, notes or {}, currency
        for point in points:
            for side, name in SIDES.items():
                label = f"{point.name}: {name}"
                self.fields[f"{side}_{point.pk}"] = value_field(
                    point.of_kind, label, currency, point.unit
                )

    @property
    def rows(self) -> Iterable[tuple[Point, str, list[tuple[Any, Any]]]]:
        """Each point with what is noted of it, and its fields by the name of their column."""
        return [
            (
                point,
                self._note(point),
                [(name, self[f"{side}_{point.pk}"]) for side, name in SIDES.items()],
            )
            for point in self.points
        ]

    def _note(self, point: Point) -> str:
        unit = point.unit or str(unit_of(point.of_kind, self.currency))
        return " · ".join(filter(None, (unit, self.notes.get(point.pk, ""))))

    def given(self, **cleaned: Any) -> dict[str, Any]:
        """What the service takes."""
        put = {
            point.pk: {side: cleaned.pop(f"{side}_{point.pk}") for side in SIDES}
            for point in self.points
        }
        return {"put": put, **cleaned}


class AgreeForm(forms.Form):
    """What was agreed of each point; ``seen`` is the last change that it was filled after."""

    seen = SeenField()
    reason = forms.CharField(
        label=FIELD_NAMES["reason"],
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where you agree to something beyond your limit."),
    )

    def __init__(self, *args: Any, points: Sequence[Point], currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = points
        for point in points:
            self.fields[f"agreed_{point.pk}"] = value_field(
                point.of_kind, point.name, currency, point.unit
            )
        self.order_fields([f"agreed_{point.pk}" for point in points])

    def given(self, **cleaned: Any) -> dict[str, Any]:
        """What the service takes."""
        agreed = {point.pk: cleaned[f"agreed_{point.pk}"] for point in self.points}
        return {"agreed": agreed, "reason": cleaned["reason"], "seen": cleaned["seen"]}


class ReasonForm(forms.Form):
    """Why a negotiation ends, or goes on."""

    reason = forms.CharField(
        label=FIELD_NAMES["reason"],
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ContractForm(forms.Form):
    """The contract as it will be, filled with what was agreed."""

    title = forms.CharField(label=CONTRACT_NAMES["title"], max_length=TITLE_LENGTH)
    reference = forms.CharField(label=CONTRACT_NAMES["reference"], required=False, max_length=60)
    start = forms.DateField(label=CONTRACT_NAMES["start"], widget=DayInput)
    end = forms.DateField(label=CONTRACT_NAMES["end"], widget=DayInput)
    notice_days = CountField(
        label=CONTRACT_NAMES["notice_days"], min_value=0, max_value=_MOST_DAYS, initial=0
    )
    renews_months = CountField(
        label=CONTRACT_NAMES["renews_months"], min_value=0, max_value=_MOST_MONTHS, initial=0
    )
    value = AmountField(label=CONTRACT_NAMES["value"], required=False, min_value=0)
    parties = forms.CharField(
        label=CONTRACT_NAMES["parties"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scope = forms.CharField(
        label=CONTRACT_NAMES["scope"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        told = gettext("In %(currency)s, in which it was negotiated.") % {"currency": currency}
        self.fields["value"].help_text = told
