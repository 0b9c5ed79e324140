"""What happened to a table that somebody brought, as its page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext

from clavero.core.errors import Sentence
from clavero.core.tables import TableReport
from clavero.ui import formats

_TOLD = 100  # refused rows on one page


def told(report: TableReport, kept: str) -> str:
    """What happened to the rows, in a sentence or two; ``kept`` is the one about those kept."""
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


def reported(report: TableReport, told: str, reasons: Mapping[str, Sentence]) -> dict[str, Any]:
    """The report for the page, with what ``ui/partials/refused_rows.html`` shows."""
    return {
        "report": report,
        "told": told,
        "refused": [(bad, reasons[bad.reason]) for bad in report.refused[:_TOLD]],
        "rest": max(len(report.refused) - _TOLD, 0),
    }
