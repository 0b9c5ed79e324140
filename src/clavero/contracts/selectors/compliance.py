"""Whether contracts are kept: prices, rebates, volumes and days, held against the ledger.

One pass over the lines for each kind of question, however many contracts there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from django.utils import timezone

from clavero.contracts.models import AgreedPrice, Contract, Entry, Term
from clavero.contracts.rules.findings import Finding
from clavero.contracts.selectors.book import ContractHeld, contract_held, standing, with_rows
from clavero.contracts.selectors.crediting import Credits, credits_of, notes_of, used_beside
from clavero.contracts.selectors.dates import hold_dates
from clavero.contracts.selectors.holding import Compliance, RebateStands, covers_of
from clavero.contracts.selectors.prices import hold_prices
from clavero.contracts.selectors.told import hold_exclusive, hold_services
from clavero.contracts.selectors.volumes import hold_volumes
from clavero.contracts.visibility import contracts
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Structure, data_span, seen_now

MOST_UNSAID = 1000
"""So many findings of a kind are looked at where nobody says of which document one is."""


def compliance(
    actor: Actor,
    *,
    contract_id: int | None = None,
    today: date | None = None,
    most: int | None = None,
) -> Compliance:
    """What departs from the terms of the contracts that ``actor`` sees, or of one of them; with
    ``today``, by what was known at the end of that day. Of the lines that depart from their price,
    from their day and from what was ordered so many as ``most`` are among the findings each; all
    are counted.

    Raises ``Contract.DoesNotExist`` for strangers to its customer.
    """
    told, found = compliance_in_turn(actor, contract_id=contract_id, today=today, most=most)
    told.findings = [*found]
    return told


def compliance_in_turn(
    actor: Actor,
    *,
    contract_id: int | None = None,
    today: date | None = None,
    most: int | None = None,
) -> tuple[Compliance, Iterator[Finding]]:
    """The same with all findings apart, in their order, each read when it is asked for, so that
    they need not all be in memory: those of :func:`compliance` are only those of no line."""
    scope, shape = seen_now(actor)
    wanted = contracts(actor, scope).select_related("customer")
    if contract_id is not None:
        wanted = wanted.filter(pk=contract_id)
    found = list(wanted)
    if contract_id is not None and not found:
        raise Contract.DoesNotExist
    terms = standing(Term.objects.filter(contract__in=found))
    return _held(scope, shape, found, with_rows(terms), today, most=most)


def findings_of(actor: Actor, contract_id: int) -> list[Finding]:
    """What departs from the terms of one contract, all of it."""
    return kept(contract_held(actor, contract_id)).findings


def finding_of(actor: Actor, contract_id: int, key: str, document: str | None) -> Finding | None:
    """What departs from the terms of one contract, by its key; see :func:`found_in`."""
    return found_in(contract_held(actor, contract_id), key, document)


def found_in(held: ContractHeld, key: str, document: str | None) -> Finding | None:
    """A finding of a contract, which was read before, by its key; ``None`` where it is found no
    more. Where it is said of which ``document`` it is, nothing else is looked at; an empty one is
    that of a term as a whole. Where it is not said, as in an address from before it was, it is
    looked for among those of terms and those that depart most."""
    told = _begun([held.contract], [each.row for each in held.terms], None)
    found: Iterable[Finding]
    if told.known_until is not None and document:
        covers = covers_of([held.contract], held.scope, held.shape)
        found = chain(
            hold_prices(told, held.scope, told.terms.values(), covers, document=document),
            hold_dates(told, held.scope, told.terms, covers, document=document),
        )
    else:
        found = kept(held, most=0 if document == "" else MOST_UNSAID).findings
    return next((each for each in found if each.key == key), None)


def kept(
    held: ContractHeld,
    *,
    today: date | None = None,
    prices: Sequence[AgreedPrice] | None = None,
    most: int | None = None,
    tells_unheld: bool = False,
) -> Compliance:
    """What departs from the terms of one contract, which was read before, perhaps with all its
    prices; of each kind of finding that is of lines so many as ``most``."""
    told, found = kept_in_turn(
        held, today=today, prices=prices, most=most, tells_unheld=tells_unheld
    )
    told.findings = [*found]
    return told


def kept_in_turn(
    held: ContractHeld,
    *,
    today: date | None = None,
    prices: Sequence[AgreedPrice] | None = None,
    most: int | None = None,
    tells_unheld: bool = False,
) -> tuple[Compliance, Iterator[Finding]]:
    """The same with all findings apart, as in :func:`compliance_in_turn`."""
    terms = [each.row for each in held.terms]
    return _held(held.scope, held.shape, [held.contract], terms, today, prices, most, tells_unheld)


def rebate_stands(held: ContractHeld, term: Term) -> RebateStands | None:
    """How one rebate of a contract, which was read before, stands; ``None`` before it begins."""
    span = data_span()
    until = None if span is None else span.end
    told = Compliance(timezone.localdate(), until, [held.contract], terms={term.pk: term})
    if span is not None:
        covers = covers_of([held.contract], held.scope, held.shape)
        hold_volumes(told, held.scope, told.terms, covers)
    return next(iter(told.rebates), None)


def _held(
    scope: Scope,
    shape: Structure,
    found: Sequence[Contract],
    terms: Iterable[Term],
    today: date | None,
    prices: Sequence[AgreedPrice] | None = None,
    most: int | None = None,
    tells_unheld: bool = False,
) -> tuple[Compliance, Iterator[Finding]]:
    """``terms`` with their entries, held against the lines of a scope; and all that was found, in
    its order: what is of lines is read when it is asked for."""
    told = _begun(found, terms, today)
    by_key = told.terms
    in_order: list[Iterable[Finding]] = []
    of_volumes = 0
    if told.known_until is not None and found:
        covers = covers_of(found, scope, shape)
        in_order.append(
            hold_prices(
                told, scope, by_key.values(), covers, prices, most=most, tells_unheld=tells_unheld
            )
        )
        hold_volumes(told, scope, by_key, covers)
        of_volumes = len(told.findings)
        in_order.append(told.findings[:of_volumes])
        in_order.append(hold_dates(told, scope, by_key, covers, most=most))
        hold_exclusive(told, scope, by_key, covers)
    hold_services(told, by_key)
    in_order.append(told.findings[of_volumes:])
    return told, chain.from_iterable(in_order)


def _begun(found: Sequence[Contract], terms: Iterable[Term], today: date | None) -> Compliance:
    """Nothing yet, of what the ledger knows on a day."""
    span = data_span()  # the ledger's, not of the customers that somebody sees
    until = None if span is None else span.end
    stops = None
    if today is not None and until is not None and today < until:
        stops = until = today + timedelta(days=1)
    by_key = {term.pk: term for term in terms}
    return Compliance(today or timezone.localdate(), until, found, terms=by_key, stops=stops)


def credits_seen(held: ContractHeld, term: Term) -> Credits:
    """The credit notes of one rebate of a contract, which was read before. One query beside the
    ledger's."""
    covers = covers_of([held.contract], held.scope, held.shape)
    notes = notes_of(held.scope, covers, [term]).get(term.pk, {})
    documents = {document for _customer, document in notes}
    named = Entry.objects.filter(used_beside(term), document__in=documents)
    return credits_of(term, notes, set(named.values_list("customer", "document")))
