"""What is kept of commercial plans; the targets themselves are ``rules.targets``, plain."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.commercial.rules.targets import VersionState
from clavero.commercial.rules.years import Years

NAME_LENGTH = 200
_MONTH_OF_A_YEAR = Q(first_month__gte=1) & Q(first_month__lte=12)


class CommercialSettings(models.Model):
    """How the company plans: the one row of settings."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    first_month = models.PositiveSmallIntegerField(_("month in which the year begins"), default=1)
    sells_through_shops = models.BooleanField(_("sells through shops"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="commercial_settings_single"),
            models.CheckConstraint(condition=_MONTH_OF_A_YEAR, name="commercial_month_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def calendar(self) -> Years:
        """The company's years."""
        return Years(self.first_month)


class CompanyVersion(models.Model):
    """A version of the company's commercial plan. The last one approved holds, and what is
    approved never changes; only the last one can be open. ``first_month`` is with which its years
    begin: a plan of other years than the company's today holds for none of them."""

    number = models.PositiveIntegerField(unique=True)
    first_month = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=20,
        choices=[(each.value, each.value) for each in VersionState],
        default=VersionState.DRAFT.value,
    )
    content = models.JSONField(_("targets"), default=list)
    programmes = models.JSONField(_("consumer and shopper programmes"), default=list)
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
            models.CheckConstraint(
                condition=_MONTH_OF_A_YEAR, name="company_version_month_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def calendar(self) -> Years:
        """The years that its targets are of."""
        return Years(self.first_month)


class BroughtTargets(models.Model):
    """A file of accounts' targets, held for who brought it until its rows are kept."""

    by_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class AccountTargets(models.Model):
    """What an account is to buy: by year and family, and by month of the detailed plan; and
    ``parts``, what it does in the company's programmes.

    ``weights`` is the seasonality by which the months were proposed; ``notes`` explain, by year,
    why months and year differ. ``first_month`` is with which its years begin, so that what was
    written of one year never counts as another's.
    """

    plan = models.OneToOneField(
        "plans.Plan", on_delete=models.CASCADE, related_name="commercial_targets"
    )
    first_month = models.PositiveSmallIntegerField(default=1)
    years = models.JSONField(_("targets by year"), default=list)
    months = models.JSONField(_("targets by month"), default=dict)
    weights = models.JSONField(default=list)
    notes = models.JSONField(_("explanations"), default=dict)
    parts = models.JSONField(_("its part in programmes"), default=dict)
    by_name = models.CharField(max_length=NAME_LENGTH)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=_MONTH_OF_A_YEAR, name="account_targets_month_of_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def calendar(self) -> Years:
        """The years that its targets are of."""
        return Years(self.first_month)
