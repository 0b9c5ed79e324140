"""What is under way with an account and what it needs, for whoever takes it over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.opportunities.models import Need, Opportunity
from clavero.ui import formats
from clavero.work.hooks import Rows, lines_of


def known_needs(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """The needs that nobody has closed."""
    found = Need.objects.filter(customer__in=customer_ids, closed_on=None)
    return Rows(
        "needs",
        _("Needs"),
        lines_of(found, text="text", day="said_on"),
        lambda number: reverse("opportunities:need", args=[number]),
        most=None,
    )


def known_opportunities(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """Those that are neither won nor lost."""
    found = Opportunity.objects.filter(customer__in=customer_ids, outcome="")
    return Rows(
        "opportunities",
        _("Opportunities"),
        lines_of(found, text="title", day="closes_on"),
        lambda number: reverse("opportunities:opportunity", args=[number]),
        _decided_by,
        most=None,
    )


def _decided_by(title: str, day: date) -> str:
    return _("%(title)s, to be decided by %(day)s") % {"title": title, "day": formats.day(day)}
