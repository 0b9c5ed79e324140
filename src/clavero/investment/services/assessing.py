"""The draws of a round are asked for, made step by step, and kept with all that they stand on.

What each step finds is kept at once. Whoever is killed loses the step that was under way: another
goes on with the next one, and finds the same, because the seed is fixed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Assessment, Drawing, Round, Terms
from clavero.investment.rules.cautious import (
    FIRMNESS_DRAWS,
    Found,
    cautious,
    most_on_average,
    times_chosen,
    with_few_losses,
)
from clavero.investment.rules.choosing import Problem, Solved
from clavero.investment.rules.drawing import DRAWS, SEED, Risk, moves, risk_of, values_of
from clavero.investment.rules.kinds import UNDER_WAY, Aim, DrawingState, Shape
from clavero.investment.rules.options import allowed
from clavero.investment.selectors import Asked, identity_of, round_picture
from clavero.investment.selectors.asking import METHOD
from clavero.investment.visibility import decides

_SYSTEM = Actor.system()
BARS = 24
AT_ONCE = 10
"""In how many draws the choice is sought between two looks at the clock and at the order."""
BEAT = timedelta(seconds=5)
GIVEN_UP = timedelta(seconds=90)
"""After so long without a sign nobody works on it any more: one problem takes 30 seconds at
most."""
DRAWN, CHOSEN = 30, 45  # percent of the work


class _By(NamedTuple):
    """Who asked for draws, for the audit."""

    user_id: int | None
    name: str


class _Overtaken(Exception):
    """Another works on it by now."""


def order_draws(actor: Actor, *, round_id: int) -> Drawing:
    """Draws that wait to be made; those that are under way already, where there are any.

    Raises ``Round.DoesNotExist``, and :class:`Forbidden` for those who do not decide.
    """
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=round_id)
        if not decides(actor):
            raise Forbidden(Verb.GOVERN_INVESTMENTS)
        _asked_of(found)
        under_way = Drawing.objects.filter(round=found, state__in=UNDER_WAY).first()
        if under_way is not None:
            return under_way
        row = Drawing.objects.create(round=found, by_id=actor.user_id, by_name=actor.name)
        record(actor, "investment.draws_ordered", found, after={"invested_draws": DRAWS})
        return row


def make_draws(drawing_id: int) -> None:
    """Make what was asked for, or go on where somebody was killed. While somebody works on it, and
    once it is made, this does nothing."""
    row = _claimed(drawing_id)
    if row is None:
        return
    try:
        _Work(row).do()
    except _Overtaken:
        return
    except Refusal as hindrance:
        _fail(row, hindrance.code)
    except Exception:
        _fail(row, "unexpected")
        raise


def unfinished_draws(now: datetime | None = None) -> Sequence[tuple[int, datetime]]:
    """What is under way, each with when it counts as given up unless it gives another sign."""
    now = now or timezone.now()
    rows = Drawing.objects.filter(state__in=UNDER_WAY).values_list("pk", "beat_at")
    return [(pk, now if beat is None else max(now, beat + GIVEN_UP)) for pk, beat in rows]


def is_quiet(row: Drawing, now: datetime | None = None) -> bool:
    """Whether nobody has given a sign for so long that another may go on with it."""
    since = row.beat_at or row.ordered_at
    return row.is_under_way and since < (now or timezone.now()) - GIVEN_UP


@transaction.atomic
def _claimed(drawing_id: int) -> Drawing | None:
    now = timezone.now()
    free = Q(claim="") | Q(beat_at__lt=now - GIVEN_UP)
    rows = Drawing.objects.select_for_update(of=("self",)).select_related("round")
    row = rows.filter(free, pk=drawing_id, state__in=UNDER_WAY).first()
    if row is not None:
        row.claim, row.beat_at = uuid4().hex, now
        row.save(update_fields=["claim", "beat_at"])
    return row


def _fail(row: Drawing, code: str) -> None:
    with suppress(_Overtaken):
        _write(row, state=DrawingState.FAILED.value, failure=code)


def _write(row: Drawing, **values: Any) -> None:
    """Write on it, with a sign of life, unless another works on it by now."""
    changed = Drawing.objects.filter(pk=row.pk, claim=row.claim, state__in=UNDER_WAY).update(
        beat_at=timezone.now(), **values
    )
    if not changed:
        raise _Overtaken


def _asked_of(found: Round) -> tuple[Asked, Terms]:
    picture = round_picture(_SYSTEM, found)
    if picture.terms is None or picture.asked is None or not picture.asked.options:
        raise Refusal(
            _("There is nothing to draw yet."),
            code="nothing_to_draw",
            hint=_("Set terms, and have accounts put forward first."),
        )
    return picture.asked, picture.terms


class _Beating(Problem):
    """A problem that gives a sign each time before it is solved."""

    def __init__(self, asked: Asked, beat: Callable[[], None]) -> None:
        super().__init__(asked.options, asked.limits, asked.bonds)
        self._beat = beat

    def solve(self, *given: Any, **more: Any) -> Solved:
        """The best whole options."""
        self._beat()
        return super().solve(*given, **more)

    def relaxed(self, *given: Any, **more: Any) -> Any:
        """The best parts of options."""
        self._beat()
        return super().relaxed(*given, **more)


class _Work:
    """One who makes draws, under the claim of ``row``."""

    def __init__(self, row: Drawing) -> None:
        self._row = row
        self._asked, self._terms = _asked_of(row.round)
        self._last = time.monotonic()
        identity = identity_of(self._asked, self._terms)
        # What was found of other cases or terms is of no use any more.
        self._found: dict[str, Any] = dict(row.found) if row.identity == identity else {}
        row.identity = identity
        self._least = row.percent if self._found else 0
        self._problem = _Beating(self._asked, self._beat)

    def do(self) -> None:
        """All steps that are not done yet."""
        self._say(DrawingState.DRAWING, 0, identity=self._row.identity)
        draws = self._draws()
        if "options" not in self._found:
            self._found["options"] = self._levels(draws)
        self._say(DrawingState.CHOOSING, DRAWN)
        aims = self._found.setdefault("aims", {})
        for aim in Aim:
            if aim not in aims:
                aims[aim.value] = _aim(self._problem, draws, self._chosen(aim, draws))
            self._say(DrawingState.CHOOSING, DRAWN + (CHOSEN - DRAWN) * len(aims) // len(Aim))
        for part in self._check(draws):
            self._say(DrawingState.CHECKING, CHOSEN + int((100 - CHOSEN) * part))
        self._keep()

    def _draws(self) -> Any:
        """A row an option. Made anew by whoever goes on: the seed is the same."""
        parts = moves(sorted(self._problem.accounts))
        asked, shape, rows = self._asked, Shape(self._terms.shape), []
        for at, each in enumerate(self._problem.options):
            spread = asked.spreads[each.key]
            rows.append(values_of(each.outlay, spread, asked.rate, parts[each.account], shape))
            self._beat(DRAWN * (at + 1) // len(self._problem.options))
        return np.array(rows)

    def _levels(self, draws: Any) -> list[dict[str, Any]]:
        return [
            {"account": each.account, "level": each.level, **_told(risk_of(draws[at]))}
            for at, each in enumerate(self._problem.options)
        ]

    def _chosen(self, aim: Aim, draws: Any) -> Found:
        problem, rate, terms = self._problem, self._asked.rate, self._terms
        barred = [at for at, each in enumerate(problem.options) if not allowed(each, rate)]
        if aim is Aim.SAFE:
            return with_few_losses(problem, draws, barred, most=float(terms.most_loss))
        if aim is Aim.CAUTIOUS:
            return cautious(problem, draws, barred, caution=float(terms.caution))
        return most_on_average(problem, draws, barred)

    def _check(self, draws: Any) -> Iterator[float]:
        """In how many of the draws each account is chosen; the part of them that is looked at."""
        firm = self._found.setdefault("times", dict.fromkeys(self._problem.accounts, 0))
        last = min(FIRMNESS_DRAWS, draws.shape[1])
        for first in range(self._found.get("looked_at", 0), last, AT_ONCE):
            after = min(first + AT_ONCE, last)
            for account, count in times_chosen(self._problem, draws, range(first, after)).items():
                firm[account] += count
            self._found["looked_at"] = after
            yield after / last

    def _say(self, state: DrawingState, percent: int, **more: Any) -> None:
        self._last = time.monotonic()
        shown = max(percent, self._least)
        _write(self._row, state=state.value, percent=shown, found=self._found, **more)

    def _beat(self, percent: int | None = None) -> None:
        if time.monotonic() - self._last > BEAT.total_seconds():
            self._last = time.monotonic()
            shown = {} if percent is None else {"percent": max(percent, self._least)}
            _write(self._row, **shown)

    @transaction.atomic
    def _keep(self) -> None:
        row, looked_at = self._row, self._found["looked_at"]
        made = Assessment.objects.create(
            round=row.round,
            terms=self._terms,
            identity=row.identity,
            seed=SEED,
            draws=DRAWS,
            method=METHOD,
            found={
                "options": self._found["options"],
                "firmness": {
                    account: count / looked_at for account, count in self._found["times"].items()
                },
                "aims": self._found["aims"],
            },
            by_id=row.by_id,
            by_name=row.by_name,
        )
        _write(row, state=DrawingState.DONE.value, percent=100, assessment=made, found={})
        by = _By(row.by_id, row.by_name)
        record(by, "investment.assessed", row.round, after={"invested_draws": DRAWS})


def _aim(problem: Problem, draws: Any, found: Found) -> dict[str, Any]:
    total = draws[list(found.picked)].sum(axis=0) if found.picked else np.zeros(draws.shape[1])
    return {
        "is_possible": found.is_possible,
        "is_optimal": found.is_optimal,
        "chosen": [list(problem.options[at].key) for at in found.picked],
        "spent": float(sum(problem.options[at].outlay for at in found.picked)),
        "risk": _told(risk_of(total)),
        "bars": _bars(total),
    }


def _bars(total: Any) -> Sequence[tuple[float, float, int]]:
    """How often which value came out, from where to where."""
    if total.min() == total.max():
        return []
    counts, edges = np.histogram(total, bins=BARS)
    return [
        (float(low), float(high), int(count))
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]


def _told(risk: Risk) -> dict[str, float]:
    names = ("mean", "p5", "p50", "p95", "loss", "cvar")
    return {name: round(getattr(risk, name), 4) for name in names}
