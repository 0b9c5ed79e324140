"""Negotiations with their points, concessions and rounds; documents, approvals, signatures."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.negotiations.rules import documents
from clavero.negotiations.rules.negotiating import State
from clavero.negotiations.rules.points import IN_WORDS, MOST_WEIGHT, PointKind, more_is_better

TITLE_LENGTH = 200
NAME_LENGTH = 120
SAID_LENGTH = 300
TEXT_LENGTH = 4000
BODY_LENGTH = 60_000
CODE_LENGTH = 255
UNIT_LENGTH = 40


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class Negotiation(models.Model):
    """What is negotiated with a customer. ``ends_on`` is the day it should end, ``next_on`` that of
    the next round; ``starts`` and ``ends`` are those of the contract it is about. ``contract`` is
    the one that became of it."""

    # The database refuses to lose a customer with negotiations.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="+"
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    state = models.CharField(max_length=11, choices=_choices(State), default=State.PREPARING.value)
    ends_on = models.DateField(_("should end on"), null=True, blank=True)
    next_on = models.DateField(_("next round"), null=True, blank=True)
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    their_interests = models.TextField(max_length=TEXT_LENGTH, blank=True)
    our_interests = models.TextField(max_length=TEXT_LENGTH, blank=True)
    their_alternative = models.TextField(max_length=TEXT_LENGTH, blank=True)
    our_alternative = models.TextField(max_length=TEXT_LENGTH, blank=True)
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.TextField(max_length=TEXT_LENGTH, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    contract = models.OneToOneField(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [models.F("ends_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="negotiation_has_a_title"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True)
                | Q(ends__isnull=True)
                | Q(ends__gte=models.F("starts")),
                name="negotiated_days_not_backwards",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BROKEN_OFF.value) | ~Q(reason=""),
                name="broken_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(contract__isnull=True) | Q(state=State.AGREED.value),
                name="contract_of_what_was_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Point(models.Model):
    """A point at issue. What is said of it is a text, of numbers an exact one. ``target`` and
    ``limit`` are for the account team alone, ``base`` the turnover on which growth is counted."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8, choices=_choices(PointKind))
    name = models.CharField(_("point"), max_length=NAME_LENGTH)
    unit = models.CharField(_("unit"), max_length=UNIT_LENGTH, blank=True)
    is_more_better = models.BooleanField(default=True)
    product = models.CharField(_("product"), max_length=CODE_LENGTH, blank=True)
    family = models.CharField(_("family"), max_length=CODE_LENGTH, blank=True)
    base = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    target = models.TextField(max_length=SAID_LENGTH, blank=True)
    limit = models.TextField(max_length=SAID_LENGTH, blank=True)
    asked = models.TextField(max_length=SAID_LENGTH, blank=True)
    weight = models.PositiveSmallIntegerField(default=5)
    our_value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    their_value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    agreed = models.TextField(max_length=SAID_LENGTH, blank=True)

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="point_has_a_name"),
            models.CheckConstraint(condition=Q(product="") | Q(family=""), name="point_about_one"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=MOST_WEIGHT), name="point_weight_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def of_kind(self) -> PointKind:
        """Its kind."""
        return PointKind(self.kind)

    @property
    def more(self) -> bool:
        """Whether more of it is better for us."""
        return more_is_better(self.of_kind, self.is_more_better)

    def number(self, text: str) -> Decimal | None:
        """What a text of this point counts; ``None`` where it says nothing, or is words."""
        return None if self.of_kind in IN_WORDS or not text else Decimal(text)


class Concession(models.Model):
    """What we can give: what it ``costs`` us, what it is ``worth`` to them, and what we want for
    it. The two prices are for the account team alone."""

    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, related_name="concessions"
    )
    text = models.CharField(_("what we give"), max_length=SAID_LENGTH)
    cost = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    worth = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    wanted = models.CharField(_("what we want for it"), max_length=SAID_LENGTH, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="concession_says_what"),
            models.CheckConstraint(
                condition=(Q(cost__isnull=True) | Q(cost__gte=0))
                & (Q(worth__isnull=True) | Q(worth__gte=0)),
                name="concession_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Round(models.Model):
    """What both sides put on the table on a day."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    on = models.DateField(_("day"))
    present = models.TextField(_("who was there"), max_length=TEXT_LENGTH, blank=True)
    note = models.TextField(_("note"), max_length=TEXT_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="round_number_once")
        ]


class Offer(models.Model):
    """What each side put for a point in a round, and what was agreed of it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="offers")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="offers")
    ours = models.TextField(max_length=SAID_LENGTH, blank=True)
    theirs = models.TextField(max_length=SAID_LENGTH, blank=True)
    agreed = models.TextField(max_length=SAID_LENGTH, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "point"], name="point_once_a_round"),
            models.CheckConstraint(
                condition=~Q(ours="") | ~Q(theirs="") | ~Q(agreed=""), name="offer_says_something"
            ),
        ]


class KeptFile(models.Model):
    """A file, kept outside the web's reach under a name that says nothing."""

    name = models.CharField(max_length=NAME_LENGTH)
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=60, unique=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A document of a negotiation or of a contract, on its way to both signatures."""

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    state = models.CharField(
        max_length=14, choices=_choices(documents.State), default=documents.State.DRAFT.value
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=SAID_LENGTH, blank=True)
    expected_on = models.DateField(_("signature expected by"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed = models.OneToOneField(
        KeptFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=Q(negotiation__isnull=False) ^ Q(contract__isnull=False),
                name="document_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=documents.State.SIGNED.value) | Q(signed__isnull=False),
                name="signed_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A version of a document: a text, or a file. ``digest`` is of its content."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=BODY_LENGTH, blank=True)
    file = models.OneToOneField(
        KeptFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64)
    note = models.CharField(_("what is new"), max_length=SAID_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False), name="version_has_content"
            ),
        ]


class Approval(models.Model):
    """Somebody who must approve a version, who asked them, and what they said."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="approvals")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(
        max_length=8, choices=_choices(documents.Verdict), default=documents.Verdict.WAITING.value
    )
    reason = models.TextField(max_length=TEXT_LENGTH, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="approver_once_a_version"),
            models.CheckConstraint(
                condition=~Q(verdict=documents.Verdict.RETURNED.value) | ~Q(reason=""),
                name="returned_says_why",
            ),
        ]
