"""What was said of how much of what an account buys is ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clavero.matrix.models import AccountScore
from clavero.matrix.rules.scores import POTENTIAL, Criterion, Subject
from clavero.matrix.selectors.said import SaidOf, known_until, said_of
from clavero.portfolio.selectors import Structure


@dataclass(frozen=True, slots=True)
class Wallet:
    """The words on one account, the last of the customer's own and the last of ours: on our share,
    on the volume that it buys a year from anybody (in thousands); and the scores of position, ours
    and those of each competitor, of ``scored_on``."""

    shares: Sequence[AccountScore]
    volumes: Sequence[AccountScore]
    ours: Mapping[str, float]
    competitors: Mapping[str, Mapping[str, float]]
    scored_on: date | None


def wallets(codes: Collection[str] | None, on: date, known: Structure) -> dict[str, Wallet]:
    """What was said until a day of each account of ``codes``, which the reader sees, or of all;
    those of whom nobody said anything are left out. One query."""
    every = codes and {same for code in codes for same in known.alone.same(code)}
    found = said_of(every, on, known, known_until(on))
    return {code: _wallet(said) for code, said in found.items()}


def _wallet(said: SaidOf) -> Wallet:
    ours = said.values("", Subject.US)
    of_position = [score for score in said.now() if score.criterion not in POTENTIAL]
    return Wallet(
        shares=said.words(Criterion.SHARE),
        volumes=said.words(Criterion.VOLUME),
        ours={key: value for key, value in ours.items() if key not in POTENTIAL},
        competitors={
            name: values
            for name in said.competitors
            if (values := said.values("", Subject.COMPETITOR, name))
        },
        # As old as the oldest of them: all were compared.
        scored_on=min((score.day for score in of_position), default=None),
    )
