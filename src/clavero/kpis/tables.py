"""The table of the accounts that somebody leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.core.estimates import Estimate, growth
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors import AccountLine
from clavero.kpis.words import LIGHT_ICONS, LIGHT_NAMES, LIGHT_TONES
from clavero.ui import formats
from clavero.ui.icons import icon
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Growth, Money, Text

_TOLD = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True, slots=True)
class LedLine:
    """An account as the table has it."""

    id: int
    name: str
    lights: dict[Light, int]
    net_sales: Decimal | None
    growth: Estimate


def led_lines(accounts: Sequence[AccountLine]) -> list[LedLine]:
    """The accounts, in their order."""
    return [
        LedLine(
            id=each.card.id,
            name=each.card.title,
            lights=each.counts,
            net_sales=each.parts.net_sales,
            growth=growth(each.parts.net_sales, each.parts.net_sales_before),
        )
        for each in accounts
    ]


class LedTable(PlainTable):
    """One line an account."""

    name = Text(_("Account"), is_title=True, linkify=("kpis:account", {"customer_id": A("id")}))
    lights = Text(_("Against its targets"))
    net_sales = Money(_("Net sales"), places=0)
    growth = Growth(_("Growth"))

    def render_lights(self, value: dict[Light, int]) -> SafeString | str:
        """How many of its KPIs stand how: by icon, number and word."""
        told = [(light, value[light]) for light in _TOLD if value[light]]
        if not told:
            return format_html('<span class="text-secondary">{}</span>', LIGHT_NAMES[Light.GREY])
        return format_html_join(
            " ",
            '<span class="pill pill-{}">{} {} {}</span>',
            (
                (
                    LIGHT_TONES[light],
                    icon(LIGHT_ICONS[light]),
                    formats.number(count),
                    LIGHT_NAMES[light],
                )
                for light, count in told
            ),
        )
