"""A page on which somebody brings a table: the form, and what became of the rows.

The page includes ``ui/partials/bring.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from clavero.core.errors import Sentence
from clavero.core.tables import TableReport
from clavero.ui import brought
from clavero.ui.forms import TableForm
from clavero.ui.steps import done

ReportT = TypeVar("ReportT", bound=TableReport)


@dataclass(frozen=True, slots=True)
class Brought(Generic[ReportT]):
    """The form as it was sent, and the report of a file that could be read."""

    form: TableForm
    report: ReportT | None = None

    @property
    def whole(self) -> ReportT | None:
        """The report of a file of which no row was refused: there is nothing to mend."""
        return None if self.report is None or self.report.refused else self.report

    def context(
        self, told: Callable[[ReportT], str], reasons: Mapping[str, Sentence]
    ) -> dict[str, Any]:
        """What the page shows: an empty form again below the report."""
        if self.report is None:
            return {"form": self.form}
        found = brought.reported(self.report, told(self.report), reasons)
        return {"form": TableForm(), **found}


def bring(request: HttpRequest, keep: Callable[[bytes, str], ReportT]) -> Brought[ReportT]:
    """Give a file that was sent to ``keep``, its content and its name; a refusal is told in the
    form."""
    if request.method != "POST":
        return Brought(TableForm())
    form = TableForm(request.POST, request.FILES)
    reports: list[ReportT] = []
    done(form, lambda content: reports.append(keep(content, form.file_name)))
    return Brought(form, reports[0] if reports else None)
