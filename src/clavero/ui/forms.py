"""What forms share."""

from __future__ import annotations

from django import forms

from clavero.core.errors import Refusal


class DropZone(forms.FileInput):
    """A file field that takes a dropped file. Without JavaScript it is an ordinary file input."""

    template_name = "ui/widgets/drop_zone.html"


class DayInput(forms.DateInput):
    """The browser's own calendar, which speaks ISO dates whatever the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def add_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Show a service's refusal at the field it names, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))
