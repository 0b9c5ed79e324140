"""Interactions as people write them: in a few taps, or with all that was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.interactions.models import DECISION_LENGTH, PLACE_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH
from clavero.interactions.rules.kinds import LONGEST, Kind
from clavero.interactions.selectors.choosing import Choices
from clavero.interactions.words import ACTIVITY_NAMES, KIND_NAMES, minutes_in_words
from clavero.profitability.rules.work import WorkKind
from clavero.ui.forms import ChecksInABox, DayInput, DropZone, RevisedForm, TableForm
from clavero.ui.numbers import CountField

LENGTHS = (15, 30, 45, 60, 90, 120)
MOST_BYTES = 25_000_000
"""More than a mail or a calendar of a year takes."""
_KINDS = [(each.value, KIND_NAMES[each]) for each in Kind]
_ACTIVITIES = [(each.value, ACTIVITY_NAMES[each]) for each in WorkKind]
_NOT_SAID = pgettext_lazy("type of activity", "not said")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Taps(forms.RadioSelect):
    """One of a few, each a tap."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "taps"}, **options)


class ManyTaps(forms.CheckboxSelectMultiple):
    """Some of a few, each a tap."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "taps"}, **options)


def _numbers(label: Any, widget: Any, **options: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, widget=widget, **options
    )


class QuickForm(forms.Form):
    """What it takes to write one down: with whom, or what about; all else has a value or may stay
    empty."""

    kind = forms.TypedChoiceField(
        label=pgettext_lazy("of an interaction", "Kind"), coerce=Kind, choices=_KINDS,
        initial=Kind.CALL.value, widget=Taps,
    )  # fmt: skip
    subject = forms.CharField(
        label=_("What about"),
        max_length=SUBJECT_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "send"}),
    )
    recent = _numbers(_("With whom"), ManyTaps)
    others = _numbers(_("Others of theirs"), ChecksInABox)
    minutes = forms.TypedChoiceField(
        label=_("How long"), coerce=int, required=False, empty_value=None, widget=Taps
    )
    starts_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=MomentInput,
        help_text=_("Empty: now. A moment to come plans it."),
    )
    place = forms.CharField(
        label=pgettext_lazy("of an interaction", "Where"), required=False, max_length=PLACE_LENGTH
    )
    activity = forms.ChoiceField(
        label=_("Type of activity"), required=False, choices=[("", _NOT_SAID), *_ACTIVITIES],
        initial="", widget=Taps,
    )  # fmt: skip
    people = _numbers(_("Of ours"), ChecksInABox)
    text = forms.CharField(
        label=pgettext_lazy("of a meeting", "Minutes"), required=False, max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    decisions = forms.CharField(
        label=_("Decisions"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )  # fmt: skip
    is_restricted = forms.BooleanField(
        label=_("Minutes for the account team alone"), required=False
    )
    MORE = (
        "starts_at",
        "place",
        "others",
        "people",
        "activity",
        "text",
        "decisions",
        "is_restricted",
    )

    def __init__(self, *args: Any, choices: Choices, actor_id: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["people"] = [] if actor_id is None else [actor_id]
        _choose(self, "recent", [(each.id, each.name) for each in choices.recent])
        _choose(self, "others", [(each.id, _called(each)) for each in choices.others])
        _choose(self, "people", choices.ours)
        lengths = [(each, minutes_in_words(each)) for each in LENGTHS]
        _choose(self, "minutes", [("", pgettext_lazy("a length", "not said")), *lengths])
        for name, has_any in (("recent", choices.recent), ("others", choices.others)):
            if not has_any:
                del self.fields[name]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that most entries leave as they are."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def opens_more(self) -> bool:
        """Whether something in them is to be mended."""
        return any(name in self.errors for name in self.MORE)

    def clean_decisions(self) -> list[str]:
        """One a line."""
        lines = [line.strip() for line in self.cleaned_data["decisions"].splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > DECISION_LENGTH for line in found):
            raise forms.ValidationError(_("One of them is too long for a decision."))
        return found

    def clean(self) -> dict[str, Any]:
        """Both fields of theirs as one."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        found["contacts"] = [*found.pop("recent", []), *found.pop("others", [])]
        if not found.get("subject") and "subject" not in self.errors:
            if not found["contacts"]:
                self.add_error("subject", _("Say what about, or with whom it was."))
            # Never by name: whoever asks to be forgotten would stand in it.
            elif "kind" in found:
                found["subject"] = str(KIND_NAMES[found["kind"]])
        return found


class ChangeForm(RevisedForm):
    """All of one that is there."""

    kind = forms.TypedChoiceField(
        label=pgettext_lazy("of an interaction", "Kind"), coerce=Kind, choices=_KINDS
    )
    subject = forms.CharField(label=_("What about"), max_length=SUBJECT_LENGTH)
    starts_at = forms.DateTimeField(label=_("When"), widget=MomentInput)
    minutes = CountField(label=_("Minutes it took"), required=False, min_value=1, max_value=LONGEST)
    place = forms.CharField(
        label=pgettext_lazy("of an interaction", "Where"), required=False, max_length=PLACE_LENGTH
    )
    contacts = _numbers(_("With whom"), ChecksInABox)
    people = _numbers(_("Of ours"), ChecksInABox)
    activity = forms.ChoiceField(
        label=_("Type of activity"), required=False, choices=[("", _NOT_SAID), *_ACTIVITIES]
    )
    text = forms.CharField(
        label=pgettext_lazy("of a meeting", "Minutes"), required=False, max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    is_restricted = forms.BooleanField(
        label=_("Minutes for the account team alone"), required=False
    )

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "contacts", [(each.id, _called(each)) for each in choices.contacts])
        _choose(self, "people", choices.ours)


class HeldForm(RevisedForm):
    """How long a planned one took."""

    minutes = CountField(label=_("Minutes it took"), required=False, min_value=1, max_value=LONGEST)


class EndedForm(RevisedForm):
    """That one was called off, or is planned after all: nothing but what was looked at."""


class DecisionForm(forms.Form):
    """What was agreed."""

    text = forms.CharField(label=_("Decision"), max_length=DECISION_LENGTH)


class StepForm(forms.Form):
    """What somebody does next."""

    text = forms.CharField(label=_("Next step"), max_length=SUBJECT_LENGTH)
    due = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    owner_id = forms.TypedChoiceField(label=_("Who does it"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "owner_id", people)


class FileForm(TableForm):
    """A calendar, a mail or a box of mails."""

    content = forms.FileField(
        label=_("File"),
        widget=DropZone(attrs={"accept": ".ics,.eml,.mbox,.mbx"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_content(self) -> bytes:
        """The file's bytes, as far as any such file goes."""
        file: Any = self.cleaned_data["content"]
        read: bytes = file.read(MOST_BYTES + 1)
        return read


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def _called(each: Any) -> str:
    return f"{each.name} · {each.title}" if each.title else str(each.name)
