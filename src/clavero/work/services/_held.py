"""What the services of this domain have in common: tasks, locked, and who may be given one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.selectors import sees_account
from clavero.work.models import Dedication, Task
from clavero.work.rules.tasks import Origin, State, may_give
from clavero.work.visibility import tasks

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.portfolio.models import Customer


def to_change(actor: Actor, task_id: int, *, own: bool = False) -> Task:
    """The task, locked. Raises ``Task.DoesNotExist`` for strangers to it and :class:`Forbidden`
    for who does not tend tasks; ``own`` ones are ended by who does them, whatever their role."""
    found = tasks(actor).select_for_update(of=("self",)).select_related("customer")
    task = found.get(pk=task_id)
    is_own = own and actor.user_id is not None and task.owner_id == actor.user_id
    if not is_own and not actor.may(Verb.TEND_TASKS):
        raise Forbidden(Verb.TEND_TASKS)
    return task


def refuse_ended(task: Task) -> None:
    """Refuse what can only be done to an open task."""
    if task.state != State.OPEN:
        raise Refusal(
            _("This task is no longer open."),
            code="task_ended",
            hint=_("Take it up again first."),
        )


def owner_given(actor: Actor, owner_id: int, customer_id: int | None, origin: Origin) -> Person:
    """Who is to do a task. One gives tasks to oneself and to those below in the chart; what was
    agreed elsewhere, in a meeting or over a complaint, falls to whoever sees the account."""
    person = people(actor).filter(pk=owner_id, is_active=True).first()
    if person is None:
        raise Refusal(
            _("This person has no access to Clavero."),
            code="no_such_person",
            field="owner_id",
            hint=_("Choose somebody from the list."),
        )
    if origin is Origin.HAND and not may_give(actor.user_id, actor.team, owner_id):
        raise Refusal(
            _("You give tasks to yourself and to those who report to you: %(person)s is neither."),
            code="not_below",
            field="owner_id",
            hint=_("Ask them, or whoever they report to."),
            person=str(person),
        )
    is_self = owner_id == actor.user_id  # whose own account it is: it was found among theirs
    if (
        customer_id is not None
        and not is_self
        and not sees_account(person, customer_id)
        and not works_for(owner_id, customer_id, timezone.localdate())
    ):
        raise Refusal(
            _("%(person)s does not see this account."),
            code="owner_sees_nothing",
            field="owner_id",
            hint=_("Let them look after it first, or choose somebody else."),
            person=str(person),
        )
    return person


def works_for(person_id: int, customer_id: int, on: date) -> bool:
    """Whether somebody works for an account from another department on a day. One query."""
    found = Dedication.objects.standing().filter(
        person=person_id, customer=customer_id, start__lte=on
    )
    return found.filter(Q(end__isnull=True) | Q(end__gt=on)).exclude(function="").exists()


def today_customer(customer: Customer) -> int:
    """The number by which an account is seen: of what it was merged into, where it was."""
    return customer.merged_into_id or customer.pk
