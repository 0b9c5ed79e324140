"""What surveys tell of accounts to other rooms: sums that whoever sees the account may know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.utils import timezone

from clavero.loyalty.models import Invitation, Wave
from clavero.loyalty.rules.asking import BY_KEY
from clavero.loyalty.rules.scores import Versus
from clavero.loyalty.rules.telling import FEWEST
from clavero.loyalty.selectors.asked import account_code
from clavero.loyalty.selectors.results import Said, Scores, is_open, results_in, rows_among
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.selectors.kept import Kept

_ENDED: Kept[tuple[Figures, ...]] = Kept(limit=50_000, weigh=lambda found: len(found) + 1)
FRESH = timedelta(days=365)
"""What is older is told to nobody: people have changed their minds."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of an account, by its latest wave of which enough is told: the recommendation with its
    standard error in points and the part of satisfied people, each with how many gave it, and us
    against the best other by criterion; ``day`` is the one of the last answer."""

    code: str
    customer_id: int
    wave: str
    wave_id: int
    day: date
    nps: Decimal | None
    nps_n: int
    nps_error: Decimal | None
    csat: Decimal | None
    csat_n: int
    versus: Mapping[str, Versus]


def figures_on(
    day: date, codes: Collection[str] | None = None, shape: Structure | None = None
) -> list[Figures]:
    """What is known of accounts, or of those with ``codes``, from answers of the year until a day:
    of fewer than three people nothing, nor what others would follow from, nor of a wave that took
    answers still. A part of a group has none of its own."""
    shape = shape or structure()
    since = day - FRESH
    recent = Invitation.objects.filter(
        answered_at__date__lte=day, answered_at__date__gt=since
    ).order_by()
    if codes is not None:  # what others said elsewhere is not read for one account
        forest = shape.forests[Tree.LEGAL]
        records = {record for code in codes for record in forest.codes(code)}
        recent = recent.filter(customer__code__in=sorted(records))
    waves = Wave.objects.filter(pk__in=recent.values("wave")).select_related("version__survey")
    # Of one that takes answers nothing is told; of one that has ended, always the same.
    ended = [each for each in waves.order_by("-opened_at", "-pk") if not is_open(each, day)]
    made: dict[str, Figures] = {}
    for each in _of_waves(ended, shape):
        if (codes is None or each.code in codes) and each.code not in made:
            made[each.code] = replace(each, day=max(each.day, since))
    return list(made.values())


def _of_waves(waves: Sequence[Wave], shape: Structure) -> Iterator[Figures]:
    """What waves tell that have ended, each as it was computed once."""
    read: dict[int, list[Said]] = {}

    def key(wave: Wave) -> Hashable:
        return wave.pk, wave.closes_on, wave.closed_at, shape.version

    def rows(wave: Wave) -> list[Said]:
        if wave.pk not in read:
            more = [each for each in waves if each.pk not in read and key(each) not in _ENDED]
            read.update({each.pk: [] for each in (wave, *more)})
            among = Invitation.objects.filter(wave__in=[wave.pk, *(each.pk for each in more)])
            for row in rows_among(among, shape, frozenset(), for_sums=True):
                read[row.invitation.wave_id].append(row)
        return read[wave.pk]

    for wave in waves:
        yield from _ENDED.get(key(wave), partial(_of_wave, wave, shape, rows))


def _of_wave(
    wave: Wave, shape: Structure, rows_of: Callable[[Wave], list[Said]]
) -> tuple[Figures, ...]:
    rows = rows_of(wave)
    days: dict[str, date] = {}
    for row in rows:
        if row.has_answered:
            last = _day(row.invitation)
            days[row.account] = max(last, days.get(row.account, last))
    # Today it has ended, too.
    accounts = results_in(wave, rows, shape, names_people=False).accounts
    found = (_figures(scores, wave, days) for scores in accounts)
    return tuple(each for each in found if each is not None)


def versus_of(code: str, day: date, shape: Structure | None = None) -> Figures | None:
    """What is known of us against the best other supplier at an account, by what a customer's
    record belongs to; ``None`` where too few said so."""
    shape = shape or structure()
    found = figures_on(day, {account_code(shape, code)}, shape)
    of_criteria = [each for each in found if any(_of_criteria(each))]
    return of_criteria[0] if of_criteria and of_criteria[0].code == code else None


def _of_criteria(of: Figures) -> Iterator[str]:
    return (key for key in of.versus if BY_KEY[key].criterion)


def _figures(scores: Scores, wave: Wave, days: Mapping[str, date]) -> Figures | None:
    """``None`` where nothing may be told."""
    if not scores.is_told or scores.answered < FEWEST or scores.customer_id is None:
        return None
    score = None if scores.nps is None else scores.nps.score
    error = None if scores.nps is None else scores.nps.error
    nps_n = 0 if score is None else score.n or 0
    csat_n = 0 if scores.csat is None else scores.csat.n or 0
    return Figures(
        code=scores.key,
        customer_id=scores.customer_id,
        wave=wave.name,
        wave_id=wave.pk,
        day=days[scores.key],
        nps=score.value if score is not None and nps_n >= FEWEST else None,
        nps_n=nps_n,
        nps_error=None if error is None else Decimal(str(error)),
        csat=scores.csat.value if scores.csat is not None and csat_n >= FEWEST else None,
        csat_n=csat_n,
        versus={key: each for key, each in scores.versus.items() if each.n >= FEWEST},
    )


def _day(invitation: Invitation) -> date:
    assert invitation.answered_at is not None
    return timezone.localdate(invitation.answered_at)
