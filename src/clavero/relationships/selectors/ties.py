"""One of ours and a contact, for the page on which their link is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account, account_within, structure, today_of
from clavero.portfolio.visibility import scope_for
from clavero.relationships.models import Judgement, Tie
from clavero.relationships.selectors.contacts import ContactRow, facts_of
from clavero.relationships.visibility import contacts, is_of_the_team


@dataclass(frozen=True, slots=True)
class TieSeen:
    """A tie with its contact and its revision; ``said`` is what was last said of it, for who may
    know."""

    tie: Tie
    contact: ContactRow
    seen: int
    said: Judgement | None


def tie_seen(actor: Actor, tie_id: int) -> tuple[TieSeen, Account]:
    """A tie and its account. Raises ``Tie.DoesNotExist`` for strangers to its customer."""
    seen = revision_of(Tie(pk=tie_id))  # before the values that it stands for
    found = Tie.objects.filter(contact__in=contacts(actor).order_by())
    tie = found.select_related("person", "contact__customer").get(pk=tie_id)
    code = today_of(tie.contact.customer).code
    account = account_within(scope_for(actor), code, structure())
    said = None
    if is_of_the_team(actor, account.card.code, account.shape):
        said = tie.judgements.order_by("-said_on", "-pk").first()
    return TieSeen(tie, facts_of(tie.contact), seen, said), account
