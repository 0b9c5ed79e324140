"""Customers, how they belong together, and who looks after them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Kind, Tree

TREE_NAMES = {Tree.LEGAL: _("Legal group"), Tree.BUYING: _("Buying group")}
KIND_NAMES = {Kind.COMPANY: _("Customer"), Kind.GROUP: _("Customer group")}
COVERAGE_ROLE_NAMES = {
    CoverageRole.LEAD: _("Key account manager"),
    CoverageRole.DEPUTY: _("Deputy"),
    CoverageRole.MEMBER: _("Account team member"),
    CoverageRole.SPONSOR: _("Executive sponsor"),
}

CODE_LENGTH = 255
NAME_LENGTH = 300
TAX_NUMBER_LENGTH = 60
COUNTRY_LENGTH = 60
KIND_LENGTH = 60  # of a sector's or a segment's name


class Customer(models.Model):
    """Somebody who buys, as the ledger knows them, or a group that holds such customers."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=TAX_NUMBER_LENGTH, blank=True)
    country = models.CharField(_("country"), max_length=COUNTRY_LENGTH, blank=True)
    sector = models.CharField(_("sector"), max_length=KIND_LENGTH, blank=True)
    segment = models.CharField(_("segment"), max_length=KIND_LENGTH, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind],
        default=Kind.COMPANY.value,
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    # The fields a person has written: the ledger no longer changes them.
    edited = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="customer_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="customer_kind_known"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="customer_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class GroupLink(models.Model):
    """A customer's place under a group, in one tree."""

    tree = models.CharField(
        _("tree"), max_length=10, choices=[(tree.value, TREE_NAMES[tree]) for tree in Tree]
    )
    parent = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="links_below")
    child = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="links_above")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tree", "child"], name="one_parent_in_each_tree"),
            models.CheckConstraint(
                condition=~Q(parent=F("child")), name="customer_not_its_own_group"
            ),
            models.CheckConstraint(
                condition=Q(tree__in=[tree.value for tree in Tree]), name="group_tree_known"
            ),
        ]


class Coverage(models.Model):
    """A person looks after a customer from ``start`` until the day before ``end``."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="coverage")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="coverage")
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=[(role.value, COVERAGE_ROLE_NAMES[role]) for role in CoverageRole],
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)  # the first day without

    class Meta:
        ordering = ["-start", "-id"]
        verbose_name_plural = "coverage"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="coverage_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in CoverageRole]),
                name="coverage_role_known",
            ),
            # Overlaps of dated leads are refused by the service; what a plain index can hold on
            # every database, it holds.
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(role=CoverageRole.LEAD.value, end__isnull=True),
                name="one_open_lead_per_customer",
            ),
            models.UniqueConstraint(
                fields=["customer", "person", "role", "start"], name="coverage_written_once"
            ),
        ]


class CompanyFigures(models.Model):
    """The company's own yearly figures, as entered, valid from a day until the next ones."""

    valid_from = models.DateField(_("valid from"), unique=True)
    currency = models.CharField(_("currency"), max_length=3)
    ebit = models.DecimalField(_("EBIT of twelve months"), max_digits=20, decimal_places=2)
    overhead = models.DecimalField(
        _("overhead of twelve months"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    cash = models.DecimalField(
        _("cash available"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    avoidable_share = models.DecimalField(
        _("part of the overhead that would go with lost sales"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(0),
    )

    class Meta:
        ordering = ["-valid_from"]
        verbose_name_plural = "company figures"
        constraints = [
            models.CheckConstraint(
                condition=Q(avoidable_share__gte=0, avoidable_share__lte=1),
                name="avoidable_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(overhead__isnull=True) | Q(overhead__gte=0),
                name="overhead_not_negative",
            ),
        ]


class DuplicateDismissal(models.Model):
    """A person looked at two customers and said that they are not the same."""

    first = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="dismissed_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="dismissed_in_order"),
        ]


class StructureVersion(models.Model):
    """One row with a number that is new after every change to customers and groups.

    What is computed from them is kept under that number. It is drawn, not counted: a number
    that a rolled-back transaction used up must not come again with other content.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_structure")]
