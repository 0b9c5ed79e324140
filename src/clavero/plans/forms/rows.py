"""A row of a section: its line, the fields of its kind, and where it is known from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.plans.models import PlanItem
from clavero.plans.models._parts import NOTE_LENGTH, TEXT_LENGTH
from clavero.plans.rules.catalogue import Field, Kind, Shape
from clavero.plans.rules.outward import can_be_shared
from clavero.plans.words import FIELD_LABELS, option_name
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

DATA = "x_"
STRENGTHS: dict[str, Any] = {
    "": _("How strong it is; of an opportunity or threat, how likely"),
    "strength": _("How strong it is"),
    "weakness": _("How strong it is"),
    "opportunity": _("How likely the opportunity is"),
    "threat": _("How likely the threat is"),
}
"""What the second figure of a row of SWOT asks."""

_QUICK_TOO = {("pestel", "probability")}
"""What may stay empty and is asked at once, because a score needs it."""


class QuickRowForm(forms.Form):
    """What a new row needs, and no more."""

    text = forms.CharField(label=_("In a line"), max_length=TEXT_LENGTH)

    def __init__(self, *given: Any, kind: Kind, is_quick: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        self.kind = kind
        for field in kind.fields:
            if field.is_required or not is_quick or (kind.key, field.key) in _QUICK_TOO:
                self.fields[DATA + field.key] = _asked(field)
        if kind.key == "swot":
            self._of_swot(self.initial.get("x_part", ""))

    def _of_swot(self, part: str) -> None:
        """How strong something is, or how likely, by which of the four it is; where that is not
        chosen yet, both are said."""
        asked = self.fields[f"{DATA}strength"]
        asked.label = STRENGTHS.get(part, STRENGTHS[""])
        asked.help_text = _("From 1, hardly, to 5, very.")
        self.fields[f"{DATA}impact"].help_text = _("From 1, little, to 5, decisive.")

    def clean(self) -> dict[str, Any]:
        """Percentages as fractions."""
        given = super().clean() or {}
        for field in self.kind.fields:
            value = given.get(DATA + field.key)
            if field.scale != 1 and isinstance(value, Decimal):
                given[DATA + field.key] = value / field.scale
        return given


class RowForm(QuickRowForm, RevisedForm):
    """All of a row."""

    field_order = ("text",)

    def __init__(
        self, *given: Any, kind: Kind, people: Sequence[tuple[int, str]], **named: Any
    ) -> None:
        super().__init__(*given, kind=kind, is_quick=False, **named)
        self._scales = {DATA + field.key: field.scale for field in kind.fields}
        self.fields |= {**source_fields(), "owner_id": owner_field(people)}
        if can_be_shared(kind.key):
            self.fields["is_shared"] = shared_field()

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """Percentages are written larger than they are kept."""
        scale = self._scales.get(field, 1)
        if scale != 1 and value not in (None, ""):
            return field, Decimal(str(value)) * scale
        return field, value


def source_fields() -> dict[str, forms.Field]:
    """How somebody knows of it, from where and of when."""
    return {
        "evidence": forms.CharField(
            label=_("Evidence"),
            required=False,
            max_length=NOTE_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("How do we know? What was said, seen or counted."),
        ),
        "source": forms.CharField(
            label=_("Source"),
            required=False,
            max_length=TEXT_LENGTH,
            help_text=_("Such as a talk, a report or a page, with whom or where."),
        ),
        "dated": forms.DateField(label=_("Date of the source"), required=False, widget=DayInput),
    }


def owner_field(people: Sequence[tuple[int, str]]) -> forms.TypedChoiceField:
    """Who answers for it, of those who see the account."""
    return forms.TypedChoiceField(
        label=_("Whose it is"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("nobody")), *people],
    )


def shared_field() -> forms.BooleanField:
    """Whether the customer may read it."""
    return forms.BooleanField(
        label=_("The customer may read it"),
        required=False,
        help_text=_("Without this mark it is internal."),
    )


def row_initial(kind: Kind, item: PlanItem) -> dict[str, Any]:
    """What the fields of a row start with."""
    found: dict[str, Any] = {
        "text": item.text,
        "evidence": item.evidence,
        "source": item.source,
        "dated": item.dated,
        "owner_id": item.owner_id,
        "is_shared": item.is_shared,
    }
    for field in kind.fields:
        value = item.data.get(field.key, "")
        if field.shape is Shape.NUMBER and value != "":
            value = (Decimal(value) * field.scale).normalize() + 0
        found[DATA + field.key] = value
    return found


def fields_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row's kind among what a form has read."""
    return {
        name.removeprefix(DATA): value for name, value in given.items() if name.startswith(DATA)
    }


def besides(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form has read beside them."""
    return {name: value for name, value in given.items() if not name.startswith(DATA)}


class LinkForm(forms.Form):
    """What answers a row: another row, an objective, an action or an initiative."""

    target = forms.ChoiceField(label=_("Goes with"))

    def __init__(
        self, *given: Any, targets: Iterable[tuple[str, Sequence[tuple[str, str]]]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["target"]
        field.choices = [("", _("Please choose")), *targets]


def target_of(chosen: str) -> dict[str, Any]:
    """What was chosen there, as services take it."""
    kind, number = chosen.split(":")
    return {"kind": kind, "target_id": int(number)}


def _asked(field: Field) -> forms.Field:
    label: Any = FIELD_LABELS[field.key]
    if field.shape is Shape.CHOICE:
        return forms.ChoiceField(
            label=label,
            required=field.is_required,
            choices=[
                ("", _("Please choose")),
                *((each, option_name(field.key, each)) for each in field.options),
            ],
        )
    if field.shape is Shape.NUMBER:
        return AmountField(
            label=label, required=field.is_required, decimal_places=0 if field.is_whole else 2
        )
    return forms.CharField(label=label, required=field.is_required, max_length=TEXT_LENGTH)
