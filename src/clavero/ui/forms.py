"""What forms share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal, Refusals
from clavero.core.revisions import CHANGED_MEANWHILE, ChangedMeanwhile, Written
from clavero.core.tables import MOST_BYTES
from clavero.ui.html import checks

_LONGEST_REVISION = 18  # digits; what is longer is no number of the audit's


class DropZone(forms.FileInput):
    """A file field that takes a dropped file. Without JavaScript it is an ordinary file input."""

    template_name = "ui/widgets/drop_zone.html"


class ChecksInABox(forms.CheckboxSelectMultiple):
    """Some of many: a box that scrolls, what is chosen first. A list in which a tap alone would
    drop what was chosen before loses it unseen."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Written in one go: hundreds of people are usual, and a template for each would be most of
        what the page costs."""
        chosen = set(self.format_value(value))
        return checks(name, self.choices, chosen, self.build_attrs(self.attrs, attrs))


class DayInput(forms.DateInput):
    """The browser's own calendar, which speaks ISO dates whatever the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ZoneField(forms.ChoiceField):
    """A time zone by its name; empty is the company's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Time zone"), "choices": _zones, **options})


def _zones() -> list[tuple[str, str]]:
    zones = [(each, each.replace("_", " ")) for each in sorted(available_timezones())]
    return [("", gettext("The company's (%(zone)s)") % {"zone": settings.TIME_ZONE}), *zones]


def as_day(text: str | None) -> date | None:
    """A day as the browser's calendar sends it; ``None`` for anything else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class SeenField(forms.CharField):
    """The revision of what a form shows, carried along unseen (``core.revisions``).

    What cannot be read counts as 0, a revision of which nothing is known: the worst that comes
    of it is a question.
    """

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "label": "", **options})

    def clean(self, value: Any) -> int:
        """The number."""
        text = str(value or "")
        readable = text.isascii() and text.isdigit() and len(text) <= _LONGEST_REVISION
        return int(text) if readable else 0


class TableForm(forms.Form):
    """A table that somebody brings; its content is what is read of it."""

    content = forms.FileField(
        label=_("File"),
        widget=DropZone(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_content(self) -> bytes:
        """The file's bytes, as far as any table of this kind goes."""
        file: Any = self.cleaned_data["content"]
        read: bytes = file.read(MOST_BYTES + 1)
        return read

    @property
    def file_name(self) -> str:
        """What the file is called where it comes from."""
        file = self.files.get("content")
        return str(file.name) if file else ""


class RevisedForm(forms.Form):
    """A form that changes something which somebody else may change meanwhile.

    The page gives ``initial={"seen": …}``, read before the values it shows. The service takes
    ``seen`` and refuses by ``core.revisions.reconcile``; the form then comes back with the
    reader's own input, who wrote what, and the new revision. With ``tells_in_table`` the page has
    ``ui/partials/meanwhile.html`` for what was written, of ``meanwhile``; else it is told at the
    fields and above them.
    """

    seen = SeenField()
    tells_in_table = False
    meanwhile: Sequence[Written] = ()

    def standing(self, kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """How the fields that a service kept stand here, by the names that they have here."""
        return dict(self.shown(field, value) for field, value in kept.items())

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """What a service's field is called here, and how its value stands in it."""
        return field, value


def add_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Show a service's refusal at the field it names, or above the form; of several, each."""
    if isinstance(refusal, Refusals):
        for each in refusal.refusals:
            add_refusal(form, each)
        return
    if isinstance(refusal, ChangedMeanwhile) and isinstance(form, RevisedForm):
        _give_back(form, refusal)
        return
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, ValidationError(str(refusal), code=refusal.code))


def was_overtaken(form: forms.BaseForm) -> bool:
    """Whether what a form was sent for was refused because somebody else was quicker: then alone it
    may carry what stands now, for its reader was told."""
    every = form.errors.as_data().values()
    return any(error.code == CHANGED_MEANWHILE for errors in every for error in errors)


def carry_instead(form: forms.BaseForm, values: Mapping[str, Any]) -> None:
    """Let a form that comes back carry ``values`` instead of what was sent under those names."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form.data = data


def _takes_many(widget: forms.Widget) -> bool:
    return bool(getattr(widget, "allow_multiple_selected", False))


def _give_back(form: RevisedForm, change: ChangedMeanwhile) -> None:
    """Tell what was written meanwhile, so that sending the form again is a decision."""
    stands = {form.add_prefix("seen"): str(change.revision)}
    for name, now in form.standing(change.kept).items():
        if name in form.fields:
            asked = form.fields[name]
            written = asked.widget.format_value(asked.prepare_value(now))
            is_one = isinstance(written, list) and not _takes_many(asked.widget)
            stands[form.add_prefix(name)] = written[0] if is_one else written
    carry_instead(form, stands)
    if form.tells_in_table and change.written:
        form.meanwhile = change.written
        read = dict(form.cleaned_data)
        form.add_error(None, change.told_alone())
        form.cleaned_data = read
        return
    shown = {field: form.shown(field, None)[0] for field in change.told}
    beside = {field: name for field, name in shown.items() if name in form.fields}
    read = dict(form.cleaned_data)
    form.add_error(None, change.told_without(beside))
    for field, name in beside.items():
        form.add_error(name, change.told[field])
    form.cleaned_data = read  # what is told beside a field does not make it unreadable
