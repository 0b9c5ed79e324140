"""Contacts, what is thought of them, who of ours knows them, and how far the relationship is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.matrix.rules.position import Stage
from clavero.relationships.rules.influence import OPINIONS, LineKind
from clavero.relationships.rules.judging import LIMITS, Kind
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function, Level, Part, Party
from clavero.relationships.rules.sides import Side
from clavero.relationships.rules.telling import Figure

NAME_LENGTH = 150
TITLE_LENGTH = 120
LANGUAGES_LENGTH = 60
PHONE_LENGTH = 40
SOURCE_LENGTH = 500
USUAL_INTERVAL = 60  # days between two contacts with somebody whom we know
MOST_INTERVAL = 730
SCENARIO_LENGTH = 80


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


def _within_limits() -> Q:
    found = Q(pk__isnull=True)
    for kind, (least, most) in LIMITS.items():
        found |= Q(kind=kind.value, value__gte=least, value__lte=most)
    return found


class Contact(models.Model):
    """Somebody of the customer's or of a third party's, as far as facts go. Without a name it is a
    placeholder: a place that somebody holds whom nobody knows, or who asked to be forgotten."""

    # The database refuses to lose a customer with contacts, as it does with needs.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="contacts"
    )
    party = models.CharField(
        max_length=15, choices=_choices(Party), default=Party.CUSTOMER.value
    )  # fmt: skip
    organisation = models.CharField(_("organisation"), max_length=NAME_LENGTH, blank=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    title = models.CharField(_("job title"), max_length=TITLE_LENGTH, blank=True)
    function = models.CharField(max_length=20, choices=_choices(Function))
    level = models.CharField(max_length=12, choices=_choices(Level), blank=True)
    part = models.CharField(max_length=16, choices=_choices(Part), blank=True)
    unit = models.CharField(_("unit"), max_length=TITLE_LENGTH, blank=True)
    languages = models.CharField(_("languages"), max_length=LANGUAGES_LENGTH, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=PHONE_LENGTH, blank=True)
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    erased_on = models.DateField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("id")),
                name="contact_not_their_own_boss",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="contact_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True) | Q(name="", email="", phone="", languages=""),
                name="erased_contact_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(party=Party.CUSTOMER.value, organisation="")
                | (~Q(party=Party.CUSTOMER.value) & ~Q(organisation="")),
                name="third_party_has_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody knows who it is."""
        return not self.name


class Tie(models.Model):
    """Somebody of ours knows a contact, in a function of ours, from ``since`` on. How well, is a
    judgement."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="ties")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    ours = models.CharField(max_length=12, choices=_choices(Ours))
    since = models.DateField()
    last_on = models.DateField(_("last contact"), null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(
        _("days between contacts"), default=USUAL_INTERVAL
    )
    ended_on = models.DateField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"], condition=Q(ended_on__isnull=True),
                name="one_open_tie_of_two",
            ),
            models.CheckConstraint(
                condition=Q(interval_days__gte=1, interval_days__lte=MOST_INTERVAL),
                name="tie_interval_is_a_time",
            ),
        ]  # fmt: skip


class Judgement(models.Model):
    """What somebody of the account team thinks of a contact, or of a tie of ours with them. It
    never changes: the next one takes its place, and it expires."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="judgements")
    tie = models.ForeignKey(
        Tie, null=True, blank=True, on_delete=models.CASCADE, related_name="judgements"
    )
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    value = models.SmallIntegerField()
    source = models.CharField(_("how it is known"), max_length=SOURCE_LENGTH, blank=True)
    said_on = models.DateField()
    expires_on = models.DateField()  # the first day on which it no longer counts
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-said_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=_within_limits(), name="judgement_within_its_limits"),
            models.CheckConstraint(
                condition=Q(kind=Kind.STRENGTH.value, tie__isnull=False)
                | (~Q(kind=Kind.STRENGTH.value) & Q(tie__isnull=True)),
                name="strength_is_of_a_tie",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("said_on")), name="judgement_expires_later"
            ),
        ]


class StageWord(models.Model):
    """How far the relationship with an account is, as we see it or as the customer does."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="stage_words"
    )
    side = models.CharField(max_length=6, choices=_choices(Side))
    stage = models.CharField(max_length=15, choices=_choices(Stage))
    source = models.CharField(_("how it is known"), max_length=SOURCE_LENGTH)
    said_on = models.DateField()
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-said_on", "-id"]


class Forgotten(models.Model):
    """Somebody asked to be forgotten. Their address is kept as a digest that leads to no record, so
    that a file does not bring them back."""

    digest = models.CharField(max_length=64, unique=True)
    forgotten_on = models.DateField()

    class Meta:
        verbose_name_plural = "forgotten"


class ToldApart(models.Model):
    """Somebody looked at two contacts and said that they are two people."""

    first = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="contacts_told_apart_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="contacts_told_apart_in_order"
            ),
        ]


class DemandsVersion(SettingsVersion):
    """What each stage of a relationship asks for, from a day on."""


class Scenario(models.Model):
    """The influence map of an account as it would be if something came to pass: a copy with a name.
    ``absent`` are those who would no longer be there."""

    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="map_scenarios"
    )
    name = models.CharField(_("name"), max_length=SCENARIO_LENGTH)
    supposes = models.CharField(_("what is supposed"), max_length=SOURCE_LENGTH, blank=True)
    absent = models.ManyToManyField(Contact, related_name="+", blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "name"], name="one_scenario_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """A line of the influence map from one contact to another, today or in a scenario. Whom
    somebody reports to today is a fact of theirs, and no line. What is thought rather than known
    says how it is known, and expires. It never changes: said again or taken away it has ended,
    and who said what stays."""

    scenario = models.ForeignKey(
        Scenario, null=True, blank=True, on_delete=models.CASCADE, related_name="lines"
    )
    start = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="lines_from")
    end = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="lines_to")
    kind = models.CharField(max_length=10, choices=_choices(LineKind))
    source = models.CharField(_("how it is known"), max_length=SOURCE_LENGTH, blank=True)
    said_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(start=F("end")), name="line_between_two"),
            models.CheckConstraint(
                condition=Q(scenario__isnull=False) | ~Q(kind=LineKind.SOLID.value),
                name="todays_boss_is_no_line",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=False)
                | ~Q(kind__in=[each.value for each in sorted(OPINIONS)]),
                name="what_is_thought_expires",
            ),
            models.UniqueConstraint(
                fields=["start", "end", "kind"],
                condition=Q(scenario__isnull=True, ended_on__isnull=True),
                name="one_line_of_a_kind_today",
            ),
            models.UniqueConstraint(
                fields=["scenario", "start", "end", "kind"],
                condition=Q(scenario__isnull=False, ended_on__isnull=True),
                name="one_line_of_a_kind_in_a_scenario",
            ),
        ]  # fmt: skip


class MonthKept(models.Model):
    """How the relationship with an account stood at the end of a month, as the night found it after
    it: what people change later does not change it. Without ``figures`` nobody had said its stage.
    """

    # As with contacts: the database refuses to lose such a customer.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    day = models.DateField()
    figures = models.JSONField()
    kept_on = models.DateField()

    class Meta:
        ordering = ["day", "id"]
        verbose_name_plural = "months kept"
        constraints = [
            models.UniqueConstraint(fields=["customer", "day"], name="relationship_month_once"),
            models.CheckConstraint(
                condition=Q(kept_on__gt=F("day")), name="relationship_month_is_over"
            ),
        ]


class ToldOutside(models.Model):
    """A figure of an account's relationship as it went out of the account team, from ``day`` on
    until the next one. ``figures`` are its values as texts, ``judged`` and ``by`` what it rested
    on: by these it is decided when the next may go out (``rules.telling``)."""

    # As with contacts: the database refuses to lose such a customer.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=_choices(Figure))
    day = models.DateField()
    figures = models.JSONField()
    judged = models.JSONField()
    by = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]
        verbose_name_plural = "told outside"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "day"], name="told_outside_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Figure]), name="told_figure_known"
            ),
        ]
