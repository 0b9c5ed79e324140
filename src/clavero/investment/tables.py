"""The tables: cases of a round, what forecasts were worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import A

from clavero.investment.rules.kinds import Why
from clavero.investment.selectors import CaseRow, OfProposer, Proven
from clavero.investment.words import GATE_NAMES, SHORT_WHY, WHY_TONES
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Badge, Money, Number, Percent, Text


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as the table has it, at the level that is chosen or worth most."""

    id: int
    name: str
    level: str
    outlay: Decimal | None
    npv: Decimal | None
    index: Decimal | None
    gain: Decimal | None
    payback: Decimal | None
    why: Why | None
    decided: str | Promise
    proposer: str


def case_lines(rows: Sequence[CaseRow]) -> list[CaseLine]:
    """The cases: those in the choice first, then by what they are worth."""
    lines = [_line(row) for row in rows]
    return sorted(lines, key=lambda line: (line.why not in {Why.CHOSEN, Why.MUST},
                                           -(line.npv or Decimal(0)), line.name))  # fmt: skip


def _line(row: CaseRow) -> CaseLine:
    best = row.best
    return CaseLine(
        id=row.case.pk,
        name=row.name,
        level="" if best is None else best.name,
        outlay=None if best is None else best.flows.outlay,
        npv=None if best is None else best.npv,
        index=None if best is None else best.index,
        gain=None if best is None else best.flows.simple_return,
        payback=None if best is None else best.payback,
        why=None if best is None else best.why,
        decided=decided_in_words(row),
        proposer=row.case.proposer_name,
    )


def decided_in_words(row: CaseRow) -> str | Promise:
    """What was decided of a case, in a word or two."""
    if row.funding is None:
        return _("Waits for a decision")
    return GATE_NAMES[row.funding.gate] if row.funding.level else pgettext_lazy("case", "Refused")


class CasesTable(PlainTable):
    """One line a case, which leads to it."""

    name = Text(_("Account"), is_title=True, linkify=("investment:case", {"case_id": A("id")}))
    level = Text(_("Level"))
    outlay = Money(_("Outlay"))
    npv = Money(_("Net present value"))
    index = Number(_("Index"), places=2)
    gain = Percent(_("Return in 3 years"))
    payback = Number(_("Payback, years"), places=1)
    why = Badge(_("In the choice"), names=SHORT_WHY, tones=WHY_TONES)
    decided = Text(_("Decision"))
    proposer = Text(_("Put forward by"))

    def render_level(self, value: str, record: CaseLine) -> SafeString | str:
        """The level, or that none is described."""
        return value or format_html('<span class="text-secondary">{}</span>', _("none yet"))


class ProvenTable(PlainTable):
    """One line a year of a funded case."""

    name = Text(_("Account"), is_title=True)
    round_name = Text(_("Round"))
    level = Text(_("Level"))
    year = Number(_("Year"))
    forecast = Money(_("Forecast"))
    actual = Money(_("What came"))
    proposer = Text(_("Put forward by"))


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A proposer's record as the table has it."""

    name: str
    years: int
    forecast: Decimal
    actual: Decimal
    ratio: Decimal | None
    factor: Decimal


def record_lines(found: Sequence[OfProposer]) -> list[RecordLine]:
    """The records, by name."""
    return [
        RecordLine(
            each.name,
            each.record.years,
            each.record.forecast,
            each.record.actual,
            each.record.ratio,
            each.record.factor,
        )
        for each in found
    ]


class RecordsTable(PlainTable):
    """One line a proposer."""

    name = Text(_("Put forward by"), is_title=True)
    years = Number(_("Years known"))
    forecast = Money(_("Forecast"))
    actual = Money(_("What came"))
    ratio = Percent(_("Came true"), places=0)
    factor = Percent(_("The next forecast counts for"), places=0)


def proven_lines(found: Sequence[Proven]) -> list[Proven]:
    """The years, the latest accounts first by name."""
    return sorted(found, key=lambda each: (each.name.casefold(), each.year))
