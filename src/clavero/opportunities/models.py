"""Needs and solutions, what is said of cells and wallets, and opportunities."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.opportunities.rules.closing import LossReason
from clavero.opportunities.rules.grid import ENTERED
from clavero.opportunities.rules.needs import MOST_FIT, Certainty, Closed, Function, Horizon
from clavero.opportunities.rules.pipeline import Ansoff, Outcome
from clavero.opportunities.rules.wallet import Confidence, WalletSource

NAME_LENGTH = 200
FAMILY_LENGTH = 120
TEXT_LENGTH = 2000
STAGE_LENGTH = 40


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class Solution(models.Model):
    """Something that the company has for its customers' needs. A retired one is no longer
    offered; what it was linked to keeps it."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    families = models.JSONField(_("product families"), default=list, blank=True)
    description = models.TextField(_("what it is"), max_length=TEXT_LENGTH, blank=True)
    is_retired = models.BooleanField(default=False)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(is_retired=False), name="solution_offered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """What a customer needs, how that is known, and how well we fit. Closed, it says why."""

    # The database refuses to lose a customer with needs; asked by Django first, leaving the ledger
    # would cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="needs"
    )
    text = models.CharField(_("need"), max_length=TEXT_LENGTH)
    horizon = models.CharField(max_length=10, choices=_choices(Horizon))
    function = models.CharField(max_length=20, choices=_choices(Function))
    urgency = models.PositiveSmallIntegerField(_("urgency"))
    fit = models.PositiveSmallIntegerField(_("our fit"), null=True, blank=True)
    certainty = models.CharField(max_length=10, choices=_choices(Certainty))
    evidence = models.TextField(_("evidence"), max_length=TEXT_LENGTH, blank=True)
    source = models.CharField(_("source"), max_length=NAME_LENGTH)
    said_on = models.DateField(_("heard on"))
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_shared = models.BooleanField(_("shared with the customer"), default=False)
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=15, blank=True, choices=_choices(Closed))
    closed_note = models.TextField(max_length=TEXT_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-urgency", "-said_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__gte=1, urgency__lte=5), name="need_urgency_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(fit__isnull=True) | Q(fit__lte=MOST_FIT), name="need_fit_0_to_10"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
                name="need_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.closed_on is None


class TailoredSolution(models.Model):
    """A solution for a need, as it is made to fit."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="solutions")
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="uses")
    tailoring = models.TextField(_("how it is tailored"), max_length=TEXT_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["need", "solution"], name="solution_once_a_need"),
        ]


class CellWord(models.Model):
    """What is said of a unit and a product family beside the ledger. Without a state, what the
    ledger says and whether there is a competitor decide."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="cells"
    )
    family = models.CharField(_("family"), max_length=FAMILY_LENGTH)
    state = models.CharField(
        max_length=15, blank=True, choices=[(each.value, each.value) for each in ENTERED]
    )
    reason = models.CharField(_("why"), max_length=NAME_LENGTH, blank=True)
    rival = models.CharField(_("best competitor"), max_length=NAME_LENGTH, blank=True)
    rival_share = models.DecimalField(
        _("share of the best competitor"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    said_on = models.DateField(_("known on"))
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["customer", "family"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "family"], name="cell_said_once"),
            models.CheckConstraint(
                condition=~Q(state="blocked") | ~Q(reason=""), name="blocked_cell_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(rival_share__isnull=True)
                | (Q(rival_share__gte=0, rival_share__lte=1) & ~Q(rival="")),
                name="share_is_of_a_rival",
            ),
        ]

    def __str__(self) -> str:
        return self.family


class WalletEntry(models.Model):
    """A word on what a unit buys of a family in twelve months. It never changes: a wrong one is
    withdrawn, a newer one stands beside it."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="wallets"
    )
    family = models.CharField(_("family"), max_length=FAMILY_LENGTH)
    source = models.CharField(max_length=10, choices=_choices(WalletSource))
    confidence = models.CharField(max_length=10, choices=_choices(Confidence))
    day = models.DateField(_("known on"))
    amount = models.DecimalField(
        _("wallet of twelve months"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    rank = models.DecimalField(_("our rank"), max_digits=4, decimal_places=1, null=True, blank=True)
    suppliers = models.PositiveSmallIntegerField(_("suppliers used"), null=True, blank=True)
    note = models.CharField(_("where it is from"), max_length=NAME_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["customer", "family"], name="wallet_of_a_cell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    source=WalletSource.RANK.value,
                    amount__isnull=True,
                    rank__gte=1,
                    suppliers__gte=models.F("rank"),
                )
                | (
                    ~Q(source=WalletSource.RANK.value)
                    & Q(amount__gte=0, rank__isnull=True, suppliers__isnull=True)
                ),
                name="wallet_by_amount_or_rank",
            ),
        ]


class StageVersion(SettingsVersion):
    """The stages of opportunities with their probabilities, from a day on."""


class Opportunity(models.Model):
    """A sale under way. ``probability`` is what somebody wrote in the place of the usual one, for
    ``probability_reason``; ``ramp`` the parts of the value that come in the first years, exact, as
    texts; ``stage_since`` since when it is in its stage."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="opportunities"
    )
    title = models.CharField(_("title"), max_length=NAME_LENGTH)
    ansoff = models.CharField(max_length=15, choices=_choices(Ansoff))
    stage = models.CharField(max_length=STAGE_LENGTH)
    stage_since = models.DateField()
    probability = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    probability_reason = models.CharField(max_length=NAME_LENGTH, blank=True)
    value = models.DecimalField(_("value a year"), max_digits=20, decimal_places=2)
    ramp = models.JSONField(default=list, blank=True)
    starts_on = models.DateField(_("first sales"), null=True, blank=True)
    closes_on = models.DateField(_("decision expected"))
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), max_length=TEXT_LENGTH, blank=True)
    needs = models.ManyToManyField(Need, related_name="opportunities", blank=True)
    outcome = models.CharField(max_length=5, blank=True, choices=_choices(Outcome))
    outcome_on = models.DateField(null=True, blank=True)
    outcome_reason = models.CharField(max_length=15, blank=True, choices=_choices(LossReason))
    outcome_note = models.TextField(max_length=TEXT_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["closes_on", "-value", "id"]
        verbose_name_plural = "opportunities"
        indexes = [models.Index(fields=["outcome", "closes_on"], name="opportunity_open")]
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="opportunity_is_worth_something"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True)
                | (
                    Q(probability__gte=Decimal(0), probability__lte=Decimal(1))
                    & ~Q(probability_reason="")
                ),
                name="probability_written_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True, outcome_reason="")
                | Q(outcome=Outcome.WON.value, outcome_on__isnull=False, outcome_reason="")
                | (Q(outcome=Outcome.LOST.value, outcome_on__isnull=False) & ~Q(outcome_reason="")),
                name="opportunity_ends_with_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return not self.outcome


class OpportunityCell(models.Model):
    """A cell of the white space that an opportunity would fill."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="cells")
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    family = models.CharField(_("family"), max_length=FAMILY_LENGTH)

    class Meta:
        ordering = ["family", "customer"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "customer", "family"], name="cell_once_an_opportunity"
            ),
        ]


class StageStep(models.Model):
    """An opportunity has come into a stage, or to its end (``outcome``)."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=STAGE_LENGTH)
    outcome = models.CharField(max_length=5, blank=True, choices=_choices(Outcome))
    on = models.DateField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "id"]
