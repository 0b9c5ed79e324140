"""A task written in one line, and with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import CountField
from clavero.work.models import DETAIL_LENGTH, TEXT_LENGTH
from clavero.work.rules.repeating import MOST_EVERY, Unit
from clavero.work.words import UNIT_NAMES

Choices = Sequence[tuple[Any, Any]]


class _Written(forms.Form):
    """What every task has."""

    text = forms.CharField(
        label=_("What is to be done"),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Say what is to be done.")},
    )


class QuickForm(_Written):
    """A task in one line, for a thumb."""

    account = forms.CharField(
        label=_("Account"),
        required=False,
        widget=forms.TextInput(attrs={"list": "accounts-offered", "autocomplete": "off"}),
    )
    due = forms.DateField(label=_("Due on"), required=False, widget=DayInput)


class QuickAtAccountForm(_Written):
    """The same on the page of its account."""

    due = forms.DateField(label=_("Due on"), required=False, widget=DayInput)
    owner_id = forms.TypedChoiceField(label=pgettext_lazy("a task", "Who does it"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]


class TaskForm(RevisedForm, _Written):
    """All that a task has."""

    due = forms.DateField(label=_("Due on"), required=False, widget=DayInput)
    owner_id = forms.TypedChoiceField(
        label=pgettext_lazy("a task", "Who does it"), coerce=int, required=False, empty_value=None
    )
    repeat_every = CountField(
        label=pgettext_lazy("a task", "Comes again every"),
        min_value=1,
        max_value=MOST_EVERY,
        required=False,
        help_text=_("Empty for a task that is done once."),
        tells_limits=False,
    )
    repeat_unit = forms.ChoiceField(
        label=pgettext_lazy("a task", "Counted in"),
        required=False,
        choices=[(each.value, UNIT_NAMES[each]) for each in Unit],
    )
    repeat_until = forms.DateField(
        label=pgettext_lazy("a task", "Until the day"), required=False, widget=DayInput
    )
    moves = forms.BooleanField(
        label=_("The ones that follow move to this day as well"), required=False
    )
    detail = forms.CharField(
        label=_("More about it"),
        max_length=DETAIL_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, people: Choices, is_taken: bool, repeats: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        nobody = [] if is_taken else [("", _("nobody yet"))]
        self.fields["owner_id"].choices = [*nobody, *people]  # type: ignore[attr-defined]
        if not repeats:
            del self.fields["moves"]

    def clean(self) -> dict[str, Any]:
        """A rhythm is its number and its unit; ``moves`` lets it take the day that is given."""
        found = super().clean() or {}
        if found.get("repeat_every") is None:
            found["repeat_unit"] = ""
        if found.pop("moves", False):
            found["repeat_on"] = None
        return found


class PointsForm(forms.Form):
    """A checklist, a point a line."""

    points = forms.CharField(
        label=_("Points, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Their order is that of the lines. Ticks stay where the words do."),
    )


class GiveForm(forms.Form):
    """To whom tasks are given."""

    owner_id = forms.TypedChoiceField(label=_("Give them to"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]
