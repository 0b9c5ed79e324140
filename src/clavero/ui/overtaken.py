"""A version form that another version has overtaken: what that one changed, beside one's own.

What a form says falls into parts, each of which stands or falls as a whole: a field, or a set of
rows whose weights belong together. A part that the person left alone is taken over from the other
version, so that sending the form again does not bring the old one back; of one that both changed,
theirs stays in the form and the other stands beside it to compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict

from clavero.core.faults import Faulty
from clavero.core.sentences import closed
from clavero.core.versions import InForce, SettingsVersion, Versions
from clavero.ui import formats
from clavero.ui.versions import AdoptForm

T = TypeVar("T")
U = TypeVar("U")
SettingsT = TypeVar("SettingsT")
VersionT = TypeVar("VersionT", bound=SettingsVersion)

Said = Mapping[str, tuple[str, str]]
"""What a version says of the things in a part, by their keys: what it calls each, and how much."""
Sent = Mapping[str, str | list[str]]
"""How a form sends something: by the names of its fields."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the other version has otherwise than the one that the person started from;
    ``is_taken`` where they had left it alone, so that it now stands in their form."""

    what: str
    was: str
    theirs: str
    mine: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Three(Generic[T]):
    """The same of three versions: of the one that the person started from, of the other, and of
    theirs."""

    was: T
    theirs: T
    mine: T

    def each(self, of: Callable[[T], U]) -> Three[U]:
        """What ``of`` makes of each of them."""
        return Three(of(self.was), of(self.theirs), of(self.mine))


@dataclass(frozen=True, slots=True)
class Part:
    """A part as each version says it; ``sent`` is how the form sends that of the other."""

    said: Three[Said]
    sent: Sent = field(default_factory=dict)

    @property
    def is_left_alone(self) -> bool:
        """Whether the person has changed nothing in it."""
        return self.said.mine == self.said.was

    def differences(self) -> Iterator[Difference]:
        """What the other version has changed in it."""
        was, theirs = self.said.was, self.said.theirs
        for key in dict.fromkeys([*was, *theirs]):
            if was.get(key) != theirs.get(key):
                name = (theirs.get(key) or was[key])[0]
                said = self.said.each(partial(_of, key))
                yield Difference(name, said.was, said.theirs, said.mine, self.is_left_alone)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The version that was adopted meanwhile, and all that it has changed."""

    version: SettingsVersion
    differences: Sequence[Difference]

    @property
    def reason(self) -> str:
        """Why it was adopted."""
        return closed(self.version.reason)


def overtaken(
    form: AdoptForm,
    data: QueryDict,
    latest: InForce[SettingsT, VersionT],
    versions: Versions[SettingsT, VersionT],
    mine_of: Callable[[SettingsT], SettingsT],
    parts_of: Callable[[Three[SettingsT]], Iterable[Part]],
) -> Overtaken | None:
    """What ``latest`` has changed since the version that a form started from, ``None`` where it
    started from that one or nothing in it is different. The form carries what is taken over, and
    so does ``data``, which its rows read.

    ``mine_of`` makes what the form says of the settings that it started from; where it raises
    :class:`Faulty`, there is something to mend first. Call it with a form that could be read.
    """
    seen = form.cleaned_data["seen"]
    started = versions.of(seen) if seen else versions.in_force(None)
    if started is None or latest.version is None or started.number == latest.number:
        return None
    try:
        mine = mine_of(started.settings)
    except Faulty:
        return None
    found = list(parts_of(Three(started.settings, latest.settings, mine)))
    taken = {name: value for part in found if part.is_left_alone for name, value in _new(part)}
    form.data = _carrying(form.data, taken)
    for name, value in taken.items():
        _put(data, name, value)
    differences = [each for part in found for each in part.differences()]
    return Overtaken(latest.version, differences) if differences else None


def _of(key: str, said: Said) -> str:
    return said[key][1] if key in said else formats.NOTHING


def _new(part: Part) -> Iterator[tuple[str, str | list[str]]]:
    if part.said.was != part.said.theirs:
        yield from part.sent.items()


def _carrying(data: Any, values: Sent) -> QueryDict:
    copy = QueryDict(mutable=True)
    copy.update(data)
    for name, value in values.items():
        _put(copy, name, value)
    return copy


def _put(data: QueryDict, name: str, value: str | list[str]) -> None:
    data.setlist(name, value if isinstance(value, list) else [value])


# -- what forms are made of ------------------------------------------------------------------------


def fields_in_parts(
    fields: Mapping[str, forms.Field], values: Three[Mapping[str, Any]]
) -> list[Part]:
    """A part for each of ``fields``, of the values that three versions have in it."""
    return [
        Part(values.each(partial(_of_field, name, each)), sent={name: as_sent(values.theirs[name])})
        for name, each in fields.items()
    ]


def _of_field(name: str, asked: forms.Field, values: Mapping[str, Any]) -> Said:
    return {name: (str(asked.label or name), in_words(asked, values[name]))}


def rows_as_sent(
    prefix: str, rows: Sequence[Mapping[str, Any]], fields: Iterable[str]
) -> dict[str, str | list[str]]:
    """How the rows under a prefix are sent: each of the ``fields`` of each row."""
    return {
        f"{prefix}-{at}-{name}": as_sent(row.get(name))
        for name in fields
        for at, row in enumerate(rows)
    }


def as_sent(value: Any) -> str | list[str]:
    """A value as a form sends it, in the reader's writing."""
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    if value is None:
        return ""
    return formats.number(value) if isinstance(value, Decimal) else str(value)


def in_words(asked: forms.Field, value: Any) -> str:
    """A field's value as a reader understands it."""
    if isinstance(asked, (forms.ChoiceField, forms.MultipleChoiceField)):
        choices: Any = asked.choices
        called = {str(key): str(name) for key, name in choices}
        chosen = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(called.get(str(each), str(each)) for each in chosen) or formats.NOTHING
    if value in {None, ""}:
        return formats.NOTHING
    return formats.number(value) if isinstance(value, (int, Decimal)) else str(value)
