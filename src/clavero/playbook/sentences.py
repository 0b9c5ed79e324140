"""Where conduct and strategy differ, in sentences."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.core.money import Money
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.rules.conduct import Difference, Warned
from clavero.playbook.rules.guides import HUNDRED
from clavero.playbook.selectors import Conduct
from clavero.playbook.words import percent_in_words
from clavero.ui import formats

Name = str | Promise

SENTENCES: dict[str, Name] = {
    Warned.TIME_OVER: _(
        "“%(strategy)s” takes %(given)s of the time; the playbook gives it %(limit)s at most."
    ),
    Warned.TIME_UNDER: _(
        "“%(strategy)s” gets %(given)s of the time; the playbook asks for %(limit)s at least."
    ),
    Warned.MONEY_ON_HARVEST: _(
        "%(account)s has cost %(amount)s of money, and its strategy is “%(strategy)s”: nothing is "
        "invested there."
    ),
    Warned.TIME_ON_HARVEST: _(
        "%(account)s takes %(given)s of the time, and its strategy is “%(strategy)s”: its part is "
        "%(limit)s at most."
    ),
    Warned.INVEST_UNDER_SHARE: _(
        "%(account)s gets %(given)s of the time, and its strategy is “%(strategy)s”: its part is "
        "%(limit)s at least."
    ),
    Warned.NOBODY_ON_INVEST: _(
        "Nobody looks after %(account)s, and its strategy is “%(strategy)s”."
    ),
}


def warning_in_words(warning: Difference, found: Conduct, currency: str) -> tuple[str, int | None]:
    """The sentence, and the account it is about."""
    card = found.cards.get(warning.account)
    given = warning.given or Decimal(0)
    told = str(SENTENCES[warning.kind]) % {
        "strategy": STRATEGY_NAMES[warning.strategy],
        "account": "" if card is None else card.title,
        "given": formats.percent(given),
        "limit": percent_in_words((warning.limit or Decimal(0)) * HUNDRED),
        "amount": formats.money(Money(given, currency), places=0),
    }
    return told, None if card is None else card.id
