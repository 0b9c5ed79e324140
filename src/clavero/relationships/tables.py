"""The columns of contacts, of an account's and of all."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.relationships.selectors import ContactRow
from clavero.relationships.words import (
    FUNCTION_NAMES,
    KIND_SHORT,
    LEVEL_NAMES,
    PART_NAMES,
    QUADRANT_NAMES,
)
from clavero.ui import formats
from clavero.ui.lists import PlainTable, Table
from clavero.ui.lists.columns import Column, Day, Number, Text, Word


def called(name: str, title: str) -> str:
    """A contact, or the place that somebody unknown holds."""
    if name:
        return name
    if title:
        return gettext("%(title)s: unknown") % {"title": title}
    return gettext("Somebody unknown")


class Who(Text):
    """The contact, with the job title beneath; for a placeholder, the place."""

    css = "contact-who"

    def __init__(self) -> None:
        self.tells_account = False
        super().__init__(
            _("Contact"), accessor="name", is_title=True, empty_values=(), order_by=("name",),
            linkify=("relationships:contact", {"contact_id": A("id")}),
        )  # fmt: skip

    def render(self, record: ContactRow) -> SafeString:
        """The name with what stands beneath it."""
        beneath = [record.title] if record.name and record.title else []
        beneath += [record.organisation] if record.organisation else []
        beneath += [record.account] if self.tells_account else []
        note = format_html('<span class="cell-note">{}</span>', " · ".join(beneath))
        who = called(record.name, record.title)
        css = "contact-known" if record.name else "contact-unknown"
        return format_html('<span class="{}">{}</span>{}', css, who, note if beneath else "")


class KnownBy(Text):
    """Who of ours knows them, with the last contact beneath."""

    def render(self, value: str, record: ContactRow) -> SafeString | str:
        """The names, and the day."""
        if record.last_on is None:
            return value
        day = gettext("Last contact on %(day)s") % {"day": formats.day(record.last_on)}
        return format_html('{}<span class="cell-note">{}</span>', value, day)


class Judged(Column):
    """A judgement in its number; what speaks against us is set off."""

    css = "numeric"
    upwards, downwards = Number.upwards, Number.downwards

    def __init__(self, kind: str, *, most: int, is_signed: bool = False) -> None:
        super().__init__(KIND_SHORT[kind], accessor=kind, initial_sort_descending=True)
        self.most, self.is_signed = most, is_signed

    def render(self, value: int) -> SafeString | str:
        """The number, and of what."""
        if not self.is_signed:
            return gettext("%(value)s of %(most)s") % {"value": value, "most": self.most}
        if value < 0:
            return format_html('<span class="pill pill-bad">−{} ▼</span>', -value)
        if value > 0:
            return format_html('<span class="pill pill-good">+{} ▲</span>', value)
        return "0"


class ContactColumns(Table):
    """What every list of contacts has."""

    name = Who()
    function = Word(_("Function"), names=FUNCTION_NAMES)
    level = Word(_("Level"), names=LEVEL_NAMES)
    part = Word(_("Part in the decision"), names=PART_NAMES)


class AccountContactsTable(ContactColumns):
    """The contacts of one account, with what is thought of them for who may know."""

    account = Text(_("Account"))
    reports_to = Text(_("Reports to"))
    influence = Judged("influence", most=10)
    attitude = Judged("attitude", most=2, is_signed=True)
    strength = Judged("strength", most=3)
    quadrant = Word(_("What to do"), names=QUADRANT_NAMES)
    known_by = KnownBy(_("Known by"))
    unit = Text(_("Department or site"))
    languages = Text(_("Languages"))
    email = Text(_("E-mail"))
    phone = Text(_("Telephone"))


class GoneTable(PlainTable):
    """Those of one account who have left."""

    name = Who()
    function = Word(_("Function"), names=FUNCTION_NAMES)
    level = Word(_("Level"), names=LEVEL_NAMES)
    left_on = Day(_("Left on"))

    def __init__(self, rows: Iterable[ContactRow], *, is_group: bool) -> None:
        super().__init__(rows)
        self.columns["name"].column.tells_account = is_group
