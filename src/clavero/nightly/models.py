"""When nights come due, and what became of each of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.nightly.rules import USUAL_TIME, Outcome


class Schedule(models.Model):
    """The one row that says when: by the clock of ``time_zone``, or else the company's."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.TimeField(_("time"), default=USUAL_TIME)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_schedule")]


class Night(models.Model):
    """One time that all steps are done, for the day ``as_of``.

    ``due_on`` is the night of the schedule that it is, empty where somebody asked for it.
    ``holder`` is a word that only the process knows which does it, and ``alive_at`` when it last
    said so: a night that was begun and has fallen silent is anybody's to go on with.
    """

    due_on = models.DateField(null=True, blank=True, unique=True)
    as_of = models.DateField()
    by_name = models.CharField(max_length=200, blank=True)  # who asked for it
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["finished_at"], name="night_finished")]

    def __str__(self) -> str:
        return f"{self.as_of}"


class Work(models.Model):
    """A step of a night or, without one, its last time between nights. ``told`` says why it failed
    or had nothing to do: a kept refusal, or an ``error``."""

    night = models.ForeignKey(
        Night, null=True, blank=True, on_delete=models.CASCADE, related_name="works"
    )
    key = models.CharField(max_length=40)
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Outcome]
    )
    told = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["night", "key"], name="step_once_a_night"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(night=None), name="step_once_between_nights"
            ),
        ]

    def __str__(self) -> str:
        return self.key
