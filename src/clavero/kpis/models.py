"""What was computed when, what each account is held to, and what people enter."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.kpis.rules.custom import LONGEST_KEY, LONGEST_NAME, Kind
from clavero.kpis.rules.kpi import Direction, Unit


class Snapshot(models.Model):
    """How everybody stood from ``day`` on, until the next one: the twelve full months before it.

    ``file`` holds the rows, beside the ledger. ``identity`` says all that it was computed from:
    the same again is not computed. ``known_on`` is the day on which the last of its lines came in,
    or the last of its losses was said, ``asked_on`` the first day on which it was asked for: where
    that is earlier, nobody can say what would have been computed then. ``corrected_at`` is when a
    late line, another owner or a loss said late changed what had been shown. ``is_served`` is
    whether anything said what serving costs.
    """

    day = models.DateField(unique=True)
    file = models.CharField(max_length=100)
    identity = models.CharField(max_length=64)
    ledger_version = models.BigIntegerField()
    structure_version = models.BigIntegerField()
    method_version = models.PositiveIntegerField()
    is_served = models.BooleanField(default=False)
    accounts = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()  # accounts computed when it was made last
    asked_on = models.DateField()
    known_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)
    corrections = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(condition=Q(day__day=1), name="snapshot_begins_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def is_hindsight(self) -> bool:
        """Whether lines came in, or losses were said, later than the day that it tells of."""
        return self.known_on is not None and self.known_on > self.asked_on


class RefreshStatus(models.TextChoices):
    """Where a refresh stands."""

    RUNNING = "running", _("Computing")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Refresh(models.Model):
    """One time that everything was brought up to date; ``done`` of ``days`` snapshots."""

    as_of = models.DateField()
    since = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=RefreshStatus, default=RefreshStatus.RUNNING)
    days = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started", "-id"]
        verbose_name_plural = "refreshes"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RefreshStatus.values), name="refresh_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.as_of}"


class FrameworkVersion(SettingsVersion):
    """What one account is held to from a day on: which KPIs, with target, tolerance, weight and
    owner. It never changes: what is decided anew is a new one."""

    # As elsewhere: it is the database that refuses to lose such a customer.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="frameworks"
    )

    class Meta(SettingsVersion.Meta):
        abstract = False


class CustomKpi(models.Model):
    """A KPI of the company's own: entered, or one part of what is kept over another."""

    key = models.CharField(_("key"), max_length=LONGEST_KEY, unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # Where it is called otherwise in a language than by its name.
    name_es = models.CharField(_("name in Spanish"), max_length=LONGEST_NAME, blank=True)
    name_en = models.CharField(_("name in English"), max_length=LONGEST_NAME, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=[(each.value, each.value) for each in Kind]
    )
    unit = models.CharField(
        _("unit"), max_length=10, choices=[(each.value, each.value) for each in Unit]
    )
    direction = models.CharField(
        _("good is"), max_length=10, choices=[(each.value, each.value) for each in Direction]
    )
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.ENTRY.value, numerator="", denominator="")
                | (Q(kind=Kind.RATIO.value) & ~Q(numerator="") & ~Q(denominator="")),
                name="custom_kpi_is_entered_or_a_ratio",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """What it is called in a language."""
        own: str = getattr(self, f"name_{language}", "")
        return own or self.name


class Entry(models.Model):
    """The value of an entered KPI of an account on a day, and how many it counts, where it does;
    ``error`` is the standard error of a score, in its unit, where the room that counts it knows.
    Without a ``value``, the room that counted it can count it no longer from that day on."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="kpi_entries"
    )
    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    n = models.PositiveIntegerField(_("counted of"), null=True, blank=True)
    error = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "key", "day"], name="kpi_entered_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(by_id__isnull=True, by_name=""),
                name="kpi_entered_with_a_value",
            ),
        ]

    def is_told_after(self, day: date) -> bool:
        """Whether what it says was written down after a day had ended."""
        written: date = timezone.localdate(self.changed_at)
        return written > day

    @property
    def is_counted(self) -> bool:
        """Whether a room of Clavero counted it, which has the records."""
        return self.by_id is None and not self.by_name
