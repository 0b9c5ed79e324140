"""How broadly was bought."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Grain, Line, Measure, Unit


def _families(lines: Sequence[Line]) -> int:
    sold = (line for line in lines if line.is_invoice and line.net_amount > 0)
    return len({line.family for line in sold} - {None})


FAMILIES = Measure(
    key="families",
    grain=Grain.ACCOUNT_FAMILY_MONTH,
    unit=Unit.COUNT,
    sentence=_("Families: product families with at least one invoiced amount above zero."),
    expression=lambda facts: facts.family.nunique(where=facts.purchase_days.notnull()),
    reference=_families,
)
