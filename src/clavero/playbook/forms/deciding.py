"""What an account's manager says to a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.playbook.rules.guides import (
    LONGEST_ITEM,
    LONGEST_RHYTHM,
    Asked,
    Direction,
    Doer,
    Kpi,
    Objective,
    Reviews,
    Task,
    Unit,
)
from clavero.playbook.rules.proposals import Kind, Proposed
from clavero.playbook.words import (
    DIRECTION_NAMES,
    DOER_NAMES,
    UNIT_NAMES,
    item_text,
    own_item_text,
)
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, CountField


class AcceptForm(RevisedForm):
    """A proposal holds as it is."""


class DropForm(RevisedForm):
    """Why a proposal does not hold."""

    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class EditForm(DropForm):
    """What holds instead of a proposal. Each kind has its own fields beside these."""

    text = forms.CharField(label=_("What"), max_length=LONGEST_ITEM)
    due = forms.DateField(label=_("Due"), widget=DayInput)

    own: tuple[str, ...] = ()

    def __init__(self, *args: Any, proposed: Proposed, **options: Any) -> None:
        super().__init__(*args, **options)
        what = self.what = proposed.what
        shown = {name: getattr(what, name) for name in self.own}
        for name, value in {**shown, "text": item_text(what), "due": proposed.due}.items():
            self.fields[name].initial = value
        self.order_fields(["text", *self.own, "due", "reason"])

    def content(self) -> Proposed:
        """What the fields describe."""
        given = self.cleaned_data
        text = own_item_text(self.what, given["text"])
        return Proposed(self.asked(text, given), given["due"])

    def asked(self, text: str, given: dict[str, Any]) -> Asked:
        """What is asked of the account."""
        raise NotImplementedError


class EditObjective(EditForm):
    """An objective in other words."""

    def asked(self, text: str, given: dict[str, Any]) -> Objective:
        """The objective."""
        return Objective(self.what.key, text)


class EditKpi(EditForm):
    """A figure with another target."""

    direction = forms.ChoiceField(
        label=_("Direction"), choices=[(each.value, DIRECTION_NAMES[each]) for each in Direction]
    )
    target = AmountField(label=_("Target"), required=False)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[(each.value, UNIT_NAMES[each]) for each in Unit]
    )

    own = ("direction", "target", "unit")

    def asked(self, text: str, given: dict[str, Any]) -> Kpi:
        """The target."""
        direction, unit = Direction(given["direction"]), Unit(given["unit"])
        return Kpi(self.what.key, direction, given["target"], unit, text)


class EditReviews(EditForm):
    """Other review dates."""

    due = forms.DateField(
        label=_("First time"),
        widget=DayInput,
        help_text=_("What falls on a weekend is done on the Monday after."),
    )
    months = CountField(label=_("Every … months"), min_value=1, max_value=LONGEST_RHYTHM)

    own: tuple[str, ...] = ("months",)

    def asked(self, text: str, given: dict[str, Any]) -> Asked:
        """The rhythm."""
        return Reviews(self.what.key, given["months"], text)


class EditTask(EditReviews):
    """A task in another rhythm, or of somebody else."""

    doer = forms.ChoiceField(
        label=_("By"), choices=[(each.value, DOER_NAMES[each]) for each in Doer]
    )

    own = ("months", "doer")

    def asked(self, text: str, given: dict[str, Any]) -> Task:
        """The task."""
        return Task(self.what.key, given["months"], Doer(given["doer"]), text)


FORMS: dict[Kind, type[EditForm]] = {
    Kind.OBJECTIVE: EditObjective,
    Kind.KPI: EditKpi,
    Kind.TASK: EditTask,
    Kind.REVIEW: EditReviews,
}
