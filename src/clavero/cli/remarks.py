"""What a person should know of how a file was read: its sheets, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from clavero.cli.sentences import currency_assumed
from clavero.ledger.ingest import Inspection
from clavero.ledger.rules import Field, Refused


def on_sheets(inspection: Inspection) -> Iterator[str]:
    """Which sheets of a workbook are read, where it has several and none was chosen."""
    found = inspection.details.get("sheet")
    if found is None or len(found.options) == 1 or inspection.choices.sheet:
        return
    if not inspection.source.read_together:
        yield _("Only the sheet %(sheet)s is read.") % {"sheet": found.value}
    yield str(found.evidence)
    yield _("With --sheet, one is read alone.")


def on_currency(inspection: Inspection, currency: str) -> Iterator[str]:
    """That the amounts are taken to be in ``currency``, where the file names none."""
    if inspection.currency is None:
        yield currency_assumed(currency)
        yield _("Another one is said with --currency.")


def on_first(
    inspection: Inspection, currency: str, refused_by_reason: Collection[str]
) -> Iterator[str]:
    """That this first file decides in which currency the ledger counts, and why in this one."""
    if inspection.choices.currency:
        why = _("The ledger counts in %(currency)s from now on, as --currency says.")
    elif inspection.currency is None:
        why = _("The ledger counts in %(currency)s from now on.")
    elif Field.CURRENCY in inspection.fields:
        why = _(
            "The ledger counts in %(currency)s from now on: it is the commonest currency of this "
            "first file's first rows."
        )
    else:
        why = _("The ledger counts in %(currency)s from now on, as this first file says.")
    yield why % {"currency": currency}
    yield _(
        "To count in another one: undo this import, run “clavero currency CODE”, import it again."
    )
    if Refused.NO_RATE in refused_by_reason:
        yield _("Exchange rates are loaded with “clavero rates”.")


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
