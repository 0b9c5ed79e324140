"""*A wave*: what came back as a whole and by group, single answers, reminders, its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.loyalty import selectors, services
from clavero.loyalty.charts import groups_chart, trend_chart
from clavero.loyalty.selectors import Said, WaveResults
from clavero.loyalty.sentences import (
    answered_in_words,
    csat_in_words,
    headline,
    nps_in_words,
    told_outside,
    versus_in_words,
    wave_in_words,
    why_hidden,
)
from clavero.loyalty.services.sending import reaches_people
from clavero.loyalty.tables import ANSWERS, GroupTable
from clavero.loyalty.views.common import (
    account_lines,
    crumbs,
    crumbs_of,
    function_lines,
    person_lines,
)
from clavero.loyalty.words import QUESTION_NAMES, REASON_NAMES, STATE_NAMES
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats
from clavero.ui.answers import ask, or_404
from clavero.ui.charts import picture_answer
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb, Tile


@for_those_who_see_sales
@require_safe
def wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """One wave."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.wave_results(actor, wave_id))
    lines = {
        "accounts": account_lines(found.accounts),
        "functions": function_lines(found.functions),
        "people": person_lines(found.people),
    }
    chart = groups_chart(
        "accounts", _("By account"), [(each, name) for name, each, _url in lines["accounts"]],
        [url for _name, _each, url in lines["accounts"]],
    )  # fmt: skip
    answer = picture_answer(request, [] if chart is None else [chart])
    if answer is not None:
        return answer
    context = {
        "crumbs": crumbs(),
        "found": found,
        "wave": found.wave,
        "headline": headline(found.whole),
        "sentences": wave_in_words(found),
        "tiles": _tiles(found),
        "chart": chart,
        "tables": _tables(found, lines),
        "versus": _versus(found),
        "comments": [each for row in found.known_rows if (each := _comment(row))],
        "invited": _invited(found),
        "knows_some": bool(found.known_rows),
        "mails": reaches_people(),
    }
    return render(request, "loyalty/wave.html", context)


@for_those_who_see_sales
@require_safe
def answers(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The single answers of a wave at the accounts that the reader looks after, and their file."""
    found = or_404(lambda: selectors.single_answers(actor_of(request), wave_id))
    asked = {each.key for each in found.asked.questions}
    hidden = [each for each in QUESTION_NAMES if each not in asked]
    listing = Listing(ANSWERS, request, Rows(found.rows), hide=hidden)
    context = {
        "listing": listing,
        "wave": found.wave,
        "hidden": found.hidden,
        "crumbs": crumbs_of(found.wave),
    }
    return listing.answer() or render(request, "loyalty/answers.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Those who have not answered are written to once more."""
    found = _tended(request, wave_id)
    back = reverse("loyalty:wave", args=[wave_id])
    if request.method == "POST":
        try:
            count = services.remind(actor_of(request), wave_id=wave_id)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect(back)
        told = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
        messages.success(request, told % {"count": formats.number(count)})
        return redirect(back)
    return ask(
        request,
        title=_("Remind those who have not answered"),
        question=_("Write once more to those of “%(name)s” who have not answered?")
        % {"name": found.wave.name},
        consequences=[
            _("Nobody is written to within three days of the last message, or more than twice."),
            _("Who has answered, or does not want to be asked, is left in peace."),
        ],
        verb=_("Remind them"),
        back=back,
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, wave_id: int) -> HttpResponse:
    """No more answers are taken."""
    found = _tended(request, wave_id)
    back = reverse("loyalty:wave", args=[wave_id])
    if request.method == "POST":
        services.close_wave(actor_of(request), wave_id=wave_id)
        messages.success(request, _("The wave is closed."))
        return redirect(back)
    return ask(
        request,
        title=_("Close the wave"),
        question=_("Take no more answers to “%(name)s”?") % {"name": found.wave.name},
        consequences=[
            _("Whoever opens their link afterwards reads that the survey is over."),
            _("It cannot be opened again."),
        ],
        verb=_("Close it"),
        back=back,
        is_destructive=True,
    )


@for_those_who_see_sales
@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """One link is taken back."""
    actor = actor_of(request)
    try:
        found = or_404(lambda: services.revoke_invitation(actor, invitation_id=invitation_id))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("loyalty:home")
    messages.success(request, _("The link opens nothing any more."))
    return redirect("loyalty:wave", found.wave_id)


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What the people of one account said, wave by wave."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_loyalty(actor, customer_id))
    chart = trend_chart(
        [(each.wave.name, each.wave.opened_at, each.scores) for each in found.waves],
        is_of_account=True,
    )
    answer = picture_answer(request, [] if chart is None else [chart])
    if answer is not None:
        return answer
    card = found.account.card
    context = {
        "crumbs": [
            Crumb(_("Surveys"), reverse("loyalty:home")),
            Crumb(card.title, customer_address(request.GET)(card.id)),
        ],
        "card": card,
        "found": found,
        "outside": "" if found.group_id else told_outside(found.outside),
        "chart": chart,
        "runs": actor.may(Verb.RUN_SURVEYS),
        "group": ""
        if found.group_id is None
        else reverse("loyalty:account", args=[found.group_id]),
        "waves": [
            {
                "wave": each.wave,
                "is_open": each.is_open,
                "is_told": each.scores.is_told,
                "why_hidden": why_hidden(each.scores),
                "headline": headline(each.scores),
                "versus": [
                    (QUESTION_NAMES[key], versus_in_words(one))
                    for key, one in each.scores.versus.items()
                    if one.n
                ],
                "said": [_said(row) for row in each.said if row.has_answered],
                "waiting": sum(
                    not row.has_answered and not row.invitation.left_out for row in each.said
                ),
            }
            for each in found.waves
        ],
    }
    return render(request, "loyalty/account.html", context)


def _address_of(customer_id: int | None) -> str:
    return "" if customer_id is None else reverse("loyalty:account", args=[customer_id])


def _tended(request: HttpRequest, wave_id: int) -> WaveResults:
    found = or_404(lambda: selectors.wave_results(actor_of(request), wave_id))
    if not found.is_tended:
        raise Forbidden(Verb.RUN_SURVEYS)
    return found


def _tiles(found: WaveResults) -> list[Tile]:
    whole = found.whole
    tiles = []
    if whole.nps is not None and whole.score is not None:
        note = _("Of %(count)s who gave it; 95%% confidence in brackets.")
        told = note % {"count": formats.number(whole.nps.score.n or 0)}
        tiles.append(Tile(_("NPS"), nps_in_words(whole.nps), told))
    if whole.csat is not None and whole.csat.value is not None:
        tiles.append(Tile(_("Satisfied"), formats.percent(whole.csat.value, places=0),
                          csat_in_words(whole.csat)))  # fmt: skip
    share = formats.percent(
        Decimal(whole.answered) / whole.asked if whole.asked else Decimal(0),
        places=0,
    )
    tiles.append(Tile(_("Answered"), share, answered_in_words(whole)))
    return tiles


def _tables(found: WaveResults, lines: Any) -> list[tuple[str, GroupTable]]:
    hidden = [
        name
        for name, is_asked in (
            ("nps", found.asked.has_nps),
            ("csat", any(each.key == "csat" for each in found.asked.questions)),
            ("versus", any(each.key == "overall" for each in found.asked.questions)),
        )
        if not is_asked
    ]
    return [
        (title, GroupTable(lines[key], first=first, hidden=hidden))
        for key, title, first in (
            ("accounts", _("By account"), _("Account")),
            ("functions", _("By function"), _("Function")),
            ("people", _("By who of ours knows them"), _("Person")),
        )
        if lines[key]
    ]


def _versus(found: WaveResults) -> list[tuple[Any, str, str]]:
    """Us and the best other one by criterion: told, and by how many."""
    return [
        (
            QUESTION_NAMES[key],
            versus_in_words(each),
            _("%(count)s compared: %(ahead)s see us ahead, %(even)s as good, %(behind)s behind.")
            % {
                "count": formats.number(each.n),
                "ahead": formats.number(each.ahead),
                "even": formats.number(each.even),
                "behind": formats.number(each.behind),
            },
        )
        for key, each in found.whole.versus.items()
        if each.n
    ]


def _comment(row: Said) -> dict[str, Any] | None:
    return _said(row) if row.texts else None


def _said(row: Said) -> dict[str, Any]:
    invitation = row.invitation
    contact = invitation.contact
    return {
        "who": "" if contact is None else contact.name,
        "contact_id": invitation.contact_id,
        "account": str(invitation.customer),
        "function": FUNCTION_NAMES[invitation.function],
        "at": invitation.answered_at,
        "nps": row.value("nps"),
        "csat": row.value("csat"),
        "texts": [(QUESTION_NAMES[each.question], each.text) for each in row.texts],
    }


def _invited(found: WaveResults) -> list[dict[str, Any]]:
    """Whom the wave found, for who reads their answers or tends it."""
    rows = found.rows if found.is_tended else found.known_rows
    return [
        {
            "row": each,
            "function": FUNCTION_NAMES[each.function],
            "state": REASON_NAMES[each.left_out] if each.left_out else STATE_NAMES[each.state],
        }
        for each in selectors.invited(rows)
    ]
