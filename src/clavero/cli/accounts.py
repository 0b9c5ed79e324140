"""Accounts as they are named on a command line: by their code."""

from __future__ import annotations

from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.portfolio.selectors import structure


def account_id(code: str) -> int:
    """The account of this code; whoever writes another is told where the codes are."""
    card = structure().cards.get(code)
    if card is None:
        raise unknown_account(code)
    return card.id


def unknown_account(code: str) -> Refusal:
    """That there is none of this code."""
    return Refusal(
        _("There is no account “%(account)s”."),
        code="unknown_account",
        hint=_("“clavero customers” lists the codes there are."),
        account=code,
    )
