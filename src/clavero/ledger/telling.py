"""What happened to an import, told in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.core.refusals import told
from clavero.ledger.ingest import LABELS, Inspection
from clavero.ledger.models import Import, Status
from clavero.ledger.rules import Refused
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the lines that was counted and not dropped. ``text`` says what it means."""

    count: int
    title: str
    text: str


class Counted(Protocol):
    """What is counted of lines, before and after importing."""

    @property
    def unattributed(self) -> int:
        """Lines without a customer."""

    @property
    def without_cost(self) -> int:
        """Lines whose cost is not known."""

    @property
    def zero_price(self) -> int:
        """Lines with an amount of zero."""

    @property
    def negative_price(self) -> int:
        """Lines whose quantity and amount have different signs."""

    @property
    def positive_credit_notes(self) -> int:
        """Lines of credit notes that add to sales."""


def story(row: Import) -> str:
    """What happened, in a few sentences."""
    return " ".join(_sentences(row))


def brought_by(row: Import) -> Import | None:
    """The import of the same file whose lines are in the ledger in place of this one's."""
    other = row.same_as
    return other if other is not None and other.status == Status.DONE else None


def _sentences(row: Import) -> Iterator[str]:
    if row.status == Status.FAILED:
        yield refusal(row)
        if (row.failure or {}).get("code") != "interrupted":  # which says so itself
            yield _("Nothing has been changed.")
        return
    if row.status == Status.UNDONE and brought_by(row):
        yield _("This import has been undone. Its lines are in the ledger all the same: the same"
                " file has been imported another time.")  # fmt: skip
        return
    if row.status == Status.UNDONE:
        yield _("This import has been undone: its lines count in no figure, but for those that"
                " another import brings as well.")  # fmt: skip
        yield _("It can be brought back at any time, without the file.")
        return
    if row.status == Status.ALREADY_THERE:
        yield _("This file is in the ledger already, so nothing has changed.")
        return
    if not row.kept:
        yield _("Every line of this file is in the ledger already, so nothing has changed.")
    else:
        yield _counted(ngettext("%(count)s line is in the ledger from this file.",
                                "%(count)s lines are in the ledger from this file.",
                                row.kept), row.kept)  # fmt: skip
        if row.already_there:
            yield _counted(ngettext("%(count)s line was there already and is not counted twice.",
                                    "%(count)s lines were there already and are not counted twice.",
                                    row.already_there), row.already_there)  # fmt: skip
    if row.refused:
        yield _counted(ngettext("%(count)s row was refused and can be corrected.",
                                "%(count)s rows were refused and can be corrected.",
                                row.refused), row.refused)  # fmt: skip


def refusal(row: Import) -> str:
    """Why an import came to nothing, and what to do, in the reader's language."""
    return told(row.failure) or _("The import came to nothing.")


def remarks(row: Import) -> list[Remark]:
    """What deserves a look, though it was imported."""
    return [remark for remark in _all_remarks(row) if remark.count]


def _all_remarks(row: Import) -> Iterator[Remark]:
    yield from of_lines(row)
    yield of_repeated(row.repeated)


def of_repeated(count: int) -> Remark:
    """Lines identical to another one of their document."""
    return Remark(
        count,
        _("Repeated lines"),
        _("The same line stands more than once on one document. All of them are kept."),
    )


def of_thousands(inspection: Inspection, net_total: Mapping[str, Any]) -> str:
    """That all amounts may have lost their decimal sign; nothing where they have not. ``net_total``
    is what they add up to, by currency."""
    column = inspection.in_thousands
    if column is None:
        return ""
    said = _(
        "Nearly every amount of “%(column)s” is a thousand or more without decimals, as "
        "%(example)s: look whether they have lost their decimal sign."
    ) % {"column": column.name, "example": column.examples[0]}
    if not net_total:
        return said
    totals = [Money(Decimal(total), currency) for currency, total in net_total.items()]
    adds_up = _("They add up to %(total)s.") % {"total": " + ".join(map(formats.money, totals))}
    return f"{said} {adds_up}"


def of_lines(counted: Counted, *, has_costs: bool = True) -> Iterator[Remark]:
    """What a file's lines have that is kept, and that somebody should know. ``has_costs`` is
    false for a file that is known to have no column of costs."""
    yield Remark(
        counted.unattributed,
        _("Lines without a customer"),
        _("They count in the company's total and are listed as unattributed."),
    )
    yield Remark(
        counted.without_cost,
        _("Lines without a cost"),
        _("They count in net sales, but their margin stays unknown.")
        if has_costs
        else _("The file has no column of costs, so that margin stays unknown for its sales."),
    )
    yield Remark(
        counted.zero_price,
        _("Lines with an amount of zero"),
        _("Samples, gifts or corrections: they are kept and add nothing to net sales."),
    )
    yield Remark(
        counted.negative_price,
        _("Lines with a negative price"),
        _("They are kept as they are written. Look whether they are corrections."),
    )
    yield Remark(
        counted.positive_credit_notes,
        _("Credit notes without a minus sign"),
        _("They add to sales as they are written. Where that is wrong, say so under “Credit notes”"
          " before importing."),
    )  # fmt: skip


def reasons(refused_by_reason: Mapping[str, int]) -> list[tuple[str, int]]:
    """Why rows were refused, in the reader's words, with how many rows each; the most first."""
    by_count = sorted(refused_by_reason.items(), key=lambda each: -each[1])
    return [(str(LABELS[Refused(code)]), count) for code, count in by_count]


def _counted(sentence: str, count: int) -> str:
    return sentence % {"count": formats.number(count)}
