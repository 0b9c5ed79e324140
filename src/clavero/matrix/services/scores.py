"""Scores of accounts, as people say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor, Verb
from clavero.ledger.hooks import CustomerSeen
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.scores import COLUMNS, About, Said, ScoresRead, Subject, read_scores
from clavero.matrix.selectors import DERIVED, matrix_rows, settings_on
from clavero.portfolio.selectors import ids_of, unknown_codes
from clavero.portfolio.services import hold_structure, register_customers
from clavero.portfolio.visibility import accounts
from clavero.ui.brought import read_table

_AT_ONCE = 5_000
_Key = tuple[int, str, str, str, date, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresReport(TableReport):
    """What happened to a file of scores, in rows of the file.

    ``new_accounts`` are those that the ledger does not know: customers to win, or a slip.
    ``instead_of_ledger`` is how many of the scores kept stand in place of what the ledger knows.
    """

    new_accounts: Sequence[str] = ()
    instead_of_ledger: int = 0


def import_scores(actor: Actor, *, content: bytes, name: str = "") -> ScoresReport:
    """Keep what a file of scores says; rows that cannot be used are told one by one.

    What goes before the ledger without a reason of its own has the file's ``name`` as one. The same
    file again changes nothing. Raises :class:`Refusal` where it is no file of scores,
    and :class:`Forbidden` for who does not score accounts; of accounts that ``actor`` does not
    see nothing is kept.
    """
    if not actor.may(Verb.SCORE_ACCOUNTS):
        raise Forbidden(Verb.SCORE_ACCOUNTS)
    return _keep(actor, _read(content), name)


def _read(content: bytes) -> ScoresRead:
    today = timezone.localdate()
    criteria = settings_on(today).settings.to_score
    return read_table(content, lambda text: read_scores(text, today, criteria), COLUMNS)


@transaction.atomic
def _keep(actor: Actor, read: ScoresRead, name: str) -> ScoresReport:
    hold_structure()
    named = list(dict.fromkeys(said.about.account for said in read.said))
    new = _new_accounts(actor, named)
    ids = ids_of(named, accounts(actor))
    refused = list(read.refused)
    known = _known(set(ids.values()))
    rows: list[AccountScore] = []
    already_there = 0
    for said in read.said:
        customer_id = ids.get(said.about.account)
        if customer_id is None:
            refused += [
                RefusedRow(line, "account", said.about.account, RowFault.UNKNOWN_ACCOUNT)
                for line in said.lines
            ]
            continue
        ratings = [f"{rating:f}" for rating in said.ratings]
        if sorted(ratings) in known.get(_key(customer_id, said), ()):
            already_there += len(ratings)
            continue
        rows.append(_score(actor, customer_id, said, ratings, name))
    AccountScore.objects.bulk_create(rows, batch_size=_AT_ONCE)
    _record(actor, rows)
    refused.sort(key=lambda bad: bad.line)
    kept = sum(len(row.ratings) for row in rows)
    return ScoresReport(
        read=read.rows,
        kept=kept,
        already_there=already_there,
        refused=refused,
        new_accounts=new,
        instead_of_ledger=_instead_of_ledger(actor, rows),
    )


def _instead_of_ledger(actor: Actor, rows: Sequence[AccountScore]) -> int:
    """How many of the new scores go before what the ledger says of the same."""
    given = {
        (row.customer_id, row.criterion)
        for row in rows
        if row.criterion in DERIVED and row.subject == Subject.US and not row.forecast
    }
    if not given:
        return 0
    placed = matrix_rows(actor, as_of=timezone.localdate())
    return sum((row.card.id, factor) in given for row in placed for factor in row.derived)


def _new_accounts(actor: Actor, named: Sequence[str]) -> list[str]:
    """Accounts that nobody knows yet come into being, by who sees all of them."""
    if not actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        return []
    new = unknown_codes(named)
    register_customers(actor, customers=[CustomerSeen(name, name, "", "") for name in new])
    return new


def _known(ids: set[int]) -> dict[_Key, list[list[str]]]:
    """All ratings that were ever given of each thing: an old file brings back nothing that was
    corrected since."""
    known: dict[_Key, list[list[str]]] = {}
    for each in AccountScore.objects.filter(customer_id__in=ids):
        key = (
            each.customer_id, each.criterion, each.subject, each.source, each.day, each.forecast,
            each.competitor,
        )  # fmt: skip
        known.setdefault(key, []).append(sorted(each.ratings))
    return known


def _key(customer_id: int, said: Said) -> _Key:
    about = said.about
    return (
        customer_id, about.criterion, about.subject.value, about.source.value, about.day,
        about.forecast.value if about.forecast else "", about.competitor,
    )  # fmt: skip


def _score(
    actor: Actor, customer_id: int, said: Said, ratings: list[str], name: str
) -> AccountScore:
    about = said.about
    return AccountScore(
        customer_id=customer_id,
        criterion=about.criterion,
        subject=about.subject.value,
        source=about.source.value,
        day=about.day,
        forecast=about.forecast.value if about.forecast else "",
        competitor=about.competitor,
        value=said.value,
        ratings=ratings,
        reason=said.reason or _reason(about, name),
        by_id=actor.user_id,
        by_name=actor.name,
    )


def _reason(about: About, name: str) -> str:
    """What stands in place of the ledger has a reason: at least the file that says it."""
    if about.criterion not in DERIVED or about.forecast or not name:
        return ""
    return gettext("File “%(name)s”.") % {"name": name}


def _record(actor: Actor, rows: Sequence[AccountScore]) -> None:
    """One entry an account: each score keeps who gave it."""
    given = Counter(row.customer_id for row in rows)
    scored = accounts(actor).in_bulk(given)
    record_many(
        actor,
        "customer.scored",
        [(scored[each], None, {"scores": count}) for each, count in given.items()],
    )
