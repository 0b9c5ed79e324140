"""How a reader asks for a picture: which period, ranked by what, compared with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clavero.core.period import Period, PeriodError, period_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.picture import By, Compare
from clavero.ui import formats
from clavero.ui.forms import DayInput

DATES, NONE = "dates", "none"

BY_NAMES: dict[str, str | Promise] = {
    By.SALES: _("Net sales"),
    By.CONTRIBUTION: _("Contribution"),
}
COMPARE_NAMES: dict[str, str | Promise] = {
    Compare.YEAR_EARLIER: _("The same period a year earlier"),
    Compare.CALENDAR_BEFORE: _("The period just before"),
    NONE: _("Nothing"),
}
TREE_CHOICES: dict[str, str | Promise] = {
    Tree.LEGAL: _("Legal groups"),
    Tree.BUYING: _("Buying groups"),
    NONE: _("Single customers"),
}
PERIOD_ERRORS: dict[str, str | Promise] = {
    "empty": _("The period has no day: the last day must not come before the first."),
    "reversed": _("The last day comes before the first."),
    "no_such_date": _("There is no such date."),
    "unreadable": _("Write a period as 2024, 2024-03 or 2024-01-15..2024-02-20."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture asked for."""

    period: Period
    by: By = By.SALES
    compare: Compare | None = Compare.YEAR_EARLIER
    tree: Tree | None = Tree.LEGAL


class PeriodForm(forms.Form):
    """Which period. A period from a bookmark that is no choice is shown as two dates."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    first = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Last day"), required=False, widget=DayInput)
    compare = forms.ChoiceField(
        label=_("Compare with"), required=False, choices=list(COMPARE_NAMES.items())
    )

    def __init__(self, query: Mapping[str, Any], *, data: Period) -> None:
        given = {name: query.get(name, "") for name in self.base_fields if query.get(name)}
        self.data_span = data
        choices = period_choices(data)
        asked = given.get("period", "")
        if asked and asked != DATES and asked not in dict(choices):
            given |= _as_dates(asked)
        super().__init__({**self._unless_asked(), **given})
        self.fields["period"].choices = choices  # type: ignore[attr-defined]

    def _unless_asked(self) -> dict[str, Any]:
        return {"period": "ttm", "compare": Compare.YEAR_EARLIER}

    def clean(self) -> dict[str, Any]:
        """Two dates make a period only in the right order."""
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
        compare = self.cleaned_data.get("compare") or Compare.YEAR_EARLIER
        return Asked(
            period=self._period(),
            compare=None if compare == NONE else Compare(compare),
        )

    def _period(self) -> Period:
        chosen = self.cleaned_data.get("period") or "ttm"
        if chosen != DATES:
            return period_of(chosen, self.data_span)
        if self.errors:
            return period_of("ttm", self.data_span)
        return Period.inclusive(self.cleaned_data["first"], self.cleaned_data["last"])


class PictureForm(PeriodForm):
    """Which period, ranked by what, with which customers as one."""

    by = forms.ChoiceField(label=_("Rank by"), required=False, choices=list(BY_NAMES.items()))
    tree = forms.ChoiceField(
        label=_("Count as one"), required=False, choices=list(TREE_CHOICES.items())
    )

    def _unless_asked(self) -> dict[str, Any]:
        return {**super()._unless_asked(), "by": By.SALES, "tree": Tree.LEGAL}

    def asked(self) -> Asked:
        """What was asked; what cannot be read is told in the form and left at its default."""
        asked = super().asked()
        tree = self.cleaned_data.get("tree") or Tree.LEGAL
        return Asked(
            period=asked.period,
            compare=asked.compare,
            by=By(self.cleaned_data.get("by") or By.SALES),
            tree=None if tree == NONE else Tree(tree),
        )


def period_choices(data: Period) -> list[tuple[str, str | Promise]]:
    """The periods people ask for most, the latest year first."""
    years = range(data.last.year, data.start.year - 1, -1)
    twelve_months = formats.period_in_words(period_of("ttm", data))
    return [
        ("ttm", capfirst(twelve_months)),
        *((str(year), str(year)) for year in years),
        ("all", _("All the data")),
        (DATES, _("Other dates")),
    ]


def _as_dates(text: str) -> dict[str, Any]:
    """A period written in the address, as the form's two dates."""
    try:
        period = Period.parse(text)
    except PeriodError:
        return {}  # the choice field says that it is none of its choices
    return {"period": DATES, "first": period.start.isoformat(), "last": period.last.isoformat()}
