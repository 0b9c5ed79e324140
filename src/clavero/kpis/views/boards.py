"""*KPIs*: the boards of the company, teams, managers and accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from clavero.core.errors import Refusal
from clavero.core.scope import Scope
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.kpis import selectors, services
from clavero.kpis.hooks import told_shares
from clavero.kpis.jobs import refresh_now
from clavero.kpis.models import Refresh
from clavero.kpis.rules.kpi import Level, Light, Source
from clavero.kpis.rules.wallet import Place
from clavero.kpis.selectors import AccountLine, Board, Value
from clavero.kpis.showing import month_in_words, pills, shown_health, shown_line
from clavero.kpis.showing.why import said_address, why_address
from clavero.kpis.tables import CatalogueTable, LedTable, catalogue_lines, led_lines
from clavero.kpis.views.people import team_named
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import notice_of_holes
from clavero.matrix.words import STRATEGY_NAMES
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.portfolio.selectors import seen_now
from clavero.ui import formats
from clavero.ui.answers import finish_progress, show_progress
from clavero.ui.parts import Crumb, Progress

MOST_ACCOUNTS = 100


@for_those_who_see_sales
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The company's board, or that of the reader and the reader's team."""
    actor = actor_of(request)
    if getattr(request, "htmx", False):  # the bar of a computation asks how far it is
        run = selectors.refresh_under_way()
        if run is None:
            return finish_progress(request, request.path)
        return show_progress(request, _progress(run), title=_("KPIs"))
    if selectors.may_see(actor, Level.COMPANY, ""):
        return _page(request, actor, Level.COMPANY, "", None)
    person = actor.user_id or 0
    if actor.may(Verb.SEE_TEAM_ACCOUNTS) and actor.team:
        return redirect("kpis:team", person)
    return redirect("kpis:manager", person)


@for_those_who_see_sales
@require_safe
def manager(request: HttpRequest, person_id: int) -> HttpResponse:
    """What a person's accounts add up to, and how each stands."""
    return _page(request, actor_of(request), Level.MANAGER, str(person_id), [person_id])


@for_those_who_see_sales
@require_safe
def team(request: HttpRequest, person_id: int) -> HttpResponse:
    """The same of a person and those who report to them."""
    actor = actor_of(request)
    people, names = team_named(actor, person_id)
    return _page(request, actor, Level.TEAM, str(person_id), people, names)


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """How one account stands against what it is held to."""
    actor = actor_of(request)
    seen = seen_now(actor)
    scope, _shape = seen
    try:
        board = selectors.account_board(actor, customer_id, seen)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    if board is None:
        return nothing_yet(request, actor)
    picture = selectors.health(actor, scope, board.snapshot)
    found = None if picture is None else picture.by_id.get(customer_id)
    currency = ledger.shown_currency() if picture is None else picture.currency
    health = None if found is None else shown_health(found)
    context = {
        **_shown(board, currency, customer_id),
        **notice_of_holes(actor),
        "month": _month(scope, board.codes, currency),
        "customer_id": customer_id,
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home"))],
        "heading": _("How %(name)s stands") % {"name": board.title},
        "held_to": _held_to(board),
        "health": health,
        "headline": _held_to(board) if health is None else health.headline,
        "sets_targets": actor.may(Verb.SET_TARGETS),
    }
    return render(request, "kpis/account.html", context)


@for_those_who_see_sales
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every KPI that is watched, and how it is counted."""
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home"))],
        "table": CatalogueTable(catalogue_lines(selectors.catalogue())),
    }
    return render(request, "kpis/catalogue.html", context)


@allowed(Verb.IMPORT_SALES)
@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Compute everything now: the worker does where there is one, and the board shows how far."""
    actor = actor_of(request)
    if settings.WORKER and not ledger.is_empty():
        refresh_now.enqueue(actor.carried)
        messages.success(request, _("The worker begins within a minute."))
        return redirect("kpis:home")
    try:
        run = services.refresh(actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        count = run.made + run.corrected
        told = ngettext("%(count)s day was computed.", "%(count)s days were computed.", count)
        everything = _("Everything was up to date.")
        messages.success(request, told % {"count": count} if count else everything)
    return redirect("kpis:home")


def _page(
    request: HttpRequest,
    actor: Actor,
    level: Level,
    subject: str,
    people: Sequence[int] | None,
    names: Mapping[int, str] | None = None,
) -> HttpResponse:
    try:
        board = selectors.board_of(actor, level, subject, names)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such board for this reader") from stranger
    if board is None:
        return nothing_yet(request, actor)
    currency = ledger.shown_currency()
    run = selectors.refresh_under_way() if level is Level.COMPANY else None
    seen = seen_now(actor)
    scope, _shape = seen
    led = selectors.led_accounts(actor, people, board, seen)
    accounts, board = led.accounts, replace(board, lines=[*board.lines, *led.lines])
    picture = selectors.health(actor, scope, board.snapshot)
    accounts = selectors.worst_first(accounts, picture)
    shown = led_lines(accounts[:MOST_ACCOUNTS], picture)
    codes = None if people is None else {code for each in accounts for code in each.codes}
    context = {
        **_shown(board, currency, board.subject),
        "month": _month(scope, codes, currency),
        **notice_of_holes(actor),
        "progress": None if run is None else _progress(run),
        "crumbs": _crumbs(level),
        "heading": _heading(board),
        "boards": _boards(board),
        "table": LedTable(shown, currency=currency) if shown else None,
        "accounts": len(accounts),
        "more": max(len(accounts) - MOST_ACCOUNTS, 0),
        "lights": _lights_of(accounts),
        "computes": level is Level.COMPANY and run is None and actor.may(Verb.IMPORT_SALES),
        "enters": actor.may(Verb.ENTER_KPIS),
        "defines": actor.may(Verb.DEFINE_KPIS),
    }
    return render(request, "kpis/board.html", context)


def _month(scope: Scope, codes: Collection[str] | None, currency: str) -> list[str]:
    """The month under way of some customers, in sentences."""
    return month_in_words(selectors.month_so_far(scope, timezone.localdate(), codes), currency)


def _progress(run: Refresh) -> Progress:
    """How far a computation is."""
    days = _("%(done)s of %(all)s days") % {
        "done": formats.number(run.done),
        "all": formats.number(run.days),
    }
    return Progress(_("Computing the KPIs"), run.done, run.days, reverse("kpis:home"), days)


def nothing_yet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What stands where a board would, until something is computed."""
    run = selectors.refresh_under_way()
    if run is not None:
        return show_progress(request, _progress(run), title=_("KPIs"))
    return render(
        request,
        "kpis/nothing_yet.html",
        {"may_compute": actor.may(Verb.IMPORT_SALES), "is_empty": ledger.is_empty()},
    )


def _shown(board: Board, currency: str, subject: int | str) -> dict[str, Any]:
    """What stands on a board; ``subject`` is whose it is in addresses."""
    snapshot, names = board.snapshot, board.known.names
    lines = [
        shown_line(line, board, currency, names, _behind(line.value, board.level, subject))
        for line in board.lines
    ]
    return {
        "board": board,
        "told_of": capfirst(formats.period_in_words(board.period)),
        "held": [line for line in lines if line.target],
        "others": [line for line in lines if not line.target],
        "compared": ""
        if board.before is None
        else _("Compared with %(period)s.")
        % {"period": formats.period_in_words(board.period.year_earlier())},
        "of_whom": "" if board.before is None else _of_whom(board.level),
        "corrected": snapshot.corrected_at,
        "hindsight": snapshot.known_on if snapshot.is_hindsight else None,
    }


def _of_whom(level: Level) -> str:
    """Which accounts are compared, where they are not the same in both years."""
    if level not in {Level.MANAGER, Level.TEAM}:
        return ""
    return _(
        "“Before” tells of the accounts looked after then; growth compares those looked after "
        "today with themselves."
    )


def _behind(value: Value, level: Level, subject: int | str) -> str:
    """The page with the records behind a number."""
    kpi = value.kpi
    if level is not Level.ACCOUNT:
        return why_address(level, subject, kpi.key)
    if kpi.source is Source.ENTRY or value.place is Place.ENTERED:
        return said_address(value, subject)
    if value.place in told_shares:
        return reverse(told_shares[value.place].page, args=[subject])
    if kpi.source is Source.MATRIX:
        return reverse("matrix:said", args=[subject])
    return why_address(level, subject, kpi.key)


def _held_to(board: Board) -> str:
    """Where the targets come from, in a sentence."""
    holding = board.holding
    if holding.version is not None:
        return _("Its targets hold since %(day)s; %(name)s decided them.") % {
            "day": formats.day(holding.version.valid_from),
            "name": holding.version.by_name,
        }
    if holding.strategy is not None:
        return _("Its targets are those of its strategy, “%(strategy)s”.") % {
            "strategy": STRATEGY_NAMES[holding.strategy]
        }
    return _("Nobody has set targets for it yet: without them, nothing is judged.")


def _heading(board: Board) -> str:
    if board.level is Level.COMPANY:
        return _("How the company stands")
    if board.level is Level.TEAM:
        return _("How the team of %(name)s stands") % {"name": board.title}
    return _("How the accounts of %(name)s stand") % {"name": board.title}


def _crumbs(level: Level) -> list[Crumb]:
    return [] if level is Level.COMPANY else [Crumb(_("KPIs"), reverse("kpis:home"))]


def _boards(board: Board) -> list[tuple[str, str]]:
    """The boards of others that the reader may open from here."""
    names = board.names
    addresses = {Level.TEAM: "kpis:team", Level.MANAGER: "kpis:manager"}
    texts = {Level.TEAM: _("Team of %(name)s"), Level.MANAGER: "%(name)s"}
    return [
        (texts[level] % {"name": names[person]}, reverse(addresses[level], args=[person]))
        for level, person in board.others
        if person in names and (level, str(person)) != (board.level, board.subject)
    ]


def _lights_of(accounts: Sequence[AccountLine]) -> list[SafeString]:
    """How many accounts stand how, by the worst of their KPIs."""
    order = (Light.RED, Light.AMBER, Light.GREEN)
    worst = [
        next((light for light in order if line.counts[light]), Light.GREY) for line in accounts
    ]
    return pills({light: worst.count(light) for light in (*order, Light.GREY)})
