"""A need and its solutions, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.opportunities.models import NAME_LENGTH, TEXT_LENGTH
from clavero.opportunities.rules.needs import MOST_FIT, Certainty, Closed, Function, Horizon
from clavero.opportunities.words import (
    CERTAINTY_NAMES,
    CLOSED_NAMES,
    FUNCTION_NAMES,
    HORIZON_NAMES,
    URGENCY_NAMES,
)
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import CountField

Choices = Sequence[tuple[Any, Any]]


class OwnerField(forms.TypedChoiceField):
    """Somebody who sees the account, or nobody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Owner"), required=False, coerce=int, empty_value=None, **options)

    def offer(self, people: Choices) -> None:
        """Whom to choose from."""
        self.choices = [("", _("nobody")), *people]


class QuickNeedForm(forms.Form):
    """What is said in a visit, in six fields."""

    text = forms.CharField(
        label=pgettext_lazy("a need", "Need"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=NAME_LENGTH,
        help_text=_("Who told it, or where it is written."),
    )
    said_on = forms.DateField(label=_("Heard on"), widget=DayInput)
    horizon = forms.TypedChoiceField(
        label=pgettext_lazy("a need", "When"),
        coerce=Horizon,
        choices=[(each.value, HORIZON_NAMES[each]) for each in Horizon],
    )
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), coerce=int, choices=list(URGENCY_NAMES.items())
    )
    function = forms.TypedChoiceField(
        label=_("Function affected"),
        coerce=Function,
        choices=[(each.value, FUNCTION_NAMES[each]) for each in Function],
    )
    certainty = forms.TypedChoiceField(
        label=_("How it is known"),
        coerce=Certainty,
        choices=[(each.value, CERTAINTY_NAMES[each]) for each in Certainty],
        help_text=_("Confirmed is what the customer has agreed to, inferred what we conclude."),
    )


class NeedForm(QuickNeedForm, RevisedForm):
    """All that is known of a need."""

    fit = CountField(
        label=_("Our fit"),
        required=False,
        min_value=0,
        max_value=MOST_FIT,
        tells_limits=False,
        help_text=_("How well what we have meets it: 0 not at all, 10 in full; empty, not judged."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What shows it: words, figures, a document."),
    )
    owner_id = OwnerField()
    is_shared = forms.BooleanField(
        label=_("The customer may read it"),
        required=False,
        help_text=_("Without this mark it is internal."),
    )

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].offer(people)  # type: ignore[attr-defined]


class CloseForm(RevisedForm):
    """Why there is nothing more to do about a need."""

    reason = forms.TypedChoiceField(
        label=_("Why it is closed"),
        coerce=Closed,
        choices=[(each.value, CLOSED_NAMES[each]) for each in Closed],
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The service's names of the two are longer."""
        return field.removeprefix("closed_"), value


class LinkForm(forms.Form):
    """A solution for a need."""

    solution_id = forms.TypedChoiceField(label=_("Solution"), coerce=int)
    tailoring = forms.CharField(
        label=_("How it is tailored"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What of it is made for this customer."),
    )

    def __init__(self, *args: Any, solutions: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["solution_id"].choices = solutions  # type: ignore[attr-defined]


class SolutionForm(RevisedForm):
    """Something that the company offers."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    families = forms.CharField(
        label=_("Product families"),
        required=False,
        max_length=TEXT_LENGTH * 2,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, as the sales ledger calls them."),
    )
    description = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_families(self) -> list[str]:
        """A family a line."""
        lines = self.cleaned_data["families"].splitlines()
        return [line.strip() for line in lines if line.strip()]

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """A family a line."""
        return field, "\n".join(value) if field == "families" and value else value
