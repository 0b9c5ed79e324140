"""What happened to a table that somebody brought, as its page tells it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from clavero.profitability.services import TableReport
from clavero.profitability.words import FAULT_NAMES
from clavero.ui import formats

_TOLD = 100  # refused rows on one page


def told(report: TableReport) -> str:
    """What happened to the rows, in a sentence or two."""
    kept = ngettext("%(count)s row is kept.", "%(count)s rows are kept.", report.kept)
    sentences = [kept % {"count": formats.number(report.kept)}]
    if report.already_there:
        there = ngettext(
            "%(count)s was there already.", "%(count)s were there already.", report.already_there
        )
        sentences.append(there % {"count": formats.number(report.already_there)})
    if report.refused:
        refused = ngettext(
            "%(count)s row was refused.", "%(count)s rows were refused.", len(report.refused)
        )
        sentences.append(refused % {"count": formats.number(len(report.refused))})
    return " ".join(sentences)


def reported(report: TableReport | None) -> dict[str, Any]:
    """The report for the page."""
    if report is None:
        return {}
    return {
        "report": report,
        "told": told(report),
        "refused": [(bad, FAULT_NAMES[bad.reason]) for bad in report.refused[:_TOLD]],
        "rest": max(len(report.refused) - _TOLD, 0),
    }
