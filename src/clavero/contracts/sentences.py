"""What the pages say of contracts, in sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.models import Contract, Term
from clavero.contracts.rules.crediting import Note
from clavero.contracts.rules.findings import Finding
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import Compliance, ContractHeld, TermRow
from clavero.contracts.selectors.compliance import DatesStand, RebateStands, VolumeStands
from clavero.contracts.words import BASIS_NAMES, FIELD_NAMES
from clavero.core.errors import Sentence
from clavero.core.money import Money
from clavero.ui import formats


def contract_in_words(contract: Contract) -> list[tuple[Sentence, Sentence]]:
    """What is known of a contract, each with its name."""
    told: list[tuple[Sentence, Sentence]] = [
        (FIELD_NAMES["reference"], contract.reference),
        (FIELD_NAMES["start"], formats.day(contract.start)),
        (FIELD_NAMES["end"], formats.day(contract.end)),
        (_("Give notice by"), formats.day(contract.notice_on) if contract.notice_on else ""),
        (FIELD_NAMES["renews_months"],
         formats.number(contract.renews_months) if contract.renews_months else _("does not")),
        (FIELD_NAMES["value"],
         "" if contract.value is None else _money(contract.value, contract.currency)),
        (FIELD_NAMES["parties"], contract.parties),
        (FIELD_NAMES["scope"], contract.scope),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]


def term_in_words(found: TermRow, prices: int) -> str:
    """A term in a sentence."""
    row, values = found.row, found.row.values
    about = row.product or row.family
    match TermKind(row.kind):
        case TermKind.PRICE:
            told = ngettext("%(count)s price.", "%(count)s prices.", prices)
            return told % {"count": formats.number(prices)}
        case TermKind.REBATE:
            tiers = "; ".join(_tier(row, start, rate) for start, rate in values["tiers"])
            whole = _("on all of it") if values["is_retroactive"] else _("on what lies within each")
            return f"{BASIS_NAMES[values['basis']]}: {tiers}, {whole}." + _of(about)
        case TermKind.BUDGET:
            return _money(Decimal(values["amount"]), row.currency)
        case TermKind.MINIMUM:
            amount = Decimal(values["amount"])
            size = formats.number(amount) if values["is_quantity"] else _money(amount, row.currency)
            return size + _of(about)
        case TermKind.EXCLUSIVITY:
            return about
        case TermKind.DELIVERY:
            return _(
                "From %(early)s days before the day promised to %(late)s after it, by the line; "
                "%(target)s in time."
            ) % {
                "early": formats.number(values["days_early"]),
                "late": formats.number(values["days_late"]),
                "target": formats.percent(Decimal(values["target"])),
            }
        case TermKind.PAYMENT:
            told = ngettext(
                "%(count)s day from the invoice.", "%(count)s days from the invoice.",
                values["days"],
            )  # fmt: skip
            return told % {"count": formats.number(values["days"])}
        case TermKind.SERVICE:
            return f"{values['name']}: {formats.percent(Decimal(values['target']))}"
        case TermKind.INDEXATION:
            told = _("The index stood at %(base)s.")
            return told % {"base": formats.number(Decimal(values["base"]))}


def money_of(found: TermRow) -> str:
    """How a budget stands, in a sentence; empty for other terms."""
    if found.budget is None:
        return ""
    currency = found.row.currency
    told = _("Earned %(accrued)s, paid %(paid)s, available %(available)s.")
    return told % {
        "accrued": _money(found.budget.accrued, currency),
        "paid": _money(found.budget.paid, currency),
        "available": _money(found.budget.available, currency),
    }


def rebate_in_words(stands: RebateStands, currency: str) -> str:
    """What a rebate has come to."""
    if stands.missing is not None or stands.accrual is None:
        return _missing(stands)
    told = _("Due so far %(due)s, at %(rate)s on %(volume)s; credited %(credited)s.")
    return told % {
        "due": _money(stands.accrual.due, currency),
        "rate": formats.percent(stands.accrual.rate, places=2),
        "volume": formats.number(stands.accrual.volume, places=2),
        "credited": _money(stands.credited, currency),
    }


def volume_in_words(stands: VolumeStands) -> str:
    """How far a commitment is kept."""
    if stands.held is None:
        return _missing(stands)
    held = stands.held
    told = _("%(actual)s of %(agreed)s so far.") % {
        "actual": formats.number(held.actual, places=2),
        "agreed": formats.number(held.agreed, places=2),
    }
    if held.forecast is None:
        return told
    more = _("At this pace it ends with %(forecast)s.")
    return f"{told} {more % {'forecast': formats.number(held.forecast, places=2)}}"


def kept_in_words(found: Compliance, held: ContractHeld) -> str:
    """How much was looked at, and how much of it departs."""
    compared = found.compared[held.contract.pk]
    if found.known_until is None:
        return _("The sales ledger is empty: nothing can be held against the terms yet.")
    if not compared:
        return _("No invoice line has a price agreed here for its product, currency and day.")
    told = ngettext(
        "%(all)s invoice line was held against its price; %(departing)s departs from it.",
        "%(all)s invoice lines were held against their price; %(departing)s depart from it.",
        compared,
    )
    return told % {
        "all": formats.number(compared),
        "departing": formats.number(found.departing[held.contract.pk]),
    }


def dates_in_words(stands: DatesStand, kind: TermKind) -> str:
    """How much of what was due by a term about days came in time, and what waiting has cost."""
    if stands.in_time is None:
        return _("Nothing was due yet.")
    counted = {"share": formats.percent(stands.in_time), "count": formats.number(stands.due)}
    if kind is TermKind.DELIVERY:
        told = ngettext(
            "In time: %(share)s of %(count)s line due. Whether in full, the ledger does not know.",
            "In time: %(share)s of %(count)s lines due. Whether in full, the ledger does not know.",
            stands.due,
        )
        return told % counted
    told = ngettext(
        "Paid in time: %(share)s of %(count)s line.",
        "Paid in time: %(share)s of %(count)s lines.",
        stands.due,
    ) % counted  # fmt: skip
    costs = [_money(amount, currency) for currency, amount in sorted(stands.costs.items())]
    if not costs:
        return told
    return told + " " + _("Waiting has cost %(costs)s.") % {"costs": ", ".join(costs)}


def note_in_words(note: Note) -> tuple[str, str, str]:
    """A credit note: its document, its day, and what it gives back."""
    return note.document, formats.day(note.day), _money(note.amount, note.currency)


def cost_in_words(finding: Finding) -> str:
    """What it has cost; empty where nobody knows."""
    return "" if finding.cost is None else formats.money(finding.cost)


def amount_in_words(value: Decimal | date | None, finding: Finding) -> str:
    """What was due, or what came instead."""
    if value is None:
        return _("not yet")
    if isinstance(value, date):
        return formats.day(value)
    return _money(value, finding.currency) if finding.currency else formats.number(value)


def difference_in_words(finding: Finding) -> str:
    """By how much, with its sign."""
    size = abs(finding.difference)
    if finding.currency:
        return formats.signed(finding.difference, _money(size, finding.currency))
    if isinstance(finding.due, date):
        told = ngettext("%(days)s day", "%(days)s days", int(size))
        return formats.signed(finding.difference, told % {"days": formats.number(size)})
    return formats.signed(finding.difference, formats.number(size))


def _tier(row: Term, start: str, rate: str) -> str:
    basis, share = row.values["basis"], Decimal(rate)
    size = formats.number(Decimal(start)) if basis != "growth" else formats.percent(Decimal(start))
    given = _money(share, row.currency) if basis == "quantity" else formats.percent(share, places=2)
    return _("from %(start)s %(rate)s") % {"start": size, "rate": given}


def _of(about: str) -> str:
    return f" ({about})" if about else ""


def _missing(stands: RebateStands | VolumeStands) -> str:
    missing = stands.missing
    if missing is None:
        return ""
    told = _("It cannot be told: no rate from %(currency)s to %(into)s is known for %(day)s.")
    return told % {
        "currency": missing.currency, "into": missing.into, "day": formats.day(missing.day),
    }  # fmt: skip


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency))
