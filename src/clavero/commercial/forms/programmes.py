"""A programme of the company, and the part of an account in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.commercial.rules.programmes import (
    AIM_LENGTH,
    MECHANIC_LENGTH,
    NAME_LENGTH,
    Part,
    Parts,
    Programme,
    ProgrammeKind,
)
from clavero.commercial.rules.years import Years
from clavero.commercial.words import PROGRAMME_KIND_NAMES
from clavero.ui import formats
from clavero.ui.forms import RevisedForm
from clavero.ui.numbers import AmountField

_AHEAD = 4  # years of which a month can be chosen


class ProgrammeForm(RevisedForm):
    """Whom it is for, what it is to reach, with which families, when, for how much, by whom."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"),
        coerce=ProgrammeKind,
        choices=[(each.value, PROGRAMME_KIND_NAMES[each]) for each in ProgrammeKind],
        help_text=gettext_lazy(
            "A consumer uses what is bought; a shopper chooses and buys it in the shop."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    aim = forms.CharField(
        label=gettext_lazy("What it is to reach"),
        max_length=AIM_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    families = forms.MultipleChoiceField(
        label=gettext_lazy("Product families"), widget=forms.CheckboxSelectMultiple
    )
    first = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=date.fromisoformat)
    last = forms.TypedChoiceField(label=gettext_lazy("Until"), coerce=date.fromisoformat)
    budget = AmountField(label=gettext_lazy("Budget"), max_digits=15, min_value=0)
    sales = AmountField(
        label=gettext_lazy("Expected sales"),
        max_digits=15,
        min_value=0,
        help_text=gettext_lazy("What is sold more because of it, in all accounts together."),
    )
    leader_id = forms.TypedChoiceField(
        label=gettext_lazy("Who leads the programme"), coerce=int, empty_value=None
    )

    def __init__(
        self,
        *given: Any,
        programme: Programme | None,
        families: Sequence[str],
        people: Sequence[tuple[int, str]],
        calendar: Years,
        today: date,
        seen: int,
        **named: Any,
    ) -> None:
        months = {
            month
            for ahead in range(_AHEAD)
            for month in calendar.months(calendar.of(today) + ahead)
        }
        initial: dict[str, Any] = {"seen": seen}
        known = set[str]()
        if programme is not None:
            initial |= {**programme.to_plain(), "budget": programme.budget}
            initial["sales"] = programme.sales
            months |= {programme.first, programme.last}
            known = set(programme.families)
        super().__init__(*given, **{**named, "initial": initial})
        choices = [(each.isoformat(), formats.month(each)) for each in sorted(months)]
        for name, found in {
            "first": [("", "—"), *choices],
            "last": [("", "—"), *choices],
            "families": [(each, each) for each in [*families, *sorted(known - {*families})]],
            "leader_id": [("", "—"), *people],
        }.items():
            field: Any = self.fields[name]
            field.choices = found
        self._key = 0 if programme is None else programme.key

    def asked(self) -> Programme:
        """The programme that was written."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Programme(key=self._key, **{**given, "families": tuple(given["families"])})


@dataclass(frozen=True, slots=True)
class PartRow:
    """A programme with the fields of an account's part in it; one that is no more (``None``) can
    only be taken out."""

    key: int
    programme: Programme | None
    part: Part | None
    fields: Sequence[BoundField]


class PartsForm(RevisedForm):
    """What an account does in each programme; what is left empty it does not take part in."""

    tells_in_table = True

    def __init__(
        self, *given: Any, programmes: Sequence[Programme], parts: Parts, seen: int, **named: Any
    ) -> None:
        initial: dict[str, Any] = {"seen": seen}
        for key, part in parts.items():
            initial |= {
                f"budget|{key}": part.budget,
                f"sales|{key}": part.sales,
                f"mechanic|{key}": part.mechanic,
            }
        super().__init__(*given, **{**named, "initial": initial})
        self._programmes = {each.key: each for each in programmes}
        self._parts = parts
        self._gone = sorted(key for key in parts if key not in self._programmes)
        for key, programme in self._programmes.items():
            places = {"name": programme.name}
            self.fields[f"budget|{key}"] = AmountField(
                label=_("Budget of its part in “%(name)s”") % places,
                required=False, max_digits=15, min_value=0,
            )  # fmt: skip
            self.fields[f"sales|{key}"] = AmountField(
                label=_("Expected sales of its part in “%(name)s”") % places,
                required=False, max_digits=15, min_value=0,
            )  # fmt: skip
            self.fields[f"mechanic|{key}"] = forms.CharField(
                label=_("How “%(name)s” is done there") % places,
                required=False, max_length=MECHANIC_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
        for key in self._gone:
            self.fields[f"out|{key}"] = forms.BooleanField(label=_("Take it out"), required=False)

    def clean(self) -> dict[str, Any]:
        """A part says what it costs and what it is to sell."""
        given = super().clean() or {}
        for key in self._programmes:
            names = (f"budget|{key}", f"sales|{key}")
            said = [given.get(name) is not None for name in names]
            if not any(said) and not given.get(f"mechanic|{key}"):
                continue
            for name, is_said in zip(names, said, strict=True):
                if not is_said and name not in self.errors:
                    self.add_error(name, _("Say how much; 0 where it is nothing."))
        return given

    def asked(self) -> dict[int, Part]:
        """The parts that were written."""
        given = self.cleaned_data
        found = {key: self._parts[key] for key in self._gone if not given[f"out|{key}"]}
        for key, programme in self._programmes.items():
            if given[f"budget|{key}"] is not None:
                found[key] = Part(
                    programme.name, given[f"budget|{key}"], given[f"sales|{key}"],
                    given[f"mechanic|{key}"],
                )  # fmt: skip
        return found

    def rows(self) -> Iterator[PartRow]:
        """Each programme with its fields."""
        for key, programme in self._programmes.items():
            fields = [self[f"{figure}|{key}"] for figure in ("budget", "sales", "mechanic")]
            yield PartRow(key, programme, self._parts.get(key), fields)
        for key in self._gone:
            yield PartRow(key, None, self._parts[key], [self[f"out|{key}"]])
