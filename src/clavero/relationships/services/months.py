"""How relationships stood at the end of each month, kept once it is over."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import structure
from clavero.relationships.models import MonthKept
from clavero.relationships.selectors.picture import codes_with_contacts, figures_of, month_ends
from clavero.relationships.services.outside import shape_as_kept


@transaction.atomic
def keep_months(actor: Actor, *, day: date) -> int:
    """Keep of each account the last twelve ends of months before ``day`` that are not kept yet; how
    many those were. What is kept never changes: again it keeps nothing. Raises :class:`Forbidden`
    for everybody but Clavero itself."""
    if actor.user_id is not None:
        raise Forbidden(Verb.TEND_CONTACTS)
    cards, ends = structure().cards, month_ends(day)
    codes = [code for code in codes_with_contacts() if code in cards]
    kept = set(MonthKept.objects.filter(day__in=ends).values_list("customer__code", "day"))
    new: list[MonthKept] = []
    for end in ends:
        missing = [code for code in codes if (code, end) not in kept]
        for code, found in figures_of(missing, end).items() if missing else ():
            figures = {} if found.shape is None else shape_as_kept(found.shape)
            new.append(MonthKept(customer_id=cards[code].id, day=end, figures=figures, kept_on=day))
    MonthKept.objects.bulk_create(new, batch_size=500)
    return len(new)
