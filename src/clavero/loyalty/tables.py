"""The columns of sums by group, and of single answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.loyalty.rules.answering import is_detractor
from clavero.loyalty.rules.scores import PROMOTER
from clavero.loyalty.selectors import AnswerRow, Scores
from clavero.loyalty.sentences import (
    csat_in_words,
    error_in_words,
    nps_in_words,
    versus_in_words,
    why_hidden,
)
from clavero.loyalty.words import FEW_GAVE_IT, QUESTION_NAMES
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, PlainTable, Screen, Search, Table
from clavero.ui.lists.columns import Moment, Number, Prose, Text, Word


class Figure(Text):
    """A figure of a group in words, or why it is not told."""

    css = "numeric"

    def __init__(self, label: str | Promise, key: str, say: Any, *, is_first: bool = False) -> None:
        super().__init__(label, accessor="key", orderable=False)
        self.key, self.say, self.is_first = key, say, is_first

    def render(self, record: tuple[str, Scores, str]) -> SafeString | str:
        """The figure."""
        of = record[1]
        if not of.is_told:
            why = why_hidden(of) if self.is_first else ""
            return format_html('<span class="text-secondary why-hidden">{}</span>', why)
        if self.key in of.hidden:
            return format_html('<span class="text-secondary why-hidden">{}</span>', FEW_GAVE_IT)
        return str(self.say(of))


class Name(Text):
    """What the group is, which leads to its page where it has one."""

    def __init__(self) -> None:
        super().__init__("", accessor="key", is_title=True, orderable=False)

    def render(self, record: tuple[str, Scores, str]) -> SafeString | str:
        """The name."""
        name, _scores, address = record
        return format_html('<a href="{}">{}</a>', address, name) if address else name


class GroupTable(PlainTable):
    """Sums by group; each row is its name, its scores and where it leads."""

    name = Name()
    answered = Text(_("Answered"), accessor="key", orderable=False)
    nps = Figure(
        _("NPS"),
        "nps",
        lambda of: formats.NOTHING if of.nps is None else nps_in_words(of.nps),
        is_first=True,
    )
    error = Figure(
        _("Standard error"),
        "nps",
        lambda of: formats.NOTHING if of.nps is None else error_in_words(of.nps),
    )
    csat = Figure(
        _("Satisfied"),
        "csat",
        lambda of: formats.NOTHING if of.csat is None else csat_in_words(of.csat),
    )
    versus = Figure(
        _("Against the best other one"),
        "overall",
        lambda of: formats.NOTHING if of.overall is None else versus_in_words(of.overall),
    )

    class Meta:
        sequence = ("name", "answered", "nps", "error", "csat", "versus")

    def __init__(
        self,
        rows: Iterable[tuple[str, Scores, str]],
        *,
        first: str | Promise,
        hidden: Iterable[str] = (),
    ) -> None:
        super().__init__([Row(*row) for row in rows], exclude=tuple(hidden))
        self.columns["name"].column.verbose_name = first

    def render_answered(self, record: tuple[str, Scores, str]) -> str:
        """How many of those asked."""
        of = record[1]
        places = {"answered": formats.number(of.answered), "asked": formats.number(of.asked)}
        return gettext("%(answered)s of %(asked)s") % places


class Row(tuple[str, Scores, str]):
    """A line of :class:`GroupTable`."""

    __slots__ = ()

    def __new__(cls, name: str, scores: Scores, address: str) -> Row:
        """A tuple by its parts."""
        return super().__new__(cls, (name, scores, address))

    @property
    def key(self) -> str:
        """What columns look for; each writes its own."""
        return self[1].key


class Given(Number):
    """A recommendation, with the word that sets it off."""

    def render(self, value: int) -> SafeString:
        """The number and whether it is a promoter's or a detractor's."""
        if is_detractor(value):
            tone, word = "bad", gettext("Detractor")
        elif value >= PROMOTER:
            tone, word = "good", gettext("Promoter")
        else:
            tone, word = "plain", gettext("Passive")
        return format_html('<span class="pill pill-{}">{} · {}</span>', tone, value, word)


class AnswerTable(Table):
    """One line a person who answered."""

    contact = Text(_("Contact"), is_title=True, linkify=lambda record: _contact(record))
    account = Text(_("Account"))
    code = Text(_("Code"))
    function = Word(_("Function"), names=FUNCTION_NAMES)
    answered_at = Moment(_("Answered on"))
    nps = Given(_("Recommendation"))
    csat = Number(_("Satisfaction"), places=0)
    overall = Text(QUESTION_NAMES["overall"])
    quality = Text(QUESTION_NAMES["quality"])
    service = Text(QUESTION_NAMES["service"])
    price = Text(QUESTION_NAMES["price"])
    innovation = Text(QUESTION_NAMES["innovation"])
    relationship = Text(QUESTION_NAMES["relationship"])
    why = Prose(_("Why"))
    wish = Prose(QUESTION_NAMES["wish"])

    class Meta:
        sequence = ("contact", "account", "function", "answered_at", "nps", "csat", "why", "...")

    def render_contact(self, value: str) -> str:
        """The name, while somebody knows it."""
        return value or gettext("Asked to be forgotten")


def _contact(record: AnswerRow) -> str | None:
    if record.contact_id is None:
        return None
    return reverse("relationships:contact", args=[record.contact_id])


class AnswerFilters(Filters):
    """By word, function and kind of answer."""

    search = Search("contact", "account", "why", "wish", label=_("Search answers"))
    function = django_filters.ChoiceFilter(
        label=_("Function"), choices=[(key, name) for key, name in FUNCTION_NAMES.items()]
    )
    conditions = {"function": _("in the function “%(value)s”")}


ANSWERS = Screen(
    key="loyalty.answers",
    title=pgettext_lazy("of a survey", "Answers"),
    counted=ngettext_lazy("%(shown)s answer", "%(shown)s answers", "count"),
    table=AnswerTable,
    filters=AnswerFilters,
    empty=Empty(
        title=_("No answer of your accounts yet"),
        text=_("Single answers are for those who look after the account."),
        icon="message",
    ),
    order="-answered_at",
    only_in_files=(
        "code",
        "overall",
        "quality",
        "service",
        "price",
        "innovation",
        "relationship",
    ),
)
"""The single answers of a wave; each pair is ours against the best other supplier's."""
