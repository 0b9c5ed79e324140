"""The playbook that holds until a company has adopted its own.

Relationship, activities and control metrics are the requirement's where it names them; shares of
time, rhythms and targets are recommendations. Source: methods §2.4.
"""

from __future__ import annotations

from decimal import Decimal

from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.guides import (
    Direction,
    Doer,
    Guide,
    Kpi,
    Objective,
    Playbook,
    Share,
    Task,
    Unit,
)


def _least(key: str, target: int, unit: Unit = Unit.PERCENT) -> Kpi:
    return Kpi(key, Direction.AT_LEAST, Decimal(target), unit)


def _most(key: str, target: int, unit: Unit = Unit.PERCENT) -> Kpi:
    return Kpi(key, Direction.AT_MOST, Decimal(target), unit)


_GUIDES = {
    Strategy.INVEST: Guide(
        stages=(Stage.INTERDEPENDENT, Stage.INTEGRATED),
        review_months=1,
        objectives=(
            Objective("joint-plan"),
            Objective("closer-relationship"),
            Objective("joint-savings"),
        ),
        kpis=(
            _least("sales-growth", 10),
            _least("contribution-growth", 10),
            _least("initiatives-delivered", 80),
            _least("contact-coverage", 80),
        ),
        tasks=(
            Task("initiatives-meeting", 1, Doer.LEAD),
            Task("sponsor-meeting", 3, Doer.SPONSOR),
            Task("joint-review", 12, Doer.LEAD),
        ),
    ),
    Strategy.SELECTIVE: Guide(
        stages=(Stage.COOPERATIVE, Stage.INTERDEPENDENT),
        review_months=1,
        objectives=(
            Objective("entry-project"),
            Objective("wider-contacts"),
            Objective("displace-competitor"),
        ),
        kpis=(
            _least("sales-growth", 20),
            _least("share-gained", 5, Unit.POINTS),
            _least("relationship-quality", 7, Unit.SCORE),
        ),
        tasks=(
            Task("gate", 1, Doer.LEAD),
            Task("contact-map", 3, Doer.TEAM),
        ),
    ),
    Strategy.MAINTAIN: Guide(
        stages=(Stage.INTERDEPENDENT,),
        review_months=3,
        objectives=(
            Objective("renewal"),
            Objective("cheaper-service"),
            Objective("weight-kept"),
        ),
        kpis=(
            _least("contribution-kept", 100),
            _least("retention", 95),
            _least("promoters", 50, Unit.NUMBER),
            _least("on-time-in-full", 97),
            _most("cost-to-serve", 12),
        ),
        tasks=(
            Task("service-review", 3, Doer.LEAD),
            Task("satisfaction", 12, Doer.LEAD),
        ),
    ),
    Strategy.HARVEST: Guide(
        stages=(Stage.BASIC,),
        review_months=6,
        objectives=(Objective("more-contribution"), Objective("remote-service")),
        kpis=(
            _least("contribution-share", 15),
            _most("cost-to-serve", 8),
            _most("days-to-payment", 60, Unit.DAYS),
        ),
        tasks=(Task("terms-review", 6, Doer.LEAD),),
    ),
}
_SHARES = {
    Strategy.INVEST: Share(Decimal(40), Decimal(50)),
    Strategy.SELECTIVE: Share(Decimal(25), Decimal(35)),
    Strategy.MAINTAIN: Share(Decimal(15), Decimal(25)),
    Strategy.HARVEST: Share(Decimal(0), Decimal(10)),
}
DEFAULT = Playbook(_GUIDES, _SHARES)
