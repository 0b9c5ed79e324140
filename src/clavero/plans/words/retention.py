"""What the items of the retention scorecard are called, and what they ask."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clavero.plans.rules.retention import Item
from clavero.plans.words.catalogue import Name
from clavero.ui import formats

ITEM_NAMES: dict[Item, Name] = {
    Item.RHYTHM: _("Buys in its rhythm"),
    Item.TREND: _("Trend of its sales"),
    Item.TENURE: _("Years that it has bought"),
    Item.COVERAGE: _("Contacts at every level"),
    Item.RESILIENCE: _("Contacts that more than one of us knows"),
    Item.COMPLAINTS: _("Open complaints"),
    Item.SERVICE: _("Deliveries on time and in full"),
    Item.SERVICE_TREND: _("Whether deliveries get better or worse"),
    Item.SHARE_TREND: _("Whether our share of what it buys grows"),
    Item.SATISFACTION: _("How satisfied it is"),
    Item.CONTRACT: _("Time left of its contract"),
    Item.COMPETITOR: _("How quiet competitors are there"),
    Item.PERSONNEL: _("How settled its people and ours are"),
    Item.FINANCE: _("How healthy its finances are"),
}


def points_said(points: str | None) -> Name:
    """What somebody says of an item; without it what the account shows counts."""
    if points is None:
        return _("as the account shows")
    return formats.number(Decimal(points))
