"""Departments, their service levels, processes, and what is asked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clavero.coordination.rules.raci import Part
from clavero.coordination.rules.requests import State, Urgency
from clavero.work.rules import Origin

NAME_LENGTH = 120
TEXT_LENGTH = 200
DETAIL_LENGTH = 8000
KEY_LENGTH = 100


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class Department(models.Model):
    """Of whom something can be asked. ``lead`` hears of what is late."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    lead = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_open = models.BooleanField(default=True)  # for new requests
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="department_named")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody belongs to a department and sees its queue."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "person"], name="department_member_once")
        ]


class ServiceLevel(models.Model):
    """Within how much working time a department accepts and delivers, from a day on: of each
    urgency the minutes. Versions follow each other and never change."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="levels")
    valid_from = models.DateField(_("valid from"))
    table = models.JSONField()
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-id"]


class Process(models.Model):
    """A kind of work in which several have a part."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="process_named")]

    def __str__(self) -> str:
        return self.name


class ProcessVersion(models.Model):
    """Who does what in a process, and what a request of it must say, from a day on. Versions never
    change."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("valid from"))
    parties = models.JSONField()
    checklist = models.JSONField(default=list)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-id"]


class Request(models.Model):
    """Something that is asked of a department for a customer.

    The times are kept as they held when it was asked. ``due_at`` is the earlier of the service
    level's and of what the customer was promised; ``look_at`` is when somebody is told next.
    """

    # The database refuses to lose a customer with requests.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="requests"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="requests")
    process = models.ForeignKey(
        ProcessVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    text = models.CharField(_("what is asked"), max_length=TEXT_LENGTH)
    detail = models.TextField(_("more about it"), max_length=DETAIL_LENGTH, blank=True)
    promise = models.CharField(
        _("what the customer was promised"), max_length=TEXT_LENGTH, blank=True
    )
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    urgency = models.CharField(max_length=8, choices=_choices(Urgency))
    state = models.CharField(max_length=9, choices=_choices(State), default=State.ASKED.value)
    asker = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=12, choices=_choices(Origin), default=Origin.HAND.value)
    origin_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)  # for the last time
    ended_at = models.DateTimeField(null=True, blank=True)
    given_back = models.PositiveSmallIntegerField(default=0)
    accept_minutes = models.PositiveIntegerField()
    deliver_minutes = models.PositiveIntegerField()
    hours = models.ForeignKey(
        "care.Hours", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accept_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["department", "state"], name="requests_of_a_department"),
            models.Index(fields=["look_at"], name="requests_to_tell"),
            models.Index(fields=["customer", "asked_at"], name="requests_of_account"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="request_says_something"),
            models.CheckConstraint(
                condition=Q(accept_minutes__gte=1, deliver_minutes__gte=F("accept_minutes")),
                name="request_accepted_before_delivered",
            ),
            models.CheckConstraint(
                condition=Q(promised_on__isnull=True) | ~Q(promise=""),
                name="request_promise_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Involved(models.Model):
    """A department, or a person, that the process of a request names beside the one that is asked:
    they read this request."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="involved")
    part = models.CharField(max_length=2, choices=_choices(Part))
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False, person__isnull=True)
                | Q(department__isnull=True, person__isnull=False),
                name="involved_one_of_both",
            ),
        ]


class Stop(models.Model):
    """The department waits for who asked: its clock stands still."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="stops")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="request_one_open_stop"
            )
        ]


class Word(models.Model):
    """What was said or done: ``what`` is the move, or a comment where it is empty."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="words")
    what = models.CharField(max_length=12, blank=True)
    text = models.TextField(max_length=DETAIL_LENGTH, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "id"]
