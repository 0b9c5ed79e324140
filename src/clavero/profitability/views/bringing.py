"""What happened to a table that somebody brought, in rows."""

from __future__ import annotations

from django.utils.translation import ngettext

from clavero.core.tables import TableReport
from clavero.ui import brought


def told(report: TableReport) -> str:
    """What happened to the rows, in a sentence or two."""
    kept = ngettext("%(count)s row is kept.", "%(count)s rows are kept.", report.kept)
    return brought.told(report, kept)
