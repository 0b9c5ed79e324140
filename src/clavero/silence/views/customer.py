"""*The rhythm of a customer*: its gaps, families, volume, stops, and what was said."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import notice_of_holes
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.silence import selectors
from clavero.silence.charts import gaps_chart, lacking_chart, volume_chart
from clavero.silence.explaining import ahead_in_words, families_in_words, silence_explained
from clavero.silence.forms.asking import DayForm
from clavero.silence.lists import state_pill
from clavero.silence.selectors.known import stops_on
from clavero.silence.sentences import about_the_account, account_in_words
from clavero.silence.tables import StopsTable, VerdictsTable
from clavero.ui.charts import picture_answer
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The silence of one customer with all that rolls up to it."""
    actor = actor_of(request)
    form = DayForm(request.GET)
    try:
        found = selectors.account_silence(actor, customer_id, form.day)
        if found is None:
            name, records = selectors.named(actor, customer_id)
        else:
            name, records = found.card.title, found.records
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    crumbs = [
        crumb_of_list(),
        Crumb(name, customer_address(request.GET)(customer_id)),
    ]
    may_judge = actor.may(Verb.JUDGE_SILENCE)
    stops = list(stops_on(records))
    context: dict[str, Any] = {
        **notice_of_holes(actor),
        "crumbs": crumbs,
        "name": name,
        "form": form,
        "customer_id": customer_id,
        "customer_url": customer_address(request.GET)(customer_id),
        "found": found,
        "may_judge": may_judge,
        "stops": StopsTable(stops, may_withdraw=may_judge, of_one=True) if stops else None,
    }
    if found is None:
        return render(request, "silence/customer.html", context)
    charts = [gaps_chart(found)] if len(found.gaps) > 1 else []
    if found.volume is not None:
        currency = ledger.shown_currency()
        alarm = found.settings.settings.alarm
        charts += [
            volume_chart(found.volume, currency=currency),
            lacking_chart(found.volume, alarm=alarm),
        ]
    if answer := picture_answer(request, charts):
        return answer
    context |= {
        "state": state_pill(found.state),
        "headline": account_in_words(found),
        "sentences": list(about_the_account(found)),
        "explanation": silence_explained(found),
        "charts": charts,
        "families": families_in_words(found),
        "ahead": ahead_in_words(found),
        "verdicts": VerdictsTable(found.all_said, may_withdraw=may_judge)
        if found.all_said
        else None,
        "is_confirmed": found.said is not None and found.said.is_loss,
    }
    return render(request, "silence/customer.html", context)


def crumb_of_list() -> Crumb:
    """The way back to the list."""
    return Crumb(_("Falling silent"), reverse("silence:silence"))
