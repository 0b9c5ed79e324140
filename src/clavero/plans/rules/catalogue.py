"""The sections of a plan, and the kinds of rows that they hold with the fields of each.

Source: methods §5.2 and §5.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import IntEnum, StrEnum
from typing import Any


class Section(IntEnum):
    """The sixteen sections, by their number in the method."""

    SUMMARY = 0
    PROFILE = 1
    AIMS = 2
    ENVIRONMENT = 3
    NEEDS = 4
    FEARS = 5
    MONEY = 6
    BUYING = 7
    POSITION = 8
    OBJECTIVES = 9
    INITIATIVES = 10
    RESOURCES = 11
    ACTIONS = 12
    FORECAST = 13
    RISKS = 14
    GOVERNANCE = 15


class Shape(StrEnum):
    """What a field of a row holds."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of row. ``scale`` is by how much people write it larger than it is kept:
    100 for a percentage."""

    key: str
    shape: Shape = Shape.TEXT
    options: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    is_required: bool = False
    is_whole: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row: where it stands and what it says beside its text."""

    key: str
    section: Section
    fields: tuple[Field, ...] = ()

    @property
    def by_key(self) -> dict[str, Field]:
        """Its fields by key."""
        return {field.key: field for field in self.fields}


def _choice(key: str, *options: str) -> Field:
    return Field(key, Shape.CHOICE, options, is_required=True)


def _level(key: str, low: int = 1, high: int = 5) -> Field:
    return Field(key, Shape.NUMBER, low=Decimal(low), high=Decimal(high), is_required=True,
                 is_whole=True)  # fmt: skip


def _share(key: str) -> Field:
    return Field(key, Shape.NUMBER, low=Decimal(0), high=Decimal(1), scale=100)


def _amount(key: str, high: int = 10**12) -> Field:
    return Field(key, Shape.NUMBER, low=Decimal(0), high=Decimal(high))


ACTIVITIES = (
    "inbound", "operations", "outbound", "marketing", "service",
    "infrastructure", "people", "technology", "procurement",
)  # fmt: skip
"""Five primary activities and four that support them."""
PHASES = (
    "need", "characteristics", "specification", "search", "proposals", "selection", "routine",
    "review",
)  # fmt: skip
"""The eight phases of buying."""
SITUATIONS = ("new", "modified", "straight")
"""The kinds of purchase."""
PESTEL = ("political", "economic", "social", "technological", "environmental", "legal")
FORCES = ("rivalry", "entrants", "substitutes", "suppliers", "buyers")
SWOT = ("strength", "weakness", "opportunity", "threat")

KINDS: tuple[Kind, ...] = (
    Kind("summary", Section.SUMMARY, (_choice("part", "ask", "prize", "risk"),)),
    Kind("fact", Section.PROFILE,
         (_choice("about", "reason", "contract", "win", "incident", "site", "other"),)),
    Kind("aim", Section.AIMS,
         (_choice("level", "vision", "mission", "strategy", "objective"), Field("horizon"),
          Field("who"))),
    Kind("pestel", Section.ENVIRONMENT,
         (_choice("group", *PESTEL), _level("impact", -5, 5), _share("probability"))),
    Kind("force", Section.ENVIRONMENT, (_choice("force", *FORCES), _level("strength"))),
    Kind("market", Section.ENVIRONMENT,
         (_choice("about", "opportunity", "segment", "competitor", "other"),)),
    Kind("fear", Section.FEARS, (Field("who"), Field("trigger"), Field("reassurance"))),
    Kind("threat", Section.FEARS, (_level("probability"), _level("impact"))),
    Kind("activity", Section.MONEY,
         (_choice("activity", *ACTIVITIES), _share("cost_share"),
          _choice("effect", "none", "cost", "revenue", "risk", "capital"), _amount("worth"))),
    Kind("phase", Section.BUYING,
         (_choice("phase", *PHASES), _choice("situation", *SITUATIONS),
          _level("presence", 0, 3), _amount("days", 3_650))),
    Kind("buying_rule", Section.BUYING, (_choice("about", "people", "policy", "other"),)),
    Kind("swot", Section.POSITION,
         (_choice("part", *SWOT), _level("impact"), _level("strength"))),
    Kind("csf", Section.POSITION,
         (Field("weight", Shape.NUMBER, low=Decimal(0), high=Decimal(100), is_required=True),
          Field("us", Shape.NUMBER, low=Decimal(0), high=Decimal(10), is_required=True),
          Field("best", Shape.NUMBER, low=Decimal(0), high=Decimal(10), is_required=True),
          Field("competitor"))),
    Kind("stage", Section.POSITION,
         (_choice("view", "ours", "theirs"),
          _choice("stage", "exploratory", "basic", "cooperative", "interdependent",
                  "integrated"))),
    Kind("risk", Section.RISKS,
         (_level("probability"), _level("impact"), _share("chance"), _amount("contribution"),
          _amount("months", 120), Field("contingency"))),
    Kind("governance", Section.GOVERNANCE,
         (_choice("about", "review", "escalation", "scorecard", "other"), Field("rhythm"))),
)  # fmt: skip
BY_KEY: dict[str, Kind] = {kind.key: kind for kind in KINDS}
OF_SECTION: dict[Section, tuple[Kind, ...]] = {
    section: tuple(kind for kind in KINDS if kind.section is section) for section in Section
}


class FieldFault(StrEnum):
    """Why a field of a row cannot hold what was given."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NO_NUMBER = "no_number"
    OUTSIDE = "outside"
    NOT_WHOLE = "not_whole"


class BadField(ValueError):
    """A field of a row holds what it cannot."""

    def __init__(self, field: Field, fault: FieldFault) -> None:
        super().__init__(f"{field.key}: {fault}")
        self.field = field
        self.fault = fault


def read_fields(kind: Kind, given: Mapping[str, Any]) -> dict[str, str]:
    """What a row of ``kind`` keeps of what was given: text for every field that has a value.

    Raises :class:`BadField` for the first that cannot hold it; what is no field is left out.

    >>> read_fields(BY_KEY["force"], {"force": "buyers", "strength": 4, "colour": "red"})
    {'force': 'buyers', 'strength': '4'}
    """
    kept = {}
    for field in kind.fields:
        value = given.get(field.key)
        text = "" if value is None else str(value).strip()
        if not text:
            if field.is_required:
                raise BadField(field, FieldFault.MISSING)
            continue
        kept[field.key] = _checked(field, text)
    return kept


def _checked(field: Field, text: str) -> str:
    if field.shape is Shape.CHOICE and text not in field.options:
        raise BadField(field, FieldFault.UNKNOWN)
    if field.shape is Shape.NUMBER:
        try:
            number = Decimal(text)
        except InvalidOperation as unreadable:
            raise BadField(field, FieldFault.NO_NUMBER) from unreadable
        if not number.is_finite():
            raise BadField(field, FieldFault.NO_NUMBER)
        low, high = field.low, field.high
        if low is not None and high is not None and not low <= number <= high:
            raise BadField(field, FieldFault.OUTSIDE)
        if field.is_whole and number != number.to_integral_value():
            raise BadField(field, FieldFault.NOT_WHOLE)
    return text


def number_of(data: Mapping[str, Any], key: str) -> Decimal | None:
    """A kept number of a row."""
    text = data.get(key)
    return None if text in (None, "") else Decimal(str(text))
