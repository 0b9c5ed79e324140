"""Versions of a plan as they were approved, and its reviews by difference."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clavero.plans.models._parts import NAME_LENGTH, NOTE_LENGTH, chosen_of
from clavero.plans.models.plan import Plan
from clavero.plans.rules.reviewing import Answer


class PlanVersion(models.Model):
    """The plan as it was approved, frozen: ``content`` never changes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    submitted_by_name = models.CharField(max_length=NAME_LENGTH)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class PlanReview(models.Model):
    """A meeting about a plan, opened with what has changed since the last one."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    day = models.DateField(_("day"))
    agenda = models.TextField(_("agenda"), max_length=NOTE_LENGTH, blank=True)
    notes = models.TextField(_("notes"), max_length=2 * NOTE_LENGTH, blank=True)
    decisions = models.TextField(_("decisions"), max_length=NOTE_LENGTH, blank=True)
    facts = models.JSONField(default=dict)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_review_of_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ReviewPoint(models.Model):
    """Something that has changed, and what was said to it."""

    review = models.ForeignKey(PlanReview, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    answer = chosen_of(Answer, blank=True)
    note = models.CharField(max_length=300, blank=True)
    action = models.ForeignKey(
        "plans.Action", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        ordering = ["id"]
