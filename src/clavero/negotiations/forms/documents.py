"""Documents, their versions, approvals and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.core.files.kinds import MOST_BYTES
from clavero.negotiations.models import BODY_LENGTH, SAID_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from clavero.negotiations.words import DOCUMENT_NAMES
from clavero.ui.forms import DayInput, DropZone, SeenField

Choices = Sequence[tuple[Any, Any]]


class BroughtField(forms.FileField):
    """A file with its name; no more of it is read than can be too much."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "label": DOCUMENT_NAMES["file"],
                "widget": DropZone,
                "allow_empty_file": True,
                "error_messages": {"required": _("Choose a file first.")},
                **options,
            }
        )

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes] | None:
        """Its name and content."""
        file = super().clean(data, initial)
        return (str(file.name), file.read(MOST_BYTES + 1)) if file else None


class VersionForm(forms.Form):
    """A version: a text, or a file."""

    seen = SeenField()
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Versions of a text can be compared line by line."),
    )
    content = BroughtField(
        required=False,
        help_text=_("Instead of a text: a PDF, a Word file, a text or a picture, 10 MB at most."),
    )
    note = forms.CharField(label=_("What is new in it"), required=False, max_length=SAID_LENGTH)


class DocumentForm(VersionForm):
    """A document with its first version."""

    title = forms.CharField(label=_("What it is called"), max_length=TITLE_LENGTH)
    field_order = ("title", "text", "content", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["note"], self.fields["seen"]


class AskForm(forms.Form):
    """Who must approve it."""

    people = forms.TypedMultipleChoiceField(
        label=DOCUMENT_NAMES["people"],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who must approve it.")},
    )

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """Somebody need not approve it, or somebody else does instead."""

    person_id = forms.IntegerField(widget=forms.HiddenInput)
    instead = forms.TypedChoiceField(
        label=_("Who does instead"), required=False, coerce=int, empty_value=None
    )
    reason = forms.CharField(
        label=DOCUMENT_NAMES["reason"], required=False, max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        nobody = ("", pgettext_lazy("a person", "nobody"))
        self.fields["instead"].choices = [nobody, *people]  # type: ignore[attr-defined]


class VerdictForm(forms.Form):
    """What somebody who must approve says; ``version`` is the one that they looked at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, label: Any, is_needed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label
        self.fields["reason"].required = is_needed

    def clean_version(self) -> int:
        """Its number."""
        return self.cleaned_data["version"] or 0


class WhyForm(forms.Form):
    """Why something goes back."""

    reason = forms.CharField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label


class SendForm(forms.Form):
    """To whom an approved document goes."""

    sent_to = forms.CharField(label=DOCUMENT_NAMES["sent_to"], max_length=SAID_LENGTH)
    sent_on = forms.DateField(label=DOCUMENT_NAMES["sent_on"], required=False, widget=DayInput)
    expected_on = forms.DateField(
        label=DOCUMENT_NAMES["expected_on"],
        required=False,
        widget=DayInput,
        help_text=_("It stands in the account's calendar until both have signed."),
    )


class SignedForm(forms.Form):
    """When they signed."""

    signed_on = forms.DateField(label=DOCUMENT_NAMES["signed_on"], required=False, widget=DayInput)


class SignForm(SignedForm):
    """The document that both have signed."""

    content = BroughtField(
        label=_("The signed PDF"), help_text=_("It is kept as it is, with its fingerprint.")
    )
    field_order = ("content", "signed_on")
