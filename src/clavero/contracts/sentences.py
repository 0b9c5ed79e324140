"""What the pages say of contracts, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.models import Closing, Contract, Term
from clavero.contracts.rules.crediting import Note
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.keeping import served
from clavero.contracts.rules.renewing import summed
from clavero.contracts.rules.terms import Indexation, ServiceLevel, TermKind
from clavero.contracts.selectors import (
    Compliance,
    ContractHeld,
    ContractRow,
    RenewalRow,
    Statement,
    TermRow,
)
from clavero.contracts.selectors.holding import (
    ExclusiveStands,
    RebateStands,
    ServiceStands,
    VolumeStands,
)
from clavero.contracts.telling import unmeasured_in_words
from clavero.contracts.words import (
    BASIS_NAMES,
    FIELD_NAMES,
    RENEWAL_NAMES,
    missing_in_words,
)
from clavero.core.errors import Sentence
from clavero.core.money import Money, cents
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
            counted = f"{BASIS_NAMES[values['basis']]}{_of(values.get('unit'))}"
            return f"{counted}: {tiers}, {whole}." + _of(about)
        case TermKind.BUDGET:
            size = _money(Decimal(values["amount"]), row.currency)
            return f"{values['name']}: {size}" if values.get("name") else size
        case TermKind.MINIMUM:
            amount = Decimal(values["amount"])
            size = formats.number(amount) if values["is_quantity"] else _money(amount, row.currency)
            return f"{size} {values.get('unit') or ''}".strip() + _of(about)
        case TermKind.EXCLUSIVITY:
            return about
        case TermKind.DELIVERY:
            return _(
                "By the invoice line and the day promised in it: from %(early)s before it to "
                "%(late)s after it; in full from %(full)s of the quantity ordered; the first "
                "delivery counts; %(target)s in time."
            ) % {
                "early": days_in_words(values["days_early"]),
                "late": days_in_words(values["days_late"]),
                "full": formats.percent(Decimal(values.get("in_full", 1))),
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
    is_quantity = stands.quantities is not None
    told = _("Due so far %(due)s, at %(rate)s on %(volume)s; credited %(credited)s.") % {
        "due": _money(stands.accrual.due, currency),
        "rate": _price(stands.accrual.rate, currency)
        if is_quantity
        else formats.percent(stands.accrual.rate, places=2),
        "volume": formats.number(stands.accrual.volume, places=2),
        "credited": _money(stands.credited, currency),
    }
    return "\n".join([told, *unmeasured_in_words(stands.quantities)])


def statement_in_words(seen: Statement, currency: str) -> list[str]:
    """How a rebate stands by its periods: what is closed, what came of it since, what to do."""
    if seen.missing is not None:
        return [_missing(RebateStands(0, None, seen.credited, seen.missing))]
    credited = _money(seen.credited, currency)
    beside = unmeasured_in_words(seen.quantities)
    if not seen.closings:
        told = _("No period is closed yet; credited so far: %(credited)s.")
        return [told % {"credited": credited}, *beside]
    last = seen.closings[-1]
    named = {
        "day": formats.day(last.last), "due": _money(last.due, currency), "credited": credited,
        "now": _money(last.due + seen.unsettled, currency),
        "difference": formats.signed(seen.unsettled, _money(abs(seen.unsettled), currency)),
    }  # fmt: skip
    found = [_("Closed until %(day)s with %(due)s in all; credited so far: %(credited)s.") % named]
    if seen.unsettled:
        told = (
            _("The same days come to %(now)s today. The difference, %(difference)s, is settled "
              "with the period that follows.")
            if seen.has_open
            else _("The same days come to %(now)s today. No period follows that could settle the "
                   "difference, %(difference)s: credit or claim it, or open the last period again.")
        )  # fmt: skip
        found.append(told % named)
    return [*found, *beside]


def closing_in_words(closing: Closing | None) -> str:
    """By whom and when a period was closed, or that it is open."""
    if closing is None:
        return _("open")
    return _("closed by %(name)s on %(day)s, lines of version %(version)s") % {
        "name": closing.by_name,
        "day": formats.day(timezone.localdate(closing.created_at)),
        "version": formats.number(closing.version),
    }


def volume_in_words(stands: VolumeStands, currency: str) -> str:
    """How far a commitment is kept; without ``currency`` it is one of pieces."""
    if stands.held is None:
        return _missing(stands)
    held = stands.held

    def size(amount: Decimal) -> str:
        return _money(amount, currency) if currency else formats.number(amount, places=2)

    told = _("%(actual)s of %(agreed)s so far.") % {
        "actual": size(held.actual), "agreed": size(held.agreed),
    }  # fmt: skip
    if held.forecast is not None:
        more = _("At this pace it ends with %(forecast)s.")
        told = f"{told} {more % {'forecast': size(held.forecast)}}"
    return "\n".join([told, *unmeasured_in_words(stands.quantities)])


def kept_in_words(found: Compliance, held: ContractHeld) -> str:
    """How much was looked at, and how much of it departs."""
    compared = found.compared[held.contract.pk]
    if found.known_until is None:
        return _("The sales ledger is empty: nothing can be held against the terms yet.")
    unheld = _unheld_in_words(found.unheld[held.contract.pk])
    if not compared:
        told = _("No invoice line has a price agreed here for its product, currency and day.")
        return " ".join(filter(None, (told, unheld)))
    told = ngettext(
        "%(all)s invoice line was held against its price; %(departing)s departs from it.",
        "%(all)s invoice lines were held against their price; %(departing)s depart from it.",
        compared,
    )
    told = told % {
        "all": formats.number(compared),
        "departing": formats.number(found.departing[held.contract.pk]),
    }
    return " ".join(filter(None, (told, unheld)))


def _unheld_in_words(lines: int) -> str:
    """How many lines of the same products could not be held against a price; empty for none."""
    if not lines:
        return ""
    told = ngettext(
        "%(count)s line of the same products is not compared: it has no quantity, or another "
        "currency or unit than agreed.",
        "%(count)s lines of the same products are not compared: they have no quantity, or another "
        "currency or unit than agreed.",
        lines,
    )
    return told % {"count": formats.number(lines)}


def service_in_words(stands: ServiceStands) -> str:
    """How a service was kept by what was measured of it."""
    share = stands.held.share
    if share is None:
        return _("Nothing was measured yet.")
    told = ngettext(
        "Kept in %(share)s of %(count)s case measured; promised are %(target)s.",
        "Kept in %(share)s of %(count)s cases measured; promised are %(target)s.",
        stands.held.cases,
    )
    return told % {
        "share": formats.percent(share), "count": formats.number(stands.held.cases),
        "target": formats.percent(stands.target),
    }  # fmt: skip


def exclusive_in_words(stands: ExclusiveStands, currency: str) -> str:
    """Whether purchases of what is exclusive are as they were; never that somebody else sells."""
    if stands.asked is None:
        return _("It buys as it did: there is nothing to ask. What others sell, nobody here knows.")
    named = {
        "expected": _money(stands.asked.expected, currency),
        "lately": _money(stands.asked.lately, currency),
    }
    told = (
        _("A question to confirm: nothing was bought in the last 91 days, where %(expected)s were "
          "to be expected by the year before.")
        if stands.asked.has_stopped
        else _("A question to confirm: %(lately)s were bought in the last 91 days, where "
               "%(expected)s were to be expected by the year before.")
    )  # fmt: skip
    return told % named


def index_in_words(term: Term) -> str:
    """Where an index stands, and what prices are multiplied by since."""
    rule, levels = term.rule, list(term.readings.all())
    if not isinstance(rule, Indexation) or not levels:
        return _("No level is known yet: prices stay as they were agreed.")
    last = levels[-1]
    told = _("At %(level)s since %(day)s: prices are multiplied by %(factor)s.")
    return told % {
        "level": formats.number(last.value), "day": formats.day(last.day),
        "factor": formats.number(rule.factor(last.value), places=4),
    }  # fmt: skip


def readings_in_words(term: Term) -> str:
    """What was read for a term comes to."""
    rule = term.rule
    if isinstance(rule, ServiceLevel):
        held = served((each.value, each.cases or 0) for each in term.readings.all())
        return service_in_words(ServiceStands(term.pk, held, rule.target))
    return index_in_words(term)


def renewals_in_words(rows: Sequence[RenewalRow]) -> list[str]:
    """How many renewals are open, and what they come to by currency."""
    running = [row for row in rows if row.stage.is_open]
    if not running:
        return []
    told = ngettext("%(count)s renewal is open.", "%(count)s renewals are open.", len(running))
    found = [told % {"count": formats.number(len(running))}]
    if late := sum(row.is_late for row in running):
        told = ngettext(
            "%(count)s is past the day of its next step or of notice.",
            "%(count)s are past the day of their next step or of notice.",
            late,
        )
        found[0] = f"{found[0]} {told % {'count': formats.number(late)}}"
    for currency in sorted({row.currency for row in running}):
        of = [row for row in running if row.currency == currency]
        sums = summed((row.value, row.target, row.forecast, row.final) for row in of)
        named = {
            "value": _money(sums.value, currency),
            "target": _money(sums.target, currency),
            "forecast": _money(sums.forecast, currency),
        }
        line = _("Worth %(value)s today, target %(target)s, forecast %(forecast)s.")
        found.append(line % named)
    return found


def renewal_in_words(
    row: RenewalRow | None, contract: ContractRow
) -> list[tuple[Sentence, Sentence]]:
    """What is known of a renewal, each with its name."""
    told: list[tuple[Sentence, Sentence]] = [
        (FIELD_NAMES["end"], formats.day(contract.end)),
        (_("Give notice by"), formats.day(contract.notice_on) if contract.notice_on else ""),
        (FIELD_NAMES["value"],
         "" if contract.value is None else _money(contract.value, contract.currency)),
    ]  # fmt: skip
    if row is not None:
        told += [
            (FIELD_NAMES["stage"], RENEWAL_NAMES[row.stage]),
            (_("In this stage"), days_in_words(row.days)),
            *((FIELD_NAMES[name], "" if amount is None else _money(amount, row.currency))
              for name, amount in (("target", row.target), ("forecast", row.forecast),
                                   ("final", row.final))),
        ]  # fmt: skip
    return [(name, value) for name, value in told if value]


def days_in_words(days: int) -> str:
    """So many days."""
    told = ngettext("%(days)s day", "%(days)s days", days)
    return told % {"days": formats.number(days)}


def note_in_words(note: Note) -> tuple[str, str, str, str]:
    """A credit note: its document, its day, what it gives back, and the code of its customer."""
    amount = _money(note.amount, note.currency)
    return note.document, formats.day(note.day), amount, note.customer


def cost_in_words(finding: Finding) -> str:
    """What it has cost; empty where nobody knows."""
    return "" if finding.cost is None else formats.money(finding.cost)


def amount_in_words(value: Decimal | date | None, finding: Finding) -> str:
    """What was due, or what came instead."""
    if value is None:
        return _("not yet")
    if isinstance(value, date):
        return formats.day(value)
    if finding.kind is FindingKind.SERVICE:
        return formats.percent(value)
    return _money(value, finding.currency) if finding.currency else formats.number(value)


def difference_in_words(finding: Finding) -> str:
    """By how much, with its sign."""
    size = abs(finding.difference)
    if finding.currency:
        return formats.signed(finding.difference, _money(size, finding.currency))
    if isinstance(finding.due, date):
        return formats.signed(finding.difference, days_in_words(int(size)))
    if finding.kind is FindingKind.SERVICE:
        points = _("%(points)s points") % {"points": formats.number(size * 100, places=1)}
        return formats.signed(finding.difference, points)
    return formats.signed(finding.difference, formats.number(size))


def _tier(row: Term, start: str, rate: str) -> str:
    basis, share = row.values["basis"], Decimal(rate)
    size = formats.number(Decimal(start)) if basis != "growth" else formats.percent(Decimal(start))
    given = _price(share, row.currency) if basis == "quantity" else formats.percent(share, places=2)
    return _("from %(start)s %(rate)s") % {"start": size, "rate": given}


def _of(about: str | None) -> str:
    return f" ({about})" if about else ""


def _missing(stands: RebateStands | VolumeStands) -> str:
    return "" if stands.missing is None else missing_in_words(stands.missing)


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency))


def _price(amount: Decimal, currency: str) -> str:
    """Money a unit, with all its decimals."""
    places = -int(amount.normalize().as_tuple().exponent)
    return formats.money(Money(amount, currency), places=max(places, cents(currency)))
