"""What was talked about with an account, for whoever takes it over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import State
from clavero.work.hooks import Rows, lines_of

_LATELY = timedelta(days=180)


def known_interactions(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """The last ones of half a year, by what they were about."""
    of_account = Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
    found = Interaction.objects.filter(
        of_account, state=State.DONE.value, day__gt=timezone.localdate() - _LATELY
    )
    return Rows(
        "interactions",
        _("The last meetings and calls"),
        lines_of(found, text="subject", day="day"),
        lambda number: reverse("interactions:interaction", args=[number]),
    )
