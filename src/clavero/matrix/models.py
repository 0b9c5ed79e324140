"""What people say of accounts, by which rules they are read, and where reviews have placed them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scores import LONGEST_COMPETITOR, Subject

SUBJECT_NAMES = {Subject.US: _("us"), Subject.COMPETITOR: _("the best competitor")}
SOURCE_NAMES = {
    Source.CUSTOMER: _("the customer"),
    Source.SURVEY: _("a survey of the customer"),
    Source.ESTIMATE: _("our own estimate"),
}
FORECAST_NAMES = {
    Forecast.INERTIAL: _("in three years, without investment"),
    Forecast.PLANNED: _("in three years, with the plan carried out"),
}
SCENARIO_NAME_LENGTH = 80
_STRATEGIES = [(each.value, each.value) for each in Strategy]


class AccountScore(models.Model):
    """What somebody said of an account, for good: what is said later stands beside it.

    ``value`` is the median of ``ratings``; of a factor of potential it is its measure, a fraction
    or thousands of the reporting currency, else a score from 0 to 10. ``competitor`` names whom a
    score of a competitor is about, empty for the best one, whoever it is. One that was withdrawn
    was a mistake: it is shown in the account's history and counts nowhere.
    """

    # The database refuses to lose such a customer; asked by Django first, leaving the ledger would
    # cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="scores"
    )
    criterion = models.CharField(_("criterion"), max_length=40)
    subject = models.CharField(
        _("subject"),
        max_length=10,
        choices=[(subject.value, SUBJECT_NAMES[subject]) for subject in Subject],
    )
    source = models.CharField(
        _("source"),
        max_length=10,
        choices=[(source.value, SOURCE_NAMES[source]) for source in Source],
    )
    day = models.DateField(_("day"))
    forecast = models.CharField(
        _("forecast"),
        max_length=10,
        blank=True,
        choices=[(forecast.value, FORECAST_NAMES[forecast]) for forecast in Forecast],
    )
    competitor = models.CharField(_("competitor"), max_length=LONGEST_COMPETITOR, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    ratings = models.JSONField(_("ratings"), default=list)  # exact, as texts
    reason = models.TextField(_("evidence, or why it differs from the ledger"), blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["customer", "criterion"], name="scores_of_a_customer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__in=[subject.value for subject in Subject]),
                name="score_subject_known",
            ),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in Source]),
                name="score_source_known",
            ),
            models.CheckConstraint(
                condition=Q(forecast__in=["", *(each.value for each in Forecast)]),
                name="score_forecast_known",
            ),
        ]


class MatrixVersion(SettingsVersion):
    """By which factors, weights, scales and cuts accounts are read from a day on. It never
    changes: what is decided anew is a new version."""


class MatrixReviews(models.QuerySet["MatrixReview"]):
    """Reviews of the matrix."""

    def standing(self) -> MatrixReviews:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class MatrixReview(models.Model):
    """A day on which the accounts were placed officially. ``version`` is empty where the defaults
    of Clavero held, ``ledger_version`` says which sales were known. It never changes; one held by
    mistake is withdrawn, stays to be read with the reason, and counts on no day."""

    day = models.DateField(_("day"))
    version = models.ForeignKey(MatrixVersion, null=True, blank=True, on_delete=models.PROTECT)
    ledger_version = models.BigIntegerField(default=0)
    note = models.TextField(_("what was decided"), blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.TextField(_("why it is withdrawn"), blank=True)

    objects = MatrixReviews.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True), name="one_review_a_day"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (~Q(withdrawn_because="") & ~Q(withdrawn_by_name="")),
                name="review_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class MatrixPlacement(models.Model):
    """Where a review placed an account, for good, with the sums that it stands on.

    Scores and distances are floats as computed. ``sums`` are the lines of both axes: factor,
    value, score, weight, points, source and day.
    """

    review = models.ForeignKey(MatrixReview, on_delete=models.PROTECT, related_name="placements")
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="placements"
    )
    potential = models.FloatField()
    position = models.FloatField()
    strategy = models.CharField(max_length=10, choices=_STRATEGIES)
    computed = models.CharField(max_length=10, choices=_STRATEGIES)
    potential_across = models.PositiveSmallIntegerField(default=0)
    position_across = models.PositiveSmallIntegerField(default=0)
    probability = models.FloatField(null=True, blank=True)
    coverage = models.FloatField()
    sums = models.JSONField(default=dict)

    class Meta:
        ordering = ["-review__day"]
        constraints = [
            models.UniqueConstraint(fields=["review", "customer"], name="placed_once_a_review"),
            models.CheckConstraint(
                condition=Q(strategy__in=[each.value for each in Strategy]),
                name="placement_strategy_known",
            ),
        ]


class MatrixScenario(models.Model):
    """A what-if under a name: weights and places, with the version and the day it started from.
    It changes nothing of the matrix."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=SCENARIO_NAME_LENGTH)
    is_shared = models.BooleanField(_("shared with everybody who sees the matrix"), default=False)
    content = models.JSONField()  # rules.whatif.WhatIf, plain
    version = models.ForeignKey(MatrixVersion, null=True, blank=True, on_delete=models.PROTECT)
    day = models.DateField(_("day"))

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="scenario_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
