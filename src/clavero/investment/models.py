"""Rounds of investment, what is proposed in them, what was decided, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clavero.investment.rules.files import LONGEST_LEVEL
from clavero.investment.rules.kinds import (
    UNDER_WAY,
    Aim,
    DrawingState,
    Gate,
    PairKind,
    Shape,
    Stage,
)

_MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


def _choices(
    kind: type[Stage | PairKind | Shape | Aim | Gate | DrawingState],
) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]


class Round(models.Model):
    """A time at which it is decided what to invest, in which accounts."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    opened_on = models.DateField()
    stage = models.CharField(max_length=10, choices=_choices(Stage), default=Stage.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[each.value for each in Stage]), name="round_stage_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED.value) | Q(closed_on__isnull=False),
                name="round_closed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether anything in it is still proposed or decided."""
        return self.stage == Stage.OPEN


class Terms(models.Model):
    """What a round has to spend and by what it counts. They never change: what is decided anew are
    new terms, and the last ones hold."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="terms")
    budget = models.DecimalField(_("budget"), **_MONEY)
    rate = models.DecimalField(_("discount rate"), max_digits=6, decimal_places=4)
    cash_1 = models.DecimalField(**_MONEY, null=True, blank=True)
    cash_2 = models.DecimalField(**_MONEY, null=True, blank=True)
    cash_3 = models.DecimalField(**_MONEY, null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=9, decimal_places=1, null=True, blank=True)
    accounts = models.PositiveSmallIntegerField(_("accounts at most"), null=True, blank=True)
    most_loss = models.DecimalField(max_digits=5, decimal_places=4)
    caution = models.DecimalField(max_digits=5, decimal_places=4)
    aim = models.CharField(max_length=10, choices=_choices(Aim))
    shape = models.CharField(max_length=12, choices=_choices(Shape))
    reason = models.TextField(_("why"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "terms"
        constraints = [
            models.CheckConstraint(condition=Q(budget__gte=0), name="budget_not_below_nothing"),
            models.CheckConstraint(
                condition=Q(rate__gte=0, rate__lte=1), name="discount_rate_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=Q(most_loss__gte=0, most_loss__lte=1, caution__gte=0, caution__lte=1),
                name="caution_is_a_fraction",
            ),
        ]


class Case(models.Model):
    """An account put forward in a round, and by whom.

    ``strategic_by`` is who wants it funded even where it brings nothing; ``is_must`` takes it out
    of the choice: it is funded at one of its levels.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="cases")
    # The database refuses to lose such a customer; asked by Django first, leaving the ledger would
    # cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="investment_cases"
    )
    purpose = models.TextField(_("what for"))
    proposer_id = models.BigIntegerField(null=True, blank=True)
    proposer_name = models.CharField(max_length=200)
    strategic_by = models.CharField(max_length=200, blank=True)
    strategic_because = models.TextField(blank=True)
    is_must = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round_id", "customer__name", "customer__code"]
        constraints = [
            models.UniqueConstraint(fields=["round", "customer"], name="case_once_a_round"),
            models.CheckConstraint(condition=~Q(purpose=""), name="case_for_something"),
            models.CheckConstraint(
                condition=Q(strategic_by="", strategic_because="")
                | (~Q(strategic_by="") & ~Q(strategic_because="")),
                name="strategic_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Level(models.Model):
    """One of the sizes in which a case can be funded; ``expected`` is ``rules.cases.Expected``."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="levels")
    name = models.CharField(_("level"), max_length=LONGEST_LEVEL)
    expected = models.JSONField()

    class Meta:
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], name="level_once_a_case"),
            models.CheckConstraint(condition=~Q(name=""), name="level_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Pair(models.Model):
    """What binds two cases of a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="pairs")
    kind = models.CharField(max_length=10, choices=_choices(PairKind))
    first = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=300)

    class Meta:
        ordering = ["round_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_bound_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="pair_of_two"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in PairKind]), name="pair_kind_known"
            ),
        ]


class Assessment(models.Model):
    """What the draws said of a round: kept with all that it stands on, so that it can be read
    later. ``identity`` says the inputs: where they have changed since, the page tells it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    method = models.PositiveSmallIntegerField()
    found = models.JSONField()
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class Drawing(models.Model):
    """Draws that somebody has asked for, and how far they are: at most one of a round is under way.

    ``found`` is what is known already, of the inputs that ``identity`` names. Whoever works on it
    does so under a ``claim`` and says at ``beat_at`` that it goes on; after a while without that
    another may go on with what is there.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="drawings")
    state = models.CharField(
        max_length=10, choices=_choices(DrawingState), default=DrawingState.WAITING
    )
    percent = models.PositiveSmallIntegerField(default=0)
    identity = models.CharField(max_length=64, blank=True)
    found = models.JSONField(default=dict)
    claim = models.CharField(max_length=32, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    assessment = models.OneToOneField(
        Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="drawing"
    )
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    ordered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=[each.value for each in UNDER_WAY]),
                name="drawing_under_way_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(state=DrawingState.DONE.value, assessment__isnull=False)
                | (~Q(state=DrawingState.DONE.value) & Q(assessment__isnull=True)),
                name="drawing_done_with_what_it_found",
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        """Whether it waits, or somebody works on it."""
        return self.state in UNDER_WAY


class Funding(models.Model):
    """What an executive decided of a case, for good.

    ``level`` is empty where nothing is invested. ``proposed`` is the level that the choice of that
    moment named, ``factor`` what forecasts of its proposer counted for then, and ``shape`` how the
    terms of then read three values. The outlay is released in two parts: ``first`` at once, the
    rest at the gate, for which ``asked`` names the targets and ``measured`` what was found.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="funding")
    level = models.CharField(max_length=LONGEST_LEVEL, blank=True)
    proposed = models.CharField(max_length=LONGEST_LEVEL, blank=True)
    expected = models.JSONField(null=True, blank=True)
    shape = models.CharField(max_length=12, choices=_choices(Shape), default=Shape.PERT)
    outlay = models.DecimalField(**_MONEY, default=0)
    first = models.DecimalField(**_MONEY, default=0)
    factor = models.DecimalField(max_digits=6, decimal_places=5, default=1)
    decided_on = models.DateField()
    reason = models.TextField(_("reason"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    gate_on = models.DateField(null=True, blank=True)
    asked = models.JSONField(default=dict)
    measured = models.JSONField(default=dict)
    gate = models.CharField(max_length=10, choices=_choices(Gate), blank=True)
    gate_reason = models.TextField(blank=True)
    early_because = models.TextField(blank=True)  # why it was decided before its day
    gate_by = models.CharField(max_length=200, blank=True)
    gate_decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="funded_for_a_reason"),
            models.CheckConstraint(
                condition=Q(level="", outlay=0, first=0, gate="", gate_on__isnull=True)
                | (~Q(level="") & ~Q(gate="") & Q(outlay__gt=0, gate_on__isnull=False)),
                name="funded_with_a_gate_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=Q(first__gte=0, first__lte=F("outlay")), name="first_part_within_outlay"
            ),
            models.CheckConstraint(
                condition=Q(gate__in=["", Gate.WAITING.value])
                | (~Q(gate_reason="") & ~Q(gate_by="") & Q(gate_decided_on__isnull=False)),
                name="gate_decided_for_a_reason",
            ),
        ]


class Actual(models.Model):
    """What a funded case has really brought in one of its years, beyond what would have come."""

    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="actuals")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("contribution beyond what would have come"), **_MONEY)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["funding_id", "year"]
        constraints = [
            models.UniqueConstraint(fields=["funding", "year"], name="actual_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=1, year__lte=3), name="actual_of_a_year"),
        ]
