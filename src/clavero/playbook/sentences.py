"""Where conduct and strategy differ, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.core.money import Money
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.rules.conduct import NOTHING, Difference, Warned
from clavero.playbook.rules.guides import HUNDRED
from clavero.playbook.selectors import Conduct
from clavero.playbook.words import percent_in_words
from clavero.ui import formats

SENTENCES: dict[str, str | Promise] = {
    Warned.TIME_OVER: _(
        "“%(strategy)s” takes %(given)s of the time; the playbook gives it %(limit)s at most."
    ),
    Warned.TIME_UNDER: _(
        "“%(strategy)s” gets %(given)s of the time; the playbook asks for %(limit)s at least."
    ),
    Warned.MONEY_ON_HARVEST: ngettext_lazy(
        "%(amount)s went to %(count)s account with the strategy “%(strategy)s”, in which nothing "
        "is invested:",
        "%(amount)s went to %(count)s accounts with the strategy “%(strategy)s”, in which nothing "
        "is invested:",
        "number",
    ),
    Warned.TIME_ON_HARVEST: ngettext_lazy(
        "%(count)s account with the strategy “%(strategy)s” takes more than its part of the time, "
        "%(limit)s at most:",
        "%(count)s accounts with the strategy “%(strategy)s” take more than their part of the "
        "time, %(limit)s each at most:",
        "number",
    ),
    Warned.INVEST_UNDER_SHARE: ngettext_lazy(
        "%(count)s account with the strategy “%(strategy)s” gets less than its part of the time, "
        "%(limit)s at least:",
        "%(count)s accounts with the strategy “%(strategy)s” get less than their part of the "
        "time, %(limit)s each at least:",
        "number",
    ),
    Warned.INVEST_UNRECORDED: ngettext_lazy(
        "Nobody has recorded any time on %(count)s account with the strategy “%(strategy)s”:",
        "Nobody has recorded any time on %(count)s accounts with the strategy “%(strategy)s”:",
        "number",
    ),
    Warned.INVEST_ONE_CONTACT: ngettext_lazy(
        "One person at most is known of %(count)s account with the strategy “%(strategy)s”: who "
        "leaves takes the relationship along.",
        "One person at most is known of %(count)s accounts with the strategy “%(strategy)s”: who "
        "leaves takes the relationship along.",
        "number",
    ),
    Warned.NOBODY_ON_INVEST: ngettext_lazy(
        "Nobody looks after %(count)s account with the strategy “%(strategy)s”:",
        "Nobody looks after %(count)s accounts with the strategy “%(strategy)s”:",
        "number",
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and the accounts that it is about: id, name and what was spent."""

    sentence: str
    accounts: Sequence[tuple[int, str, str]] = ()


def warnings_in_words(found: Conduct, currency: str) -> list[Told]:
    """What is to talk about: a sentence for each strategy, and one for all accounts of a kind."""
    told = []
    for (kind, strategy), group in groupby(found.warnings, lambda each: (each.kind, each.strategy)):
        differences = list(group)
        given = sum((each.given or NOTHING for each in differences), NOTHING)
        values = {
            "number": len(differences),
            "count": formats.number(len(differences)),
            "strategy": STRATEGY_NAMES[strategy],
            "given": formats.percent(given),
            "limit": percent_in_words(round((differences[0].limit or NOTHING) * HUNDRED, 1)),
            "amount": formats.money(Money(given, currency), places=0),
        }
        accounts = [_account(each, found, currency) for each in differences if each.account]
        told.append(Told(str(SENTENCES[kind] % values), accounts))
    return told


def judged_by_in_words(found: Conduct) -> str:
    """Which version of the playbook the period is held against: the one of its last day, even where
    another holds today."""
    day = {"day": formats.day(found.period.last)}
    if found.holding.number is None:
        return gettext("Held against Clavero's own playbook, which held on %(day)s.") % day
    return gettext("Held against version %(number)s of the playbook, which held on %(day)s.") % {
        "number": found.holding.number,
        **day,
    }


def _account(difference: Difference, found: Conduct, currency: str) -> tuple[int, str, str]:
    card, given = found.cards[difference.account], difference.given
    if given is None:
        return card.id, card.title, ""
    if difference.kind is Warned.INVEST_ONE_CONTACT:
        people = ngettext("%(count)s contact", "%(count)s contacts", int(given))
        return card.id, card.title, people % {"count": formats.number(given)}
    if difference.kind is Warned.MONEY_ON_HARVEST:
        return card.id, card.title, formats.money(Money(given, currency), places=0)
    return card.id, card.title, formats.percent(given)
