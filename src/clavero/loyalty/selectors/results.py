"""What came back, summed for a reader: a wave as a whole, by account, function and person of ours.

What a sum tells of people whose answers the reader does not read singly is decided in
``rules.telling``; everything here is narrowed to the customers that the reader sees before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from clavero.core.estimates import Estimate
from clavero.core.period import Period, known_days
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.loyalty.models import Answer, Invitation, Wave
from clavero.loyalty.rules.asking import BY_KEY, Content, Kind
from clavero.loyalty.rules.scores import Nps, ThreeReadings, Versus, by_accounts, csat, nps, versus
from clavero.loyalty.rules.telling import FEWEST, known_singly, told
from clavero.loyalty.selectors.asked import account_code
from clavero.loyalty.visibility import tends_wave, waves
from clavero.portfolio.selectors import Structure, data_span, results_of, seen_now
from clavero.portfolio.visibility import looked_after, of_those_seen, scope_for

ACCOUNT, FUNCTION, PERSON, ALL = "account", "function", "person", "all"
NOBODY = "nobody"
"""The key of those whom nobody of ours knew."""


@dataclass(frozen=True, slots=True)
class Said:
    """An invitation with its answers; ``is_known`` is whether the reader reads them singly."""

    invitation: Invitation
    account: str
    answers: Mapping[str, Answer]
    is_known: bool

    @property
    def has_answered(self) -> bool:
        """Whether anything came back."""
        return self.invitation.answered_at is not None

    def value(self, key: str) -> int | None:
        """The number given to a question."""
        answer = self.answers.get(key)
        return None if answer is None else answer.value

    def pair(self, key: str) -> tuple[int, int] | None:
        """Both numbers of a comparison: one alone compares nothing."""
        answer = self.answers.get(key)
        if answer is None or answer.value is None or answer.other is None:
            return None
        return answer.value, answer.other

    def gave(self, key: str) -> bool:
        """Whether the sum of a question, or of its comparison, counts what they said."""
        is_versus = BY_KEY[key].kind is Kind.VERSUS
        return (self.pair(key) if is_versus else self.value(key)) is not None

    @property
    def texts(self) -> list[Answer]:
        """What was written."""
        return [each for each in self.answers.values() if each.text]


@dataclass(frozen=True, slots=True)
class Scores:
    """What some people said: ``asked`` got a link, ``answered`` of the ``known`` who could have an
    opinion did. ``is_told`` is ``False`` where a sum would give single people away, which it does
    as long as the wave ``waits`` for more answers; ``hidden`` are the questions of which the same
    is true although the rest is told: not everybody answers all of them."""

    key: str
    name: str
    customer_id: int | None
    known: int
    asked: int
    answered: int
    is_told: bool = True
    waits: bool = False
    hidden: Collection[str] = ()
    nps: Nps | None = None
    csat: Estimate | None = None
    versus: Mapping[str, Versus] = field(default_factory=dict)

    @property
    def score(self) -> Decimal | None:
        """The recommendation, where it is told."""
        return None if self.nps is None else self.nps.score.value

    @property
    def overall(self) -> Versus | None:
        """Us and the best other one: as a whole where that was asked, else the mean of criteria."""
        return self.versus.get("overall")


@dataclass(frozen=True, slots=True)
class WaveResults:
    """A wave for a reader. ``rows`` are all whom it found at the customers that the reader sees."""

    wave: Wave
    asked: Content
    whole: Scores
    readings: ThreeReadings | None
    accounts: Sequence[Scores]
    functions: Sequence[Scores]
    people: Sequence[Scores]
    rows: Sequence[Said] = field(repr=False)
    is_tended: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return is_open(self.wave)

    @property
    def known_rows(self) -> list[Said]:
        """Those of whom the reader reads each answer."""
        return [each for each in self.rows if each.is_known]

    @property
    def hidden(self) -> int:
        """How many groups are not told, and would not be when the wave has ended."""
        if self.is_open:
            return 0
        every = (*self.accounts, *self.functions, *self.people)
        return sum(not each.is_told for each in every)


def is_open(wave: Wave, on: date | None = None) -> bool:
    """Whether a wave still took answers on a day, today unless one is given."""
    day = on or timezone.localdate()
    is_closed = wave.closed_at is not None and timezone.localdate(wave.closed_at) <= day
    return not is_closed and wave.closes_on >= day


def wave_results(actor: Actor, wave_id: int, *, is_outsider: bool = False) -> WaveResults:
    """One wave; for an outsider only what may be told to whoever reads no answer singly. Raises
    ``Wave.DoesNotExist`` for who sees none of the customers asked."""
    scope, shape = seen_now(actor)
    found = waves(actor, scope).select_related("version__survey", "sender")
    wave = found.get(pk=wave_id)
    rows = rows_of(actor, [wave], shape, is_outsider=is_outsider, scope=scope)
    result = results_in(wave, rows, shape, is_tended=tends_wave(actor, wave))
    return replace(result, readings=_readings(actor, result, shape))


def rows_of(
    actor: Actor,
    some: Iterable[Wave],
    shape: Structure,
    *,
    is_outsider: bool = False,
    scope: Scope | None = None,
) -> list[Said]:
    """All whom waves found at the customers that ``actor`` sees, with what they said; an outsider
    reads nothing of it singly, and ``scope`` is the reader's, if it was read. Four queries at
    most."""
    found = Invitation.objects.filter(
        of_those_seen(actor, scope), wave__in=[each.pk for each in some]
    )
    own = frozenset[str]() if is_outsider else looked_after(actor)
    return rows_among(found, shape, own)


def rows_among(
    found: QuerySet[Invitation],
    shape: Structure,
    own: Collection[str] | None,
    *,
    for_sums: bool = False,
) -> list[Said]:
    """Some of whom waves found, with what they said. Of the accounts with ``own`` codes the reader
    knows who said what; ``None`` is all of them. ``for_sums`` alone, nobody is named. Two
    queries."""
    of_each = ("customer",) if for_sums else ("customer", "contact", "wave")
    found = found.select_related(*of_each).prefetch_related("answers")
    return [
        Said(
            each,
            account_code(shape, each.customer.code),
            {answer.question: answer for answer in each.answers.all()},
            own is None or each.customer.code in own,
        )
        for each in found.order_by("pk")
    ]


def all_waves(actor: Actor) -> list[WaveResults]:
    """Every wave that asked somebody whom ``actor`` sees, the latest first, as a whole."""
    scope, shape = seen_now(actor)
    found = list(waves(actor, scope).select_related("version__survey", "sender"))
    rows: dict[int, list[Said]] = {each.pk: [] for each in found}
    for row in rows_of(actor, found, shape, scope=scope):
        rows[row.invitation.wave_id].append(row)
    return [
        results_in(each, rows[each.pk], shape, is_tended=tends_wave(actor, each), is_whole=True)
        for each in found
    ]


def results_in(
    wave: Wave,
    rows: Sequence[Said],
    shape: Structure,
    *,
    is_tended: bool = False,
    is_whole: bool = False,
    names_people: bool = True,
    on: date | None = None,
) -> WaveResults:
    """A wave by what came back, as a whole, and unless ``is_whole`` in its groups too, as it may be
    told ``on`` a day. Who asks for figures alone leaves the names of our people out, and with them
    a query."""
    asked = wave.version.asked
    tables = {ALL: {ALL: [*rows]}} if is_whole else _tables(rows)
    waits = is_open(wave, on)
    shown = _shown(tables, rows, None, waits=waits)
    # Of what is told, each question by those who answered it: nothing but one has to be answered.
    told_of = {
        each.key: _shown(_within(tables, shown), rows, each.key, waits=waits)
        for each in asked.questions
        if each.kind is not Kind.TEXT
    }
    names = _names(tables, shape, is_asked=names_people)

    def scores(table: str) -> list[Scores]:
        made = [
            scores_of(
                asked, group, key=key, name=names(table, key),
                customer_id=shape.cards[key].id if table == ACCOUNT else None,
                is_told=key in shown[table], waits=waits,
                hidden={each for each, groups in told_of.items() if key not in groups[table]},
            )
            for key, group in tables.get(table, {}).items()
        ]  # fmt: skip
        return sorted(made, key=lambda each: (-each.answered, each.name, each.key))

    return WaveResults(
        wave=wave,
        asked=asked,
        whole=scores(ALL)[0],
        readings=None,
        accounts=scores(ACCOUNT),
        functions=scores(FUNCTION),
        people=scores(PERSON),
        rows=rows,
        is_tended=is_tended,
    )


def _shown(
    tables: Mapping[str, Mapping[str, Sequence[Said]]],
    rows: Sequence[Said],
    question: str | None,
    *,
    waits: bool,
) -> dict[str, frozenset[str]]:
    """The groups of which may be told what was said to a question, or that anything was said."""
    given = {
        table: {
            key: [each.invitation.pk for each in group if _is_unknown(each, question)]
            for key, group in groups.items()
        }
        for table, groups in tables.items()
    }
    if waits:  # the next answer would be what makes the difference between two days
        return known_singly(given)
    return told(given, [each.invitation.pk for each in rows if _is_unknown(each, question)])


def _is_unknown(row: Said, question: str | None) -> bool:
    """Whether somebody answered whom the reader does not know singly."""
    return not row.is_known and (row.has_answered if question is None else row.gave(question))


def _within(
    tables: Mapping[str, Mapping[str, list[Said]]], shown: Mapping[str, Collection[str]]
) -> dict[str, dict[str, list[Said]]]:
    return {
        table: {key: group for key, group in groups.items() if key in shown[table]}
        for table, groups in tables.items()
    }


def _tables(rows: Sequence[Said]) -> dict[str, dict[str, list[Said]]]:
    found: dict[str, dict[str, list[Said]]] = {
        ALL: {ALL: [*rows]}, ACCOUNT: {}, FUNCTION: {}, PERSON: {},
    }  # fmt: skip
    for row in rows:
        found[ACCOUNT].setdefault(row.account, []).append(row)
        found[FUNCTION].setdefault(row.invitation.function, []).append(row)
        for person in row.invitation.known_by or [NOBODY]:
            found[PERSON].setdefault(str(person), []).append(row)
    return found


def _names(
    tables: Mapping[str, Mapping[str, object]], shape: Structure, *, is_asked: bool
) -> Callable[[str, str], str]:
    wanted = {int(key) for key in tables.get(PERSON, {}) if key != NOBODY}
    ours = names_of(wanted) if wanted and is_asked else {}

    def name(table: str, key: str) -> str:
        if table == ACCOUNT:
            return shape.cards[key].title
        return ours.get(int(key), "") if table == PERSON and key != NOBODY else ""

    return name


def scores_of(
    asked: Content,
    rows: Sequence[Said],
    *,
    key: str = ALL,
    name: str = "",
    customer_id: int | None = None,
    is_told: bool = True,
    waits: bool = False,
    hidden: Collection[str] = (),
) -> Scores:
    """What some people said, as far as it is told."""
    known = len(rows)
    asked_of = sum(not each.invitation.left_out for each in rows)
    answered = sum(each.has_answered for each in rows)
    if not is_told or not answered:
        return Scores(
            key, name, customer_id, known, asked_of, answered, is_told=is_told, waits=waits
        )
    keys = {
        kind: [each.key for each in asked.questions if each.kind is kind and each.key not in hidden]
        for kind in Kind
    }
    values = {
        each: [value for row in rows if (value := row.value(each)) is not None]
        for each in (*keys[Kind.NPS], *keys[Kind.CSAT])
    }
    return Scores(
        key,
        name,
        customer_id,
        known,
        asked_of,
        answered,
        hidden=hidden,
        nps=nps(values["nps"], len(rows)) if "nps" in values else None,
        csat=csat(values["csat"]) if "csat" in values else None,
        versus={
            each: versus([pair for row in rows if (pair := row.pair(each)) is not None])
            for each in keys[Kind.VERSUS]
        },
    )


def _readings(actor: Actor, of: WaveResults, shape: Structure) -> ThreeReadings | None:
    """By people, accounts and revenue; ``None`` where the whole, or one of its accounts, is not
    told: the mean of accounts would give away what one of them says."""
    if of.whole.nps is None or not of.whole.answered:
        return None
    answers: dict[str, list[int]] = {}
    for row in of.rows:
        value = row.value("nps")
        if value is not None:
            answers.setdefault(row.account, []).append(value)
    hidden = {each.key for each in of.accounts if each.nps is None}.intersection(answers)
    if hidden and len(hidden) < FEWEST:
        return None
    known = Counter(row.account for row in of.rows)
    bought = revenue(actor, answers, timezone.localdate(of.wave.opened_at), shape)
    return by_accounts(answers, bought, known)


def revenue(actor: Actor, codes: Iterable[str], on: date, shape: Structure) -> dict[str, Decimal]:
    """The net sales of accounts in the twelve full months before a day, as far as sales go."""
    listed, data = [*codes], data_span()
    if not listed or data is None or data.start >= on:
        return {}
    period = Period.ttm(min(on, known_days(data).end))
    sold = results_of(scope_for(actor), listed, period, shape)
    return {code: each.net_sales for code, each in sold.items()}
