"""Complaints, their steps, their times and their links, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.care.models import DETAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH, REGION_LENGTH, TEXT_LENGTH
from clavero.care.rules.cases import Cause, Channel, Severity, Tier
from clavero.care.rules.files import MOST_AT_ONCE
from clavero.care.words import (
    CAUSE_NAMES,
    CHANNEL_NAMES,
    FIELD_NAMES,
    SEVERITY_GUIDES,
    SEVERITY_NAMES,
    TIER_NAMES,
    Name,
)
from clavero.core.files.kinds import MOST_BYTES
from clavero.ui.forms import DayInput, DropZone, RevisedForm, ZoneField
from clavero.ui.numbers import AmountField

Choices = Sequence[tuple[Any, Any]]
_OURS = [each for each in Channel if each is not Channel.LINK]
WEEKDAYS: tuple[Any, ...] = (
    pgettext_lazy("a weekday", "Monday"),
    pgettext_lazy("a weekday", "Tuesday"),
    pgettext_lazy("a weekday", "Wednesday"),
    pgettext_lazy("a weekday", "Thursday"),
    pgettext_lazy("a weekday", "Friday"),
    pgettext_lazy("a weekday", "Saturday"),
    pgettext_lazy("a weekday", "Sunday"),
)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuickForm(forms.Form):
    """A complaint that was told to us: what one can write while still on the telephone."""

    text = forms.CharField(label=_("What is wrong"), max_length=TEXT_LENGTH)
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        coerce=Severity,
        choices=[(each.value, SEVERITY_GUIDES[each]) for each in Severity],
        initial=Severity.NORMAL.value,
    )
    channel = forms.TypedChoiceField(
        label=_("How it came"),
        coerce=Channel,
        choices=[(each.value, CHANNEL_NAMES[each]) for each in _OURS],
    )
    received_at = forms.DateTimeField(
        label=_("When we were told"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty for now. The clock runs from then."),
    )
    from_name = forms.CharField(label=_("Who complains"), max_length=NAME_LENGTH, required=False)
    from_phone = forms.CharField(
        label=_("Their telephone"),
        max_length=PHONE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    from_email = forms.EmailField(label=_("Their e-mail"), required=False)
    detail = forms.CharField(
        label=_("More about it"), max_length=DETAIL_LENGTH, required=False, widget=_area()
    )


class ComplaintForm(RevisedForm):
    """What is known of a complaint, as far as it is put right afterwards."""

    text = forms.CharField(label=_("What is wrong"), max_length=TEXT_LENGTH)
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        coerce=Severity,
        choices=[(each.value, SEVERITY_GUIDES[each]) for each in Severity],
        help_text=_("Another severity is another time to answer, counted from when it came."),
    )
    cause = forms.ChoiceField(
        label=_("Cause"),
        required=False,
        choices=[
            ("", pgettext_lazy("a cause", "not known yet")),
            *((each.value, CAUSE_NAMES[each]) for each in Cause),
        ],
        help_text=_("The same cause at the same account within 90 days counts as coming back."),
    )
    why = forms.CharField(
        label=_("Why it happened"), max_length=DETAIL_LENGTH, required=False, widget=_area()
    )
    corrective = forms.CharField(
        label=_("What prevents it"), max_length=DETAIL_LENGTH, required=False, widget=_area()
    )
    money = AmountField(label=_("Money at stake"), required=False, min_value=0, tells_limits=False)
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        required=False,
        widget=forms.TextInput(attrs={"list": "currencies", "autocomplete": "off"}),
        help_text=_("In which they said it; it is converted at the rate of the day it came."),
    )
    detail = forms.CharField(
        label=_("More about it"), max_length=DETAIL_LENGTH, required=False, widget=_area()
    )
    from_name = forms.CharField(label=_("Who complains"), max_length=NAME_LENGTH, required=False)
    from_phone = forms.CharField(
        label=_("Their telephone"), max_length=PHONE_LENGTH, required=False
    )
    from_email = forms.EmailField(label=_("Their e-mail"), required=False)

    def __init__(self, *args: Any, currencies: Sequence[str], **options: Any) -> None:
        """``currencies`` are offered, the usual one first."""
        super().__init__(*args, **options)
        self.offered = {"currencies": currencies}


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


_WHY_PUT_RIGHT = forms.CharField(label=_("Why it is put right"), max_length=NAME_LENGTH)


class ReceivedForm(RevisedForm):
    """When a complaint was told to us, if that was another moment."""

    received_at = _moment(
        FIELD_NAMES["received_at"],
        help_text=_("What is promised for that day counts from then."),
    )
    reason = _WHY_PUT_RIGHT


class MoveForm(RevisedForm):
    """Why a complaint is of another account."""

    reason = _WHY_PUT_RIGHT


class SayForm(forms.Form):
    """One step with what there is to say of it."""

    text = forms.CharField(max_length=DETAIL_LENGTH, required=False, widget=_area())

    def __init__(self, *args: Any, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


class SatisfiedForm(forms.Form):
    """Whether the customer is satisfied with how it was resolved."""

    satisfied = forms.TypedChoiceField(
        label=_("Is the customer satisfied?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What they said"), max_length=DETAIL_LENGTH, required=False, widget=_area(2)
    )


class OwnerForm(RevisedForm):
    """Who has a case."""

    owner_id = forms.TypedChoiceField(label=_("Who has it"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file for a case."""

    content = forms.FileField(
        label=_("File"),
        widget=DropZone,
        allow_empty_file=True,
        help_text=_(
            "A PDF, a picture, a text, or a Word or Excel file without macros, of 10 MB at most."
        ),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_content(self) -> tuple[str, bytes]:
        """Its name, and no more of it than can be too much."""
        file = self.cleaned_data["content"]
        return str(file.name), file.read(MOST_BYTES + 1)


class DoorForm(forms.Form):
    """For whom a link to complain is."""

    name = forms.CharField(
        label=_("For whom"),
        max_length=NAME_LENGTH,
        help_text=_("A person or a department of the customer's."),
    )
    language = forms.ChoiceField(label=_("Their language"), choices=settings.LANGUAGES)


class CalendarForm(forms.Form):
    """By which calendar an account is served."""

    name = forms.ChoiceField(label=_("Calendar"), required=False)

    def __init__(self, *args: Any, calendars: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].choices = [  # type: ignore[attr-defined]
            ("", _("That of the group above it, or the usual one")),
            *((each, each) for each in calendars),
        ]


class TermsForm(forms.Form):
    """How soon complaints are answered and resolved, in hours of working time."""

    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    stops = forms.BooleanField(
        label=_("The clock stands still while we wait for the customer"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for tier in Tier:
            for severity in Severity:
                for clock, label in (("answer", _("Answer")), ("resolve", _("Solution"))):
                    self.fields[f"{clock}_{tier}_{severity}"] = AmountField(
                        label=_hidden(label, TIER_NAMES[tier], SEVERITY_NAMES[severity]),
                        min_value=0,
                        max_value=2160,
                        tells_limits=False,
                    )

    def given(self, **cleaned: Any) -> dict[str, Any]:
        """What the service takes."""
        return {
            "valid_from": cleaned["valid_from"],
            "stops": cleaned["stops"],
            "minutes": {
                (tier, severity): [
                    round(cleaned[f"{clock}_{tier}_{severity}"] * 60)
                    for clock in ("answer", "resolve")
                ]
                for tier in Tier
                for severity in Severity
            },
        }

    @property
    def table(self) -> list[tuple[Name, list[tuple[Name, Any, Any]]]]:
        """The fields by tier and severity."""
        return [
            (TIER_NAMES[tier], [
                (SEVERITY_NAMES[severity], self[f"answer_{tier}_{severity}"],
                 self[f"resolve_{tier}_{severity}"])
                for severity in Severity
            ])
            for tier in Tier
        ]  # fmt: skip


def _hidden(*parts: Name) -> str:
    return " · ".join(str(each) for each in parts)


class HoursForm(forms.Form):
    """When people work."""

    name = forms.CharField(
        label=_("Calendar"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Empty for the company's usual one; a name for one of some accounts alone."),
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    zone = ZoneField(required=False)
    country = forms.CharField(
        label=_("Public holidays of"),
        max_length=2,
        required=False,
        help_text=_("The two letters of a country, such as ES; empty for none."),
    )
    region = forms.CharField(
        label=_("Region"),
        max_length=REGION_LENGTH,
        required=False,
        help_text=_("Its code, such as MD for Madrid; empty for the whole country."),
    )
    days_off = forms.CharField(
        label=_("The company's own days off"),
        required=False,
        widget=_area(2),
        help_text=_("One a line, as 2026-12-24."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for day, name in enumerate(WEEKDAYS):
            self.fields[f"day_{day}"] = forms.CharField(label=name, max_length=80, required=False)
        self.fields["day_0"].help_text = _("As 09:00-13:30, 15:00-18:00; empty for a day off.")
        order = ["name", "valid_from", *(f"day_{day}" for day in range(7))]
        self.order_fields([*order, "zone", "country", "region", "days_off"])

    def clean_days_off(self) -> list[date]:
        """The days."""
        found = []
        for line in str(self.cleaned_data["days_off"]).split():
            try:
                found.append(date.fromisoformat(line))
            except ValueError as fault:
                told = _("“%(text)s” is no day: write it as 2026-12-24.")
                raise forms.ValidationError(told, params={"text": line}) from fault
        return found

    def given(self, **cleaned: Any) -> dict[str, Any]:
        """What the service takes."""
        week = {day: cleaned.pop(f"day_{day}") for day in range(7)}
        return {"week": week, **cleaned}


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, each with its name: ``most`` at once. None is read where there are more, and of each
    no more than can be too much."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**{"widget": FilesInput, "allow_empty_file": True, **options})

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Their names and contents."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > self.most:
            told = _("Send %(most)s files at most.")
            raise forms.ValidationError(told, code="too_many_files", params={"most": self.most})
        return [(str(each.name), each.read(MOST_BYTES + 1)) for each in given if each]


class GuestForm(forms.Form):
    """What somebody of the customer's writes. ``not_for_people`` is a trap: people do not
    see it, and it is called as nothing that browsers or keepers of passwords fill in."""

    text = forms.CharField(label=_("What is wrong?"), max_length=TEXT_LENGTH)
    detail = forms.CharField(
        label=_("Tell us more"),
        max_length=DETAIL_LENGTH,
        required=False,
        widget=_area(5),
        help_text=_("Which order or delivery, what you expected, what you need now."),
    )
    from_name = forms.CharField(label=_("Your name"), max_length=NAME_LENGTH)
    from_email = forms.EmailField(
        label=_("Your e-mail"), required=False, help_text=_("So that we can answer you.")
    )
    from_phone = forms.CharField(label=_("Your telephone"), max_length=PHONE_LENGTH, required=False)
    attached = FilesField(
        most=MOST_AT_ONCE,
        label=_("Pictures or documents"),
        required=False,
        help_text=_("Three at most, of 10 MB each: PDF, pictures, texts, Word or Excel."),
    )
    not_for_people = forms.CharField(required=False, label=_("Leave this empty"))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
