"""The lists of interactions: of all accounts, and of one."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy
from django_tables2 import A

from clavero.identity.selectors import people
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.words import (
    ACTIVITY_NAMES,
    KIND_ICONS,
    KIND_NAMES,
    STATE_NAMES,
    STATE_TONES,
    STATES_SHOWN,
    minutes_in_words,
    state_in_words,
)
from clavero.profitability.rules.work import WorkKind
from clavero.relationships.rules.people import Function
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui.forms import DayInput
from clavero.ui.icons import icon
from clavero.ui.lists import Empty, Filters, Screen, Search, Table, has
from clavero.ui.lists.columns import Badge, Moment, Number, Text


def _colleagues(_request: Any) -> QuerySet[Any]:
    from clavero.identity.rules import Actor

    return people(Actor.system()).filter(is_active=True).order_by("name")


class InteractionFilters(Filters):
    """By word, kind, state, function met, person of ours and days."""

    search = Search("subject", beside=("contacts__name",), label=_("Search interactions"))
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an interaction", "Kind"),
        choices=[(each.value, KIND_NAMES[each]) for each in Kind],
    )
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an interaction", "State"),
        choices=[(each.value, STATES_SHOWN[each]) for each in State],
    )
    function = django_filters.ChoiceFilter(
        label=_("Function met"),
        choices=[(each.value, FUNCTION_NAMES[each]) for each in Function],
        method="of_function",
    )
    person = django_filters.ModelChoiceFilter(
        label=_("Of ours"), queryset=_colleagues, method="of_person"
    )
    first = django_filters.DateFilter(
        label=_("From"), field_name="day", lookup_expr="gte", widget=DayInput
    )
    last = django_filters.DateFilter(
        label=_("To"), field_name="day", lookup_expr="lte", widget=DayInput
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "kind": _("of the kind “%(value)s”"),
        "state": _("that are “%(value)s”"),
        "function": _("with somebody in the function “%(value)s”"),
        "person": _("with %(value)s of ours"),
        "first": _("from %(value)s on"),
        "last": _("until %(value)s"),
    }

    def of_function(
        self, found: QuerySet[Interaction], name: str, value: str
    ) -> QuerySet[Interaction]:
        """Those in which somebody of a function took part."""
        return found.filter(has(Interaction, "contacts__function", value))

    def of_person(
        self, found: QuerySet[Interaction], name: str, value: Any
    ) -> QuerySet[Interaction]:
        """Those in which somebody of ours took part."""
        return found.filter(has(Interaction, "people", value))


class Subject(Text):
    """What it was about, with its kind as a sign."""

    def __init__(self) -> None:
        super().__init__(
            _("What about"), accessor="subject", is_title=True,
            linkify=("interactions:interaction", {"interaction_id": A("id")}),
        )  # fmt: skip

    def render(self, value: str, record: Interaction) -> SafeString:
        """The sign, and the words."""
        return format_html("{}<span>{}</span>", icon(KIND_ICONS[record.kind], "kind-sign"), value)


class Names(Text):
    """The names of those who took part."""

    def __init__(self, label: Any, of: str) -> None:
        super().__init__(label, accessor=of, orderable=False, empty_values=())
        self.of = of

    def _names(self, record: Interaction) -> list[str]:
        there = record.contacts.all() if self.of == "contacts" else record.people.all()
        return [each.name for each in there if each.name]

    def render(self, record: Interaction) -> str:
        """Some of them; the page has all."""
        names = self._names(record)
        return ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")

    def cell(self, value: Any, currency: str) -> Any:
        """All of them."""
        return ", ".join(each.name for each in value.all() if each.name)


class Minutes(Number):
    """How long it took."""

    def render(self, value: int) -> str:
        """In hours and minutes."""
        return minutes_in_words(value)


class How(Badge):
    """How far it is."""

    def render(self, value: Any, record: Interaction) -> SafeString:  # type: ignore[override]
        """In its word: a mail was sent or received."""
        tone = self.tones.get(record.state, "plain")
        return format_html('<span class="pill pill-{}">{}</span>', tone, state_in_words(record))

    def cell(self, value: Interaction, currency: str) -> Any:
        """The same word in a file."""
        return str(state_in_words(value))


class InteractionTable(Table):
    """One line an interaction, which leads to its page."""

    subject = Subject()
    starts_at = Moment(_("When"))
    kind = Badge(pgettext_lazy("of an interaction", "Kind"), names=KIND_NAMES)
    state = How(
        pgettext_lazy("of an interaction", "State"), names=STATE_NAMES, tones=STATE_TONES,
        accessor="itself", order_by=("state",),
    )  # fmt: skip
    account = Text(
        _("Account"), accessor="customer", order_by=("customer__name",),
        linkify=lambda record: reverse("interactions:account", args=[record.customer_id]),
    )  # fmt: skip
    code = Text(_("Code"), accessor="customer__code")
    contacts = Names(_("With whom"), "contacts")
    people = Names(_("Of ours"), "people")
    minutes = Minutes(_("How long"))
    activity = Badge(
        _("Type of activity"),
        names={each.value: ACTIVITY_NAMES[each] for each in WorkKind},
    )


INTERACTIONS = Screen(
    key="interactions.all",
    title=_("Interactions"),
    counted=ngettext_lazy("%(shown)s interaction", "%(shown)s interactions", "count"),
    table=InteractionTable,
    filters=InteractionFilters,
    empty=Empty(
        title=_("Nothing is written down yet"),
        text=_("Write the next call down as it ends: a line is enough."),
        verb=_("Write one down"),
        url=lambda: reverse("interactions:choose"),
        icon="messages",
    ),
    order="-starts_at",
    only_in_files=("code", "activity"),
)
OF_ACCOUNT = Screen(
    key="interactions.account",
    title=_("Interactions"),
    counted=INTERACTIONS.counted,
    table=InteractionTable,
    filters=InteractionFilters,
    empty=Empty(
        title=_("Nothing is written down yet"),
        text=_("Write the next call down as it ends: a line is enough."),
        icon="messages",
    ),
    order="-starts_at",
    only_in_files=("code", "activity"),
    page_sizes=(10, 25, 50, 100),
)
