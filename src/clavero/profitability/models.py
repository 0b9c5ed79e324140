"""The rate book, the events that files bring, and what account teams spend."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.profitability.rules.events import LONGEST_KEY
from clavero.profitability.rules.rates import Source
from clavero.profitability.rules.work import WorkKind

NAME_LENGTH = 100
NOTE_LENGTH = 300
SPANS = {1: _("a month"), 3: _("a quarter"), 12: _("a year")}
SOURCE_NAMES = {
    Source.LEDGER: _("the sales ledger"),
    Source.APP: _("what is recorded in Clavero"),
    Source.FILE: _("a file of events"),
}
WORK_NAMES = {
    WorkKind.RELATIONSHIP: _("Relationship"),
    WorkKind.IMPLEMENTATION: _("Implementation"),
    WorkKind.KNOWLEDGE: _("Knowing the customer"),
    WorkKind.SELLING: _("Selling"),
}


class CapacityEntry(models.Model):
    """What a capacity costs and has, from a day until its next entry.

    ``theoretical`` are the minutes paid for, where they are all that is known.
    """

    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    valid_from = models.DateField(_("valid from"))
    months = models.PositiveSmallIntegerField(_("period"), choices=list(SPANS.items()))
    cost = models.DecimalField(_("cost"), max_digits=20, decimal_places=2)
    minutes = models.DecimalField(_("practical minutes"), max_digits=16, decimal_places=2)
    theoretical = models.DecimalField(
        _("minutes paid for"), max_digits=16, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["key", "-valid_from"]
        verbose_name_plural = "capacity entries"
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="capacity_once_a_day"),
            models.CheckConstraint(condition=Q(months__in=[*SPANS]), name="capacity_span_known"),
            models.CheckConstraint(
                condition=Q(cost__gte=0, minutes__gt=0), name="capacity_has_minutes_and_a_cost"
            ),
        ]


class ActivityEntry(models.Model):
    """What an activity takes, from a day until its next entry. ``extras`` are minutes by
    characteristic, exact, as texts."""

    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    valid_from = models.DateField(_("valid from"))
    capacity = models.CharField(_("capacity"), max_length=LONGEST_KEY)
    source = models.CharField(
        _("counted by"),
        max_length=10,
        choices=[(source.value, SOURCE_NAMES[source]) for source in Source],
    )
    base = models.DecimalField(_("minutes of each"), max_digits=12, decimal_places=2)
    extras = models.JSONField(_("more minutes"), default=dict)
    travel = models.DecimalField(
        _("money of each"), max_digits=14, decimal_places=2, default=Decimal(0)
    )

    class Meta:
        ordering = ["key", "-valid_from"]
        verbose_name_plural = "activity entries"
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="activity_once_a_day"),
            models.CheckConstraint(
                condition=Q(base__gte=0, travel__gte=0), name="activity_takes_no_less_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in Source]),
                name="activity_source_known",
            ),
        ]


class CreditEntry(models.Model):
    """What capital costs a year, from a day until the next entry."""

    valid_from = models.DateField(_("valid from"), unique=True)
    cost_of_capital = models.DecimalField(_("cost of capital"), max_digits=6, decimal_places=5)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name_plural = "credit entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_of_capital__gte=0, cost_of_capital__lte=1),
                name="cost_of_capital_is_a_share",
            )
        ]


class EventFile(models.Model):
    """A file that brought events; ``events`` is how many rows it has that could be used. Those
    that no other file has are gone once it was taken out."""

    name = models.CharField(_("file"), max_length=255)
    events = models.PositiveIntegerField(_("events"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    taken_out_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class ServingEvent(models.Model):
    """A row of such a file. ``having`` holds its characteristics as one text.

    ``file`` is the first that has it, ``also`` are the others: it stands while one of them does.
    """

    file = models.ForeignKey(EventFile, on_delete=models.CASCADE, related_name="rows")
    also = models.ManyToManyField(EventFile, related_name="repeated")
    # The database refuses to lose a customer with events; asked by Django first, leaving the
    # ledger would cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="serving_events"
    )
    kind = models.CharField(_("kind"), max_length=LONGEST_KEY)
    day = models.DateField(_("day"))
    count = models.DecimalField(_("count"), max_digits=14, decimal_places=4)
    minutes = models.DecimalField(
        _("minutes"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    travel = models.DecimalField(
        _("travel"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    having = models.TextField(_("characteristics"), blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["day", "kind"], name="events_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="event_is_counted"),
        ]


class AccountWork(models.Model):
    """Hours and money that a person spent on an account on a day."""

    # As with events: it is the database that refuses.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="account_work"
    )
    person = models.ForeignKey(
        "identity.Person", on_delete=models.PROTECT, related_name="account_work"
    )
    day = models.DateField(_("day"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, default=Decimal(0))
    money = models.DecimalField(_("money"), max_digits=14, decimal_places=2, default=Decimal(0))
    kind = models.CharField(
        _("type"),
        max_length=20,
        choices=[(kind.value, WORK_NAMES[kind]) for kind in WorkKind],
    )
    note = models.CharField(_("what for"), max_length=NOTE_LENGTH, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name_plural = "account work"
        indexes = [models.Index(fields=["day"], name="account_work_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=24, money__gte=0)
                & (Q(hours__gt=0) | Q(money__gt=0)),
                name="account_work_is_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in WorkKind]),
                name="account_work_kind_known",
            ),
        ]


class ServingVersion(models.Model):
    """One row with a number that is new after every change to rates, events and work.

    What is computed from them is kept under that number. It is drawn, not counted: a number that
    a rolled-back transaction used up must not come again with other content.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_serving_version")]
