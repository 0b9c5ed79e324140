"""What people say of accounts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.scores import Subject

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


class AccountScore(models.Model):
    """What somebody said of an account, for good: what is said later stands beside it.

    ``value`` is the median of ``ratings``; of a factor of potential it is its measure, a fraction
    or thousands of the reporting currency, else a score from 0 to 10.
    """

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.PROTECT, related_name="scores"
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
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    ratings = models.JSONField(_("ratings"), default=list)  # exact, as texts
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

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
