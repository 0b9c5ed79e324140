"""*Why did it move?*: any computed KPI down to its accounts, products, families and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.core.period import Period
from clavero.identity.doors import actor_of
from clavero.kpis import files, selectors
from clavero.kpis.rules.catalogue import is_said
from clavero.kpis.rules.explained import Records
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.members import Way
from clavero.kpis.selectors import SaidEach, Together, Value, Why
from clavero.kpis.selectors.moving import MOST_MEMBERS
from clavero.kpis.showing import joint_in_words, shown_line, shown_value, sure_of
from clavero.kpis.showing import why as told
from clavero.kpis.tables import NotedTable, SaidTable, WaitingTable, noted_lines, said_lines
from clavero.kpis.views.people import people_of
from clavero.kpis.words import name_of
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import notice_of_holes
from clavero.portfolio.address import family_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.ui import formats
from clavero.ui.address import EXPORT, query_with
from clavero.ui.parts import Crumb

KPI = "kpi"
FIRST = "net-sales"
_BOARDS = {Level.MANAGER: "kpis:manager", Level.TEAM: "kpis:team"}


@for_those_who_see_sales
@require_safe
def why(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Of an account: what it bought and how that moved the number."""
    actor, key = actor_of(request), request.GET.get(KPI, FIRST)
    if is_said(key):
        return _counted(request, customer_id, key)
    try:
        found = selectors.why_moved(actor, customer_id, key)
    except selectors.NotExplained as unknown:
        raise Http404("no computed KPI of an account") from unknown
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    if found is None:
        return redirect("kpis:account", customer_id)
    currency = ledger.shown_currency()
    board = reverse("kpis:account", args=[customer_id])
    query = f"?period={found.period}"
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home")), Crumb(found.title, board)],
        **notice_of_holes(actor_of(request)),
        "found": found,
        "heading": _("%(kpi)s of %(name)s: why it moved")
        % {"kpi": name_of(found.kpi, found.known.names), "name": found.title},
        "headline": told.moved_in_words(found.value, found.was, found.kpi, currency),
        "windows": _windows(found.period, found.before),
        "products_url": reverse("portfolio:customer_products", args=[customer_id]) + query,
        "lines_url": reverse("portfolio:customer_lines", args=[customer_id]) + query,
        "work_url": reverse("profitability:hours", args=[customer_id]) + query
        if found.made.records is Records.WORK
        else "",
        "waterfall_url": reverse("profitability:customer", args=[customer_id]) + query
        if found.made.records is Records.SERVED
        else "",
        "others": list(told.other_kpis(Level.ACCOUNT, customer_id, found.known, key)),
        **_behind(found, customer_id, query, currency),
    }
    return render(request, "kpis/why.html", context)


def _counted(request: HttpRequest, customer_id: int, key: str) -> HttpResponse:
    """Of what a room counts: the number, how it was counted, what it was before, its records."""
    actor = actor_of(request)
    try:
        found = selectors.counted_here(actor, customer_id, key)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    if found is None:
        return redirect("kpis:account", customer_id)
    board, line, currency = found.board, found.line, ledger.shown_currency()
    shown = shown_line(line, board, currency, board.known.names, "")
    home = reverse("kpis:account", args=[customer_id])
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home")), Crumb(board.title, home)],
        "heading": _("%(kpi)s of %(name)s") % {"kpi": shown.name, "name": board.title},
        "line": shown,
        "facts": told.counted_facts(line.kpi),
        "noted": NotedTable(noted_lines(found, currency)) if found.noted else None,
        "waits": WaitingTable(found.waits) if found.waits else None,
        "records_url": told.records_address(key, customer_id),
        "values_url": reverse("kpis:values", args=[customer_id]),
        "others": list(told.other_kpis(Level.ACCOUNT, customer_id, board.known, key)),
    }
    return render(request, "kpis/why_counted.html", context)


@for_those_who_see_sales
@require_safe
def why_manager(request: HttpRequest, person_id: int) -> HttpResponse:
    """Of a manager: which accounts moved the number, came into it and left it."""
    return _together(request, Level.MANAGER, str(person_id), [person_id])


@for_those_who_see_sales
@require_safe
def why_team(request: HttpRequest, person_id: int) -> HttpResponse:
    """The same of a person and those who report to them."""
    people = people_of(actor_of(request), person_id)
    return _together(request, Level.TEAM, str(person_id), people)


@for_those_who_see_sales
@require_safe
def why_company(request: HttpRequest) -> HttpResponse:
    """The same of everybody."""
    return _together(request, Level.COMPANY, "", None)


def _together(
    request: HttpRequest, level: Level, subject: str, people: Sequence[int] | None
) -> HttpResponse:
    key = request.GET.get(KPI, FIRST)
    if selectors.is_said_together(key, level, selectors.catalogue()):
        return _said(request, level, subject, people, key)
    try:
        found = selectors.why_together(actor_of(request), level, subject, people, key)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such board for this reader, or no computed KPI of it") from stranger
    board = _board(level, subject)
    if found is None:
        return redirect(board)
    if (kind := request.GET.get(EXPORT, "")) in files.KINDS:
        return files.members_as_file(found, kind)
    currency = ledger.shown_currency()
    bridge = found.bridge
    context = {
        "crumbs": _crumbs(level, board, found.title),
        **notice_of_holes(actor_of(request)),
        "found": found,
        "heading": _heading(found),
        "headline": told.moved_in_words(found.value, found.was, found.kpi, currency),
        "windows": _windows(found.period, found.before),
        "ways": told.ways_in_words(found) if found.has_before else [],
        "members": told.members_in_words(found, currency, MOST_MEMBERS),
        "more": max(len(found.members) - MOST_MEMBERS, 0),
        "bridge": None if bridge is None else told.bridge_in_words(bridge, currency),
        "file_url": f"?{query_with(request.GET)}" if found.members else "",
        "months": list(told.months_in_words(found)),
        "recovered": told.recovered_in_words(found),
        "in_a_row": told.in_a_row_in_words(found),
        "others": list(told.other_kpis(level, subject, found.known, key)),
    }
    return render(request, "kpis/why_together.html", context)


def _said(
    request: HttpRequest, level: Level, subject: str, people: Sequence[int] | None, key: str
) -> HttpResponse:
    """What each account says of a KPI that rooms count or people enter."""
    try:
        found = selectors.said_each(actor_of(request), level, subject, people, key)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such board for this reader") from stranger
    board = _board(level, subject)
    if found is None:
        return redirect(board)
    if (kind := request.GET.get(EXPORT, "")) in files.KINDS:
        return files.said_as_file(found, kind)
    currency = ledger.shown_currency()
    rows = said_lines(found, currency)
    context = {
        "crumbs": _crumbs(level, board, found.title),
        "heading": _heading_of_said(found),
        "value": None if found.value is None else shown_value(found.value, currency),
        "notes": [] if found.value is None else _notes_of(found.value, currency),
        "table": SaidTable(rows[:MOST_MEMBERS], found.kpi.joined, currency) if rows else None,
        "more": max(len(rows) - MOST_MEMBERS, 0),
        "file_url": f"?{query_with(request.GET)}" if rows else "",
        "others": list(told.other_kpis(level, subject, found.known, key)),
    }
    return render(request, "kpis/said_together.html", context)


def _notes_of(value: Value, currency: str) -> list[str]:
    sure = sure_of(value, currency)
    return [each for each in (sure, *joint_in_words(value, currency)) if each]


def _board(level: Level, subject: str) -> str:
    """The address of the board on which the number stands."""
    return reverse(_BOARDS[level], args=[subject]) if level in _BOARDS else reverse("kpis:home")


def _crumbs(level: Level, board: str, title: str) -> list[Crumb]:
    of_board = [Crumb(title, board)] if level in _BOARDS else []
    return [Crumb(_("KPIs"), reverse("kpis:home")), *of_board]


def _heading_of_said(found: SaidEach) -> str:
    texts = {
        Level.COMPANY: _("%(kpi)s of the company, account by account"),
        Level.TEAM: _("%(kpi)s of the team of %(name)s, account by account"),
        Level.MANAGER: _("%(kpi)s of the accounts of %(name)s, one by one"),
    }
    return _named(found, texts)


def _heading(found: Together) -> str:
    texts = {
        Level.COMPANY: _("%(kpi)s of the company: why it moved"),
        Level.TEAM: _("%(kpi)s of the team of %(name)s: why it moved"),
        Level.MANAGER: _("%(kpi)s of the accounts of %(name)s: why it moved"),
    }
    return _named(found, texts)


def _named(found: SaidEach | Together, texts: Mapping[Level, str]) -> str:
    kpi = name_of(found.kpi, found.known.names)
    return texts[found.level] % {"kpi": kpi, "name": found.title}


def _windows(period: Period, before: Period) -> str:
    return _("%(now)s, compared with %(before)s.") % {
        "now": capfirst(formats.period_in_words(period)),
        "before": formats.period_in_words(before),
    }


def _behind(found: Why, customer_id: int, query: str, currency: str) -> dict[str, Any]:
    """What stands behind the number, in words; the records are linked."""
    address = family_address(QueryDict(f"period={found.period}"), customer_id)
    lines = reverse("portfolio:customer_lines", args=[customer_id])
    products = reverse("portfolio:customer_products", args=[customer_id])
    return {
        "bridge": None
        if found.bridge is None
        else told.bridge_in_words(found.bridge, currency, is_of_one=True),
        "moves": told.moves_in_words(found, products + query, currency),
        "families": [
            {**each, "address": address(each["name"])}
            for each in told.families_in_words(found, currency)
        ],
        "came": sorted(each.name for each in found.families if each.way is Way.CAME),
        "gone": sorted(each.name for each in found.families if each.way is Way.LEFT),
        "counted": " ".join(
            filter(None, (told.counted_in_words(found), told.windows_in_words(found)))
        ),
        "lines": told.lines_in_words(found.lines, lines, currency),
        "is_late": found.made.records is Records.DELIVERIES,
        "is_awaited": found.made.records is Records.PAYMENTS,
        "has_more_lines": found.more_lines,
    }
