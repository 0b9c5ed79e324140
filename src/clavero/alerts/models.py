"""Alerts, and who was told of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.alerts.rules.closing import Reason
from clavero.alerts.rules.raising import STANDING, News, State
from clavero.alerts.rules.signals import Severity

_STANDING = sorted(state.value for state in STANDING)


class Alert(models.Model):
    """Something about a customer that somebody should look at.

    ``parameters`` are what its sentence is made of, ``address`` the page that explains it. ``peak``
    is the worst that people have been told since it opened; ``last_seen`` the last day with its
    signal and ``gone_since`` the first one without, empty while it is seen. ``news`` is why people
    are told of it and ``news_at`` since when; ``turns`` how many times it has opened. ``owner``
    answers for it where that is not whoever leads the account.
    """

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    # As with candidates: the database refuses to lose such a customer.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="alerts"
    )
    severity = models.PositiveSmallIntegerField(
        choices=[(each.value, each.name) for each in Severity]
    )
    peak = models.PositiveSmallIntegerField()
    since = models.DateField()
    opened_on = models.DateField()
    last_seen = models.DateField()
    gone_since = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in State], default=State.OPEN
    )
    snoozed_until = models.DateField(null=True, blank=True)
    assignee = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_assigned_by_hand = models.BooleanField(default=False)
    parameters = models.JSONField(default=dict)
    address = models.CharField(max_length=300)
    news = models.CharField(max_length=10, choices=[(each.value, each.value) for each in News])
    news_at = models.DateTimeField()
    turns = models.PositiveIntegerField(default=1)
    reason = models.CharField(
        _("reason"),
        max_length=20,
        blank=True,
        choices=[(each.value, each.value) for each in Reason],
    )
    note = models.TextField(_("note"), blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-severity", "-news_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=_STANDING), name="one_alert_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]), name="alert_state_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[each.value for each in Severity]),
                name="alert_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SNOOZED.value, snoozed_until__isnull=False)
                | (~Q(state=State.SNOOZED.value) & Q(snoozed_until__isnull=True)),
                name="alert_snoozed_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED.value) | (~Q(reason="") & ~Q(ended_by="")),
                name="alert_closed_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "assignee"], name="alert_state_assignee"),
            models.Index(fields=["key", "-id"], name="alert_key"),
        ]

    @property
    def is_standing(self) -> bool:
        """Whether somebody has it before them, now or later."""
        return self.state in STANDING


class Digest(models.Model):
    """The message of a day to a person: ``until`` when it tells the news.

    It is written down before it is sent, so that nobody gets it twice. One whose sending was cut
    short has no ``sent_at``, and its news are told by the next.
    """

    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()  # of the person's own calendar
    until = models.DateTimeField()
    count = models.PositiveIntegerField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day"),
        ]


class Webhook(models.Model):
    """Another program that is told of alerts. Its secret follows from ``salt`` and the key of the
    installation: whoever reads the database alone cannot sign."""

    name = models.CharField(_("name"), max_length=60)
    url = models.URLField(_("address"), max_length=500)
    salt = models.CharField(max_length=40)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(default=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]


class Delivery(models.Model):
    """A message to a webhook: written with the change that it tells of, sent after it.

    It waits while ``next_at`` is set; without it, it has arrived (``delivered_at``) or was given
    up.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    body = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["next_at"], name="delivery_next")]
