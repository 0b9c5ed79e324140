"""Who receives a key account, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clavero.selection.rules.handover import Item
from clavero.ui.forms import DayInput, RevisedForm


class ArrangeForm(RevisedForm):
    """The receiver and the days."""

    receiver_id = forms.ChoiceField(label=_("It goes to"))
    meeting_on = forms.DateField(label=_("They meet on"), widget=DayInput)
    changes_on = forms.DateField(
        label=_("It changes hands on"),
        widget=DayInput,
        help_text=_("From this day on the receiver looks after it, once they have accepted."),
    )
    note = forms.CharField(
        label=_("What to look out for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Any], **options: Any) -> None:
        super().__init__(data, **options)
        self._names = {person.pk: str(person) for person in people}
        field = self.fields["receiver_id"]
        assert isinstance(field, forms.ChoiceField)
        named = [(str(pk), name) for pk, name in self._names.items()]
        # Nobody is meant by standing first in the list.
        field.choices = named if self.initial.get("receiver_id") else [("", _("Choose…")), *named]

    def clean_receiver_id(self) -> int:
        """The person's number."""
        return int(self.cleaned_data["receiver_id"])

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The history has the receiver's name, the form the number."""
        if field != "receiver":
            return field, value
        numbers = {name: str(pk) for pk, name in self._names.items()}
        return "receiver_id", numbers.get(str(value), "")


class TickForm(forms.Form):
    """One line of the checklist, done or not."""

    item = forms.ChoiceField(choices=[(each.value, each.value) for each in Item])
    is_done = forms.BooleanField(required=False)

    def clean_item(self) -> Item:
        """The line."""
        return Item(self.cleaned_data["item"])
