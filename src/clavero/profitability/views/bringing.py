"""What happened to a table that somebody brought, in rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from clavero.core.tables import TableReport
from clavero.profitability.words import FAULT_NAMES
from clavero.ui import brought


def told(report: TableReport) -> str:
    """What happened to the rows, in a sentence or two."""
    kept = ngettext("%(count)s row is kept.", "%(count)s rows are kept.", report.kept)
    return brought.told(report, kept)


def reported(report: TableReport | None) -> dict[str, Any]:
    """The report for the page."""
    return {} if report is None else brought.reported(report, told(report), FAULT_NAMES)
