"""The lists of needs and of opportunities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.opportunities.rules.needs import Certainty, Function, Horizon
from clavero.opportunities.rules.pipeline import Ansoff, Outcome
from clavero.opportunities.selectors import NeedRow, OpportunityRow
from clavero.opportunities.words import (
    ANSOFF_SHORT,
    CERTAINTY_NAMES,
    CERTAINTY_TONES,
    CLOSED_NAMES,
    FUNCTION_NAMES,
    HORIZON_NAMES,
    LOSS_NAMES,
    OUTCOME_NAMES,
    OUTCOME_TONES,
    Name,
)
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Money, Number, Percent, Text
from clavero.ui.rows import folded

ONLY_IN_FILES = ("code", "fit", "source", "evidence", "said_on", "solutions", "closed_note")
OF_CLOSED = ("closed_on", "closed_reason")
_URGENT = 4


def names_among(values: Iterable[str | None]) -> list[tuple[str, str]]:
    """The texts there are, as choices."""
    return [(each, each) for each in sorted({each for each in values if each}, key=folded)]


class Chosen(Filters):
    """Filters of which some have the choices that the rows have; one without a choice goes."""

    among: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        rows: Sequence[Any] = list(queryset)
        for name in self.among:
            choices = names_among(getattr(row, name) for row in rows)
            if len(choices) > 1 or (data or {}).get(name):
                self.filters[name].extra["choices"] = choices
            else:
                del self.filters[name]


class NeedFilters(Chosen):
    """By word, account, owner, and what a need is."""

    search = Search("text", "name", "source", "evidence", label=_("Search needs"))
    horizon = django_filters.ChoiceFilter(
        label=pgettext_lazy("a need", "When"),
        choices=[(each.value, HORIZON_NAMES[each]) for each in Horizon],
    )
    certainty = django_filters.ChoiceFilter(
        label=_("How it is known"),
        choices=[(each.value, CERTAINTY_NAMES[each]) for each in Certainty],
    )
    function = django_filters.ChoiceFilter(
        label=_("Function affected"),
        choices=[(each.value, FUNCTION_NAMES[each]) for each in Function],
    )
    urgency = django_filters.NumberFilter(label=_("Urgency from"), lookup_expr="gte")
    owner = django_filters.ChoiceFilter(label=_("Owner"))
    conditions: ClassVar[dict[str, str | Promise]] = {
        "horizon": _("needed: %(value)s"),
        "certainty": _("known so: %(value)s"),
        "function": _("that affect %(value)s"),
        "urgency": _("of urgency %(value)s or more"),
        "owner": _("owned by %(value)s"),
    }
    among = ("owner",)


class NeedText(Text):
    """The need, with who told it and when beneath it, and the solutions linked to it."""

    css = "need-text"

    def render(self, value: str, record: NeedRow) -> SafeString:
        """The words, where they come from, and whether that is long ago."""
        notes = [record.source, formats.day(record.said_on)]
        if record.is_old and record.is_open:
            notes.append(gettext("older than a year"))
        told = [" · ".join(notes), *([f"→ {record.solutions}"] if record.solutions else [])]
        lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in told))
        return format_html('{}<span class="cell-note">{}</span>', value, lines)


class Urgency(Number):
    """1 to 5; what is urgent says so without a colour."""

    def render(self, value: int) -> SafeString | str:
        """The number, set off where it is high."""
        if value < _URGENT:
            return str(value)
        return format_html('<span class="pill pill-warn">{} ▲</span>', value)


class Of(Badge):
    """A word from a short list, not set off."""

    def render(self, value: Any) -> SafeString:
        """The word."""
        return format_html("{}", self.names.get(value, value))


def _word(label: Name, names: Any) -> Of:
    return Of(label, names=names)


class NeedTable(Table):
    """One line a need, which leads to its page."""

    code = Text(_("Code"))
    text = NeedText(
        pgettext_lazy("a need", "Need"), is_title=True,
        linkify=("opportunities:need", {"need_id": A("id")}),
    )  # fmt: skip
    name = Text(
        _("Account"),
        linkify=("opportunities:account_needs", {"customer_id": A("customer_id")}),
    )
    horizon = _word(pgettext_lazy("a need", "When"), HORIZON_NAMES)
    function = _word(_("Function affected"), FUNCTION_NAMES)
    urgency = Urgency(_("Urgency"))
    fit = Number(_("Our fit"))
    certainty = Badge(_("How it is known"), names=CERTAINTY_NAMES, tones=CERTAINTY_TONES)
    source = Text(_("Source"))
    evidence = Text(_("Evidence"))
    said_on = Day(_("Heard on"))
    owner = Text(_("Owner"))
    solutions = Text(_("Solutions"))
    closed_on = Day(_("Closed on"))
    closed_reason = _word(_("Why it is closed"), CLOSED_NAMES)
    closed_note = Text(_("Note"))


NEEDS = Screen(
    key="opportunities.needs",
    title=_("Needs"),
    counted=ngettext_lazy("%(shown)s need", "%(shown)s needs", "count"),
    table=NeedTable,
    filters=NeedFilters,
    empty=Empty(
        title=_("No need is written down here yet"),
        text=_("Open an account's needs and write down what was said in the last visit."),
        icon="bulb",
    ),
    order="-urgency",
    also=("closed",),
)


# -- opportunities ---------------------------------------------------------------------------------

WHILE_OPEN = ("outcome", "outcome_on", "outcome_reason", "outcome_note")
ONCE_ENDED = ("probability", "weighted", "days", "closes_on")
ONLY_IN_PIPELINE_FILES = ("code", "starts_on", "probability_reason", "note", "outcome_note")


class OpportunityFilters(Chosen):
    """By word, stage, kind, owner and end."""

    search = Search("title", "name", "families", "note", label=_("Search opportunities"))
    stage = django_filters.ChoiceFilter(
        label=pgettext_lazy("an opportunity", "Stage"), field_name="stage_written"
    )
    ansoff = django_filters.ChoiceFilter(
        label=_("Kind of sale"), choices=[(each.value, ANSOFF_SHORT[each]) for each in Ansoff]
    )
    owner = django_filters.ChoiceFilter(label=_("Owner"))
    outcome = django_filters.ChoiceFilter(
        label=pgettext_lazy("an opportunity", "End"),
        choices=[(each.value, OUTCOME_NAMES[each]) for each in Outcome],
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "stage": _("in the stage “%(value)s”"),
        "ansoff": _("of the kind “%(value)s”"),
        "owner": _("owned by %(value)s"),
        "outcome": _("with the end “%(value)s”"),
    }
    among = ("owner",)

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        rows: Sequence[OpportunityRow] = list(queryset)
        self.filters["stage"].extra["choices"] = names_among(row.stage_written for row in rows)
        if all(row.is_open for row in rows):
            del self.filters["outcome"]


class Decision(Day):
    """The day of the decision; one that has passed says so."""

    def render(self, value: Any, record: OpportunityRow) -> SafeString | str:  # type: ignore[override]
        """The day, and whether it is over."""
        shown = formats.day(value)
        if not record.is_overdue:
            return shown
        return format_html(
            '{}<br><span class="pill pill-warn">{}</span>', shown, gettext("overdue")
        )


class Chance(Percent):
    """A probability; one that somebody wrote is marked."""

    def render(self, value: Any, record: OpportunityRow) -> SafeString | str:  # type: ignore[override]
        """The probability."""
        shown = formats.percent(value, places=0)
        if record.written is None:
            return shown
        return format_html('{}<span class="cell-note">{}</span>', shown, gettext("written by hand"))


class OpportunityTable(Table):
    """One line an opportunity, which leads to its page."""

    code = Text(_("Code"))
    title = Text(
        _("Opportunity"), is_title=True,
        linkify=("opportunities:opportunity", {"opportunity_id": A("id")}),
    )  # fmt: skip
    name = Text(_("Account"), linkify=("opportunities:account", {"customer_id": A("customer_id")}))
    stage_written = Text(pgettext_lazy("an opportunity", "Stage"))
    days = Number(_("Days in it"))
    ansoff = Of(_("Kind of sale"), names=ANSOFF_SHORT)
    value = Money(_("Value a year"))
    probability = Chance(_("Probability"), places=0)
    weighted = Money(_("Weighted"))
    starts_on = Day(_("First sales"))
    closes_on = Decision(_("Decision expected"))
    families = Text(_("Product families"))
    owner = Text(_("Owner"))
    outcome = Badge(
        pgettext_lazy("an opportunity", "End"), names=OUTCOME_NAMES, tones=OUTCOME_TONES
    )
    outcome_on = Day(_("Decided on"))
    outcome_reason = Of(_("Why it was lost"), names=LOSS_NAMES)
    probability_reason = Text(_("Why this probability"))
    note = Text(_("Note"))
    outcome_note = Text(_("Note on the end"))


PIPELINE = Screen(
    key="opportunities.pipeline",
    title=_("Opportunities"),
    counted=ngettext_lazy("%(shown)s opportunity", "%(shown)s opportunities", "count"),
    table=OpportunityTable,
    filters=OpportunityFilters,
    empty=Empty(
        title=_("No opportunity is here yet"),
        text=_("Open the white space of an account: each open cell can become one."),
        icon="target-arrow",
    ),
    order="closes_on",
    also=("view",),
)
