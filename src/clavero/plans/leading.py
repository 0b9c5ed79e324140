"""Where what a point of a review speaks of stands, so that it can be put right from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.reviewing import Point

_ROWS = {
    "action": "plans:action",
    "objective": "plans:objective",
    "initiative": "plans:initiative",
    "request": "plans:resource",
    "row": "plans:item",
}
_PAGES = {
    Point.SALES: "portfolio:customer",
    Point.MARGIN: "portfolio:customer",
    Point.SHARE: "kpis:account",
    Point.LIGHT: "kpis:account",
    Point.STRATEGY: "matrix:why",
    Point.LEAD: "work:team",
    Point.TEAM: "work:team",
    Point.SILENCE: "silence:customer",
    Point.UNITS: "portfolio:customer",
    Point.CONTRACTS: "contracts:account",
    Point.NOTICES: "contracts:account",
    Point.NEEDS: "opportunities:account_needs",
    Point.NEWS: "market:account",
    Point.OVERDUE: "plans:actions",
}


def leads_to(kind: str, parameters: Mapping[str, Any], customer_id: int) -> list[tuple[str, str]]:
    """What a point speaks of, by what it says, with the address of each: the rows of the plan,
    else the page where the figure stands."""
    rows = parameters.get("rows") or []
    if rows:
        return [(text, _row(what, number, customer_id)) for what, number, text in rows]
    if kind == Point.LIGHT and parameters.get("kpi") == "rhythm":
        return [(_("Look at it"), reverse("silence:customer", args=[customer_id]))]
    if kind == Point.LIGHT and parameters.get("kpi") == "complaints":
        return [(_("Look at it"), reverse("care:account", args=[customer_id]))]
    page = _PAGES.get(Point(kind))
    if page is not None:
        return [(_("Look at it"), reverse(page, args=[customer_id]))]
    plan = reverse("plans:plan", args=[customer_id])
    anchor = f"#section-{int(Section.OBJECTIVES)}" if kind == Point.BEHIND else "?section=all"
    return [(_("Look at the plan"), plan + anchor)]


def _row(what: str, number: int, customer_id: int) -> str:
    if what == "need":
        return reverse("plans:need", args=[customer_id, number])
    return reverse(_ROWS[what], args=[number])
