"""Takes the selection of key accounts into the data folder, each thing as on its own day."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from django.db import transaction

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio import services as portfolio
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.selection import selectors as read
from clavero.selection import services as selection
from clavero.selection.models import Candidate
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.handover import Item
from clavero.selection.rules.settings import Settings
from clavero.selection.rules.steps import Status
from clavero.selection.services import Answer, RatersApart, Talk
from demo import SEED
from demo.clock import on
from demo.company import Company
from demo.cycles import Decided, Handed, Settled, Year
from demo.people import member
from demo.selection import (
    APPROVED_BY,
    COMMITTEE,
    COVERED,
    CRITERIA,
    RATERS,
    SCORES,
    YEARS,
)

_NEAR = (-0.5, 0.0, 0.0, 0.5)  # how far a rater is from what everybody would give


@transaction.atomic
def load(made: Company, language: str) -> None:
    """Select the key accounts of every year: all of it or, if that was done before, nothing."""
    if read.latest_cycle() is None:
        _Story(made, ("es", "en").index(language)).tell()


class _Story:
    """Tells it to the services as the people in it; ``which`` is the language of what they say."""

    def __init__(self, made: Company, which: int) -> None:
        self.which = which
        self.rng = np.random.default_rng([SEED, 10])
        names = {*SCORES, *(put.account for year in YEARS for put in year.put)}
        codes = {name: made.called(name) for name in names}
        found = {each.code: each for each in Customer.objects.filter(code__in=codes.values())}
        self.customers = {name: found[code] for name, code in codes.items()}

    def tell(self) -> None:
        self._cover()
        for year in YEARS:
            self._open(year)
            self._learn(year)
            self._rate(year)
            if year.deciding is not None:
                self._decide(year)
            for handed in year.handed:
                self._hand_over(handed)

    def _actor(self, key: str) -> Actor:
        return actor_for(Person.objects.get(email=member(key).email))

    def _candidate(self, year: Year, account: str) -> Candidate:
        return Candidate.objects.get(cycle__year=year.year, customer=self.customers[account])

    def _cover(self) -> None:
        for one in COVERED:
            portfolio.assign_coverage(
                self._actor("director"),
                customer_id=self.customers[one.account].pk,
                person_id=Person.objects.get(email=member(one.by).email).pk,
                role=CoverageRole(one.role),
                start=one.start,
                end=one.end,
            )

    def _open(self, year: Year) -> None:
        with on(year.opened):
            director = self._actor("director")
            if year.settled is not None:
                self._settle(director, year.settled)
            selection.open_cycle(director, year=year.year)
            if year.from_ledger:
                proposed = [self.customers[each].pk for each in year.from_ledger]
                selection.accept_proposals(director, customer_ids=proposed)
            for put in year.put:
                selection.put_forward(
                    self._actor(put.by),
                    customer_id=self.customers[put.account].pk,
                    reason=put.why[self.which],
                )

    def _settle(self, director: Actor, settled: Settled) -> None:
        selection.adopt_settings(
            director,
            settings=Settings(
                hours_available=Decimal(settled.available), hours_per_account=Decimal(settled.each)
            ),
            valid_from=settled.day,
            reason=settled.why[self.which],
            approved_by=APPROVED_BY[self.which],
            approved_on=settled.day,
            seen=read.latest_settings().number,
        )

    def _learn(self, year: Year) -> None:
        """What is known of the candidates, and what the filter asks about them."""
        for known in year.known:
            with on(known.day):
                selection.add_evidence(
                    self._actor(known.by),
                    candidate_id=self._candidate(year, known.account).pk,
                    text=known.text[self.which],
                    day=known.day,
                    link=known.link,
                )
        failed = {(each.account, each.question): each.why for each in year.failed}
        with on(year.rated):
            director = self._actor("director")
            for account, candidate in self._listed(year):
                answers = {
                    question: Answer("no", failed[account, question][self.which])
                    if (account, question) in failed
                    else Answer("yes")
                    for question in Settings().questions
                    if question not in year.unanswered.get(account, ())
                }
                refused = year.refused.get(account, ("", ""))[self.which]
                if answers or refused:
                    selection.answer_filter(
                        director, candidate_id=candidate.pk, answers=answers, refused=refused
                    )

    def _listed(self, year: Year) -> list[tuple[str, Candidate]]:
        """The year's candidates by what the story calls them, in a fixed order."""
        there = Candidate.objects.filter(cycle__year=year.year)
        by_customer = {each.customer_id: each for each in there}
        return [
            (name, by_customer[customer.pk])
            for name, customer in sorted(self.customers.items())
            if customer.pk in by_customer
        ]

    def _rate(self, year: Year) -> None:
        listed = self._listed(year)
        with on(year.rated):
            cycle = read.cycle_of(year.year)
            assert cycle is not None
            for key in RATERS:
                rater = self._actor(key)
                seen = {row.candidate.pk for row in read.cycle_list(rater, cycle).rows}
                for account, candidate in listed:
                    scores = self._scores(year, account, key)
                    if scores and candidate.pk in seen and (account, key) not in year.to_rate:
                        self._rate_one(rater, candidate, scores, self._talks(year, account))

    def _rate_one(
        self,
        rater: Actor,
        candidate: Candidate,
        scores: dict[str, Decimal | None],
        talks: dict[str, Talk],
    ) -> None:
        """What somebody gives a candidate; what the raters have yet to talk about stays out."""
        try:
            selection.rate(rater, candidate_id=candidate.pk, scores=scores, talks=talks)
        except RatersApart as apart:
            rest = {key: score for key, score in scores.items() if key not in apart.others}
            selection.rate(rater, candidate_id=candidate.pk, scores=rest, talks=talks)

    def _talks(self, year: Year, account: str) -> dict[str, Talk]:
        return {
            each.criterion: Talk(each.note[self.which])
            for each in year.talked
            if each.account == account
        }

    def _scores(self, year: Year, account: str, key: str) -> dict[str, Decimal | None]:
        scores: dict[str, Decimal | None] = {}
        for criterion, usual in zip(CRITERIA, SCORES.get(account, ()), strict=False):
            near = min(max(usual + float(self.rng.choice(_NEAR)), 0.0), 10.0)
            scores[criterion] = Decimal(str(year.apart.get((account, criterion, key), near)))
        return scores

    def _decide(self, year: Year) -> None:
        assert year.deciding is not None
        with on(year.deciding):
            selection.move_cycle(
                self._actor("director"), year=year.year, to=Stage.DECIDING, seen=Stage.RATING
            )
        for decided in year.decided:
            self._enter(year, decided)
        with on(year.decided[-1].day):
            selection.move_cycle(
                self._actor("director"), year=year.year, to=Stage.CLOSED, seen=Stage.DECIDING
            )

    def _enter(self, year: Year, decided: Decided) -> None:
        candidate = self._candidate(year, decided.account)
        with on(decided.day):
            _listed, row = read.list_with(self._actor("director"), candidate.pk)
            selection.decide(
                self._actor("director"),
                candidate_id=candidate.pk,
                status=Status(decided.status),
                day=decided.day,
                members=COMMITTEE[self.which],
                reason=decided.reason[self.which],
                against=decided.against[self.which],
                seen=selection.last_decision(row),
            )

    def _hand_over(self, handed: Handed) -> None:
        receiver = Person.objects.get(email=member(handed.to).email)
        with on(handed.arranged):
            handover = selection.arrange_handover(
                self._actor("director"),
                customer_id=self.customers[handed.account].pk,
                receiver_id=receiver.pk,
                meeting_on=handed.meeting,
                changes_on=handed.changes,
                note=handed.note[self.which],
            )
        for tick in handed.ticks:
            with on(tick.day):
                selection.tick(
                    self._actor(tick.by),
                    handover_id=handover.pk,
                    item=Item(tick.item),
                    is_done=True,
                )
        if handed.accepted is not None:
            with on(handed.accepted):
                selection.accept_handover(self._actor(handed.to), handover_id=handover.pk)
