"""Why a KPI moved, as the reader writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.kpis.hooks import counted_at
from clavero.kpis.rules.bridge import Bridge
from clavero.kpis.rules.explained import Made, Records
from clavero.kpis.rules.kpi import Kpi, Level, Source, Unit
from clavero.kpis.rules.members import Figure, Member, Way
from clavero.kpis.rules.parts import is_computed
from clavero.kpis.selectors import Catalogue, Together, Value, Why
from clavero.kpis.showing.delivering import conventions_in_words
from clavero.kpis.words import (
    PART_NAMES,
    PART_NAMES_OF_ONE,
    PART_READINGS,
    PART_READINGS_OF_ONE,
    READINGS,
    WAY_NAMES,
    Name,
    name_of,
    written,
)
from clavero.kpis.words.formulas import FORMULAS, told_over
from clavero.ledger import selectors as ledger
from clavero.ui import formats

_MONEY = {Records.SALES, Records.CONTRIBUTION, Records.SERVED}
_BY_ADDRESS = {
    Level.MANAGER: "kpis:why_manager",
    Level.TEAM: "kpis:why_team",
    Level.COMPANY: "kpis:why_company",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a member brought in a period, and of how many."""

    told: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A line of the table of accounts."""

    name: Name
    address: str
    before: Cell
    now: Cell
    effect: str
    way: Name


def why_address(level: Level, subject: int | str, key: str) -> str:
    """The page that explains a KPI: of an account by its number, of the others by theirs."""
    if level is Level.ACCOUNT:
        address = reverse("kpis:why", args=[subject])
    elif level is Level.COMPANY:
        address = reverse("kpis:why_company")
    else:
        address = reverse(_BY_ADDRESS[level], args=[subject])
    return f"{address}?kpi={key}"


def said_address(value: Value, customer_id: int | str) -> str:
    """Where what is said of an account is told, with the way to its records: of what rooms count
    how that was done, of the rest the values that people entered."""
    if value.is_counted and value.kpi.key in counted_at:
        return why_address(Level.ACCOUNT, customer_id, value.kpi.key)
    return reverse("kpis:values", args=[customer_id])


def records_address(key: str, customer_id: int | str) -> str:
    """The page of the room that counts a KPI, with the records of an account."""
    return reverse(counted_at[key], args=[customer_id]) if key in counted_at else ""


def counted_facts(kpi: Kpi) -> list[tuple[Name, Name]]:
    """How a KPI is counted, and of which days."""
    facts = [
        (_("What it says"), READINGS.get(kpi.key, "")),
        (_("Formula"), FORMULAS.get(kpi.key, "")),
        (_("Period"), told_over(kpi)),
    ]
    return [(name, value) for name, value in facts if value]


def other_kpis(
    level: Level, subject: int | str, known: Catalogue, here: str
) -> Iterator[tuple[Name, str]]:
    """The other KPIs of a level that can be explained, with the pages that do."""
    for kpi in known.kpis:
        is_joint = kpi.is_said and level is not Level.ACCOUNT
        is_told = is_joint or is_computed(kpi.key) or kpi.source is Source.RATIO
        if is_told and level in kpi.levels and kpi.key != here:
            yield name_of(kpi, known.names), why_address(level, subject, kpi.key)


def signed(value: Decimal, unit: Unit, currency: str) -> str:
    """A change in its unit, of rates in points."""
    unit = Unit.POINTS if unit is Unit.RATE else unit
    told = written(abs(value), unit, currency)
    if told == written(Decimal(0), unit, currency):
        return told
    return formats.signed(value, told)


def moved_in_words(value: Estimate, was: Estimate | None, kpi: Kpi, currency: str) -> str:
    """From what to what the number went, as far as that is known."""
    if value.value is None:
        return _("It cannot be known: %(reason)s") % {
            "reason": formats.REASONS[value.reason] if value.reason else formats.NOTHING
        }
    now = written(value.value, kpi.unit, currency)
    if was is None or was.value is None:
        return _("%(now)s today; what it was a year before is not known.") % {"now": now}
    return _("From %(before)s to %(now)s: %(change)s.") % {
        "before": written(was.value, kpi.unit, currency),
        "now": now,
        "change": signed(value.value - was.value, kpi.unit, currency),
    }


def bridge_in_words(found: Bridge, currency: str, *, is_of_one: bool = False) -> dict[str, Any]:
    """The parts of a change of money, with bars by their size; of one account, which has no others
    beside it."""
    names = {**PART_NAMES, **PART_NAMES_OF_ONE} if is_of_one else PART_NAMES
    readings = {**PART_READINGS, **PART_READINGS_OF_ONE} if is_of_one else PART_READINGS
    largest = max((abs(amount) for _name, amount in found.parts), default=Decimal(0))

    def money(amount: Decimal) -> str:
        return formats.money(Money(amount, currency), places=0)

    return {
        "sentence": _("From %(before)s to %(now)s: %(change)s.")
        % {
            "before": money(found.before),
            "now": money(found.now),
            "change": signed(found.change, Unit.MONEY, currency),
        },
        "parts": [
            {
                "name": names[name],
                "reading": readings[name],
                "amount": signed(amount, Unit.MONEY, currency),
                "is_up": amount > 0,
                **_bar(amount, largest),
            }
            for name, amount in found.parts
            if amount.quantize(Decimal(1))
        ],
    }


def _bar(amount: Decimal, largest: Decimal) -> dict[str, float]:
    """A bar of at most half the width, from the middle: losses to the left, gains to the right."""
    width = float(round(50 * abs(amount) / largest, 1)) if largest else 0.0
    return {"x": 50.0 if amount > 0 else 50.0 - width, "width": width}


def moves_in_words(found: Why, address: str, currency: str) -> list[dict[str, Any]]:
    """The products that moved most; what was bought of them is found at ``address``."""
    names = ledger.catalogue().cards if found.moves else {}
    return [
        {
            "name": names[each.code].name or each.code
            if each.code in names
            else each.code or _("without product"),
            "address": f"{address}&{urlencode({'search': each.code})}" if each.code else "",
            "before": formats.money(Money(each.before, currency), places=0),
            "now": formats.money(Money(each.now, currency), places=0),
            "change": signed(each.change, Unit.MONEY, currency),
        }
        for each in found.moves
    ]


def families_in_words(found: Why, currency: str) -> list[dict[str, Any]]:
    """Each family before and now, and whether it came or went."""
    return [
        {
            "name": each.name,
            "before": formats.money(Money(each.before, currency), places=0),
            "now": formats.money(Money(each.now, currency), places=0),
            "way": _("additional") if each.is_additional else WAY_NAMES[each.way],
        }
        for each in found.families
    ]


def months_in_words(found: Together) -> Iterator[dict[str, str]]:
    """Of retention and churn, how each month went: of how many accounts how many stayed."""
    for each in found.months:
        rate = each.rate
        part, whole = rate.numerator or 0, rate.n or 0
        low, high = rate.interval or (None, None)
        yield {
            "month": formats.month(each.month.start),
            "recovered": _recovered(each.recovered),
            "kept": formats.NOTHING
            if rate.value is None
            else _("%(part)s of %(whole)s")
            % {"part": formats.number(part), "whole": formats.number(whole)},
            "rate": formats.NOTHING if rate.value is None else formats.percent(rate.value),
            "interval": ""
            if low is None or high is None
            else _("95%% interval: %(low)s to %(high)s")
            % {
                "low": formats.percent(Decimal(str(low)), places=0),
                "high": formats.percent(Decimal(str(high)), places=0),
            },
        }


def _recovered(count: int) -> str:
    if not count:
        return ""
    told = ngettext("%(count)s recovered since", "%(count)s recovered since", count)
    return told % {"count": formats.number(count)}


def recovered_in_words(found: Together) -> str:
    """Who was lost in the period and bought again: told apart, for it was not kept."""
    if not found.recovered:
        return ""
    names = [
        _("%(name)s (%(day)s)")
        % {
            "name": found.cards[code].title if code in found.cards else code,
            "day": formats.day(day),
        }
        for code, day in sorted(found.recovered.items(), key=lambda each: (each[1], each[0]))
    ]
    told = ngettext(
        "%(count)s lost account bought again: %(names)s. It has recovered, and does not count as "
        "kept.",
        "%(count)s lost accounts bought again: %(names)s. They have recovered, and do not count as "
        "kept.",
        len(names),
    )
    return told % {"count": formats.number(len(names)), "names": formats.listed(names)}


def in_a_row_in_words(found: Together) -> str:
    """What the months come to together."""
    if found.in_a_row is None:
        return ""
    return _("One month after the other they keep %(rate)s: the product of the months.") % {
        "rate": formats.percent(found.in_a_row)
    }


def counted_in_words(found: Why) -> str:
    """The counts behind a rate, now and a year before."""
    now, was = found.value, found.was
    if not found.kpi.is_rate or now.numerator is None or now.n is None:
        return ""
    figures = {"part": formats.number(now.numerator), "whole": formats.number(now.n)}
    if was is None or was.numerator is None or was.n is None:
        return _("%(part)s of %(whole)s.") % figures
    figures |= {"earlier": formats.number(was.numerator), "of": formats.number(was.n)}
    return _("%(part)s of %(whole)s now, %(earlier)s of %(of)s a year before.") % figures


def windows_in_words(found: Why) -> str:
    """By which windows deliveries are counted; empty of other KPIs."""
    if found.windows is None:
        return ""
    return capfirst("; ".join(conventions_in_words(found.windows, found.kpi.key)) + ".")


def lines_in_words(
    lines: Sequence[Mapping[str, Any]], address: str, currency: str
) -> list[dict[str, Any]]:
    """Order lines with the dates that were to be kept; those of a day are at ``address``."""
    return [
        {
            "address": f"{address}?period={each['date']}..{each['date']}",
            "document": each["document"],
            "day": formats.day(each["date"]),
            "product": each["product_name"] or each["product"] or formats.NOTHING,
            "promised": _day(each["promised_date"]),
            "delivered": _day(each["delivered_date"]) or _("not delivered"),
            "apart": _apart(each["promised_date"], each["delivered_date"]),
            "until": _day(each["paid_date"] or each["due_date"]),
            "is_paid": each["paid_date"] is not None,
            "days": _days(each),
            "amount": formats.money(Money(each["net_amount"], currency)),
        }
        for each in lines
    ]


def _day(day: date | None) -> str:
    return "" if day is None else formats.day(day)


def _apart(promised: date | None, delivered: date | None) -> str:
    """How far a line was off its day: too early is not on time either."""
    if promised is None or delivered is None:
        return ""
    days = (delivered - promised).days
    count = {"count": formats.number(abs(days))}
    if days < 0:
        return ngettext("%(count)s day early", "%(count)s days early", -days) % count
    return ngettext("%(count)s day late", "%(count)s days late", days) % count


def _days(line: Mapping[str, Any]) -> str:
    until = line["paid_date"] or line["due_date"]
    return "" if until is None else formats.number((until - line["date"]).days)


def ways_in_words(found: Together) -> list[str]:
    """How many accounts came, left and stayed."""
    came, left, stayed = (found.ways[way] for way in (Way.CAME, Way.LEFT, Way.STAYED))
    told = (
        (came, ngettext("%(count)s account came in", "%(count)s accounts came in", came)),
        (left, ngettext("%(count)s account left", "%(count)s accounts left", left)),
        (stayed, ngettext("%(count)s account stayed", "%(count)s accounts stayed", stayed)),
    )
    return [text % {"count": formats.number(count)} for count, text in told if count]


def members_in_words(found: Together, currency: str, most: int) -> list[ShownMember]:
    """The accounts with the largest part of the change, and what is told of nobody by name."""
    shown = [_member(found, each, currency) for each in found.members[:most]]
    return shown if found.rest is None else [*shown, _member(found, found.rest, currency)]


def _member(found: Together, member: Member, currency: str) -> ShownMember:
    kpi, made = found.kpi, found.made
    unit = Unit.MONEY if made.records in _MONEY and not made.is_rate else kpi.unit
    card = found.cards.get(member.code)
    name: Name = _("Lines without customer")
    if card is not None:
        name = card.title
    elif found.rest is member:
        name = _("Parts of groups that others lead, and accounts that you do not see")
    return ShownMember(
        name=name,
        address="" if card is None else _address(kpi, made, card.id),
        before=_cell(member.before, kpi, made, unit, currency),
        now=_now(found, member, unit, currency),
        effect=""
        if member.effect is None or not found.has_before
        else signed(member.effect, unit, currency),
        way=WAY_NAMES[member.way] if found.has_before and card is not None else "",
    )


def _now(found: Together, member: Member, unit: Unit, currency: str) -> Cell:
    cell = _cell(member.now, found.kpi, found.made, unit, currency)
    back = found.recovered.get(member.code)
    if back is None:
        return cell
    return replace(cell, note=_("recovered on %(day)s") % {"day": formats.day(back)})


def _address(kpi: Kpi, made: Made, customer_id: int) -> str:
    """Where the account's own part is explained."""
    if made.records is Records.KEPT:
        return reverse("silence:customer", args=[customer_id])
    if Level.ACCOUNT not in kpi.levels:
        return why_address(Level.ACCOUNT, customer_id, "net-sales")
    return why_address(Level.ACCOUNT, customer_id, kpi.key)


def _cell(figure: Figure | None, kpi: Kpi, made: Made, unit: Unit, currency: str) -> Cell:
    if figure is None:
        return Cell(formats.NOTHING)
    if made.records is Records.KEPT and figure.whole == 1:
        is_lost = bool(figure.part) is (made.part == "lost")
        return Cell(pgettext("account", "lost") if is_lost else pgettext("account", "kept"))
    if not made.is_rate:
        return Cell(written(figure.part, unit, currency))
    if not figure.whole:
        return Cell(formats.NOTHING)
    value = figure.part / figure.whole
    note = ""
    if made.records is Records.COHORT:
        told = _("%(part)s of %(whole)s")
        note = told % {
            "part": formats.money(Money(figure.part, currency), places=0),
            "whole": formats.money(Money(figure.whole, currency), places=0),
        }
    elif kpi.is_rate:
        told = _("%(part)s of %(whole)s")
        note = told % {
            "part": formats.number(figure.part),
            "whole": formats.number(figure.whole),
        }
    return Cell(written(value, Unit.RATE if unit is Unit.POINTS else unit, currency), note)
