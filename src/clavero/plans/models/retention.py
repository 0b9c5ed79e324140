"""What the company's own losses say of retention scores."""

from __future__ import annotations

from django.db import models


class RetentionCurve(models.Model):
    """How many account-years with a score ended in a loss, counted until ``day``, once a month.

    ``intercept`` and ``slope`` are of the curve (:mod:`clavero.plans.rules.calibrating`), and
    empty where what was seen makes none. ``bands`` holds ``[from, account-years, losses]`` of each
    band of the table. ``basis`` says what it was computed from: the same is not computed again.
    """

    day = models.DateField(unique=True)  # the first of a month
    first = models.DateField(null=True)  # on which the first account-year begins
    years = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    intercept = models.FloatField(null=True)
    slope = models.FloatField(null=True)
    bands = models.JSONField(default=list)
    basis = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(intercept__isnull=True, slope__isnull=True)
                | models.Q(intercept__isnull=False, slope__gt=0),
                name="retention_curve_rises",
            ),
            models.CheckConstraint(
                condition=models.Q(losses__lte=models.F("years")),
                name="retention_curve_of_its_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"
