"""A note of the market, as people write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.market.models import (
    ADDRESS_LENGTH,
    DETAIL_LENGTH,
    SECTOR_LENGTH,
    SOURCE_LENGTH,
    TEXT_LENGTH,
)
from clavero.market.rules import Effect
from clavero.market.words import EFFECT_NAMES
from clavero.ui.forms import DayInput, RevisedForm


class QuickNoteForm(forms.Form):
    """What was read or heard, in a minute."""

    text = forms.CharField(
        label=_("What happens"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    effect = forms.TypedChoiceField(
        label=_("What it may mean for us"),
        coerce=Effect,
        choices=[(each.value, EFFECT_NAMES[each]) for each in Effect],
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=SOURCE_LENGTH,
        help_text=_("Who told it, or where it is written."),
    )
    seen_on = forms.DateField(label=_("Seen on"), widget=DayInput)


class _More(QuickNoteForm):
    """All that can be said of it."""

    address = forms.CharField(
        label=_("Address of the source"),
        required=False,
        max_length=ADDRESS_LENGTH,
        widget=forms.URLInput,
        help_text=_("Where others can read it, if it is on a page."),
    )
    until = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=DayInput,
        help_text=_("Without a day it is asked after a year."),
    )
    detail = forms.CharField(
        label=_("More of it"),
        required=False,
        max_length=DETAIL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SectorNoteForm(_More):
    """A note of a sector, or of the whole market."""

    sector = forms.CharField(
        label=_("Sector"),
        required=False,
        max_length=SECTOR_LENGTH,
        help_text=_("Empty, it is of the whole market."),
    )
    field_order = ("sector",)

    def __init__(self, *given: Any, sectors: Sequence[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.sectors = sectors
        self.fields["sector"].widget.attrs |= {"list": "sectors", "autocomplete": "off"}


class NoteForm(_More, RevisedForm):
    """A note of an account, to be put right."""


class ChangeSectorNoteForm(SectorNoteForm, RevisedForm):
    """The same of one of a sector."""


class WithdrawForm(RevisedForm):
    """Why a note no longer holds."""

    because = forms.CharField(label=_("Why it no longer holds"), max_length=TEXT_LENGTH)

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The service's name of it is longer."""
        return field.removeprefix("withdrawn_"), value
