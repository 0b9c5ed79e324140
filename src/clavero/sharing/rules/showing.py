"""What of a version of a plan a guest reads.

A row is shown when the version that holds has it marked *and* it is still marked and stands today:
to show takes an approval, to take back takes nothing. Its words are those of the version. Which
kinds can be shown at all and with which fields is the plans' own rule (``plans.rules.outward``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.comparing import Content, Values
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState, InitiativeState
from clavero.plans.rules.outward import OF_KIND, OF_TABLE

ROW, OBJECTIVE, INITIATIVE, ACTION = "row", "objective", "initiative", "action"


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A row as a guest reads it; ``fields`` are those that go out and say something. ``state``,
    ``value_now`` and ``validated`` are of today: what moves without a new version."""

    key: str
    section: Section
    table: str
    kind: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    value_now: Decimal | None = None
    validated: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """What it is worth to the customer a year, as approved."""
        kept = self.fields.get("customer_value")
        return None if kept is None else Decimal(str(kept))

    @property
    def is_theirs(self) -> bool:
        """Whether somebody at the customer's does it."""
        return self.table == ACTION and bool(self.fields.get("customer_owner"))

    @property
    def can_be_ticked(self) -> bool:
        """Whether a guest may say that it is done."""
        return self.is_theirs and self.state in OPEN_ACTIONS

    @property
    def is_done(self) -> bool:
        """Whether it is an action that is done."""
        return self.table == ACTION and self.state == ActionState.DONE

    @property
    def has_value(self) -> bool:
        """Whether there is a value that a guest may sign."""
        return (
            self.table == INITIATIVE and bool(self.value) and self.state != InitiativeState.DROPPED
        )

    def is_signed_by(self, number: Decimal | None) -> bool:
        """Whether a signature under a number holds for the value as it stands."""
        return (
            self.state == InitiativeState.VALIDATED
            and number is not None
            and self.value == self.validated == number
        )

    @property
    def is_being_revised(self) -> bool:
        """Whether the plan under work says another value than the version that holds."""
        return self.has_value and self.value != self.value_now


def shared_rows(content: Content, marked: Mapping[str, Any]) -> list[SharedRow]:
    """The rows that a guest reads, section by section; ``marked`` are those marked today, with
    what moves by itself as it is today."""
    found = [
        shown
        for number, rows in content.items()
        for key, values in rows.items()
        if values.get("is_shared") is True and key in marked
        if (shown := _shown(Section(int(number)), key, values, marked[key])) is not None
    ]
    return sorted(found, key=lambda row: (row.section, _day_of(row), _number_of(row.key)))


def _shown(section: Section, key: str, values: Values, today: Any) -> SharedRow | None:
    table = key.partition(":")[0]
    kind = str(values.get("kind", ""))
    names = OF_KIND.get(kind) if table == ROW else OF_TABLE.get(table)
    if names is None:
        return None
    return SharedRow(
        key=key,
        section=section,
        table=table,
        kind=kind if table == ROW else "",
        text=str(values.get("text", "")),
        fields=dict(_fields(table, names, values)),
        state=today.state,
        value_now=today.customer_value,
        validated=today.validated_value,
    )


def _fields(table: str, names: tuple[str, ...], values: Values) -> Iterator[tuple[str, Any]]:
    for name in names:
        kept = values.get(f"x_{name}" if table == ROW else name)
        if kept not in (None, "", False):
            yield name, kept


def _day_of(row: SharedRow) -> str:
    return str(row.fields.get("end", ""))


def _number_of(key: str) -> int:
    return int(key.partition(":")[2])
