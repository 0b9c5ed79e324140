"""Which rows of plans come from notes of the market."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.market.hooks import Offer, Use
from clavero.plans.models import Plan, PlanItem
from clavero.plans.rules.kinds import OF_NOTES
from clavero.plans.words import KIND_NAMES
from clavero.portfolio.visibility import accounts


def uses_of_notes(actor: Actor, note_ids: Collection[int]) -> Iterator[Use]:
    """The rows that stand in plans which ``actor`` sees. One query."""
    rows = PlanItem.objects.filter(
        note__in=list(note_ids),
        retired_at=None,
        plan__customer__in=accounts(actor).values("pk"),
    ).select_related("plan__customer")
    for row in rows.order_by("pk"):
        text = f"{row.plan.customer} · {KIND_NAMES[row.kind]}: {row.text}"
        yield Use(row.note_id or 0, text, reverse("plans:item", args=[row.pk]))


def offers_of_notes(actor: Actor, note_id: int, customer_id: int) -> Iterator[Offer]:
    """To put a note into the plan of an account that ``actor`` sees, where one has begun that does
    not speak of it yet. One query."""
    there = PlanItem.objects.filter(plan=OuterRef("pk"), note=note_id, retired_at=None)
    if not Plan.objects.filter(~Exists(there), customer=customer_id).exists():
        return
    names = {
        "market": ("trending-up", _("Into the plan as an opportunity")),
        "threat": ("alert-triangle", _("Into the plan as a threat")),
    }
    for kind in OF_NOTES:
        icon, label = names[kind]
        address = reverse("plans:from_note", args=[customer_id, note_id, kind])
        yield Offer(icon, label, address)
