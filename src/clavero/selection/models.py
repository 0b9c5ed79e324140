"""By what key accounts are selected, the yearly cycles, their candidates and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import ApprovedVersion
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.steps import Because, Status

_STATUSES = [(each.value, each.value) for each in Status]


class SelectionVersion(ApprovedVersion):
    """Criteria, questions, weights and capacity from a day on. It never changes: what is decided
    anew is a new version."""

    reason = models.TextField(_("why"))


class SelectionCycle(models.Model):
    """A year's selection. ``version`` is the one that candidates are weighed by once rating has
    ended; it stays empty where the defaults of Clavero held."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    stage = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Stage], default=Stage.RATING
    )
    version = models.ForeignKey(SelectionVersion, null=True, blank=True, on_delete=models.PROTECT)
    opened_on = models.DateField()
    rated_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[each.value for each in Stage]), name="cycle_stage_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED.value) | Q(closed_on__isnull=False),
                name="cycle_closed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def is_open(self) -> bool:
        """Whether anything in it still changes."""
        return self.stage != Stage.CLOSED


class Candidate(models.Model):
    """A customer on a year's list, with the answers of the filter and what raters agreed on.

    ``grounds`` say why it is there (``rules.proposing``), ``reason`` in the words of who put it
    forward. ``answers`` are those of the filter by question, ``agreed`` the talks of the raters by
    criterion, ``refused`` why the customer wants no such relationship.
    """

    cycle = models.ForeignKey(SelectionCycle, on_delete=models.PROTECT, related_name="candidates")
    # The database refuses to lose such a customer: asked by Django first, leaving the ledger would
    # cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="candidacies"
    )
    grounds = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    agreed = models.JSONField(default=dict)
    refused = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["cycle_id", "customer__name", "customer__code"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "customer"], name="candidate_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Evidence(models.Model):
    """What speaks for or against a candidate, for good: what is known later stands beside it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="evidence")
    text = models.TextField(_("evidence"))
    link = models.URLField(_("link"), max_length=2000, blank=True)
    day = models.DateField(_("of which day"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name_plural = "evidence"


class Rating(models.Model):
    """What one rater gives a candidate by one criterion."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="ratings")
    criterion = models.CharField(max_length=40)
    rater_id = models.BigIntegerField()
    rater_name = models.CharField(max_length=200)
    score = models.DecimalField(max_digits=4, decimal_places=2)
    rated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["candidate_id", "criterion", "rater_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "criterion", "rater_id"], name="rated_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=10), name="rating_zero_to_ten"
            ),
        ]


class Decisions(models.QuerySet["Decision"]):
    """Decisions of the committee."""

    def valid(self) -> Decisions:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Decision(models.Model):
    """What the committee decided of a candidate; the last valid one until a day says what a
    customer is on it.

    ``proposed`` and ``because`` are what the rules said then, ``against`` why the committee
    decided otherwise; ``standing`` is what the rules looked at. It never changes; one entered by
    mistake is withdrawn, stays to be read with the reason, and counts on no day.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="decisions")
    day = models.DateField(_("day"))
    before = models.CharField(max_length=10, choices=_STATUSES)
    status = models.CharField(max_length=10, choices=_STATUSES)
    proposed = models.CharField(max_length=10, choices=_STATUSES)
    because = models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in Because]
    )
    reason = models.TextField(_("reason"))
    members = models.TextField(_("members"))
    against = models.TextField(blank=True)
    standing = models.JSONField(default=dict)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.TextField(_("why it is withdrawn"), blank=True)

    objects = Decisions.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in Status]),
                name="decided_status_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decided_with_a_reason"),
            models.CheckConstraint(condition=~Q(members=""), name="decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (~Q(withdrawn_because="") & ~Q(withdrawn_by="")),
                name="withdrawn_by_somebody_with_a_reason",
            ),
        ]


class Handover(models.Model):
    """A customer that became key goes from its account manager to a key account manager.

    ``ticked`` are the lines of the checklist that are done, with who said so and when; coverage
    changes on ``changes_on``, once the receiver has accepted.
    """

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="handovers"
    )
    giver = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    receiver = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    meeting_on = models.DateField(_("meeting"))
    changes_on = models.DateField(_("the customer changes hands on"))
    note = models.TextField(blank=True)
    ticked = models.JSONField(default=dict)
    accepted_at = models.DateTimeField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["accepted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(accepted_at__isnull=True),
                name="one_handover_at_a_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the receiver has not accepted yet."""
        return self.accepted_at is None
