"""A version form that another version has overtaken: what that one changed, beside one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clavero.selection.forms.settings import SettingsForm, criteria_rows, question_rows
from clavero.selection.rules.settings import Settings
from clavero.selection.words import Name, criterion_names, question_names
from clavero.ui import formats

HOURS = ("hours_available", "hours_per_account")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the other version has otherwise than the one that the person started from;
    ``is_taken`` where they had left it alone, so that it now stands in their form."""

    what: Name
    was: str
    theirs: str
    mine: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The settings that a form started from, those adopted meanwhile, and what it says itself."""

    base: Settings
    theirs: Settings
    mine: Settings

    def differences(self) -> list[Difference]:
        """All that the other version has changed."""
        return [*self._hours(), *self._criteria(), *self._questions()]

    def taken(self) -> dict[str, str]:
        """What the form carries of the other version where the person had changed nothing, by the
        names of its fields."""
        return {
            field: _amount(getattr(self.theirs, field))
            for field in HOURS
            if self._left_alone(field)
        }

    def rows_taken(self) -> dict[str, str]:
        """The same of the rows of criteria and questions, each set as a whole: weights belong
        together."""
        found: dict[str, str] = {}
        if self._criteria_left_alone:
            found |= _as_sent("criteria", criteria_rows(self.theirs), ("key", "name", "weight"))
        if self._questions_left_alone:
            found |= _as_sent("questions", question_rows(self.theirs), ("key", "name"))
        return found

    def _left_alone(self, field: str) -> bool:
        return bool(getattr(self.mine, field) == getattr(self.base, field))

    @property
    def _criteria_left_alone(self) -> bool:
        return _named(self.mine) == _named(self.base)

    @property
    def _questions_left_alone(self) -> bool:
        return question_names(self.mine) == question_names(self.base)

    def _hours(self) -> Iterator[Difference]:
        for field in HOURS:
            was, theirs, mine = (
                getattr(each, field) for each in (self.base, self.theirs, self.mine)
            )
            if was != theirs:
                name = SettingsForm.base_fields[field].label or field
                yield Difference(
                    name, _shown(was), _shown(theirs), _shown(mine), self._left_alone(field)
                )

    def _criteria(self) -> Iterator[Difference]:
        yield from _compared(
            *(_named(each) for each in (self.base, self.theirs, self.mine)),
            is_taken=self._criteria_left_alone,
        )

    def _questions(self) -> Iterator[Difference]:
        asked = (question_names(each) for each in (self.base, self.theirs, self.mine))
        there = ({key: (name, str(name)) for key, name in each.items()} for each in asked)
        yield from _compared(*there, is_taken=self._questions_left_alone)


_Parts = Mapping[str, tuple[Name, str]]


def _compared(was: _Parts, theirs: _Parts, mine: _Parts, *, is_taken: bool) -> Iterator[Difference]:
    for key in dict.fromkeys([*was, *theirs]):
        if was.get(key) != theirs.get(key):
            name = (theirs.get(key) or was[key])[0]
            was_there, now, own = (
                each[key][1] if key in each else formats.NOTHING for each in (was, theirs, mine)
            )
            yield Difference(name, was_there, now, own, is_taken)


def _named(settings: Settings) -> dict[str, tuple[Name, str]]:
    names = criterion_names(settings)
    return {
        key: (str(names[key]), formats.number(Decimal(str(weight))))
        for key, weight in settings.criteria.weights.items()
    }


def _as_sent(prefix: str, rows: list[dict[str, Any]], fields: tuple[str, ...]) -> dict[str, str]:
    return {
        f"{prefix}-{at}-{field}": _written(row.get(field, ""))
        for at, row in enumerate(rows)
        for field in fields
    }


def _written(value: Any) -> str:
    return _amount(value) if isinstance(value, Decimal) else str(value)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else formats.number(value)


def _shown(value: Decimal | None) -> str:
    return formats.NOTHING if value is None else formats.number(value)
