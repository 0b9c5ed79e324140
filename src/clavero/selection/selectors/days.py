"""The days of handovers, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.selection.selectors.handovers import handovers, no_longer_key
from clavero.work.hooks import Due
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Iterator[Due]:
    """The meeting and the change of hands of each handover that the reader has to do with. One
    query."""
    found = handovers(actor).order_by("changes_on", "pk")
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    for each in found:
        if no_longer_key(each):
            continue
        names = {"giver": each.giver or "—", "receiver": each.receiver}
        meeting = _("Meeting of the handover, from %(giver)s to %(receiver)s") % names
        change = _("The customer goes from %(giver)s to %(receiver)s") % names
        url = reverse("selection:handover", args=[each.pk])
        for day, text, owner_id in (
            (each.meeting_on, meeting, each.giver_id or each.receiver_id),
            (each.changes_on, change, each.receiver_id),
        ):
            if day in period:
                yield Due(
                    day=day,
                    kind=DueKind.HANDOVER,
                    text=text,
                    customer_id=each.customer_id,
                    url=url,
                    owner_id=owner_id,
                    is_done=not each.is_open,
                )
