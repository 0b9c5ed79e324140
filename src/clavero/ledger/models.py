"""What the database knows of the ledger: its imports, how to read files, rates and products."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CODE_LENGTH = 120
NAME_LENGTH = 255
FAMILY_LENGTH = 120
SOURCE_LENGTH = 120


class Status(models.TextChoices):
    """Where an import stands."""

    QUEUED = "queued", _("Waiting")
    READING = "reading", _("Reading")
    DONE = "done", _("Imported")
    ALREADY_THERE = "already_there", _("Already there")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed")


class Phase(models.TextChoices):
    """What an import that is being read is doing."""

    WAITING = "waiting", _("Waiting for another import")
    READING = "reading", _("Reading the file")
    COMPARING = "comparing", _("Comparing with the ledger")
    FIGURES = "figures", _("Adding up the months")


def new_import_id() -> str:
    """Short enough to type, with its day in front: ``240131-9f8e7d``."""
    return f"{timezone.now():%y%m%d}-{secrets.token_hex(3)}"


class Import(models.Model):
    """One file brought into the ledger, or tried.

    ``kept`` are the ledger's lines that come from it today: another import's undoing may give it
    lines that both had. ``already_there`` are its lines that came from other imports.
    ``same_as`` is the import of the same file whose lines are in the ledger in its place.
    """

    id = models.CharField(primary_key=True, max_length=20, default=new_import_id)
    source = models.CharField(max_length=120, blank=True)  # whose export it is, by its mapping
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=1000, blank=True)  # empty once the file is not needed
    digest = models.CharField(max_length=64, blank=True, db_index=True)  # of the file's bytes
    size = models.BigIntegerField(default=0)  # bytes
    choices = models.JSONField(default=dict)  # what the person chose about reading it
    same_as = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="again")

    status = models.CharField(max_length=20, choices=Status, default=Status.QUEUED)
    phase = models.CharField(max_length=20, choices=Phase, blank=True)
    progress = models.FloatField(default=0)  # 0 to 1, of the phase

    read = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    already_there = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    refused_by_reason = models.JSONField(default=dict)
    unattributed = models.BigIntegerField(default=0)
    without_cost = models.BigIntegerField(default=0)
    zero_price = models.BigIntegerField(default=0)
    negative_price = models.BigIntegerField(default=0)
    positive_credit_notes = models.BigIntegerField(default=0)
    net_total = models.JSONField(default=dict)  # currency → amount as a decimal string
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    # What its amounts were converted to when it was read.
    reporting_currency = models.CharField(max_length=3, blank=True)

    failure = models.JSONField(null=True)  # code, message, hint and params of the refusal
    by = models.ForeignKey(
        "identity.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    version = models.BigIntegerField(default=0)  # of the ledger, at its last change
    told = models.BooleanField(default=False)  # the hooks have run since its last change
    created = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["status"], name="import_status")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="import_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kept__gte=0, already_there__gte=0), name="import_counts_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.id})"

    @property
    def can_be_undone(self) -> bool:
        """Whether its lines are in the ledger, from itself or from the same file before."""
        return self.status in {Status.DONE, Status.ALREADY_THERE}

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to end."""
        return self.status in {Status.QUEUED, Status.READING}


class SourceMapping(models.Model):
    """How the files of one source are read: remembered for the next file that looks alike."""

    source = models.CharField(max_length=SOURCE_LENGTH, unique=True)
    fingerprint = models.CharField(max_length=64, unique=True)  # of the header's column names
    choices = models.JSONField(default=dict)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source


class ExchangeRate(models.Model):
    """Units of ``currency`` for one euro on ``day``, as the European Central Bank writes them."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    rate = models.DecimalField(max_digits=21, decimal_places=14)

    class Meta:
        ordering = ["currency", "day"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="rate_once_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"


class Product(models.Model):
    """Something sold, as the ledger's latest lines name it, or a person does.

    ``first_sold`` and ``last_sold`` are of every line ever imported; an undone import does not
    take them back.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    family = models.CharField(max_length=FAMILY_LENGTH, blank=True)
    # Not known of products that came before it was kept, until they are sold again.
    first_sold = models.DateField(null=True)
    last_sold = models.DateField()
    # The last day on which lines said the name and the family: earlier lines do not change them.
    name_on = models.DateField(null=True)
    family_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    # The fields a person has written: the ledger no longer changes them.
    edited = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="product_not_into_itself"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.code


class ProductDismissal(models.Model):
    """A person looked at two products and said that they are not the same."""

    first = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="product_dismissed_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="product_dismissed_in_order"
            ),
        ]


class CatalogueVersion(models.Model):
    """One row with a number that is new after every change to products.

    What is computed from them is kept under that number. It is drawn, not counted: a number
    that a rolled-back transaction used up must not come again with other content.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_catalogue")]


class LedgerSettings(models.Model):
    """The ledger's one row of settings."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    reporting_currency = models.CharField(max_length=3, blank=True)  # empty until the first import

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="ledger_settings_single")
        ]
