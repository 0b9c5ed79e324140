"""*Why did it move?*: the change of an account's sales in parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.core.money import Money
from clavero.identity.doors import actor_of
from clavero.kpis import selectors
from clavero.kpis.selectors import Why
from clavero.kpis.words import PART_NAMES, PART_READINGS
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.ui import formats
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def why(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Price, volume, mix, new and lost, with the products behind them."""
    actor = actor_of(request)
    try:
        found = selectors.why_moved(actor, customer_id)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    if found is None:
        return redirect("kpis:account", customer_id)
    board = reverse("kpis:account", args=[customer_id])
    lines = reverse("portfolio:customer_lines", args=[customer_id])
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home")), Crumb(found.title, board)],
        "found": found,
        "products_url": reverse("portfolio:customer_products", args=[customer_id])
        + f"?period={found.period}",
        "lines_url": f"{lines}?period={found.period}",
        **_in_words(found, ledger.shown_currency()),
    }
    return render(request, "kpis/why.html", context)


def _in_words(found: Why, currency: str) -> dict[str, Any]:
    def money(amount: Decimal) -> str:
        return formats.money(Money(amount, currency), places=0)

    def signed(amount: Decimal) -> str:
        rounded = amount.quantize(Decimal(1))
        sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
        return sign + money(abs(amount))

    parts = found.bridge
    largest = max((abs(amount) for _name, amount in parts.parts), default=Decimal(0))
    names = ledger.catalogue().cards
    return {
        "headline": _("From %(before)s to %(now)s: %(change)s.")
        % {
            "before": money(parts.before),
            "now": money(parts.now),
            "change": signed(parts.change),
        },
        "windows": _("%(now)s, compared with %(before)s.")
        % {
            "now": capfirst(formats.period_in_words(found.period)),
            "before": formats.period_in_words(found.before),
        },
        "parts": [
            {
                "name": PART_NAMES[name],
                "reading": PART_READINGS[name],
                "amount": signed(amount),
                "is_up": amount > 0,
                "width": float(round(100 * abs(amount) / largest, 1)) if largest else 0,
            }
            for name, amount in parts.parts
            if amount.quantize(Decimal(1))
        ],
        "moves": [
            {
                "name": names[each.code].name or each.code
                if each.code in names
                else each.code or _("without product"),
                "before": money(each.before),
                "now": money(each.now),
                "change": signed(each.change),
            }
            for each in found.moves
        ],
    }
