"""What the strategies ask for, as the director writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django import forms
from django.forms import BoundField, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES
from clavero.playbook.rules.guides import (
    LONGEST_ITEM,
    LONGEST_KEY,
    LONGEST_RHYTHM,
    LONGEST_TEXT,
    Aspect,
    Direction,
    Doer,
    Guide,
    Item,
    Kpi,
    Objective,
    Playbook,
    Share,
    Task,
    Unit,
)
from clavero.playbook.words import (
    ASPECT_NAMES,
    DIRECTION_NAMES,
    DOER_NAMES,
    UNIT_NAMES,
    everywhere_of,
    guide_text,
    item_text,
    own_everywhere,
    own_guide_text,
    own_item_text,
)
from clavero.ui.numbers import AmountField, CountField
from clavero.ui.versions import ApprovedForm

AnItem = TypeVar("AnItem", Objective, Kpi, Task)
SPARE_ROWS = 2
_ONE_A_LINE = {Aspect.ACTIVITIES, Aspect.METRICS}
_NEEDED = {Aspect.ACTIVITIES, Aspect.INVESTMENT, Aspect.PLAN}


class EverywhereForm(ApprovedForm):
    """What holds for every account, and the shares of time of all strategies together."""

    everywhere = forms.CharField(
        label=_("For every account"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for strategy in Strategy:
            for end, label in (("low", _("at least")), ("high", _("at most"))):
                self.fields[f"{strategy}_{end}"] = AmountField(label=label)

    def shares(self) -> list[tuple[Any, BoundField, BoundField]]:
        """The name of each strategy with its two fields."""
        return [
            (STRATEGY_NAMES[each], self[f"{each}_low"], self[f"{each}_high"]) for each in Strategy
        ]

    def playbook(self, base: Playbook) -> Playbook:
        """``base`` with what the form says. Raises :class:`Faulty`."""
        given = self.cleaned_data
        shares = {each: Share(given[f"{each}_low"], given[f"{each}_high"]) for each in Strategy}
        everywhere = own_everywhere(base, given["everywhere"])
        return replace(base, everywhere=everywhere, shares=shares)


def everywhere_initial(playbook: Playbook) -> dict[str, Any]:
    """How the form shows a playbook."""
    shares = {
        f"{each}_{end}": getattr(share, end)
        for each, share in playbook.shares.items()
        for end in ("low", "high")
    }
    return {"everywhere": everywhere_of(playbook), **shares}


class GuideForm(ApprovedForm):
    """What one strategy asks for."""

    stages = forms.MultipleChoiceField(
        label=_("Relationship to seek"),
        choices=[(stage.value, STAGE_NAMES[stage]) for stage in Stage],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The stages of the relationship, as far as both sides see it."),
    )
    review_months = CountField(
        label=_("Review dates are proposed every … months"), min_value=1, max_value=LONGEST_RHYTHM
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for aspect in Aspect:
            is_list = aspect in _ONE_A_LINE
            self.fields[aspect.value] = forms.CharField(
                label=str(ASPECT_NAMES[aspect]),
                widget=forms.Textarea(attrs={"rows": 4 if is_list else 3}),
                required=aspect in _NEEDED,
                max_length=LONGEST_TEXT,
                help_text=_("One a line.") if is_list else "",
            )

    def texts(self) -> list[BoundField]:
        """The fields of what is said in words."""
        return [self[aspect.value] for aspect in Aspect]

    def guide(
        self,
        strategy: Strategy,
        before: Guide,
        objectives: Iterable[ObjectiveRow],
        kpis: Iterable[KpiRow],
        tasks: Iterable[TaskRow],
    ) -> Guide:
        """The guide that the forms make of the one ``before``. Raises :class:`Faulty`."""
        given = self.cleaned_data
        texts = {
            aspect: own_guide_text(strategy, before, aspect, given[aspect.value])
            for aspect in Aspect
        }
        return Guide(
            stages=tuple(Stage(each) for each in given["stages"]),
            review_months=given["review_months"],
            objectives=_distinct(row.item() for row in objectives),
            kpis=_distinct(row.item() for row in kpis),
            tasks=_distinct(row.item() for row in tasks),
            texts={aspect: text for aspect, text in texts.items() if text is not None},
        )


def _distinct(items: Iterable[AnItem | None]) -> tuple[AnItem, ...]:
    """The items written, each under a key of its own: a new one may be called as an old one was."""
    found: dict[str, AnItem] = {}
    for item in items:
        if item is None:
            continue
        key = item.key
        while key in found:
            key = f"{item.key[: LONGEST_KEY - 4]}-{len(found)}"
        found[key] = replace(item, key=key)
    return tuple(found.values())


def guide_initial(strategy: Strategy, guide: Guide) -> dict[str, Any]:
    """How the form shows a guide."""
    texts = {aspect.value: guide_text(strategy, guide, aspect) for aspect in Aspect}
    stages = [stage.value for stage in guide.stages]
    return {"stages": stages, "review_months": guide.review_months, **texts}


class _Row(forms.Form):
    """A starting point; a row without a name and figures counts for nothing."""

    key = forms.CharField(required=False, max_length=LONGEST_KEY, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What"), required=False, max_length=LONGEST_ITEM)

    figure = ""
    needs_figure = True

    def clean(self) -> dict[str, Any]:
        """A figure needs its name, and a name mostly its figure."""
        given = super().clean() or {}
        if not self.figure or self.figure in self.errors:
            return given
        has_name, has_figure = bool(given.get("text")), given.get(self.figure) is not None
        if has_name and not has_figure and self.needs_figure:
            self.add_error(self.figure, _("Write it, or empty the row."))
        if has_figure and not has_name:
            self.add_error("text", _("Write what it is about, or empty the row."))
        return given

    def named(self) -> tuple[str, str] | None:
        """The key and the company's own text, ``None`` of an empty row."""
        written = self.cleaned_data.get("text") or ""
        if not written:
            return None
        key = self.cleaned_data.get("key") or slugify(written)[:LONGEST_KEY] or str(self.prefix)
        return key, own_item_text(Objective(key), written)


class ObjectiveRow(_Row):
    """An objective."""

    def item(self) -> Objective | None:
        """What the row says."""
        return None if (named := self.named()) is None else Objective(*named)


class KpiRow(_Row):
    """A figure with its target; none where its name says all of it."""

    figure = "target"
    needs_figure = False

    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[(each.value, DIRECTION_NAMES[each]) for each in Direction],
        required=False,
    )
    target = AmountField(label=_("Target"), required=False)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[(each.value, UNIT_NAMES[each]) for each in Unit], required=False
    )

    def item(self) -> Kpi | None:
        """What the row says."""
        if (named := self.named()) is None:
            return None
        given, (key, text) = self.cleaned_data, named
        direction = Direction(given["direction"] or Direction.AT_LEAST)
        unit = Unit(given["unit"] or Unit.PERCENT)
        return Kpi(key, direction, given["target"], unit, text)


class TaskRow(_Row):
    """A task that comes again."""

    figure = "months"

    months = CountField(
        label=_("Every … months"), min_value=1, max_value=LONGEST_RHYTHM, required=False
    )
    doer = forms.ChoiceField(
        label=_("By"), choices=[(each.value, DOER_NAMES[each]) for each in Doer], required=False
    )

    def item(self) -> Task | None:
        """What the row says."""
        if (named := self.named()) is None:
            return None
        given, (key, text) = self.cleaned_data, named
        return Task(key, given["months"], Doer(given["doer"] or Doer.LEAD), text)


ObjectiveFormSet = formset_factory(ObjectiveRow, extra=SPARE_ROWS, max_num=20)
KpiFormSet = formset_factory(KpiRow, extra=SPARE_ROWS, max_num=20)
TaskFormSet = formset_factory(TaskRow, extra=SPARE_ROWS, max_num=20)


def rows_of(items: Iterable[Item]) -> list[dict[str, Any]]:
    """How the rows show starting points."""
    return [{"key": item.key, "text": item_text(item), **_figures(item)} for item in items]


def _figures(item: Item) -> Mapping[str, Any]:
    if isinstance(item, Kpi):
        return {"direction": item.direction.value, "target": item.target, "unit": item.unit.value}
    if isinstance(item, Task):
        return {"months": item.months, "doer": item.doer.value}
    return {}
