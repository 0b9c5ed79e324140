"""What account plans together are told like."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.commercial.rules.reconciling import within_tolerance
from clavero.commercial.selectors import Rollup
from clavero.core.money import Money
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
