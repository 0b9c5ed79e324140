"""Targets in a grid: a row for each family, two figures for each year; and by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.commercial.rules.targets import Cell, Target, Targets, called, field_of, of_short
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors import MonthRow
from clavero.commercial.services import NOTE_LENGTH
from clavero.ui import formats
from clavero.ui.forms import RevisedForm
from clavero.ui.numbers import AmountField

_MONTH = "month|"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A family with its fields, the sales and the margin of each year."""

    family: str
    sold: Decimal | None
    cells: Sequence[tuple[str, BoundField, BoundField]]


class TargetsForm(RevisedForm):
    """Targets by year and family; what is left empty has none."""

    tells_in_table = True

    def __init__(
        self,
        *given: Any,
        years: Sequence[int],
        families: Sequence[str],
        targets: Targets,
        calendar: Years,
        seen: int,
        **named: Any,
    ) -> None:
        initial: dict[str, Any] = {"seen": seen}
        for cell, target in targets.items():
            initial[field_of(cell, "sales")] = target.sales
            initial[field_of(cell, "margin")] = target.margin
        super().__init__(*given, **{**named, "initial": initial})
        self._years, self._families, self._targets = years, families, targets
        self._calendar = calendar
        self._cells = {
            called(cell, calendar): cell
            for cell in (Cell(year, family) for year in years for family in families)
        }
        for family in families:
            for year in years:
                places = {"family": family, "year": calendar.name(year)}
                cell = Cell(year, family)
                self.fields[field_of(cell, "sales")] = AmountField(
                    label=_("Sales of %(family)s in %(year)s") % places,
                    required=False, max_digits=15, min_value=0,
                )  # fmt: skip
                self.fields[field_of(cell, "margin")] = AmountField(
                    label=_("Margin of %(family)s in %(year)s") % places,
                    required=False, max_digits=15,
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A margin is of some sales."""
        given = super().clean() or {}
        for family in self._families:
            for year in self._years:
                cell = Cell(year, family)
                sales, margin = field_of(cell, "sales"), field_of(cell, "margin")
                lacks_sales = given.get(sales) is None and sales not in self.errors
                if given.get(margin) is not None and lacks_sales:
                    self.add_error(sales, _("Say of which sales the margin is left."))
        return given

    def standing(self, kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """Both figures of each cell that stays as somebody else has written it."""
        found: dict[str, Any] = {}
        for name, text in kept.items():
            if (cell := self._cells.get(name)) is not None:
                target = None if text is None else of_short(text)
                found[field_of(cell, "sales")] = None if target is None else target.sales
                found[field_of(cell, "margin")] = None if target is None else target.margin
        return found

    def asked(self) -> Targets:
        """The targets that were written, with those of years that the grid does not show."""
        given = self.cleaned_data
        shown = {Cell(year, family) for year in self._years for family in self._families}
        found = {cell: each for cell, each in self._targets.items() if cell not in shown}
        for cell in shown:
            sales = given.get(field_of(cell, "sales"))
            if sales is not None:
                found[cell] = Target(sales, given.get(field_of(cell, "margin")))
        return found

    def rows(self, sold: Mapping[str, Decimal]) -> Iterator[GridRow]:
        """The grid."""
        for family in self._families:
            yield GridRow(
                family,
                sold.get(family),
                [
                    (
                        self._calendar.name(year),
                        self[field_of(Cell(year, family), "sales")],
                        self[field_of(Cell(year, family), "margin")],
                    )
                    for year in self._years
                ],
            )


class MonthsForm(RevisedForm):
    """The targets of the months of the detailed plan; where none is kept, the proposal stands."""

    tells_in_table = True

    def __init__(self, *given: Any, months: Sequence[MonthRow], seen: int, **named: Any) -> None:
        initial: dict[str, Any] = {"seen": seen}
        for each in months:
            value = each.proposal if each.target is None else each.target
            initial[_name(each.month)] = value
        super().__init__(*given, **{**named, "initial": initial})
        self._months = months
        for each in months:
            self.fields[_name(each.month)] = AmountField(
                label=_("Target of %(month)s") % {"month": formats.month(each.month)},
                required=False, max_digits=15, min_value=0,
            )  # fmt: skip

    def standing(self, kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """Each month that stays as somebody else has written it."""
        return {f"{_MONTH}{day}": sales for day, sales in kept.items()}

    def asked(self) -> dict[date, Decimal]:
        """The months that have a target."""
        found = {each.month: self.cleaned_data.get(_name(each.month)) for each in self._months}
        return {month: sales for month, sales in found.items() if sales is not None}

    def rows(self) -> Iterator[tuple[MonthRow, BoundField]]:
        """Each month with its field."""
        for each in self._months:
            yield each, self[_name(each.month)]


class ExplainForm(RevisedForm):
    """Why the months of a year do not sum to it."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Why they differ"), required=False, max_length=NOTE_LENGTH
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """Of whichever year it is: a form asks for one."""
        return ("text" if field.startswith("note|") else field), value


class ReturnForm(RevisedForm):
    """Why a version is given back."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class SeenForm(RevisedForm):
    """What was looked at, and nothing else."""


def _name(month: date) -> str:
    return f"{_MONTH}{month.isoformat()}"
