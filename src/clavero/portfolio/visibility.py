"""Where every read of a customer starts: who sees whom.

One condition narrows the lists and decides the single object; whoever does not pass it does
not find the customer (the page is a 404). The whole portfolio is open to those whose role says
so; others see the customers they look after today, those of the people who report to them where
the role says so, and with a group all that is below it in the legal tree.
"""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import BigIntegerField, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable, RawSQL
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import ALLOWED, Actor, Role, Verb
from clavero.portfolio.models import Customer, StructureVersion

# From the customers covered today, three ways on: down the legal tree, to the records merged into
# a customer, and to the one it was merged into. The own link of a merged record rests.
_COVERED = """
WITH RECURSIVE covered(id) AS (
    SELECT customer_id
      FROM portfolio_coverage
     WHERE person_id IN ({people}) AND start <= %s AND ("end" IS NULL OR "end" > %s)
    UNION
    SELECT COALESCE(child.id, copy.id, record.merged_into_id)
      FROM covered
      JOIN (SELECT 'down' AS way UNION ALL SELECT 'copies' UNION ALL SELECT 'original') AS ways
        ON true
      LEFT JOIN portfolio_grouplink AS link
        ON way = 'down' AND link.tree = 'legal' AND link.parent_id = covered.id
      LEFT JOIN portfolio_customer AS child
        ON child.id = link.child_id AND child.merged_into_id IS NULL
      LEFT JOIN portfolio_customer AS copy
        ON way = 'copies' AND copy.merged_into_id = covered.id
      LEFT JOIN portfolio_customer AS record
        ON way = 'original' AND record.id = covered.id
)
SELECT id FROM covered WHERE id IS NOT NULL
"""


ROLES_THAT_SEE_SALES = frozenset(
    role for role in Role if ALLOWED[role] & {Verb.SEE_WHOLE_PORTFOLIO, Verb.SEE_OWN_ACCOUNTS}
)
"""Only people with one of these look after customers: nobody else would see what they do."""


def sees_sales(actor: Actor) -> bool:
    """Whether the role looks at customers' sales at all, its own or everybody's."""
    return actor.may(Verb.SEE_WHOLE_PORTFOLIO) or actor.may(Verb.SEE_OWN_ACCOUNTS)


def accounts(actor: Actor) -> QuerySet[Customer]:
    """The customers whose business ``actor`` may see today, merged ones left out."""
    return _seen(actor).filter(merged_into__isnull=True)


def records(actor: Actor) -> QuerySet[Customer]:
    """The customers whose names and addresses ``actor`` may see, merged ones too.

    Who manages customers keeps all of them in order without seeing what they buy.
    """
    if actor.may(Verb.MANAGE_CUSTOMERS):
        return Customer.objects.all()
    return _seen(actor)


def scope_for(actor: Actor) -> Scope:
    """Whose sales lines ``actor`` may read. Nothing else in Clavero builds a :class:`Scope`."""
    if actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        return Scope(None)
    return Scope(frozenset(_seen(actor).order_by().values_list("code", flat=True)))


_VERSION = Subquery(StructureVersion.objects.values("number")[:1])


def account_with_version(
    actor: Actor, customer_id: int, *beside: str, **also: Combinable
) -> tuple[Customer, int | None]:
    """One of the :func:`accounts` with what stands ``beside`` it and, in the same query, the number
    of the structure's version and what is ``also`` asked by name. Raises ``Customer.DoesNotExist``
    for strangers to it."""
    found = accounts(actor).annotate(structure_number=_VERSION, **also).select_related(*beside)
    customer = found.get(pk=customer_id)
    return customer, customer.structure_number


def scope_with_version(actor: Actor) -> tuple[Scope, int | None]:
    """:func:`scope_for` and, in the same query, the number of the structure's version; ``None``
    where no customer was asked for."""
    if actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        return Scope(None), None
    rows = list(_seen(actor).order_by().values_list("code", _VERSION))
    return Scope(frozenset(code for code, _number in rows)), rows[0][1] if rows else None


def names_seen(actor: Actor, scope: Scope) -> frozenset[str] | None:
    """The codes of :func:`records`, without another query where ``scope`` is the actor's."""
    return None if actor.may(Verb.MANAGE_CUSTOMERS) else scope.customers


def of_those_seen(actor: Actor, scope: Scope | None = None) -> Q:
    """What concerns a customer that ``actor`` sees, also by a record merged into it, among rows
    that have a ``customer``."""
    codes = (scope_for(actor) if scope is None else scope).customers
    return Q(customer__isnull=False) if codes is None else Q(customer__code__in=sorted(codes))


def narrowed(scope: Scope, codes: frozenset[str]) -> Scope:
    """The part of ``scope`` that concerns ``codes``: it never shows more than before."""
    return Scope(codes if scope.customers is None else scope.customers & codes)


def customer_to_change(actor: Actor, customer_id: int, verb: Verb) -> Customer:
    """The customer, for a service that changes it.

    Raises ``Customer.DoesNotExist`` for strangers to it and :class:`Forbidden` for those who
    see it but may not.
    """
    customer = records(actor).get(pk=customer_id)
    if not actor.may(verb):
        raise Forbidden(verb)
    return customer


def looked_after(actor: Actor) -> frozenset[str] | None:
    """The codes of the customers that ``actor`` looks after today in any role, or those who report
    to them do where the role leads a team, with all that is below them; ``None`` for Clavero
    itself, which needs nobody's leave. One query, whatever else the role may see."""
    if actor.user_id is None:
        return None
    return frozenset(looked_after_by(actor).values_list("code", flat=True))


def looked_after_by(actor: Actor) -> QuerySet[Customer]:
    """The same as customers, to ask for within another query; of Clavero itself none."""
    if actor.user_id is None:
        return Customer.objects.none()
    people = {actor.user_id} | (actor.team if actor.may(Verb.SEE_TEAM_ACCOUNTS) else frozenset())
    covered = _covered_by(sorted(people), timezone.localdate())
    return Customer.objects.filter(pk__in=covered).order_by()


def _seen(actor: Actor) -> QuerySet[Customer]:
    if actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        return Customer.objects.all()
    people = _people_whose_customers_are_seen(actor)
    if not people:
        return Customer.objects.none()
    return Customer.objects.filter(pk__in=_covered_by(people, timezone.localdate()))


def _people_whose_customers_are_seen(actor: Actor) -> list[int]:
    people: set[int] = set()
    if actor.user_id is not None and actor.may(Verb.SEE_OWN_ACCOUNTS):
        people.add(actor.user_id)
    if actor.may(Verb.SEE_TEAM_ACCOUNTS):
        people |= actor.team
    return sorted(people)


def _covered_by(people: list[int], day: date) -> RawSQL:
    marks = ", ".join(["%s"] * len(people))
    today = connection.ops.adapt_datefield_value(day)
    sql = _COVERED.format(people=marks)
    return RawSQL(sql, (*people, today, today), output_field=BigIntegerField())  # noqa: S611
