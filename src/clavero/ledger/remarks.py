"""What a shell says of how a file was read: its sheets, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.ledger.ingest import Inspection
from clavero.ledger.rules import Field, Refused
from clavero.ledger.telling import of_thousands
from clavero.ui import formats


class Read(Protocol):
    """What came of reading a file, before or after importing it."""

    @property
    def positive_credit_notes(self) -> int:
        """Lines of credit notes that add to sales."""

    @property
    def refused_by_reason(self) -> Mapping[str, int]:
        """How many rows were refused for each reason."""

    @property
    def net_total(self) -> Mapping[str, Any]:
        """What the amounts of the file add up to, in each currency."""


def on_sheets(inspection: Inspection) -> Iterator[str]:
    """Which sheets of a workbook are read, where it has several and none was chosen."""
    found = inspection.details.get("sheet")
    if found is None or len(found.options) == 1 or inspection.choices.sheet:
        return
    if not inspection.source.read_together:
        yield _("Only the sheet %(sheet)s is read.") % {"sheet": found.value}
    yield str(found.evidence)
    yield _("With --sheet, one is read alone.")


def on_columns(inspection: Inspection, read: Read) -> Iterator[str]:
    """Which of several columns of one name is read, where nobody said; and what may be wrong in
    all values of one."""
    if said_of_all := of_thousands(inspection, read.net_total):
        yield said_of_all
    unread = {column.name for column in inspection.columns if column.field is None}
    for column in inspection.columns:
        second = f"{column.name} (2)"
        if column.field and second in unread and second not in inspection.choices.mapping:
            said = {"name": column.name, "field": column.field.value, "second": second}
            sentence = _(
                "Of the columns called “%(name)s” the first is read, as %(field)s. To read the "
                "second: --map “%(second)s=%(field)s”."
            )
            yield sentence % said


def on_credit_notes(read: Read) -> Iterator[str]:
    """That credit notes add to sales, as they are written."""
    if count := read.positive_credit_notes:
        yield ngettext(
            "%(count)s line of a credit note has no minus sign and adds to sales.",
            "%(count)s lines of credit notes have no minus sign and add to sales.",
            count,
        ) % {"count": formats.number(count)}
        yield _("They are taken off with --credit-notes negative.")


def on_currency(inspection: Inspection, currency: str) -> Iterator[str]:
    """That the amounts are taken to be in ``currency``, where the file names none."""
    if inspection.currency is None:
        yield currency_assumed(currency)
        yield _("Another one is said with --currency.")


def on_first(
    inspection: Inspection, currency: str, refused_by_reason: Collection[str], *, is_done: bool
) -> Iterator[str]:
    """That this first file decides in which currency the ledger counts, and why in this one.
    ``is_done``: it has been imported, not only looked at."""
    if inspection.choices.currency:
        why = _("From this first file on, the ledger counts in %(currency)s, as --currency says.")
    elif inspection.currency is None:
        why = _("From this first file on, the ledger counts in %(currency)s.")
    elif Field.CURRENCY in inspection.fields:
        why = _(
            "From this first file on, the ledger counts in %(currency)s: the commonest currency of "
            "its first rows."
        )
    else:
        why = _("From this first file on, the ledger counts in %(currency)s, as it says itself.")
    yield why % {"currency": currency}
    if is_done:
        yield _("To count in another one: undo this import, run “clavero currency CODE”, repeat.")
    else:
        yield _("To count in another one, run “clavero currency CODE” first.")
    if Refused.NO_RATE in refused_by_reason:
        yield _("Exchange rates are loaded with “clavero rates”.")


def currency_assumed(currency: str) -> str:
    """That the file does not say in which currency its amounts are."""
    return _("The file names no currency: its amounts are taken to be in %(currency)s.") % {
        "currency": currency
    }


def on_several(
    inspection: Inspection, currency: str, currencies: Collection[str], refused: Collection[str]
) -> Iterator[str]:
    """In which of its currencies the picture of a file is, where it has several."""
    is_one = set(currencies) <= {currency} and Refused.NO_RATE not in refused
    if is_one or inspection.choices.currency:
        return
    yield _("The picture is in %(currency)s, the commonest currency of the file's first rows.") % {
        "currency": currency
    }
    yield _("Another one is said with --currency.")
    if Refused.NO_RATE in refused:
        yield _("Exchange rates are said with --rates.")
