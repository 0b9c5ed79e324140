"""Profitability for programs: stable names, money as text, fractions as numbers, and what is
missing as ``None``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from clavero.core.money import plain
from clavero.profitability.selectors.figures import Used
from clavero.profitability.selectors.picture import ProfitPicture, ProfitRow


def row_as_data(row: ProfitRow) -> dict[str, Any]:
    """One account."""
    return {
        "rank": row.rank,
        "customer": row.code,
        "name": row.name,
        "net_sales": _exact(row.net_sales),
        "gross_margin": _exact(row.before),
        "cost_to_serve": _exact(row.serving),
        "cost_of_credit": _exact(row.credit),
        "contribution": _exact(row.contribution),
        "margin": _number(row.margin.value),
        "net_contribution": _exact(row.net_contribution),
        "class_by_sales": row.by_sales,
        "class_by_contribution": row.by_contribution,
        "loses_money": row.loses,
        "class_differs": row.differs,
    }


def profit_as_data(picture: ProfitPicture) -> dict[str, Any]:
    """The curve in figures; ``peak_share`` is missing without a positive total."""
    curve = picture.curve
    return {
        "period": str(picture.period),
        "customers": len(picture.rows),
        "contribution": _exact(curve.total) if curve.order else None,
        "peak": _exact(curve.peak) if curve.order else None,
        "peak_share": _number(curve.peak_share.value) if curve.order else None,
        "destroyed": _exact(curve.destroyed) if curve.order else None,
        "earning": curve.earning,
        "losing": len(curve.losing),
        "unknown": len(curve.unknown),
        "differing": len(picture.differing),
        "not_counted": sorted(picture.not_counted),
        "ledger_version": picture.versions.ledger,
    }


def capacity_as_data(used: Used) -> dict[str, Any]:
    """A capacity in the period, and what of it was used."""
    usage = used.usage
    return {
        "capacity": used.key,
        "cost": _exact(usage.capacity.cost),
        "minutes": _exact(usage.capacity.minutes),
        "used_minutes": _exact(usage.minutes),
        "charged": _exact(usage.charged),
        "unused_minutes": _exact(usage.unused_minutes),
        "unused_cost": _exact(usage.unused_cost),
    }


def _number(fraction: Decimal | None) -> float | None:
    return None if fraction is None else float(round(fraction, 6))


def _exact(value: Decimal | None) -> str | None:
    """To a millionth: what a division leaves behind it is no data."""
    return None if value is None else plain(round(value, 6))
