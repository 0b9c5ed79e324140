"""What its plan is after, for whoever takes an account over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.plans.models import Objective
from clavero.ui import formats
from clavero.work.hooks import Rows, lines_of


def known_objectives(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """The objectives that hold."""
    found = Objective.objects.filter(plan__customer__in=customer_ids, retired_at=None)
    return Rows(
        "plan",
        _("What its plan is after"),
        lines_of(found, text="text", day="until"),
        lambda number: reverse("plans:objective", args=[number]),
        _until,
        most=None,
    )


def _until(text: str, day: date) -> str:
    return _("%(what)s, until %(day)s") % {"what": text, "day": formats.day(day)}
