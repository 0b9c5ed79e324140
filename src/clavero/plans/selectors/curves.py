"""What the company's own losses say of retention scores."""

from __future__ import annotations

from clavero.plans.models import RetentionCurve
from clavero.plans.rules.calibrating import Curve


def latest_losses() -> RetentionCurve | None:
    """What the company's losses said of retention scores when they were counted last. One query."""
    return RetentionCurve.objects.order_by("-made_at").first()


def curve_of(found: RetentionCurve | None) -> Curve | None:
    """The curve that holds, where there is one."""
    if found is None or found.intercept is None or found.slope is None:
        return None
    return Curve(found.intercept, found.slope)
