"""How a reader asks for a picture: which period, ranked by what, compared with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.core.period import Period, PeriodError, period_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.picture import By, Compare
from clavero.ui.forms import DayInput

TTM, DATES, NONE = "ttm", "dates", "none"

BY_NAMES: dict[str, str | Promise] = {
    By.SALES: _("Net sales"),
    By.CONTRIBUTION: _("Contribution"),
}
COMPARE_NAMES: dict[str, str | Promise] = {
    Compare.YEAR_EARLIER: _("A year earlier"),
    Compare.CALENDAR_BEFORE: _("The period just before"),
    NONE: _("Nothing"),
}
TREE_CHOICES: dict[str, str | Promise] = {
    Tree.LEGAL: _("Legal groups"),
    Tree.BUYING: _("Buying groups"),
    NONE: _("Single customers"),
}
PERIOD_ERRORS = {
    "empty": _("The last day comes before the first."),
    "reversed": _("The last day comes before the first."),
    "no_such_date": _("There is no such date."),
    "unreadable": _("Write a period as 2024, 2024-03 or 2024-01-15..2024-02-20."),
}
# A calendar has no year 0 and no year 10,000, and a period has neighbours on both sides.
_LIMITS = [
    MinValueValidator(date(1900, 1, 1), _("Choose a day from 1900 on.")),
    MaxValueValidator(date(2199, 12, 31), _("Choose a day before 2200.")),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture asked for."""

    period: Period
    by: By = By.SALES
    compare: Compare | None = Compare.YEAR_EARLIER
    tree: Tree | None = Tree.LEGAL


class PeriodForm(forms.Form):
    """Which period. A period from a bookmark that is no choice is shown as two dates.

    ``carried`` are other parameters of the page that stay as they are.
    """

    period = forms.ChoiceField(label=_("Period"), required=False)
    first = forms.DateField(
        label=_("First day"), required=False, widget=DayInput, validators=_LIMITS
    )
    last = forms.DateField(label=_("Last day"), required=False, widget=DayInput, validators=_LIMITS)
    compare = forms.ChoiceField(
        label=_("Compare with"), required=False, choices=list(COMPARE_NAMES.items())
    )

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        data: Period,
        carried: list[tuple[str, str]] | None = None,
    ) -> None:
        self.data_span = data
        self.carried = carried or []
        choices = period_choices(data)
        given = {name: query.get(name, "") for name in self.base_fields if query.get(name)}
        asked, unreadable = given.get("period", ""), PERIOD_ERRORS["unreadable"]
        if asked and asked not in dict(choices):
            try:
                given |= _as_dates(Period.parse(asked))
            except PeriodError as error:
                unreadable = PERIOD_ERRORS[error.code]
        super().__init__({**self._unless_asked(), **given})
        period = self.fields["period"]
        period.choices = choices  # type: ignore[attr-defined]
        period.error_messages["invalid_choice"] = unreadable

    def _unless_asked(self) -> dict[str, Any]:
        return {"period": TTM, "compare": Compare.YEAR_EARLIER}

    def clean(self) -> dict[str, Any]:
        """Two dates make a period only when both are there, in the right order."""
        cleaned = super().clean() or {}
        if cleaned.get("period") == DATES and not self.errors:
            first, last = cleaned.get("first"), cleaned.get("last")
            if not first or not last:
                self.add_error("first" if not first else "last", _("Choose a day."))
            elif last < first:
                self.add_error("last", PERIOD_ERRORS["reversed"])
        return cleaned

    def asked(self) -> Asked:
        """What was asked; what cannot be read is told in the form and left at its default."""
        self.is_valid()
        return Asked(period=self._period(), compare=self._compare())

    @property
    def period_is_wrong(self) -> bool:
        """Whether the period shown is the default, because the one asked for cannot be read."""
        return bool({"period", "first", "last"} & self.errors.keys())

    def _period(self) -> Period:
        chosen = self.cleaned_data.get("period") or TTM
        if chosen != DATES:
            return period_of(chosen, self.data_span)
        if self.period_is_wrong:
            return period_of(TTM, self.data_span)
        return Period.inclusive(self.cleaned_data["first"], self.cleaned_data["last"])

    def _compare(self) -> Compare | None:
        chosen = self.cleaned_data.get("compare") or Compare.YEAR_EARLIER
        return None if chosen == NONE else Compare(chosen)


class CustomerForm(PeriodForm):
    """Which period of a customer; with which customers as one is kept as it was in the list."""

    tree = forms.ChoiceField(
        required=False, choices=list(TREE_CHOICES.items()), widget=forms.HiddenInput
    )

    def asked(self) -> Asked:
        """What was asked; what cannot be read is told in the form and left at its default."""
        asked = super().asked()
        tree = self.cleaned_data.get("tree") or Tree.LEGAL
        return replace(asked, tree=None if tree == NONE else Tree(tree))


class PictureForm(CustomerForm):
    """Which period, ranked by what, with which customers as one."""

    field_order = ("period", "first", "last", "compare", "by", "tree")

    by = forms.ChoiceField(label=_("Rank by"), required=False, choices=list(BY_NAMES.items()))
    tree = forms.ChoiceField(
        label=_("Count as one"), required=False, choices=list(TREE_CHOICES.items())
    )

    def _unless_asked(self) -> dict[str, Any]:
        return {**super()._unless_asked(), "by": By.SALES, "tree": Tree.LEGAL}

    def asked(self) -> Asked:
        """What was asked; what cannot be read is told in the form and left at its default."""
        return replace(super().asked(), by=By(self.cleaned_data.get("by") or By.SALES))


class LinesForm(CustomerForm):
    """Which period's lines; what they are compared with, and of which family they are, is kept."""

    compare = forms.ChoiceField(
        required=False, choices=list(COMPARE_NAMES.items()), widget=forms.HiddenInput
    )
    family = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def asked_family(self) -> str | None:
        """The product family asked for, ``None`` for all lines."""
        return self.data.get("family") or None


def period_choices(data: Period) -> list[tuple[str, str | Promise]]:
    """The periods people ask for most, the latest year first."""
    years = range(data.last.year, data.start.year - 1, -1)
    return [
        (TTM, _("The last 12 full months")),
        *((str(year), str(year)) for year in years),
        ("all", _("All the data")),
        (DATES, _("Other dates")),
    ]


def _as_dates(period: Period) -> dict[str, Any]:
    """A period written in the address, as the form's two dates."""
    return {"period": DATES, "first": period.start.isoformat(), "last": period.last.isoformat()}
