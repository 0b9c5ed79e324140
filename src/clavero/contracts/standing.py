"""The terms of one contract as its page lists them: what was agreed, how it stands, and a sign that
says at a glance whether it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.contracts import sentences, telling
from clavero.contracts.models import Term
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.keeping import Commitment
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import Compliance, ContractSeen, TermRow
from clavero.contracts.selectors.holding import OF_LINES
from clavero.contracts.words import KIND_NAMES
from clavero.core.errors import Sentence
from clavero.ledger import selectors as ledger


class Sign(StrEnum):
    """Whether a term is kept, as far as it can be told today."""

    KEPT = "kept"
    ON_COURSE = "on_course"  # its time runs, and at this pace it will be
    AT_RISK = "at_risk"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign as it is shown: no colour without its word."""

    name: Sentence
    tone: str
    icon: str


MARKS = {
    Sign.KEPT: Mark(pgettext_lazy("a term", "Kept"), "good", "check"),
    Sign.ON_COURSE: Mark(pgettext_lazy("a term", "On course"), "good", "trending-up"),
    Sign.AT_RISK: Mark(pgettext_lazy("a term", "At risk"), "warn", "clock"),
    Sign.BROKEN: Mark(pgettext_lazy("a term", "Not kept"), "bad", "alert-triangle"),
}
_READ_NAMES: dict[str, Sentence] = {
    TermKind.INDEXATION.value: _("Levels of the index"),
    TermKind.SERVICE.value: _("What was measured"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Where something of a term is read or written."""

    url: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term on its contract's page. ``mark`` is missing where there is nothing to judge by."""

    row: Term
    name: Sentence
    told: str
    stands: str
    mark: Mark | None
    ways: tuple[Way, ...]


def term_lines(seen: ContractSeen, found: Compliance) -> list[TermLine]:
    """The terms in their order. ``found`` need not have the findings of single lines."""
    stands, signs = dict(_stands(seen, found)), dict(_signs(seen, found))
    return [
        TermLine(
            each.row,
            KIND_NAMES[each.row.kind],
            sentences.term_in_words(each, len(seen.prices)),
            sentences.money_of(each) or stands.get(each.row.pk, ""),
            MARKS[signs[each.row.pk]] if each.row.pk in signs else None,
            tuple(_ways(each)),
        )
        for each in seen.held.terms
    ]


def _stands(seen: ContractSeen, found: Compliance) -> Iterator[tuple[int, str]]:
    rows = {each.row.pk: each.row for each in seen.held.terms}

    def currency(term: int) -> str:
        return "" if rows[term].values.get("is_quantity") else rows[term].currency

    for rebate in found.rebates:
        yield rebate.term, sentences.rebate_in_words(rebate, currency(rebate.term))
    for volume in found.volumes:
        yield volume.term, sentences.volume_in_words(volume, currency(volume.term))
    for dates in found.dates:
        yield dates.term, telling.dates_in_words(dates, TermKind(rows[dates.term].kind))
    for service in found.services:
        yield service.term, sentences.service_in_words(service)
    for exclusive in found.exclusive:
        yield exclusive.term, sentences.exclusive_in_words(exclusive, ledger.shown_currency())
    for pk, row in rows.items():
        if row.kind == TermKind.INDEXATION:
            yield pk, sentences.index_in_words(row)


def _signs(seen: ContractSeen, found: Compliance) -> Iterator[tuple[int, Sign]]:
    """What was found decides; where nothing was, there must have been something to judge by."""
    rows = {each.row.pk: each.row for each in seen.held.terms}
    contract = seen.held.contract.pk
    lists = [pk for pk, row in rows.items() if row.kind == TermKind.PRICE]
    if len(lists) == 1 and found.compared[contract]:  # lines are counted by contract
        yield lists[0], _kept(not found.departing[contract])
    for dates in found.dates:
        if dates.in_time is not None:
            target = getattr(rows[dates.term].rule, "target", 1)  # who pays has no share to miss
            yield dates.term, _kept(dates.in_time >= target)
    for service in found.services:
        if service.held.share is not None:
            yield service.term, Sign.KEPT
    for volume in found.volumes:
        if volume.held is not None and (sign := _of_volume(volume.held, rows[volume.term], found)):
            yield volume.term, sign
    for finding in found.findings:
        if finding.kind not in OF_LINES:
            goes_on = finding.kind is FindingKind.VOLUME and not found.is_over(rows[finding.term])
            is_asked = finding.kind is FindingKind.EXCLUSIVE
            yield finding.term, Sign.AT_RISK if goes_on or is_asked else Sign.BROKEN


def _of_volume(held: Commitment, term: Term, found: Compliance) -> Sign | None:
    if held.actual >= held.agreed or found.is_over(term):
        return Sign.KEPT
    return None if held.forecast is None else Sign.ON_COURSE


def _kept(is_kept: Any) -> Sign:
    return Sign.KEPT if is_kept else Sign.BROKEN


def _ways(found: TermRow) -> Iterator[Way]:
    pk, kind = found.row.pk, TermKind(found.row.kind)
    if kind is TermKind.REBATE:
        yield Way(reverse("contracts:statement", args=[pk]), _("Its statement"))
        yield Way(reverse("contracts:credit_notes", args=[pk]), _("Its credit notes"))
    if kind in _READ_NAMES:
        yield Way(reverse("contracts:readings", args=[pk]), _READ_NAMES[kind])
    if kind in {TermKind.BUDGET, TermKind.REBATE}:
        yield Way(reverse("contracts:money", args=[pk]), _("Money written down"))
