"""What is kept of commercial plans; the targets themselves are ``rules.targets``, plain."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.commercial.rules.targets import VersionState

NAME_LENGTH = 200


class CompanyVersion(models.Model):
    """A version of the company's commercial plan. The last one approved holds, and what is
    approved never changes; only the last one can be open."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(
        max_length=20,
        choices=[(each.value, each.value) for each in VersionState],
        default=VersionState.DRAFT.value,
    )
    content = models.JSONField(_("targets"), default=list)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by_id = models.BigIntegerField(null=True, blank=True)
    submitted_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    returned_because = models.TextField(blank=True)
    approved_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in VersionState]),
                name="company_version_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.APPROVED.value) | Q(approved_at__isnull=False),
                name="company_version_approved_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class AccountTargets(models.Model):
    """What an account is to buy: by year and family, and by month of the detailed plan.

    ``weights`` is the seasonality by which the months were proposed; ``notes`` explain, by year,
    why months and year differ.
    """

    plan = models.OneToOneField(
        "plans.Plan", on_delete=models.CASCADE, related_name="commercial_targets"
    )
    years = models.JSONField(_("targets by year"), default=list)
    months = models.JSONField(_("targets by month"), default=dict)
    weights = models.JSONField(default=list)
    notes = models.JSONField(_("explanations"), default=dict)
    by_name = models.CharField(max_length=NAME_LENGTH)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}"
