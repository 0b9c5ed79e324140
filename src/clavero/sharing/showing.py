"""The page that guests read, in the words of their language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.opportunities.words import FUNCTION_NAMES
from clavero.plans.rules.catalogue import Section
from clavero.plans.words import ACTION_STATE_NAMES
from clavero.sharing.models import Answer
from clavero.sharing.rules.news import News, can_be_taken_back
from clavero.sharing.rules.showing import ACTION, SharedRow
from clavero.sharing.selectors import SharedPage
from clavero.sharing.words import (
    FIELD_NAMES,
    MARKS,
    NEWS_ICONS,
    NEWS_NAMES,
    SECTION_HEADINGS,
    Name,
)
from clavero.ui import formats

_MARKED = {"level", "need_horizon", "about"}
_AMOUNTS = {"customer_value", "customer_investment"}
_DAYS = {"until"}
_ELSEWHERE = {"description", "start", "end", "is_milestone", "customer_value"}


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What somebody said, and in which words; of what was ``taken_back`` only by whom and when.
    ``can_take_back`` where the reader has said it a moment ago."""

    by: str
    is_ours: bool
    answer: Answer
    what: Name
    icon: str
    text: str
    taken_back: str = ""
    can_take_back: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row on the page; ``value`` is its number in writing, ``signed`` who has signed it."""

    row: SharedRow
    mark: Name
    details: Sequence[tuple[Name, Name]]
    description: str
    days: str
    state: Name
    value: str
    signed: Answer | None
    can_take_back: bool
    said: Sequence[ShownAnswer]
    comments: int

    @property
    def number(self) -> str:
        """Its number among those of its table."""
        return self.row.key.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A heading with its rows."""

    number: int
    heading: Name
    rows: Sequence[ShownRow]


IsOwn = Callable[[Answer], bool]


def _of_nobody(_answer: Answer) -> bool:
    return False


def shown_page(page: SharedPage, is_own: IsOwn = _of_nobody) -> list[ShownSection]:
    """Its sections, those that have rows, in their order; ``is_own`` says what the reader wrote."""
    found: dict[Section, list[ShownRow]] = {}
    for row in page.rows:
        found.setdefault(row.section, []).append(_shown(page, row, is_own))
    return [
        ShownSection(int(section), SECTION_HEADINGS[section], rows)
        for section, rows in found.items()
    ]


def money_of(value: Decimal, currency: str) -> str:
    """An amount; its cents where it has any."""
    places = 0 if value == value.to_integral_value() else 2
    return formats.money(Money(value, currency), places=places)


def shown_answer(
    answer: Answer, currency: str, is_own: IsOwn = _of_nobody, row: SharedRow | None = None
) -> ShownAnswer:
    """What was said, in a line; of a signature on ``row`` also that it no longer counts."""
    if answer.taken_back_at is not None:
        told = _("Taken back by %(name)s on %(moment)s") % {
            "name": answer.by_name,
            "moment": formats.moment(answer.taken_back_at),
        }
        return ShownAnswer(
            answer.by_name, answer.share_id is None, answer, NEWS_NAMES[answer.what],
            "arrow-back-up", "", taken_back=told,
        )  # fmt: skip
    text = answer.text
    if answer.what == News.SIGNED and answer.value is not None:
        text = _("%(value)s a year, as in version %(number)s") % {
            "value": money_of(answer.value, currency),
            "number": formats.number(answer.version),
        }
        if row is not None and not row.is_signed_by(answer.value):
            text = " · ".join((text, _("counts no longer: the value is another one now")))
    return ShownAnswer(
        answer.by_name,
        answer.share_id is None,
        answer,
        NEWS_NAMES[answer.what],
        NEWS_ICONS[answer.what],
        text,
        can_take_back=is_own(answer)
        and can_be_taken_back(News(answer.what), answer.at, timezone.now()),
    )


def earlier_talks(page: SharedPage) -> list[tuple[str, list[ShownAnswer]]]:
    """What was said about rows that guests do not read any more, by what these said last."""
    return [
        (answers[-1].row_text, [shown_answer(each, page.currency) for each in answers])
        for key, answers in page.said.items()
        if page.row(key) is None
    ]


def _shown(page: SharedPage, row: SharedRow, is_own: IsOwn) -> ShownRow:
    said = [shown_answer(each, page.currency, is_own, row) for each in page.said.get(row.key, ())]
    return ShownRow(
        row=row,
        mark=_mark(row),
        details=list(_details(row, page.currency)),
        description=str(row.fields.get("description", "")),
        days=_days(row),
        state=ACTION_STATE_NAMES[row.state] if row.table == ACTION else "",
        value="" if row.value is None else money_of(row.value, page.currency),
        signed=page.signature(row),
        can_take_back=page.ticked(row) is not None,
        said=said,
        comments=sum(each.answer.what == News.COMMENTED and not each.taken_back for each in said),
    )


def _mark(row: SharedRow) -> Name:
    if row.fields.get("is_milestone"):
        return _("Milestone")
    named = ((name, str(row.fields[name])) for name in row.fields if name in _MARKED)
    return next((MARKS[each] for each in named if each in MARKS), "")


def _days(row: SharedRow) -> str:
    if row.table != ACTION:
        return ""
    first, last = (formats.day(_day(row.fields[name])) for name in ("start", "end"))
    return _("%(start)s to %(end)s") % {"start": first, "end": last}


def _details(row: SharedRow, currency: str) -> Iterator[tuple[Name, Name]]:
    for name, value in row.fields.items():
        if name in _MARKED or name in _ELSEWHERE:
            continue
        if name in _AMOUNTS:
            amount = Decimal(str(value))
            if amount:
                yield FIELD_NAMES[name], money_of(amount, currency)
        elif name == "need_function":
            yield FIELD_NAMES[name], FUNCTION_NAMES[str(value)]
        elif name in _DAYS:
            yield FIELD_NAMES[name], formats.day(_day(value))
        else:
            yield FIELD_NAMES[name], str(value)


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))
