"""Contracts: who was still there after each renewal, and who renewed, beside the fit and beyond."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.lifetime.charts.compared import two_lines
from clavero.lifetime.selectors import ContractsPicture
from clavero.lifetime.sentences.contracts import projection_in_words, renewals_in_words
from clavero.ui.chart_parts import SHARE, share
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def contracts_charts(picture: ContractsPicture) -> list[Chart]:
    """Both pictures; none without a fit."""
    if not picture.terms:
        return []
    still: list[dict[str, Any]] = [
        {"label": "0", "actual": Decimal(1), "expected": Decimal(1), "came": None}
    ]
    still += [
        {
            "label": str(term.number),
            "actual": term.seen_still,
            "expected": term.still,
            "came": Decimal(term.came) if term.came else None,
        }
        for term in picture.terms
    ]
    renewed = [
        {
            "label": str(term.number),
            "actual": Decimal(term.renewed) / term.came if term.came else None,
            "expected": term.retention,
            "came": Decimal(term.came) if term.came else None,
            "renewed": Decimal(term.renewed) if term.came else None,
        }
        for term in picture.terms
    ]
    return [
        Chart(
            key="survival",
            title=_("Still there after each renewal"),
            description=projection_in_words(picture),
            spec=two_lines(
                _("Renewals"),
                share("actual", _("Share still there"), scale={"domain": [0, 1]}),
                SHARE,
            ),
            rows=still,
            fields=[
                Field("label", _("Renewal")),
                Field("came", _("Came to it"), Kind.NUMBER),
                Field("actual", _("Happened"), Kind.PERCENT),
                Field("expected", _("Forecast"), Kind.PERCENT),
            ],
            height=280,
            is_finding=True,
        ),
        Chart(
            key="renewals",
            title=_("Who renews, of those that come to a renewal"),
            description=renewals_in_words(picture),
            spec=two_lines(
                _("Renewals"), share("actual", _("Share that renews"), scale={"zero": False}), SHARE
            ),
            rows=renewed,
            fields=[
                Field("label", _("Renewal")),
                Field("came", _("Came to it"), Kind.NUMBER),
                Field("renewed", _("Renewed"), Kind.NUMBER),
                Field("actual", _("Happened"), Kind.PERCENT),
                Field("expected", _("Forecast"), Kind.PERCENT),
            ],
            height=280,
        ),
    ]
