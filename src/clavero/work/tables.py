"""The columns of tasks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.ui import formats
from clavero.ui.icons import icon
from clavero.ui.lists import Table
from clavero.ui.lists.columns import Badge, Column, Day, Text
from clavero.work.rules.tasks import State, When
from clavero.work.selectors import TaskRow
from clavero.work.sentences import rhythm_in_words
from clavero.work.words import ORIGIN_NAMES, STATE_NAMES

FORM = "work-form"
"""The form to which boxes and buttons of the list belong, wherever they stand."""


class Mark(Column):
    """A box to mark a task with."""

    css = "row-mark"

    def __init__(self) -> None:
        super().__init__(_("Mark"), orderable=False, empty_values=(), accessor="id")

    def render(self, record: TaskRow) -> SafeString:
        """The box, which says to the ear which task it is."""
        return format_html(
            '<input class="form-check-input" type="checkbox" name="task" value="{}" form="{}"'
            ' aria-label="{}">',
            str(record.id), FORM, record.text,
        )  # fmt: skip


class What(Text):
    """What is to be done; beneath it, how much of it is, and how often it comes."""

    def __init__(self) -> None:
        super().__init__(
            _("What is to be done"), accessor="text", is_title=True,
            linkify=("work:task", {"task_id": A("id")}),
        )  # fmt: skip

    def render(self, record: TaskRow) -> SafeString | str:
        """The text with its notes."""
        ticked, every = record.points
        notes = []
        if every:
            told = gettext("%(ticked)s of %(all)s points")
            notes.append(told % {"ticked": formats.number(ticked), "all": formats.number(every)})
        if record.repeat is not None:
            notes.append(rhythm_in_words(record.repeat))
        if not notes:
            return record.text
        return format_html('{}<span class="cell-note">{}</span>', record.text, " · ".join(notes))


class DueDay(Day):
    """The day, set off where it is near or past."""

    def render(self, value: Any, record: TaskRow) -> SafeString | str:  # type: ignore[override]
        """The day with a word."""
        day = formats.day(value)
        if not record.is_open or record.when not in {When.LATE, When.TODAY}:
            return day
        if record.when is When.LATE:
            return format_html(
                '<span class="pill pill-bad">{}{}</span>'
                '<span class="visually-hidden"> {}</span>',
                icon("alert-triangle"), day, pgettext("a task", "late"),
            )  # fmt: skip
        return format_html(
            '<span class="pill pill-warn">{}{}</span>', icon("clock"), gettext("today")
        )


class Ending(Column):
    """A button that says that it is done."""

    css = "row-actions"

    def __init__(self) -> None:
        super().__init__(_("Done"), orderable=False, empty_values=(), accessor="id")

    def render(self, record: TaskRow) -> SafeString:
        """The button; it belongs to the page's form."""
        if not record.is_open:
            return SafeString("")
        return format_html(
            '<button class="btn btn-sm" type="submit" form="{}" formaction="{}" formnovalidate'
            ' aria-label="{}: {}">{}{}</button>',
            FORM, reverse("work:finish", args=[record.id]), gettext("Done"), record.text,
            icon("check"), gettext("Done"),
        )  # fmt: skip


class TaskTable(Table):
    """One line a task, which leads to its page."""

    mark = Mark()
    text = What()
    account = Text(
        _("Account"),
        linkify=lambda record: (
            reverse("work:account", args=[record.customer_id])
            if record.customer_id is not None and record.is_seen
            else None
        ),
    )
    owner = Text(pgettext_lazy("a task", "Who does it"))
    due = DueDay(_("Due on"), initial_sort_descending=False)
    done_on = Day(_("Ended on"))
    state = Badge(pgettext_lazy("a task", "State"), names=STATE_NAMES, tones={State.DONE: "good"})
    code = Text(_("Code"))
    origin = Badge(pgettext_lazy("a task", "Comes of"), names=ORIGIN_NAMES)
    by_name = Text(pgettext_lazy("a task", "Written by"))
    detail = Text(_("More about it"))
    end = Ending()

    class Meta:
        sequence = ("mark", "text", "account", "owner", "due", "done_on", "state", "...", "end")
