"""Tasks and their checklists, account teams, how much anybody can look after, and handovers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.work.rules.repeating import MOST_EVERY, Repeat, Unit
from clavero.work.rules.tasks import Origin, State
from clavero.work.rules.team import MOST_DAYS_BEFORE, Function

TEXT_LENGTH = 300
DETAIL_LENGTH = 4000
KEY_LENGTH = 120


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class Task(models.Model):
    """One thing that one person does by a day, mostly at a customer. Without ``owner`` nobody has
    taken it yet. ``follows`` is the one before it in a rhythm."""

    # The database refuses to lose a customer with tasks, as it does with contacts.
    customer = models.ForeignKey(
        "portfolio.Customer", null=True, blank=True, on_delete=models.DO_NOTHING,
        related_name="tasks",
    )  # fmt: skip
    text = models.CharField(_("what is to be done"), max_length=TEXT_LENGTH)
    detail = models.TextField(_("more about it"), max_length=DETAIL_LENGTH, blank=True)
    due = models.DateField(_("due on"), null=True, blank=True)
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    state = models.CharField(
        max_length=8, choices=_choices(State), default=State.OPEN.value
    )  # fmt: skip
    done_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=12, choices=_choices(Origin), default=Origin.HAND.value)
    origin_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    repeat_every = models.PositiveSmallIntegerField(null=True, blank=True)
    repeat_unit = models.CharField(max_length=5, choices=_choices(Unit), blank=True)
    repeat_on = models.PositiveSmallIntegerField(null=True, blank=True)
    repeat_until = models.DateField(_("until"), null=True, blank=True)
    repeat_from = models.DateField(null=True, blank=True)  # its day by the rhythm, before it moved
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    by_id = models.BigIntegerField(null=True, blank=True)  # nobody where the product wrote it
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [F("due").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, done_on__isnull=True)
                | (~Q(state=State.OPEN.value) & Q(done_on__isnull=False)),
                name="task_open_or_ended_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="task_says_something"),
            models.CheckConstraint(
                condition=Q(repeat_every__isnull=True, repeat_unit="")
                | (
                    Q(repeat_every__gte=1, repeat_every__lte=MOST_EVERY, due__isnull=False)
                    & ~Q(repeat_unit="")
                ),
                name="task_repeats_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["origin", "origin_key"], condition=~Q(origin_key=""),
                name="task_of_an_origin_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["owner", "state", "due"], name="tasks_of_a_person"),
            models.Index(fields=["state", "due"], name="tasks_by_day"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def repeat(self) -> Repeat | None:
        """Its rhythm, if it has one."""
        if self.repeat_every is None:
            return None
        unit = Unit(self.repeat_unit)
        return Repeat(self.repeat_every, unit, self.repeat_on, self.repeat_until)


class Point(models.Model):
    """One point of a task's checklist."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="points")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(_("point"), max_length=TEXT_LENGTH)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="point_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class DedicationQuerySet(models.QuerySet["Dedication"]):
    """What was said of people's time."""

    def standing(self) -> DedicationQuerySet:
        """What nobody took back."""
        return self.filter(withdrawn_on=None)


class Dedication(models.Model):
    """What part of their time somebody gives to an account, from ``start`` until the day before
    ``end``. With a ``function`` they work for it from their own department, and see nothing of its
    sales by that; without one they look after it anyway. What is taken back before it began stays,
    ``withdrawn_on`` a day, and holds nothing."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="dedications"
    )
    person = models.ForeignKey(
        "identity.Person", on_delete=models.PROTECT, related_name="dedications"
    )
    function = models.CharField(max_length=12, choices=_choices(Function), blank=True)
    share = models.DecimalField(
        _("part of their time"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)  # the first day without
    withdrawn_on = models.DateField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DedicationQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="dedication_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="dedication_is_a_part_of_time",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=False) | ~Q(function=""), name="dedication_says_something"
            ),
            models.UniqueConstraint(
                fields=["customer", "person"],
                condition=Q(end__isnull=True, withdrawn_on__isnull=True),
                name="one_open_dedication_of_two",
            ),
        ]  # fmt: skip


class LoadVersion(SettingsVersion):
    """How many accounts a person can look after, from a day on."""


class Feed(models.Model):
    """The secret under which a person's calendar is read by their own program; what is kept tells
    whether one is right, and not which. ``reads`` are those since ``counted_since``: how many, by
    whom nobody keeps."""

    person = models.OneToOneField(
        "identity.Person", on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    counted_since = models.DateTimeField(default=timezone.now)
    reads = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)


class Reminding(models.Model):
    """How many days before a task is due its person is told, in the daily message."""

    person = models.OneToOneField(
        "identity.Person", on_delete=models.CASCADE, related_name="reminding"
    )
    days_before = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: not at all

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days_before__isnull=True) | Q(days_before__lte=MOST_DAYS_BEFORE),
                name="reminded_in_time",
            ),
        ]


class Pack(models.Model):
    """What whoever takes an account over gets to read, ticked point by point. ``ticked`` holds, by
    the key of each section, who has read it and when."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="handover_packs"
    )
    giver = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    ticked = models.JSONField(default=dict)
    by_name = models.CharField(max_length=200)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="pack_goes_to_somebody_else"
            ),
            models.UniqueConstraint(
                fields=["customer", "giver"], condition=Q(closed_on__isnull=True),
                name="one_open_pack_of_a_giver",
            ),
        ]  # fmt: skip
