"""At which account something is, by what a person writes of it."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import held_on, structure
from clavero.portfolio.visibility import accounts

_OFFERED = 60


def account_named(actor: Actor, words: str) -> int | None:
    """The account that ``words`` name, by its code or by all or a part of its name; ``None`` for no
    words. One or two queries."""
    words = words.strip()
    if not words:
        return None
    seen = accounts(actor).order_by()
    exact = seen.filter(Q(code__iexact=words) | Q(name__iexact=words))
    found = list(exact.values_list("pk", flat=True)[:2])
    if not found:
        found = list(seen.filter(name__icontains=words).values_list("pk", flat=True)[:2])
    if len(found) == 1:
        return found[0]
    raise Refusal(
        _("Several accounts are called like that.") if found else _("You see no such account."),
        code="several_accounts" if found else "no_such_account",
        field="account",
        hint=_("Write more of its name, or its code."),
    )


def accounts_offered(actor: Actor) -> list[str]:
    """The names of the accounts that a person and those below them lead, to choose from while
    writing. Two queries."""
    shape = structure()
    whose = {actor.user_id, *actor.team}
    held = {each.account for each in held_on(timezone.localdate(), shape).values()
            if each.person_id in whose}  # fmt: skip
    return sorted(shape.cards[code].title for code in held)[:_OFFERED]
