"""What whoever takes an account over gets to read, and where somebody should take over."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.identity.selectors import names_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import today_of
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.forms import as_day
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of
from clavero.work import selectors, services
from clavero.work.forms.teams import ClosingForm, PackForm
from clavero.work.hooks import FILE_OF_PACK, Section
from clavero.work.selectors.packs import ToClose
from clavero.work.sentences import handover_in_words
from clavero.work.views.common import crumb_of_work, crumbs_of


@for_those_who_see_sales
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """Every handover of the accounts that the reader sees, and where one is missing."""
    actor = actor_of(request)
    found = selectors.packs(actor)
    open_ones = {(each.customer_id, each.giver_id) for each in found if each.closed_on is None}
    context = {
        "crumbs": [crumb_of_work()],
        "packs": [(each, today_of(each.customer).title) for each in found],
        "suggestions": [
            (each, handover_in_words(each))
            for each in selectors.suggestions(actor)
            if (each.customer_id, each.giver_id) not in open_ones
        ],
        "tends": actor.may(Verb.TEND_TEAMS),
    }
    return render(request, "work/packs.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Begin to hand an account over."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_team(actor, customer_id))
    if not found.tends:
        raise Forbidden(Verb.TEND_TEAMS)
    givers = {each.person_id: each.name for each in (*found.members, *found.past) if each.role}
    asked = request.GET.get("giver", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        givers |= names_of([int(asked)])
    receivers = [
        (each.person_id, each.name)
        for each in found.members
        if each.role is not None and each.is_current
    ]
    form = PackForm(
        sent(request),
        initial={"giver_id": asked},
        givers=sorted(givers.items(), key=lambda each: each[1].casefold()),
        receivers=receivers,
    )
    made: list[Any] = []

    def begin(**given: Any) -> None:
        made.append(services.open_pack(actor, customer_id=customer_id, **given))

    if done(form, begin):
        return redirect("work:pack", made[0].pk)
    context = {
        "crumbs": [*crumbs_of(request, found.account), _crumb()],
        "title": _("Hand over %(name)s") % {"name": found.account.card.title},
        "intro": _("Whoever takes it over looks after it already: a month side by side is usual."),
        "form": form,
        "verb": _("Begin"),
    }
    return render(request, "work/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_safe
def pack(request: HttpRequest, pack_id: int) -> HttpResponse:
    """All that whoever takes an account over should know, section by section; it prints."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.pack_seen(actor, pack_id))
    sections = [
        {
            "section": each,
            "lines": _lines(each),
            "by": told.get("by", ""),
            "on": as_day(told.get("on")),
        }
        for each in found.sections
        for told in [found.ticked.get(each.key, {})]
    ]
    ticked = sum(bool(each["by"]) for each in sections)
    context = {
        "crumbs": [*crumbs_of(request, found.account), _crumb()],
        "pack": found.pack,
        "found": found,
        "name": found.account.card.title,
        "sections": sections,
        "progress": _("%(ticked)s of %(all)s gone through")
        % {"ticked": formats.number(ticked), "all": formats.number(len(sections))},
        "today": timezone.localdate(),
        "files": [address(found.account.card.id) for address in FILE_OF_PACK],
    }
    return render(request, "work/pack.html", context)


@for_those_who_see_sales
@require_POST
def tick(request: HttpRequest, pack_id: int) -> HttpResponse:
    """A section has been gone through, or not after all."""
    actor, key = actor_of(request), request.POST.get("key", "")
    if len(key) > 40:
        raise Refusal(_("There is no such section."), code="no_section")
    is_done = request.POST.get("is_done") == "1"
    verb = partial(services.tick_section, actor, pack_id=pack_id, key=key, is_done=is_done)
    or_404(verb)
    return redirect("work:pack", pack_id)


@for_those_who_see_sales
@require_POST
def move(request: HttpRequest, pack_id: int) -> HttpResponse:
    """The open tasks go along."""
    actor = actor_of(request)
    count = or_404(lambda: services.move_tasks(actor, pack_id=pack_id))
    told = ngettext("%(count)s task changed hands.", "%(count)s tasks changed hands.", count)
    messages.success(request, told % {"count": formats.number(count)})
    return redirect("work:pack", pack_id)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pack_id: int) -> HttpResponse:
    """It is handed over: what becomes of what its giver held is said on the same page."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.pack_to_close(actor, pack_id))
    if not actor.may(Verb.TEND_TEAMS):
        raise Forbidden(Verb.TEND_TEAMS)
    if found.pack.closed_on is not None and request.method != "POST":
        return redirect("work:pack", pack_id)
    form = ClosingForm(sent(request), offers=found.offers)
    told: list[str] = []

    def keep(**chosen: str) -> None:
        told.extend(services.close_pack(actor, pack_id=pack_id, chosen=chosen))

    if done(form, keep):
        messages.success(request, " ".join([_("The account is handed over."), *told]))
        return redirect("work:packs")
    title = _("Handover of %(name)s") % {"name": found.account.card.title}
    page = Crumb(str(found.pack.giver), reverse("work:pack", args=[pack_id]))
    context = {
        "crumbs": [*crumbs_of(request, found.account), _crumb(), page],
        "title": title,
        "intro": _asked(found),
        "form": form,
        "verb": _("It is handed over"),
    }
    return render(request, "work/entry.html", context, status=status_of(form))


def _asked(found: ToClose) -> str:
    names = {"giver": str(found.pack.giver), "receiver": str(found.pack.receiver)}
    if not found.offers:
        return _("From %(giver)s to %(receiver)s. Nothing else is asked of it.") % names
    return (
        _(
            "%(giver)s leaves the account: say what becomes of whom they know there. "
            "What ends stays to be read."
        )
        % names
    )


def _lines(section: Section) -> str:
    """The lines of a section, of which a large account has hundreds: written at once."""
    return format_html_join(
        "\n",
        "<li>{}</li>",
        (
            (format_html('<a href="{}">{}</a>', line.url, line.text) if line.url else line.text,)
            for line in section.lines
        ),
    )


def _crumb() -> Crumb:
    return Crumb(_("Handover packs"), reverse("work:packs"))
