"""Tables of a few rows: who looks after a customer, and the company's figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.money import Money as Amount
from clavero.portfolio.models import COVERAGE_ROLE_NAMES, CompanyFigures
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors.people import CoverageRow
from clavero.ui import formats
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Day, Label, Money, Percent, Steps, Text


class CoverageTable(PlainTable):
    """One line a person and role; what is not in force stands back."""

    person = Text(_("Person"), is_title=True)
    role = Text(_("As"))
    start = Day(_("First day"))
    last_day = Day(_("Last day"))
    steps = Steps()

    class Meta:
        row_attrs: ClassVar[dict[str, Any]] = {
            "class": lambda record: "" if record.is_current else "text-secondary"
        }

    def __init__(self, rows: list[CoverageRow], *, customer_id: int) -> None:
        super().__init__(rows)
        self.customer_id = customer_id

    def render_role(self, value: CoverageRole, record: CoverageRow) -> SafeString:
        """The part, and the group through which it comes."""
        if record.through == "":
            return format_html("{}", COVERAGE_ROLE_NAMES[value])
        if record.through is None:
            through = gettext("through its group")
        else:
            through = gettext("through %(name)s") % {"name": record.through}
        return format_html(
            '{} <span class="text-secondary">{}</span>', COVERAGE_ROLE_NAMES[value], through
        )

    def steps_of(self, row: CoverageRow) -> Iterator[tuple[Label, str]]:
        """Hand over or end, where it is this customer's own and without an end."""
        if row.through == "" and not row.end:
            which = [self.customer_id, row.id]
            yield _("Hand over"), reverse("portfolio:transfer_coverage", args=which)
            yield _("End"), reverse("portfolio:end_coverage", args=which)


class Entered(Money):
    """An amount in the currency it was entered in."""

    def render(  # type: ignore[override]
        self, value: Decimal, table: Any, record: CompanyFigures
    ) -> SafeString | str:
        """The amount in the reader's writing."""
        return super().render(Amount(value, record.currency), table)


class FiguresTable(PlainTable):
    """One line a set of figures."""

    valid_from = Text(_("Valid from"), is_title=True)
    ebit = Entered(_("EBIT"))
    overhead = Entered(_("Overhead"))
    cash = Entered(_("Cash"))
    avoidable_share = Percent(_("Avoidable overhead"))
    steps = Steps()

    def __init__(self, entered: list[CompanyFigures], *, may_enter: bool) -> None:
        super().__init__(entered, exclude=() if may_enter else ("steps",))

    def render_valid_from(self, value: date) -> str:
        """The day that names the row."""
        return formats.day(value)

    def steps_of(self, figures: CompanyFigures) -> Iterator[tuple[Label, str]]:
        """Correct them."""
        yield _("Correct"), f"?correct={figures.valid_from.isoformat()}#enter"
