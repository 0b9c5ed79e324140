"""Complaints with what happened to them, when people work, and how soon we promise to answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clavero.care.rules.cases import Cause, Channel, Severity, State, Tier

NAME_LENGTH = 150
TEXT_LENGTH = 200
DETAIL_LENGTH = 8000
PHONE_LENGTH = 40
REGION_LENGTH = 20
LANGUAGE_LENGTH = 8


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class Hours(models.Model):
    """When people work, from a day on. Versions of a ``name`` follow each other and never change;
    the empty name is the company's usual calendar."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    valid_from = models.DateField(_("valid from"))
    zone = models.CharField(_("time zone"), max_length=60)
    country = models.CharField(_("public holidays of"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=REGION_LENGTH, blank=True)
    week = models.JSONField()  # of each weekday, its hours as they are written
    days_off = models.JSONField(default=list)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "-valid_from", "-id"]
        indexes = [models.Index(fields=["name", "valid_from"], name="hours_in_force")]


class AccountHours(models.Model):
    """By which calendar an account is served, where it is not the usual one."""

    customer = models.OneToOneField(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    name = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="account_hours_named")]


class Terms(models.Model):
    """How soon complaints are answered and resolved, from a day on: of each tier and severity the
    minutes of working time. Versions follow each other and never change."""

    valid_from = models.DateField(_("valid from"))
    table = models.JSONField()
    stops = models.BooleanField(default=True)  # while we wait for the customer
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-id"]


class Door(models.Model):
    """The link by which somebody of the customer's complains without signing in."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("for whom"), max_length=NAME_LENGTH)
    language = models.CharField(_("language"), max_length=LANGUAGE_LENGTH)
    closed_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="door_for_somebody")]

    def __str__(self) -> str:
        return self.name


class Complaint(models.Model):
    """One case, from its arrival until it is resolved.

    What was promised is kept as it held when it came: ``tier``, the minutes, the calendar and
    whether the clock stops. ``answer_due_at`` and ``resolve_due_at`` follow from it, empty once
    done and while the clock stands still; ``look_at`` is when somebody has to be told next.
    """

    # The database refuses to lose a customer with complaints.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="complaints"
    )
    text = models.CharField(_("what is wrong"), max_length=TEXT_LENGTH)
    detail = models.TextField(_("more about it"), max_length=DETAIL_LENGTH, blank=True)
    channel = models.CharField(max_length=6, choices=_choices(Channel))
    door = models.ForeignKey(
        Door, null=True, blank=True, on_delete=models.SET_NULL, related_name="complaints"
    )
    from_name = models.CharField(_("who complains"), max_length=NAME_LENGTH, blank=True)
    from_email = models.EmailField(_("their e-mail"), blank=True)
    from_phone = models.CharField(_("their telephone"), max_length=PHONE_LENGTH, blank=True)
    severity = models.CharField(max_length=8, choices=_choices(Severity))
    cause = models.CharField(max_length=12, choices=_choices(Cause), blank=True)
    why = models.TextField(_("why it happened"), max_length=DETAIL_LENGTH, blank=True)
    corrective = models.TextField(_("what prevents it"), max_length=DETAIL_LENGTH, blank=True)
    money = models.DecimalField(
        _("money at stake"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)  # of the money
    state = models.CharField(
        max_length=12, choices=_choices(State), default=State.RECEIVED.value
    )  # fmt: skip
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # for the first time
    resolved_at = models.DateTimeField(null=True, blank=True)  # for the last time
    reopened = models.PositiveSmallIntegerField(default=0)
    corrected = models.PositiveSmallIntegerField(default=0)  # when it came, or of whom
    satisfied = models.BooleanField(null=True)
    tier = models.CharField(max_length=8, choices=_choices(Tier))
    answer_minutes = models.PositiveIntegerField()
    resolve_minutes = models.PositiveIntegerField()
    hours = models.ForeignKey(
        Hours, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stops = models.BooleanField()
    answer_due_at = models.DateTimeField(null=True, blank=True)
    resolve_due_at = models.DateTimeField(null=True, blank=True)
    answer_took = models.PositiveIntegerField(null=True, blank=True)  # seconds of working time
    resolve_took = models.PositiveIntegerField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # until when its clocks were looked at
    # By what the row of a file is known again that it was brought with, however it is put right.
    origin_key = models.CharField(max_length=66, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["state", "owner"], name="complaints_of_a_person"),
            models.Index(fields=["look_at"], name="complaints_to_tell"),
            models.Index(fields=["customer", "received_at"], name="complaints_of_account"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_key"], condition=~Q(origin_key=""), name="complaint_brought_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="complaint_says_something"),
            models.CheckConstraint(
                condition=Q(state=State.RESOLVED.value, resolved_at__isnull=False)
                | (~Q(state=State.RESOLVED.value) & Q(resolved_at__isnull=True)),
                name="complaint_resolved_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(answer_minutes__gte=1, resolve_minutes__gte=F("answer_minutes")),
                name="complaint_answer_before_solution",
            ),
            models.CheckConstraint(
                condition=Q(money__isnull=True) | Q(money__gte=0), name="complaint_money_at_stake"
            ),
            models.CheckConstraint(
                condition=Q(money__isnull=True, currency="")
                | (Q(money__isnull=False) & ~Q(currency="")),
                name="complaint_money_of_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_at__gte=F("received_at")),
                name="complaint_resolved_later",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return self.state != State.RESOLVED


class Wait(models.Model):
    """We wait for the customer."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="waits")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(ended_at__isnull=True), name="one_open_wait"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
                name="wait_ends_later",
            ),
        ]


class Word(models.Model):
    """What was said or done: ``what`` is the move, or a note where it is empty."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="words")
    what = models.CharField(max_length=12, blank=True)
    text = models.TextField(max_length=DETAIL_LENGTH, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "id"]


class Mail(models.Model):
    """A mail that opened a case or was noted on it, known again by what it calls itself; of its
    sender only what tells two of them apart. ``customer`` is the account to whose address it came,
    also where the case was found to be of another."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="mails")
    customer = models.ForeignKey(
        "portfolio.Customer", null=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    uid = models.CharField(max_length=255)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField()  # it came

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["uid"], name="mails_by_what_they_are")]


class Attachment(models.Model):
    """A file of a case, kept outside the web's reach under a name that says nothing. Of one that
    was erased, because somebody asked to be forgotten, only that it was there is kept."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=NAME_LENGTH)
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=60, unique=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Knock(models.Model):
    """Somebody used a link: from which network, without the machine, and in which hour, for a day.
    It is what it takes to hold back who writes too much, and no more."""

    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="knocks")
    network = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()  # the hour

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["door", "at"], name="knocks_of_a_door")]
