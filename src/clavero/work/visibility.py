"""Who sees which tasks.

Those of an account are for whoever sees the account, but for those that follow what somebody there
answered to a survey: they say what one of very few said, so they are for whoever looks after it
today, in any role, and who leads them. One's own are for oneself, whatever account they are at.
Those of no account are for who does them, for who wrote them, and for who leads them.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import looked_after_by, of_those_seen
from clavero.work.models import Task
from clavero.work.rules.tasks import Origin


def tasks(actor: Actor, scope: Scope | None = None) -> QuerySet[Task]:
    """The tasks that ``actor`` sees; ``scope`` is theirs where it was read already."""
    if actor.user_id is None:
        return told_to(actor, Task.objects.all())
    seen = of_those_seen(actor, scope) | Q(owner=actor.user_id)
    of_nobody = Q(by_id=actor.user_id)
    if actor.may(Verb.TEND_TASKS):
        of_nobody |= Q(owner__in=sorted(actor.team))
    found = Task.objects.filter(seen | (Q(customer__isnull=True) & of_nobody))
    return told_to(actor, found)


def told_to(actor: Actor, found: QuerySet[Task]) -> QuerySet[Task]:
    """Of tasks at accounts that ``actor`` sees, those of which they may be told: an answer is the
    team's alone (methods §3.8), and so is what follows it."""
    if actor.is_outward:
        return found.exclude(origin=Origin.SURVEY.value)
    if actor.user_id is None:
        return found
    theirs = Q(customer__in=looked_after_by(actor)) | Q(owner=actor.user_id)
    return found.exclude(Q(origin=Origin.SURVEY.value) & ~theirs)


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who does not tend tasks."""
    if not actor.may(Verb.TEND_TASKS):
        raise Forbidden(Verb.TEND_TASKS)
