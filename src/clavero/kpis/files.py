"""The accounts behind a KPI as files: all of them, with exact values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clavero.kpis.rules.members import Figure, Member
from clavero.kpis.selectors import SaidEach, Together
from clavero.kpis.words import WAY_NAMES, name_of
from clavero.ui import spreadsheet
from clavero.ui.downloads import sheet_downloaded

KINDS = ("csv", "xlsx")


def members_as_file(found: Together, kind: str) -> HttpResponse:
    """Every account that a KPI counts, with what it brought to it before and now."""
    is_rate = found.made.is_rate
    heads = [_("Code"), _("Account")]
    if found.has_before:
        heads += [_("Part, before"), _("Whole, before")] if is_rate else [_("Before")]
    heads += [_("Part, now"), _("Whole, now")] if is_rate else [_("Now")]
    if found.has_before:
        heads += [_("Part of the change"), _("Came or left")]
    if found.recovered:
        heads.append(_("Recovered on"))
    members = [*found.members, *([] if found.rest is None else [found.rest])]
    rows = [_row(found, each) for each in members]
    name = f"{name_of(found.kpi, found.known.names)} {found.title} {found.period}"
    return _file(name, heads, rows, kind)


def _row(found: Together, member: Member) -> list[Any]:
    card, is_rate = found.cards.get(member.code), found.made.is_rate
    name = _("Lines without customer") if card is None else card.title
    if member is found.rest:
        name = _("Parts of groups that others lead, and accounts that you do not see")
    row: list[Any] = ["" if card is None else card.code, name]
    if found.has_before:
        row += _parts(member.before, is_rate=is_rate)
    row += _parts(member.now, is_rate=is_rate)
    if found.has_before:
        row += [member.effect, str(WAY_NAMES[member.way]) if card is not None else ""]
    if found.recovered:
        row.append(found.recovered.get(member.code))
    return row


def _parts(figure: Figure | None, *, is_rate: bool) -> Iterator[Decimal | None]:
    yield None if figure is None else figure.part
    if is_rate:
        yield None if figure is None else figure.whole


def said_as_file(found: SaidEach, kind: str) -> HttpResponse:
    """Every account with what is said of it."""
    heads = [_("Code"), _("Account"), _("Value"), _("Counted of"), _("Weight"), _("Day")]
    rows = [
        [card.code, card.title, value.estimate.value, value.estimate.n, weight, value.day]
        for card, value, weight in found.accounts
    ]
    name = f"{name_of(found.kpi, found.known.names)} {found.title}"
    return _file(name, heads, rows, kind)


def _file(name: str, heads: list[str], rows: Sequence[list[Any]], kind: str) -> HttpResponse:
    sheet = spreadsheet.Sheet(_("Accounts"), heads, rows, [None] * len(heads))
    return sheet_downloaded(sheet, kind, slugify(name))
