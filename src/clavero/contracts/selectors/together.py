"""How far the terms of each account are kept, for who watches it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.contracts.rules.together import part_kept, part_reached, together
from clavero.contracts.selectors.compliance import compliance
from clavero.contracts.selectors.holding import Compliance
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import today_of


@dataclass(frozen=True, slots=True)
class AccountKept:
    """Of the terms of an account that were due until a day, the part kept, and how many there
    were."""

    customer_id: int
    part: Decimal
    terms: int


def kept_by_account(actor: Actor, day: date) -> list[AccountKept]:
    """Of every account that ``actor`` sees with a contract of which something was due. One with a
    term that is over and cannot be told, for a rate is missing, is left out whole: without that
    term it would be another figure."""
    found = compliance(actor, today=day, most=0)
    parts: dict[int, list[Decimal]] = defaultdict(list)
    account = {each.pk: today_of(each.customer).id for each in found.contracts}
    untold = {account[term.contract_id] for term, _rate in found.untold if found.is_over(term)}
    for contract_id, part in _parts(found):
        parts[account[contract_id]].append(part)
    return [
        AccountKept(customer_id, whole, len(of))
        for customer_id, of in sorted(parts.items())
        if customer_id not in untold and (whole := together(of)) is not None
    ]


def _parts(found: Compliance) -> Iterator[tuple[int, Decimal]]:
    """Each term of which something was due, with the contract it is of: all prices of a contract
    are one; a rebate and a volume are due when their time is over."""
    for contract_id, compared in found.compared.items():
        part = part_kept(compared, found.departing[contract_id])
        if part is not None:
            yield contract_id, part
    for dates in found.dates:
        part = part_kept(dates.due, dates.departing)
        if part is not None:
            yield found.terms[dates.term].contract_id, part
    for service in found.services:
        if service.held.share is not None:
            part = part_reached(service.target, service.held.share)
            if part is not None:
                yield found.terms[service.term].contract_id, part
    for rebate in found.rebates:
        term = found.terms[rebate.term]
        if rebate.accrual is not None and found.is_over(term):
            part = part_reached(rebate.accrual.due, rebate.credited)
            if part is not None:
                yield term.contract_id, part
    for volume in found.volumes:
        term = found.terms[volume.term]
        if volume.held is not None and found.is_over(term):
            part = part_reached(volume.held.agreed, volume.held.actual)
            if part is not None:
                yield term.contract_id, part
