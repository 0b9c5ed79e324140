"""Requests, departments, service levels and processes, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.coordination.models import DETAIL_LENGTH, NAME_LENGTH, TEXT_LENGTH
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.rules.requests import Urgency
from clavero.coordination.words import PART_NAMES, URGENCY_NAMES
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

Choices = Sequence[tuple[Any, Any]]
MOST_HOURS = 2160


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """What is asked of a department."""

    department_id = forms.TypedChoiceField(label=_("Department"), coerce=int)
    text = forms.CharField(label=_("What you ask for"), max_length=TEXT_LENGTH)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"),
        coerce=Urgency,
        choices=[(each.value, URGENCY_NAMES[each]) for each in Urgency],
        initial=Urgency.NORMAL.value,
    )
    promise = forms.CharField(
        label=_("What the customer was promised"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=_("In their words; empty if nothing was promised yet."),
    )
    promised_on = forms.DateField(label=_("Promised for"), required=False, widget=DayInput)
    process_id = forms.TypedChoiceField(
        label=_("Process"), coerce=_number_or_none, empty_value=None, required=False
    )
    detail = forms.CharField(
        label=_("What the department has to know"),
        max_length=DETAIL_LENGTH,
        required=False,
        widget=_area(5),
        help_text=_("They see nothing else of the account: write what they need."),
    )

    def __init__(self, *args: Any, departments: Choices, processes: Choices, **options: Any):
        super().__init__(*args, **options)
        self.fields["department_id"].choices = departments  # type: ignore[attr-defined]
        self.fields["process_id"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("a process", "none")),
            *processes,
        ]
        if not processes:
            del self.fields["process_id"]


class SayForm(forms.Form):
    """One step with what there is to say of it."""

    text = forms.CharField(max_length=DETAIL_LENGTH, required=False, widget=_area(2))

    def __init__(self, *args: Any, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


class OwnerForm(RevisedForm):
    """Who of the department has a request."""

    owner_id = forms.TypedChoiceField(label=_("Who has it"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]


class DepartmentForm(RevisedForm):
    """A department with its people."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    member_ids = forms.TypedMultipleChoiceField(
        label=_("Who belongs to it"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see what the department is asked, and nothing else of the accounts."),
    )
    lead_id = forms.TypedChoiceField(
        label=_("Who leads it"),
        coerce=_number_or_none,
        empty_value=None,
        required=False,
        help_text=_("Hears of what is late."),
    )
    is_open = forms.BooleanField(label=_("Takes new requests"), required=False, initial=True)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member_ids"].choices = people  # type: ignore[attr-defined]
        self.fields["lead_id"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("a person", "nobody")),
            *people,
        ]


class LevelForm(forms.Form):
    """Within how many working hours a department accepts and delivers."""

    valid_from = forms.DateField(label=_("From"), widget=DayInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for urgency in Urgency:
            for clock, label in (
                ("accept", _("%(urgency)s: hours to accept")),
                ("deliver", _("%(urgency)s: hours to deliver")),
            ):
                self.fields[f"{clock}_{urgency}"] = AmountField(
                    label=str(label) % {"urgency": URGENCY_NAMES[urgency]},
                    min_value=0,
                    max_value=MOST_HOURS,
                    tells_limits=False,
                )

    def given(self, **cleaned: Any) -> dict[str, Any]:
        """What the service takes."""
        return {
            "valid_from": cleaned["valid_from"],
            "minutes": {
                urgency: [
                    round(cleaned[f"{clock}_{urgency}"] * 60) for clock in ("accept", "deliver")
                ]
                for urgency in Urgency
            },
        }


class ProcessForm(RevisedForm):
    """Who does what in a process, and what a request of it must say. ``named`` is how many people
    are named in it; there is room for one more."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    checklist = forms.CharField(
        label=_("What a request must say"),
        required=False,
        widget=_area(4),
        help_text=_("One point a line, such as: quantity, address, who receives it."),
    )
    is_open = forms.BooleanField(label=_("Takes new requests"), required=False, initial=True)

    def __init__(
        self, *args: Any, columns: Choices, people: Choices, named: int = 0, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        parts = [
            ("", pgettext_lazy("a part in a process", "none")),
            *((each.value, PART_NAMES[each]) for each in Part),
        ]
        self.parties = {f"part_{kind}_{key}": (kind, key) for (kind, key), _name in columns}
        for (kind, key), name in columns:
            self.fields[f"part_{kind}_{key}"] = forms.ChoiceField(
                label=name, choices=parts, required=False
            )
        nobody = ("", pgettext_lazy("a person", "nobody"))
        self.named = [(f"person_{at}", f"person_part_{at}") for at in range(named + 1)]
        for person, part in self.named:
            self.fields[person] = forms.ChoiceField(
                label=_("Somebody by name"), choices=[nobody, *people], required=False
            )
            self.fields[part] = forms.ChoiceField(
                label=_("Their part"), choices=parts, required=False
            )
        people_fields = [field for pair in self.named for field in pair]
        self.order_fields(
            ["name", "valid_from", *self.parties, *people_fields, "checklist", "is_open"]
        )

    def given(self, **cleaned: Any) -> dict[str, Any]:
        """What the service takes."""
        parties = [
            Party(Part(cleaned[field]), PartyKind(kind), key)
            for field, (kind, key) in self.parties.items()
            if cleaned[field]
        ]
        parties += [
            Party(Part(cleaned[part]), PartyKind.PERSON, cleaned[person])
            for person, part in self.named
            if cleaned[person] and cleaned[part]
        ]
        return {
            "name": cleaned["name"],
            "valid_from": cleaned["valid_from"],
            "checklist": cleaned["checklist"].splitlines(),
            "parties": parties,
            "is_open": cleaned["is_open"],
            "seen": cleaned["seen"],
        }
