"""Settings in versions: each holds from a day on, says why, and never changes afterwards.

What the domains that have such settings share: the form by which a version is adopted, the rows
of criteria with weights that it may contain, and what speaks against adopting it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal, Sentence
from clavero.core.faults import Fault, Faulty
from clavero.core.revisions import ChangedMeanwhile
from clavero.core.versions import ApprovedVersion, InForce
from clavero.ui import formats
from clavero.ui.forms import DayInput, RevisedForm, add_refusal
from clavero.ui.numbers import AmountField
from clavero.ui.rows import folded

KEY_LENGTH = 40


class Adopted(Protocol):
    """A version that somebody has adopted."""

    @property
    def pk(self) -> int: ...

    @property
    def valid_from(self) -> date: ...

    @property
    def by_name(self) -> str: ...


class AdoptForm(RevisedForm):
    """From when a new version holds, and why. ``seen`` is the version it started from."""

    valid_from = forms.DateField(label=_("It holds from"), widget=DayInput)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    adopting: tuple[str, ...] = ("valid_from", "reason")

    def to_adopt(self) -> list[BoundField]:
        """The fields about the version itself that are seen, in their order."""
        return [self[name] for name in self.adopting if not self[name].is_hidden]


class ApprovedForm(AdoptForm):
    """Who approved a new version and when, as well."""

    approved_by = forms.CharField(
        label=_("Approved by"),
        max_length=300,
        help_text=_("The names of those who approved it; several functions should be there."),
    )
    approved_on = forms.DateField(label=_("Approved on"), widget=DayInput)

    adopting = ("valid_from", "approved_by", "approved_on", "reason")


class Meaning(StrEnum):
    """What another text in a row means for all that was said under the old one."""

    RENAMED = "renamed"  # it is the same under another name: what was said of it still counts
    ANOTHER = "another"  # it is something else, of which nobody has said anything


class NamedRow(forms.Form):
    """A row of something that a version asks for, under a key that stays.

    ``names`` are how things are called now, by key. Who writes another name in the place of one is
    asked once what it means: what was said of one thing must not come to count for another.
    """

    key = forms.CharField(required=False, max_length=KEY_LENGTH, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Criterion"), required=False, max_length=KEY_LENGTH)
    meaning = forms.ChoiceField(
        label=_("What the new name means"),
        required=False,
        choices=[
            ("", _("Please choose")),
            (Meaning.RENAMED.value, _("the same, called so everywhere from now on")),
            (Meaning.ANOTHER.value, _("something else, of which nothing was said yet")),
        ],
    )

    def __init__(self, *given: Any, names: Mapping[str, Any], **named: Any) -> None:
        super().__init__(*given, **named)
        self._names = names

    def clean(self) -> dict[str, Any]:
        """Ask what another name means."""
        given = super().clean() or {}
        was, name = str(self._names.get(given.get("key") or "", "")), given.get("name")
        if was and name and folded(name) != folded(was) and not given.get("meaning"):
            question = _("Here stood “%(was)s”. Is “%(name)s” the same, or something else?")
            self.add_error("meaning", question % {"was": was, "name": name})
        return given

    @property
    def is_asked(self) -> bool:
        """Whether the row shows the question."""
        return bool(self.is_bound and (self.errors.get("meaning") or self["meaning"].value()))

    def key_of(self) -> str:
        """The key that things are kept under: that of before, else made of the name."""
        given = self.cleaned_data
        kept = "" if given.get("meaning") == Meaning.ANOTHER else given.get("key")
        return kept or slugify(given.get("name") or "")[:KEY_LENGTH]


class WeightedForm(NamedRow):
    """A row of a set of criteria: its name and weight."""

    weight = AmountField(label=_("Weight"), required=False)

    field_order = ("key", "name", "meaning", "weight")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in the row."""
        given = self.cleaned_data
        return not given.get("name") and given.get("weight") is None


def refuse_unfit_version(
    latest: Adopted | None, *, seen: int | None, valid_from: date, reason: str, unreasoned: Sentence
) -> None:
    """Refuse to put a version in the place of ``latest``.

    ``seen`` is the version that the person started from, ``None`` for the defaults: another one
    adopted meanwhile is told, and the form comes back to be sent again knowingly. A version holds
    from today on and not before ``latest``; without a ``reason`` the sentence ``unreasoned`` is
    said. Call it with the versions locked.
    """
    if latest is not None and latest.pk != seen:
        told = gettext("%(by)s has adopted version %(number)s while you were working on this one.")
        told %= {"by": latest.by_name, "number": latest.pk}
        raise ChangedMeanwhile({"version": told}, revision=latest.pk)
    earliest = timezone.localdate()
    if latest is not None:
        earliest = max(earliest, latest.valid_from)
    if valid_from < earliest:
        raise Refusal(
            _("A version holds from today on, and never before the one that it replaces."),
            code="in_the_past",
            field="valid_from",
            hint=_("Write %(earliest)s or a later day."),
            earliest=formats.day(earliest),
        )
    if not reason.strip():
        raise Refusal(unreasoned, code="reason_missing", field="reason")


def refuse_unapproved(approved_by: str, approved_on: date) -> None:
    """Refuse a version that nobody has approved, or will only have."""
    if not approved_by.strip():
        raise Refusal(
            _("Say who approved it: it is a decision of people with names."),
            code="nobody_approved",
            field="approved_by",
        )
    if approved_on > timezone.localdate():
        raise Refusal(
            _("It cannot have been approved on a day to come."),
            code="in_the_future",
            field="approved_on",
            hint=_("Write the day on which it was approved."),
        )


def adopted(
    request: HttpRequest,
    form: AdoptForm,
    adopt: Callable[[], Adopted],
    fault_in_words: Callable[[Fault], str],
) -> bool:
    """Whether ``adopt`` has made a version; the person is told, of what is wrong in the form.

    Call it with a form that is valid. Faults of the content stand above the form, each sentence
    once.
    """
    try:
        version = adopt()
    except Faulty as fault:
        for sentence in dict.fromkeys(map(fault_in_words, fault.faults)):
            form.add_error(None, sentence)
        return False
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    told = gettext("Version %(number)s is adopted and holds from %(day)s.")
    day = formats.day(version.valid_from)
    messages.success(request, told % {"number": version.pk, "day": day})
    return True


def adopted_from(
    request: HttpRequest,
    form: AdoptForm,
    adopt: Callable[..., Adopted],
    fault_in_words: Callable[[Fault], str],
    *,
    rows: Sequence[BaseFormSet[Any]] = (),
) -> bool:
    """The same with a form and its ``rows`` as they were sent. ``adopt`` is given by name what the
    form asks about the version itself, and ``seen``."""
    if not all([form.is_valid(), *(each.is_valid() for each in rows)]):
        return False
    given = {name: form.cleaned_data[name] for name in form.adopting}
    seen = form.cleaned_data["seen"] or None
    return adopted(request, form, lambda: adopt(**given, seen=seen), fault_in_words)


def settings_page(
    shown: InForce[Any, Any],
    versions: Sequence[Adopted],
    *,
    name: Sentence,
    is_today: bool,
    governs: bool,
    change_url: str,
    version_url: str,
) -> dict[str, Any]:
    """What ``ui/settings.html`` says of the version ``shown`` of settings called ``name``, beside
    the page's own cards. ``version_url`` is the name of the address of a version."""
    return {
        "shown": shown,
        "versions": versions,
        "name": name,
        "is_today": is_today,
        "governs": governs,
        "change_url": change_url,
        "version_url": version_url,
        "approved": any(isinstance(each, ApprovedVersion) for each in versions),
    }


def nothing_changed() -> Refusal:
    """Why a version that is the one before again is not adopted."""
    return Refusal(
        _("Nothing is different from the version before."),
        code="nothing_changed",
        hint=_("Change something, or leave it as it is."),
    )
