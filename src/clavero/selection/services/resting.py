"""What the committee decided rests on reviews of the matrix."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.core.errors import Refusal
from clavero.matrix.hooks import Review
from clavero.selection.models import Decision
from clavero.ui import formats


def refuse_if_decided(review: Review) -> None:
    """The matrix's hook: no review is withdrawn by whose strategies the committee has decided."""
    entered = Decision.objects.valid().filter(
        candidate__customer_id__in=review.placed, created_at__gte=review.held_at
    )
    names = {
        str(each.candidate.customer)
        for each in entered.select_related("candidate__customer")
        if each.standing.get("strategy") is not None
    }
    if names:
        raise Refusal(
            ngettext_lazy(
                "The committee has decided on %(names)s since, and looked at its strategy.",
                "The committee has decided on %(count)s accounts since, and looked at their "
                "strategies: %(names)s.",
                len(names),
            ),
            code="built_on",
            hint=_("A review on which others have built stays; hold the next one instead."),
            count=formats.number(len(names)),
            names=", ".join(sorted(names, key=str.casefold)),
        )
