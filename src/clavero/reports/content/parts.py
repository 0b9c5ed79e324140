"""Values written for documents: cells, facts and tones; what is missing is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import pgettext

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import Money
from clavero.reports.content.model import Cell, Column, Fact, Paragraph, Tone, Unit
from clavero.ui import formats

Name = str | Promise

_TONES = {each.value: each for each in (Tone.GOOD, Tone.WARN, Tone.BAD)}


def tone_of(pill: str) -> Tone:
    """The tone of what stands in a pill on the pages."""
    return _TONES.get(pill, Tone.PLAIN)


def capital(told: str) -> str:
    """A text as it begins a line."""
    return told[:1].upper() + told[1:]


def amount(value: Decimal, currency: str) -> str:
    """Money without its cents."""
    return formats.money(Money(value, currency), places=0)


# -- cells ---------------------------------------------------------------------------------------


def text(told: Name, tone: Tone = Tone.PLAIN) -> Cell:
    """Words; a dash where there are none."""
    words = str(told)
    return Cell(words, words, tone) if words else Cell(formats.NOTHING, None, Tone.QUIET)


def money(value: Decimal | None, currency: str, tone: Tone = Tone.PLAIN) -> Cell:
    """An amount, or a dash."""
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    return Cell(amount(value, currency), value, tone)


def percent(value: Decimal | None, *, places: int = 1) -> Cell:
    """A fraction, or a dash."""
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    return Cell(formats.percent(value, places=places), value)


def growth(value: Decimal | None) -> Cell:
    """A growth with its sign, or a dash."""
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    return Cell(formats.growth(value).text, value)


def number(value: Decimal | int | None) -> Cell:
    """A number, or a dash."""
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    return Cell(formats.number(value), Decimal(value))


def day(value: date | None, tone: Tone = Tone.PLAIN) -> Cell:
    """A day, or a dash."""
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    return Cell(formats.day(value), value, tone)


# -- columns -------------------------------------------------------------------------------------


def money_column(title: Name, currency: str, width: int = 2) -> Column:
    """A column of amounts."""
    return Column(str(title), Unit.MONEY, currency, width)


# -- facts ---------------------------------------------------------------------------------------


def reason_of(value: Estimate | None) -> str:
    """Why there is no value, in words."""
    reason = Missing.NO_DATA if value is None else value.reason or Missing.NO_DATA
    return str(formats.REASONS[reason])


def percent_fact(label: Name, value: Estimate | None, note: str = "") -> Fact:
    """A share or growth with its name; without a value, why."""
    if value is None or value.value is None:
        return Fact(str(label), pgettext("a figure", "not known"), reason_of(value), Tone.MISSING)
    told = formats.percent(value.value)
    return Fact(str(label), told, note, value=value.value, unit=Unit.PERCENT)


def money_fact(label: Name, value: Decimal | None, currency: str, note: str = "") -> Fact:
    """An amount with its name; without one, that nobody knows it."""
    if value is None:
        return Fact(str(label), pgettext("a figure", "not known"), note, Tone.MISSING)
    told = formats.money_compact(Money(value, currency))
    return Fact(str(label), told, note, value=value, unit=Unit.MONEY, currency=currency)


def count_fact(label: Name, count: int, note: str = "", tone: Tone = Tone.PLAIN) -> Fact:
    """How many there are of something."""
    told = formats.number(count)
    return Fact(str(label), told, note, tone, value=Decimal(count), unit=Unit.NUMBER)


def missing(told: Name) -> Paragraph:
    """That there is nothing, where one looks for something."""
    return Paragraph(str(told), Tone.MISSING)
