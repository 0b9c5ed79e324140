"""What the company's own losses say of how likely accounts are to stay."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.plans.models import RetentionCurve
from clavero.plans.rules.calibrating import bands, fit
from clavero.plans.selectors.curves import latest_losses
from clavero.plans.selectors.lost import account_years, basis_of_losses


def count_losses(actor: Actor, *, day: date) -> RetentionCurve:
    """Count the losses of the account-years that are over, and draw the curve that they make.

    Once a month, and again where anything of those years was computed anew; the same otherwise.
    """
    basis = basis_of_losses(day)
    before = latest_losses()
    if before is not None and before.basis == basis:
        return before
    seen = account_years(day)
    curve = fit(seen.years)
    told = {
        "first": seen.first,
        "years": len(seen.years),
        "losses": sum(each.was_lost for each in seen.years),
        "intercept": None if curve is None else curve.intercept,
        "slope": None if curve is None else curve.slope,
        "bands": [[str(each.low), each.years, each.losses] for each in bands(seen.years)],
        "basis": basis,
        "made_at": timezone.now(),
    }
    with transaction.atomic():
        now, _is_new = RetentionCurve.objects.update_or_create(day=seen.day, defaults=told)
        was, stands = _drawn(before), _drawn(now)
        if was != stands:  # what plans are told changes with it
            record(actor, "plan.retention_calibrated", now, before=was, after=stands)
    return now


def _drawn(curve: RetentionCurve | None) -> dict[str, float | None]:
    if curve is None:
        return {"intercept": None, "slope": None}
    return {"intercept": curve.intercept, "slope": curve.slope}
