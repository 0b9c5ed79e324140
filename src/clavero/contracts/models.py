"""Contracts, their terms, agreed prices, money written against terms, and what was decided."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.findings import Verdict
from clavero.contracts.rules.making import made
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import NetPrice, Subject, TermKind
from clavero.contracts.rules.terms import Term as Rule
from clavero.core.period import Period

TITLE_LENGTH = 200
TEXT_LENGTH = 2000
CODE_LENGTH = 255
NOTE_LENGTH = 300


class Contract(models.Model):
    """What was agreed with a customer, for it and all units below it. ``end`` is the last day,
    ``notice_days`` how long before it notice must be given."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    reference = models.CharField(_("number"), max_length=60, blank=True)
    parties = models.TextField(_("parties"), max_length=TEXT_LENGTH, blank=True)
    scope = models.TextField(_("scope"), max_length=TEXT_LENGTH, blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("last day"))
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=0)
    renews_months = models.PositiveSmallIntegerField(_("renews for"), default=0)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["end", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="contract_has_a_title"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="contract_not_backwards"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The days on which it stands."""
        return Period.inclusive(self.start, self.end)

    @property
    def notice_on(self) -> date | None:
        """The last day on which notice can be given."""
        return self.end - timedelta(days=self.notice_days) if self.notice_days else None


class Term(models.Model):
    """One term; ``values`` are those of its type, numbers as exact texts."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in TermKind])
    start = models.DateField(_("from"))
    end = models.DateField(_("last day"))
    product = models.CharField(_("product"), max_length=CODE_LENGTH, blank=True)
    family = models.CharField(_("family"), max_length=CODE_LENGTH, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    values = models.JSONField(default=dict)
    withdrawn_on = models.DateField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="term_not_backwards"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in TermKind]), name="term_kind_known"
            ),
            models.CheckConstraint(condition=Q(product="") | Q(family=""), name="term_about_one"),
        ]

    @property
    def period(self) -> Period:
        """The days on which it stands."""
        return Period.inclusive(self.start, self.end)

    @property
    def rule(self) -> Rule | None:
        """The term itself; ``None`` for prices, which are rows of their own."""
        subject = Subject(self.product, self.family)
        return made(TermKind(self.kind), self.values, subject, self.currency, self.period)


class AgreedPrice(models.Model):
    """A price of a price term: one row of a list."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="prices")
    product = models.CharField(_("product"), max_length=CODE_LENGTH, blank=True)
    family = models.CharField(_("family"), max_length=CODE_LENGTH, blank=True)
    unit = models.CharField(_("unit"), max_length=CODE_LENGTH, blank=True)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=6)
    currency = models.CharField(_("currency"), max_length=3)
    start = models.DateField(_("from"))
    end = models.DateField(_("last day"))

    class Meta:
        ordering = ["product", "family", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="price_not_backwards"),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=(Q(product="") & ~Q(family="")) | (~Q(product="") & Q(family="")),
                name="price_of_one_thing",
            ),
        ]

    @property
    def rule(self) -> NetPrice:
        """The price itself."""
        subject = Subject(self.product, self.family)
        days = Period.inclusive(self.start, self.end)
        return NetPrice(subject, self.price, self.currency, days, self.unit)


class Entry(models.Model):
    """Money written against a budget or a rebate: earned, or paid and credited. Where it
    ``is_credit_note``, the ledger says what its document comes to."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in EntryKind])
    amount = models.DecimalField(_("amount"), max_digits=19, decimal_places=3)
    on = models.DateField(_("day"))
    document = models.CharField(_("document"), max_length=CODE_LENGTH, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    is_credit_note = models.BooleanField(default=False)
    customer = models.CharField(max_length=CODE_LENGTH, blank=True)  # whose credit note, by code
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "document"],
                condition=Q(is_credit_note=True),
                name="credit_note_named_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_above_zero"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in EntryKind]), name="entry_kind_known"
            ),
        ]


class Closing(models.Model):
    """A part of a rebate's time that is closed after its ``last`` day: the statement as it stood,
    cumulative from the first day of the term, and ``settled``, what of it the part came to by
    itself. ``version`` is that of the ledger's lines."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="closings")
    last = models.DateField(_("last day"))
    volume = models.DecimalField(max_digits=24, decimal_places=6)
    due = models.DecimalField(max_digits=19, decimal_places=3)
    settled = models.DecimalField(max_digits=19, decimal_places=3)
    credited = models.DecimalField(max_digits=19, decimal_places=3)
    version = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["last"]
        constraints = [
            models.UniqueConstraint(fields=["term", "last"], name="closed_once"),
        ]


class Reading(models.Model):
    """What was read of the world for a term: from ``day`` on an index stands at ``value``; or, up
    to ``day``, a service was kept in ``value`` of so many ``cases``."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="readings")
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    cases = models.PositiveIntegerField(_("cases"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["term", "day"], name="read_once_a_day"),
            models.CheckConstraint(condition=Q(value__gte=0), name="reading_not_negative"),
            models.CheckConstraint(
                condition=Q(cases=None) | Q(cases__gte=F("value")), name="no_more_than_all_cases"
            ),
        ]


class Renewal(models.Model):
    """How far the renewal of a contract is, for the time that ends on ``end``: what is wanted, what
    is expected and, once it is decided, what became of it, in the contract's currency. It stands in
    its ``stage`` since ``since``."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="renewals")
    end = models.DateField(_("last day"))
    stage = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in RenewalStage]
    )
    since = models.DateField()
    target = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    forecast = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    final = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    step = models.CharField(max_length=TITLE_LENGTH, blank=True)
    step_on = models.DateField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "end"], name="one_renewal_an_end"),
            models.CheckConstraint(
                condition=Q(stage__in=[each.value for each in RenewalStage]),
                name="renewal_stage_known",
            ),
        ]


class Decision(models.Model):
    """What somebody decided about a finding, which is known by its key."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=64)
    verdict = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Verdict]
    )
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    task_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="one_decision_a_finding"),
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict]), name="verdict_known"
            ),
        ]

    @property
    def revision(self) -> int:
        """What a form carries of the decision that it showed; each later one has another."""
        return round(self.created_at.timestamp() * 1_000_000)
