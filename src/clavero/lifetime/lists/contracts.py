"""Renewals one by one: what was seen, what the fit says, and what is still to come."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.lifetime.forms.studies import ContractsForm
from clavero.lifetime.selectors import ContractsPicture
from clavero.ui.lists import Empty, Rows, Screen, Table
from clavero.ui.lists.columns import Money, Number, Percent


class ContractLine(NamedTuple):
    """A renewal."""

    number: int
    came: int | None
    renewed: int | None
    seen: Decimal | None
    fitted: Decimal
    still: Decimal
    residual: Decimal | None
    within: Decimal
    value: Decimal | None


def contract_lines(picture: ContractsPicture) -> Rows[ContractLine]:
    """A line for each renewal that was seen or is projected."""
    margin = picture.asked.margin
    return Rows(
        [
            ContractLine(
                number=term.number,
                came=term.came or None,
                renewed=term.renewed if term.came else None,
                seen=Decimal(term.renewed) / term.came if term.came else None,
                fitted=term.retention,
                still=term.still,
                residual=term.residual,
                within=term.within,
                value=None if margin is None else round(margin * term.within, 2),
            )
            for term in picture.terms
        ]
    )


class Ordinal(Number):
    """A number that names its row, and stands where names do."""

    css = ""


class ContractTable(Table):
    """One line a renewal."""

    number = Ordinal(_("Renewal"), is_title=True)
    came = Number(_("Came to it"))
    renewed = Number(_("Renewed"))
    seen = Percent(_("Renewed, share"))
    fitted = Percent(_("By the fit"))
    still = Percent(_("Still there by the fit"))
    residual = Number(_("Payments to come"), places=2)
    within = Number(_("Of these, in the years asked for"), places=2)
    value = Money(_("Worth before it"))


CONTRACTS = Screen(
    key="lifetime.contracts",
    title=_("Renewals"),
    counted=ngettext_lazy("%(shown)s renewal", "%(shown)s renewals", "count"),
    table=ContractTable,
    empty=Empty(title=_("No renewal lies behind these customers"), icon="activity-heartbeat"),
    order="number",
    also=tuple(ContractsForm.base_fields),
)
