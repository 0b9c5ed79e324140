"""A play as the director writes it: lines of text, shares of time and rhythms."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.position import Stage
from clavero.matrix.words import STAGE_NAMES
from clavero.playbook.models import TEXT_LENGTH
from clavero.playbook.rules.plays import LONGEST_RHYTHM, Play, Task
from clavero.ui.forms import AmountField
from clavero.ui.versions import AdoptForm

HUNDRED = Decimal(100)
_TASK = re.compile(r"^(.*\S)\s*\|\s*(\d{1,3})\s*$")


class LinesField(forms.CharField):
    """Lines of text, one thing in each; empty ones count for nothing."""

    widget = forms.Textarea(attrs={"rows": 4})
    default_error_messages = {"line_too_long": _("A line has at most %(most)s characters.")}

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines."""
        lines = tuple(each.strip() for each in str(super().clean(value)).splitlines())
        if any(len(line) > TEXT_LENGTH for line in lines):
            raise forms.ValidationError(
                self.error_messages["line_too_long"],
                code="line_too_long",
                params={"most": TEXT_LENGTH},
            )
        return tuple(filter(None, lines))

    def prepare_value(self, value: Any) -> Any:
        """The lines, one under the other."""
        return "\n".join(value) if isinstance(value, tuple | list) else value


class TasksField(LinesField):
    """Lines of tasks, each with the months after which it comes again."""

    default_error_messages = {
        "no_rhythm": _("“%(line)s” has no rhythm: end it with | and the months, such as | 3."),
    }

    def clean(self, value: Any) -> tuple[Task, ...]:  # type: ignore[override]  # what lines become
        """The tasks."""
        return tuple(self._task(line) for line in super().clean(value))

    def _task(self, line: str) -> Task:
        found = _TASK.match(line)
        if found is None:
            raise forms.ValidationError(
                self.error_messages["no_rhythm"], code="no_rhythm", params={"line": line}
            )
        return Task(found[1], int(found[2]))

    def prepare_value(self, value: Any) -> Any:
        """The tasks, one under the other."""
        if isinstance(value, tuple | list):
            return "\n".join(f"{task.what} | {task.months}" for task in value)
        return value


class PrinciplesForm(AdoptForm):
    """What holds for every account, whatever its strategy."""

    principles = forms.CharField(
        label=_("For every account"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=5000,
    )
    field_order = ("principles", "valid_from", "reason", "seen")


class PlayForm(AdoptForm):
    """What one strategy asks for."""

    relationship = forms.ChoiceField(
        label=_("Relationship to seek"),
        choices=[(stage.value, STAGE_NAMES[stage]) for stage in Stage],
    )
    share_from = AmountField(label=_("Share of time, from"), help_text=_("In percent."))
    share_to = AmountField(label=_("Share of time, to"), help_text=_("In percent."))
    review_months = forms.IntegerField(
        label=_("Months between reviews"), min_value=1, max_value=LONGEST_RHYTHM
    )
    investment = forms.CharField(label=_("Investment"), max_length=TEXT_LENGTH)
    plan = forms.CharField(label=_("Plan"), max_length=TEXT_LENGTH)
    activities = LinesField(label=_("Activities"), help_text=_("One in each line."))
    metrics = LinesField(
        label=_("Control metrics"), required=False, help_text=_("One in each line.")
    )
    objectives = LinesField(
        label=_("Objectives to begin with"), required=False, help_text=_("One in each line.")
    )
    targets = LinesField(
        label=_("Targets of its indicators"), required=False, help_text=_("One in each line.")
    )
    tasks = TasksField(
        label=_("Tasks that come again"),
        required=False,
        help_text=_("One in each line, with its months at the end: Meet the sponsors | 3"),
    )
    field_order = (
        "relationship", "share_from", "share_to", "review_months", "investment", "plan",
        "activities", "metrics", "objectives", "targets", "tasks", "valid_from", "reason", "seen",
    )  # fmt: skip

    def play(self) -> Play:
        """The play."""
        given = dict(self.cleaned_data)
        for name in ("seen", "valid_from", "reason"):
            given.pop(name)
        for name in ("share_from", "share_to"):
            given[name] = float(given[name] / HUNDRED)
        return Play(**{**given, "relationship": Stage(given["relationship"])})


def values_of(play: Play) -> dict[str, Any]:
    """What :class:`PlayForm` begins with."""
    return {
        "relationship": play.relationship.value,
        "share_from": _percent(play.share_from),
        "share_to": _percent(play.share_to),
        "review_months": play.review_months,
        "investment": play.investment,
        "plan": play.plan,
        "activities": play.activities,
        "metrics": play.metrics,
        "objectives": play.objectives,
        "targets": play.targets,
        "tasks": play.tasks,
        "valid_from": timezone.localdate(),
    }


def _percent(share: float) -> Decimal:
    return (Decimal(str(share)) * HUNDRED).normalize() + 0
