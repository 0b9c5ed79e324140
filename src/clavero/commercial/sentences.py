"""What account plans together, and programmes, are told like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.commercial.rules.against import Against, Sides
from clavero.commercial.rules.programmes import ProgrammeCheck
from clavero.commercial.rules.reconciling import within_tolerance
from clavero.commercial.selectors import ProgrammeRow, Rollup
from clavero.core.money import ZERO, Money
from clavero.plans.rules.agreeing import Aimed, margins_differ, twelve_months_to
from clavero.ui import formats

_NAMED = 3
"""So many accounts are called by their names; the others are counted."""


def _listed(named: list[str], count: int) -> str:
    return ", ".join([*named, *(["…"] if count > len(named) else [])])


def rollup_in_words(found: Rollup, currency: str) -> list[str]:
    """How account plans stand against the company's, and how much of the sales has a plan."""
    total = formats.money(Money(found.total.sales, currency), places=0)
    places = {"total": total, "accounts": formats.number(len(found.total.accounts))}
    told = [
        ngettext(
            "The plan of %(accounts)s account sums to %(total)s.",
            "The plans of %(accounts)s accounts sum to %(total)s.",
            len(found.total.accounts),
        )
        % places
    ]
    if found.year is None and len(found.years) > 1:
        told[0] = _("%(first)s to %(last)s together: %(told)s") % {
            "first": found.calendar.name(min(found.years)),
            "last": found.calendar.name(max(found.years)),
            "told": told[0],
        }
    if found.company is not None:
        gap = found.total.sales - found.company
        places |= {
            "company": formats.money(Money(found.company, currency), places=0),
            "gap": formats.money(Money(abs(gap), currency), places=0),
        }
        if within_tolerance(found.total.sales, found.company):
            told.append(_("That is what the commercial plan asks for, %(company)s.") % places)
        elif gap < 0:
            told.append(
                _(
                    "The commercial plan asks for %(company)s: %(gap)s is in no account plan yet. "
                    "Look which family or manager lacks it."
                )
                % places
            )
        else:
            told.append(
                _(
                    "The commercial plan asks for %(company)s: account plans are %(gap)s above it. "
                    "Raise it in a new version, or look which account promises too much."
                )
                % places
            )
    elif found.is_plan_of_other_years:
        told.append(
            _(
                "The commercial plan that was approved is of years that begin with another month: "
                "look at its targets, keep them and hand them in."
            )
        )
    elif found.sees_company and found.version is None:
        told.append(_("No version of the company's commercial plan is approved yet."))
    if found.of_other_years:
        count = len(found.of_other_years)
        sentence = ngettext(
            "The targets of %(accounts)s account are of years that begin with another month, and "
            "in no sum: look at them on its page, and keep them. (%(names)s)",
            "The targets of %(accounts)s accounts are of years that begin with another month, and "
            "in no sum: look at them on their pages, and keep them. (%(names)s)",
            count,
        )
        named = [found.cards[code].title for code in found.of_other_years[:_NAMED]]
        told.append(sentence % {"accounts": formats.number(count), "names": _listed(named, count)})
    if found.left_out:
        units = list(dict.fromkeys(each.account for each in found.left_out))
        families = sorted({each.cell.family for each in found.left_out})
        sentence = ngettext(
            "%(accounts)s account plans %(families)s, of which its group says nothing for that "
            "year: what the group plans counts, so that these targets are in no sum. (%(names)s)",
            "%(accounts)s accounts plan %(families)s, of which their groups say nothing for that "
            "year: what a group plans counts, so that these targets are in no sum. (%(names)s)",
            len(units),
        )
        told.append(
            sentence
            % {
                "accounts": formats.number(len(units)),
                "families": _listed(families[:_NAMED], len(families)),
                "names": _listed([found.cards[each].title for each in units[:_NAMED]], len(units)),
            }
        )
    if found.coverage.value is not None:
        told.append(
            _("Accounts with targets made %(part)s of the sales of the last twelve months.")
            % {"part": formats.percent(found.coverage.value)}
        )
    if found.unplanned_families:
        told.append(
            _("Accounts plan %(families)s, of which the commercial plan says nothing.")
            % {"families": ", ".join(found.unplanned_families)}
        )
    return told


def programme_in_words(row: ProgrammeRow, currency: str) -> list[str]:
    """How the parts of accounts stand against a programme, by how much, and what to do."""

    def money(amount: Decimal) -> str:
        return formats.money_short(Money(amount, currency))

    places: dict[str, str] = {
        "name": row.name,
        "accounts": formats.number(len(row.sums.accounts)),
        "budget": money(row.sums.budget),
        "sales": money(row.sums.sales),
    }
    if row.programme is not None:
        places |= {
            "its_budget": money(row.programme.budget),
            "its_sales": money(row.programme.sales),
            "budget_gap": money(abs(row.sums.budget - row.programme.budget)),
            "sales_gap": money(abs(row.sums.sales - row.programme.sales)),
        }
    if row.findings:
        return [_told_of(check, len(row.sums.accounts)) % places for check in row.findings]
    return [
        ngettext(
            "The part of %(accounts)s account in “%(name)s” is what the programme asks for.",
            "The parts of %(accounts)s accounts in “%(name)s” sum to what the programme asks for.",
            len(row.sums.accounts),
        )
        % places
    ]


def _told_of(check: ProgrammeCheck, accounts: int) -> str:
    if check is ProgrammeCheck.GONE:
        return ngettext(
            "%(accounts)s account plans a part in “%(name)s”, which the commercial plan has no "
            "more: take it out on its page, or bring the programme back.",
            "%(accounts)s accounts plan a part in “%(name)s”, which the commercial plan has no "
            "more: take them out on their pages, or bring the programme back.",
            accounts,
        )
    return {
        ProgrammeCheck.NO_ACCOUNT: _(
            "No account takes part in “%(name)s” yet: write its part on the page of an account's "
            "targets."
        ),
        ProgrammeCheck.BEYOND_BUDGET: _(
            "The parts of accounts in “%(name)s” cost %(budget)s, %(budget_gap)s more than its "
            "budget of %(its_budget)s: cut a part, or raise the budget in a new version."
        ),
        ProgrammeCheck.BUDGET_LEFT: _(
            "Of the budget of “%(name)s”, %(its_budget)s, no account has asked for %(budget_gap)s "
            "yet."
        ),
        ProgrammeCheck.SALES_LESS: _(
            "Accounts expect %(sales)s from “%(name)s”, %(sales_gap)s less than its %(its_sales)s: "
            "look which account could take part or expect more."
        ),
        ProgrammeCheck.SALES_MORE: _(
            "Accounts expect %(sales)s from “%(name)s”, %(sales_gap)s more than its %(its_sales)s: "
            "raise it in a new version, or look which account promises too much."
        ),
    }[check]


def forecast_in_words(years: Sequence[Against], currency: str) -> list[str]:
    """Where the forecast of an account is below or above its targets, by how much in which year."""
    below = [each for each in years if not each.agrees and each.gap < 0]
    above = [each for each in years if not each.agrees and each.gap > 0]
    told = []
    if below:
        told.append(
            _(
                "The forecast stays below the commercial targets: %(years)s. Lower the targets, or "
                "write the initiatives that bring the rest."
            )
            % {"years": _gaps(below, currency)}
        )
    if above:
        told.append(
            _(
                "The forecast goes beyond the commercial targets: %(years)s. Raise the targets, or "
                "look what the forecast promises too much."
            )
            % {"years": _gaps(above, currency)}
        )
    return told


def margins_in_words(
    wanted: Decimal | None, expected: Decimal | None, left: Decimal | None
) -> list[str]:
    """Where the margin of the targets is not what the forecast counts with, or what the last twelve
    months left."""
    forecast, ledger = margins_differ(wanted, expected), margins_differ(wanted, left)
    if not forecast and not ledger:
        return []
    places = {
        "wanted": formats.percent(wanted or ZERO),
        "expected": formats.percent(expected or ZERO),
        "left": formats.percent(left or ZERO),
    }
    if forecast and ledger:
        told = _(
            "The commercial targets leave a margin of %(wanted)s; the forecast counts with "
            "%(expected)s, and the last twelve months left %(left)s."
        )
    elif forecast:
        told = _(
            "The commercial targets leave a margin of %(wanted)s; the forecast counts with "
            "%(expected)s."
        )
    else:
        told = _(
            "The commercial targets leave a margin of %(wanted)s; the last twelve months left "
            "%(left)s."
        )
    return [told % places]


def _gaps(years: Sequence[Against], currency: str) -> str:
    return "; ".join(
        _("%(gap)s in %(year)s (%(expected)s against %(wanted)s)")
        % {
            "gap": _money(abs(each.gap), currency),
            "year": against_name(each),
            "expected": _money(each.expected, currency),
            "wanted": _money(each.wanted, currency),
        }
        for each in years
    )


def against_name(each: Against) -> str:
    """A year of targets, or the part of it that the forecast reaches."""
    if each.is_whole:
        return each.name
    return _("%(year)s, %(first)s to %(last)s") % {
        "year": each.name,
        "first": formats.short_month(each.first),
        "last": formats.short_month(each.last),
    }


def aims_in_words(
    sides: Sides, aims: Sequence[Aimed], currency: str
) -> Iterator[tuple[Aimed, str]]:
    """Which objectives ask for something else than the targets of the same months."""
    for aim in aims:
        wanted = sides.wanted(twelve_months_to(aim.until))
        if wanted is None or within_tolerance(aim.target, wanted):
            continue
        places = {
            "text": aim.text,
            "said": _money(aim.target, currency),
            "day": formats.day(aim.until),
            "wanted": _money(wanted, currency),
        }
        told = (
            _(
                "The objective “%(text)s” asks for %(said)s by %(day)s; the commercial targets of "
                "those twelve months are %(wanted)s, which is less."
            )
            if aim.target > wanted
            else _(
                "The objective “%(text)s” asks for %(said)s by %(day)s; the commercial targets of "
                "those twelve months are %(wanted)s, which is more."
            )
        )
        yield aim, told % places


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency), places=0)
