"""What guests have said and nobody of ours has taken note of."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Subquery
from django.db.models.expressions import Combinable

from clavero.sharing.models import Answer


def waiting_on_plan() -> Combinable:
    """How many answers wait on a plan, as a part of the query that finds its customer."""
    waiting = Answer.objects.filter(
        plan=OuterRef("plan__pk"), share__isnull=False, read_at=None, taken_back_at=None
    )
    counted = waiting.order_by().values("plan").annotate(count=Count("pk"))
    return Subquery(counted.values("count"))
