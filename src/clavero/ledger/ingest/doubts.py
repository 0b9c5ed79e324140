"""What the evidence says in words: how each column is written, what must be asked, what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.ledger.ingest import column_refusals
from clavero.ledger.ingest.evidence import Bench
from clavero.ledger.ingest.findings import Finding, Question, Told
from clavero.ledger.ingest.notation.currencies import OF_DOLLAR
from clavero.ledger.ingest.notation.dates import (
    DateEvidence,
    DateNotation,
    Limits,
    Order,
    Shape,
    read_date,
)
from clavero.ledger.ingest.notation.numbers import (
    PROOFS,
    THOUSANDS,
    Decimals,
    NumberEvidence,
    Proof,
    read_number,
)
from clavero.ledger.rules import Field

_PROVED = _("As in %(example)s; %(count)s of the values seen prove it.")
_NOT_PROVED = _("Not proved by its values: chosen, or as in other columns.")


def notation(field: Field, bench: Bench) -> Finding | None:
    """How the column of ``field`` writes its numbers or dates; ``None`` for texts."""
    if field in bench.numbers:
        return _numbers(field, bench)
    return _dates(field, bench) if field in bench.dates else None


def problems(bench: Bench, names: Sequence[str]) -> Iterator[Refusal]:
    """Why the values cannot be trusted, whatever anybody answers."""
    for field, numbers in bench.numbers.items():
        if numbers.is_damaged:
            one, other = numbers.contradiction
            yield column_refusals.damaged_numbers(names[bench.columns[field]], one, other)
        elif numbers.has_lost_too_many and not bench.has_whole_currencies:
            one, other = numbers.contradiction
            share = max(1, round(100 * numbers.lost / numbers.seen))
            yield column_refusals.lost_decimals(names[bench.columns[field]], share, one, other)
    for field, dates in bench.dates.items():
        if dates.is_contradictory:
            one, other = dates.examples[Shape.DAY_FIRST], dates.examples[Shape.MONTH_FIRST]
            yield column_refusals.contradictory_dates(names[bench.columns[field]], one, other)
    day = bench.dates.get(Field.DATE)
    if day is not None and not day.dates and not bench.source.is_typed:
        example = next(iter(day.examples.values()), "")
        yield column_refusals.no_dates(names[bench.columns[Field.DATE]], example)


def questions(bench: Bench, names: Sequence[str]) -> Iterator[Question]:
    """What the file leaves open: one question for all its dates, one for all its numbers."""
    for field, dates in bench.dates.items():
        if bench.order(field) is None:
            name = names[bench.columns[field]]
            if bench.is_year_open(field):
                yield _year_question(name, dates, bench.limits(field))
            else:
                yield _date_question(name, dates.examples[Shape.EITHER], bench.limits(field))
            break
    for field, numbers in bench.numbers.items():
        if bench.decimals(field) is None:
            examples = (numbers.examples.get(proof) for proof in _OPEN)
            yield _number_question(names[bench.columns[field]], next(filter(None, examples)))
            return
    amounts = bench.in_thousands
    if amounts is not None and not bench.source.is_typed:
        numbers = bench.numbers[amounts]
        if bench.choices.decimal != numbers.decided:
            yield _whole_question(names[bench.columns[amounts]], numbers)


_OPEN = (Proof.EITHER_COMMA, Proof.EITHER_POINT)


def _date_question(name: str, example: str, limits: Limits) -> Question:
    refusal = column_refusals.ambiguous_dates(name, example)
    readings = _days_read(example, (Order.DMY, Order.MDY), limits)
    return _question(refusal, "dates", name, example, readings)


def _year_question(name: str, dates: DateEvidence, limits: Limits) -> Question:
    """Whether dates as 24-03-15 begin with their year; where it is behind, in the order that they
    prove."""
    example = next(dates.examples[shape] for shape in _WITH_YEAR if shape in dates.examples)
    behind = (dates.proved_order,) if dates.proved_order else (Order.DMY, Order.MDY)
    refusal = column_refusals.ambiguous_years(name, example)
    readings = _days_read(example, (Order.YMD, *behind), limits)
    return _question(refusal, "dates", name, example, readings)


_WITH_YEAR = (Shape.DAY_FIRST, Shape.MONTH_FIRST, Shape.EITHER, Shape.SAME, Shape.YEAR_FIRST)


def _days_read(example: str, orders: Iterable[Order], limits: Limits) -> dict[str, str]:
    """The day that ``example`` is in each order; empty where it is none."""
    readings = {}
    for order in orders:
        day = read_date(example, DateNotation(order, short_years=True), limits)
        readings[order.value] = day.isoformat() if isinstance(day, date) else ""
    return readings


def _number_question(name: str, example: str) -> Question:
    readings = {}
    for decimals in (Decimals.COMMA, Decimals.POINT):
        number = read_number(example, decimals)
        readings[decimals.value] = "" if number is None else plain(number)
    refusal = column_refusals.ambiguous_numbers(name, example)
    return _question(refusal, "decimal", name, example, readings)


def _whole_question(name: str, numbers: NumberEvidence) -> Question:
    """Whether amounts as 2,024,994 are whole, or have lost their decimal sign."""
    decimals = numbers.decided or Decimals.POINT
    example = next(numbers.examples[each] for each in THOUSANDS[decimals] if numbers.counts[each])
    number = read_number(example, decimals)
    readings = {decimals.value: "" if number is None else plain(number)}
    refusal = column_refusals.doubtful_thousands(name, example, decimals)
    return _question(refusal, "decimal", name, example, readings)


def currency_question(name: str, example: str) -> Question:
    """Which of the currencies that write ``$`` the amounts are in."""
    refusal = column_refusals.ambiguous_currency(name, example)
    readings = {code: code for code in OF_DOLLAR}
    return _question(refusal, "currency", name, example, readings)


def _question(
    refusal: Refusal, choice: str, name: str, example: str, readings: Mapping[str, str]
) -> Question:
    text = Told(refusal.message, refusal.params)
    return Question(refusal.code, choice, name, example, readings, text, refusal)


def _numbers(field: Field, bench: Bench) -> Finding:
    evidence, decimals = bench.numbers[field], bench.decimals(field)
    if decimals is None:
        return Finding("", Told(_("No value proves which sign is the decimal one.")))
    for proof in PROOFS[decimals]:
        if evidence.counts[proof]:
            return Finding(decimals, _proved(evidence.examples[proof], evidence.counts[proof]))
    if evidence.is_open:
        return Finding(decimals, Told(_NOT_PROVED))
    return Finding(decimals, Told(_("No value seen leaves a doubt.")))


def _dates(field: Field, bench: Bench) -> Finding:
    evidence, order = bench.dates[field], bench.order(field)
    if order is None and bench.is_year_open(field):
        return Finding("", Told(_("No date proves whether the year comes first or last.")))
    if order is None:
        return Finding("", Told(_("No date proves whether the day or the month comes first.")))
    if evidence.may_have_year_first and bench.has_year_first:
        return Finding(order, _year_first(field, bench))
    for shape in (Shape.DAY_FIRST, Shape.MONTH_FIRST):
        if evidence.counts[shape] and evidence.proved_order is order:
            return Finding(order, _proved(evidence.examples[shape], evidence.counts[shape]))
    if evidence.counts[Shape.EITHER]:
        return Finding(order, Told(_NOT_PROVED))
    commonest = max(evidence.counts, key=lambda shape: evidence.counts[shape], default="")
    return Finding(commonest, Told(_("No value seen leaves a doubt.")))


def _year_first(field: Field, bench: Bench) -> Told:
    """Why the year comes first in dates that could end with it: the days of the documents say it of
    the others, which may be to come."""
    evidence, last = bench.dates[field], bench.limits(Field.DATE).last.year
    if evidence.is_year_first_by_shape:
        return _proved(evidence.examples[Shape.YEAR_FIRST], evidence.counts[Shape.YEAR_FIRST])
    if field is not Field.DATE:
        return Told(_NOT_PROVED)
    if evidence.has_year_first(last):
        return Told(_("With the year behind, some would be still to come."))
    if not bench.choices.dates and evidence.seems_year_first(last):
        return Told(_("Its first numbers are few, as years; its last ones many, as days."))
    return Told(_NOT_PROVED)


def _proved(example: str, count: int) -> Told:
    return Told(_PROVED, {"example": example, "count": count})
