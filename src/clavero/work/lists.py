"""The list of tasks."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from clavero.ui.lists import Empty, Filters, Screen, Search
from clavero.ui.rows import folded
from clavero.work.rules.tasks import When
from clavero.work.tables import TaskTable
from clavero.work.words import WHEN_NAMES


class TaskFilters(Filters):
    """By word, day, person and account. What no task differs in is no filter."""

    search = Search("text", "account", "code", "owner", "detail", label=_("Search tasks"))
    when = django_filters.ChoiceFilter(
        label=pgettext_lazy("a task", "Due"),
        choices=[(each.value, WHEN_NAMES[each]) for each in When],
    )
    owner = django_filters.ChoiceFilter(label=pgettext_lazy("a task", "Who does it"))
    account = django_filters.ChoiceFilter(label=_("Account"))
    conditions: ClassVar[dict[str, str | Promise]] = {
        "when": pgettext_lazy("tasks", "due: %(value)s"),
        "owner": pgettext_lazy("tasks", "of %(value)s"),
        "account": pgettext_lazy("tasks", "at %(value)s"),
    }

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        rows = list(queryset)
        for name in ("owner", "account"):
            found = sorted({getattr(row, name) for row in rows} - {""}, key=folded)
            if len(found) > 1 or (data or {}).get(name):
                self.filters[name].extra["choices"] = [(each, each) for each in found]
            else:
                del self.filters[name]


TASKS = Screen(
    key="work.tasks",
    title=_("Tasks"),
    counted=ngettext_lazy("%(shown)s task", "%(shown)s tasks", "count"),
    table=TaskTable,
    filters=TaskFilters,
    empty=Empty(
        title=_("Nothing is to be done here"),
        text=_("What you write down above stands here until it is done."),
        icon="checkbox",
    ),
    order="due",
    also=("whose", "shown"),
    only_in_files=("code", "origin", "by_name", "detail"),
)
