"""What keeps customers from buying, what managers say of losses, and where the states begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.silence.rules.kinds import Finding, LossReason, StopKind

if TYPE_CHECKING:
    from clavero.silence.rules.stops import Stop

NAME_LENGTH = 200
NOTE_LENGTH = 1000


class SilenceVersion(SettingsVersion):
    """Where the states begin, from a day on. What is decided anew is a new version."""

    reason = models.TextField(_("why"))


class KnownStop(models.Model):
    """Days on which nothing is expected: of one customer, or of all. It never changes; one that is
    wrong is withdrawn."""

    # The database refuses to lose a customer with stops; asked by Django first, leaving the ledger
    # would cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="stops",
    )
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in StopKind])
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    every_year = models.BooleanField(_("every year"), default=False)
    note = models.CharField(_("what is known"), max_length=NOTE_LENGTH, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-first", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="stop_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in StopKind]), name="stop_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def rule(self) -> Stop:
        """As the rules know it."""
        from clavero.silence.rules.stops import Stop  # with arrays, which few commands need

        return Stop(self.first, self.last, StopKind(self.kind), self.every_year)


class Verdict(models.Model):
    """What the manager says of a silence that began after ``last_purchase``, for good.

    Confirmed, the customer was lost on ``lost_on``, for a ``reason``; refuted, it is not, and
    nobody asks again before ``until``. One entered by mistake is withdrawn.
    """

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="silence_verdicts"
    )
    finding = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Finding]
    )
    last_purchase = models.DateField()
    lost_on = models.DateField(_("lost on"), null=True, blank=True)
    reason = models.CharField(
        max_length=12, blank=True, choices=[(each.value, each.value) for each in LossReason]
    )
    competitor = models.CharField(_("competitor"), max_length=NAME_LENGTH, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("what happened"), max_length=NOTE_LENGTH, blank=True)
    decided_on = models.DateField()
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(finding=Finding.CONFIRMED.value, lost_on__isnull=False, until__isnull=True)
                    & Q(reason__in=[each.value for each in LossReason])
                )
                | Q(
                    finding=Finding.REFUTED.value,
                    lost_on__isnull=True,
                    until__isnull=False,
                    reason="",
                    competitor="",
                ),
                name="verdict_says_all_of_its_finding",
            ),
            models.CheckConstraint(
                condition=Q(lost_on__isnull=True) | Q(lost_on__gte=models.F("last_purchase")),
                name="nobody_is_lost_before_buying",
            ),
            models.CheckConstraint(
                condition=~Q(reason=LossReason.COMPETITOR.value) | ~Q(competitor=""),
                name="who_went_to_a_competitor_went_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SilenceStamp(models.Model):
    """One row with a number that is new after every change to stops and verdicts: what is computed
    from them is kept under it. It is drawn, not counted, as in ``ServingVersion``."""

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_silence_stamp")]
