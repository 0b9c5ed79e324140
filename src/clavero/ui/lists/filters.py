"""The filters of a list: django-filter's, over a QuerySet or over rows in memory, and said."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clavero.core.collation import Plain, plain_of
from clavero.ui import formats
from clavero.ui.rows import Rows

Sentence = str | Promise


class Search(django_filters.CharFilter):  # type: ignore[misc]
    """The search box: each word must stand in one of the fields, or in one of the fields ``beside``
    the row, of which a row has many: asked as a condition, since a join would repeat the row. With
    ``folds`` a QuerySet is searched without accents, as rows in memory always are, which the
    database works out row by row: of some thousands."""

    def __init__(
        self, *paths: str, label: Sentence, beside: Sequence[str] = (), folds: bool = False,
        **options: Any,
    ) -> None:  # fmt: skip
        options.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(label=label, **options)
        self.paths = paths
        self.beside = beside
        self.folds = folds

    def filter(self, source: Any, value: str) -> Any:
        """The rows in which every word is found."""
        if not value:
            return source
        if isinstance(source, Rows):
            return source.search(self.paths, value)
        if self.folds:
            plain = {f"plain_{place}": Plain(path) for place, path in enumerate(self.paths)}
            for word in value.split():
                asked = plain_of(word)
                tests = [Q(**{f"{name}__contains": asked}) for name in plain]
                source = source.alias(**plain).filter(reduce(operator.or_, tests))
            return source
        for word in value.split():
            tests = [Q(**{f"{path}__icontains": word}) for path in self.paths]
            tests += [has(source.model, f"{path}__icontains", word) for path in self.beside]
            source = source.filter(reduce(operator.or_, tests))
        return source


def has(model: type[Model], path: str, value: Any) -> Q:
    """The rows of ``model`` to which one of many others belongs that meets ``path``. No row comes
    twice by it, and it is looked up once, whatever else is asked of how many rows."""
    return Q(pk__in=model._default_manager.filter(**{path: value}).order_by().values("pk"))


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter in use, as it stands in the sentence."""

    name: str
    text: str


class Filters(django_filters.FilterSet):  # type: ignore[misc]
    """The filters of a list. ``conditions`` say each in words, to follow the list's name::

    class CustomerFilters(Filters):
        search = Search("name", "code", label=_("Search customers"))
        abc = ChoiceFilter(label=_("Class"), choices=…)
        conditions = {"abc": _("of class %(value)s")}
    """

    conditions: ClassVar[dict[str, Sentence]] = {}

    def filter_queryset(self, queryset: Any) -> Any:
        """What meets every valid filter; a wrong one (a bookmark's) is shown and left out."""
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def parameters(self, name: str = "") -> list[str]:
        """The address's parameters of one filter, or of all; a range has two."""
        return parameters_of(self.filters, [name] if name else list(self.filters))

    @property
    def said(self) -> list[Condition]:
        """The filters in use, in words."""
        if not self.form.is_bound:
            return []
        self.form.is_valid()  # what is wrong is left out of cleaned_data
        return [
            Condition(name, self._said(name, value))
            for name, value in self.form.cleaned_data.items()
            if not _is_empty(value)
        ]

    def _said(self, name: str, value: Any) -> str:
        words = _in_words(self.form.fields[name], value)
        if isinstance(self.filters[name], Search):
            return _("with “%(value)s”") % {"value": words}
        if name in self.conditions:
            return str(self.conditions[name]) % {"value": words}
        label = self.form.fields[name].label
        return _("with %(label)s %(value)s") % {"label": label, "value": words}


def parameters_of(filters: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The address's parameters of some filters; a range has two."""
    return [
        f"{one}_{suffix}" if suffix else one
        for one in names
        for suffix in getattr(filters[one].field.widget, "suffixes", [""])
    ]


def _is_empty(value: Any) -> bool:
    if isinstance(value, slice):
        return value.start is None and value.stop is None
    return value in EMPTY_VALUES


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, list | tuple | set | QuerySet):
        return ", ".join(_in_words(field, one) for one in value)
    if isinstance(value, slice):
        return _range_in_words(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        names = {str(key): str(name) for key, name in choices}
        return names.get(str(getattr(value, "pk", value)), str(value))
    return _plain(value)


def _range_in_words(value: slice) -> str:
    start, stop = (None if limit is None else _plain(limit) for limit in (value.start, value.stop))
    if stop is None:
        return _("from %(start)s") % {"start": start}
    if start is None:
        return _("up to %(stop)s") % {"stop": stop}
    return _("from %(start)s to %(stop)s") % {"start": start, "stop": stop}


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return formats.number(value)
    return formats.day(value) if isinstance(value, date) else str(value)
