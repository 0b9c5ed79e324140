"""How deliveries and payments stand, and what a quantity leaves out, in sentences: numbers beside
what they are of."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.rules.quantities import Aside, Quantities
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors.holding import DatesStand
from clavero.core.money import Money
from clavero.ui import formats


def unmeasured_in_words(found: Quantities | None) -> list[str]:
    """Which lines a number by quantity does not count, with their money, and that it adds up
    different units; nothing where neither is so."""
    if found is None:
        return []
    told = []
    if found.without.lines:
        sentence = ngettext(
            "%(count)s line without a quantity is not counted: %(amounts)s.",
            "%(count)s lines without a quantity are not counted: %(amounts)s.",
            found.without.lines,
        )
        told.append(sentence % _aside(found.without))
    if found.others.lines:
        sentence = ngettext(
            "%(count)s line of another unit is not counted: %(amounts)s.",
            "%(count)s lines of other units are not counted: %(amounts)s.",
            found.others.lines,
        )
        told.append(sentence % _aside(found.others))
    if found.is_mixed:
        none = _("without a unit")
        sizes = [
            f"{formats.number(size)} {unit or none}" for unit, size in sorted(found.counted.items())
        ]
        sentence = _("It adds up different units: %(sizes)s. Name the unit in the term.")
        told.append(sentence % {"sizes": "; ".join(sizes)})
    return told


def _aside(found: Aside) -> dict[str, str]:
    amounts = [
        formats.money(Money(amount, currency)) for currency, amount in sorted(found.amounts.items())
    ]
    return {"count": formats.number(found.lines), "amounts": ", ".join(amounts)}


def dates_in_words(stands: DatesStand, kind: TermKind) -> str:
    """How much of what was due by a term about days came in time, and what waiting has cost; of
    deliveries, what they brought, each on a line."""
    beside = undated_in_words(stands)
    if stands.in_time is None and stands.unknown:
        return beside
    if stands.in_time is None:
        return "\n".join(filter(None, (_("Nothing was due yet."), beside)))
    counted = {"share": formats.percent(stands.in_time), "count": formats.number(stands.due)}
    if kind is TermKind.DELIVERY:
        told = ngettext(
            "On time (OT): %(share)s of %(count)s line due; %(late)s late, %(early)s early, "
            "%(missing)s not delivered.",
            "On time (OT): %(share)s of %(count)s lines due; %(late)s late, %(early)s early, "
            "%(missing)s not delivered.",
            stands.due,
        )
        of = {"late": stands.late, "early": stands.early, "missing": stands.missing}
        on_time = told % {**counted, **{name: formats.number(count) for name, count in of.items()}}
        return "\n".join(filter(None, (on_time, quantities_in_words(stands), beside)))
    told = ngettext(
        "Paid in time: %(share)s of %(count)s line.",
        "Paid in time: %(share)s of %(count)s lines.",
        stands.due,
    ) % counted  # fmt: skip
    costs = [
        formats.money(Money(amount, currency)) for currency, amount in sorted(stands.costs.items())
    ]
    if costs:
        told = told + " " + _("Waiting has cost %(costs)s.") % {"costs": ", ".join(costs)}
    return " ".join(filter(None, (told, beside)))


def quantities_in_words(stands: DatesStand) -> str:
    """How many of the lines due came in full, and on time as well; that nobody knows where nobody
    does."""
    held = stands.quantities
    if held is None or held.in_full_rate is None or held.otif is None:
        return _("In full (IF), and so OTIF, is not known: no line due says how much was ordered.")
    told = ngettext(
        "In full (IF): %(full)s of %(count)s line with an ordered quantity. On time and in full "
        "(OTIF): %(both)s.",
        "In full (IF): %(full)s of %(count)s lines with an ordered quantity. On time and in full "
        "(OTIF): %(both)s.",
        held.measured,
    ) % {
        "full": formats.percent(held.in_full_rate), "both": formats.percent(held.otif),
        "count": formats.number(held.measured),
    }  # fmt: skip
    found = [told]
    if held.case_fill is not None:
        told = _("Of the units ordered on them %(share)s came (case fill).")
        found.append(told % {"share": formats.percent(held.case_fill)})
    if unknown := stands.due - held.measured:
        told = ngettext(
            "%(count)s line due does not say how much was ordered: it counts neither as full nor "
            "as short.",
            "%(count)s lines due do not say how much was ordered: they count neither as full nor "
            "as short.",
            unknown,
        )
        found.append(told % {"count": formats.number(unknown)})
    return "\n".join(found)


def undated_in_words(stands: DatesStand) -> str:
    """How many lines are not judged, for nobody knows when they were due or whether they were paid;
    empty where none is."""
    if stands.unknown:
        told = ngettext(
            "Of %(count)s line nobody knows whether it was paid: no line of its import has a day "
            "of payment.",
            "Of %(count)s lines nobody knows whether they were paid: no line of their import has "
            "a day of payment.",
            stands.unknown,
        )
        return told % {"count": formats.number(stands.unknown)}
    if stands.quantities is None or not stands.quantities.undated:
        return ""
    told = ngettext(
        "%(count)s line without a promised day is not judged.",
        "%(count)s lines without a promised day are not judged.",
        stands.quantities.undated,
    )
    return told % {"count": formats.number(stands.quantities.undated)}
