"""One contact: what is known and thought of them, who knows them, and their own rights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import selectors, services
from clavero.relationships.forms import ChangeTieForm, JudgementForm, TieForm
from clavero.relationships.hooks import Left
from clavero.relationships.rules.judging import OF_CONTACTS, Kind
from clavero.relationships.selectors.ties import tie_seen
from clavero.relationships.sentences import leaving_in_words
from clavero.relationships.showing import facts_of, judged_of, said_now, ties_of
from clavero.relationships.tables import called
from clavero.relationships.views.common import (
    crumb_of,
    crumb_of_account,
    crumbs_of,
    refuse_readers,
)
from clavero.relationships.words import KIND_NAMES
from clavero.ui import formats
from clavero.ui.answers import ask, or_404
from clavero.ui.downloads import downloaded, zipped
from clavero.ui.steps import done, sent, status_of

_TIE = "tie"


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """One contact; what the team thinks of them is said here."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.contact_seen(actor, contact_id))
    refuse_readers(actor, request.method)
    tends = actor.may(Verb.TEND_CONTACTS)
    row = found.row
    is_open = tends and not row.is_placeholder and found.merged_into is None
    forms = _forms(request, actor) if is_open else {}
    if request.method == "POST":
        decision = request.POST.get("decision", _TIE)
        form = forms.get(decision)
        if form is not None and done(form, _verb(actor, contact_id, decision)):
            messages.success(request, _("It is written down."))
            return redirect("relationships:contact", contact_id)
    context = {
        "crumbs": [*crumbs_of(request, found.account), crumb_of_account(row.customer_id)],
        "contact": row,
        "called": called(row.name, row.title),
        "known": facts_of(row),
        "found": found,
        "reports": [(each, called(name, title)) for each, name, title in found.reports],
        "judged": judged_of(found, forms),
        "ties": ties_of(found),
        "forms": forms,
        "tends": tends,
        "changes": found.changes,
        "leaving": [] if found.leaving is None else leaving_in_words(found.leaving),
        "elsewhere": "" if actor.may(Verb.SEE_WHOLE_PORTFOLIO) else _elsewhere(),
    }
    # What was sent and not carried out comes back, whatever it was.
    status = 422 if request.method == "POST" else 200
    return render(request, "relationships/contact.html", context, status=status)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Somebody of ours and a contact: how they are in contact, and how well they know each
    other."""
    actor = actor_of(request)
    found, account = or_404(lambda: tie_seen(actor, tie_id))
    refuse_readers(actor, "POST")
    decision = request.POST.get("decision", "change")

    def of(name: str) -> Any:
        return request.POST if request.method == "POST" and decision == name else None

    initial = {
        "seen": found.seen, "ours": found.tie.ours, "last_on": found.tie.last_on,
        "interval_days": found.tie.interval_days,
    }  # fmt: skip
    change = ChangeTieForm(of("change"), initial=initial, auto_id="change_%s")
    judge = JudgementForm(
        of("judge"), kind=Kind.STRENGTH, label=KIND_NAMES[Kind.STRENGTH], auto_id="judge_%s"
    )
    verbs: dict[str, Any] = {
        "change": (change, partial(services.change_tie, actor, tie_id=tie_id)),
        "judge": (judge, partial(services.judge_tie, actor, tie_id=tie_id)),
    }
    back = redirect("relationships:contact", found.tie.contact_id)
    if request.method == "POST" and decision == "end":
        services.end_tie(actor, tie_id=tie_id)
        messages.success(request, _("The link has ended."))
        return back
    if request.method == "POST" and decision in verbs and done(*verbs[decision]):
        messages.success(request, _("It is kept."))
        return back
    row = found.contact
    context = {
        "crumbs": [
            *crumbs_of(request, account), crumb_of_account(row.customer_id), crumb_of(row),
        ],
        "title": _("%(ours)s and %(theirs)s")
        % {"ours": found.tie.person.name, "theirs": called(row.name, row.title)},
        "change": change,
        "judge": judge,
        "now": None if found.said is None else said_now(found.said),
        "is_open": found.tie.ended_on is None,
    }  # fmt: skip
    return render(request, "relationships/tie.html", context, status=status_of(change, judge))


@for_those_who_see_sales
@require_POST
def withdraw(request: HttpRequest, judgement_id: int) -> HttpResponse:
    """Take back what was said by mistake."""
    actor = actor_of(request)
    judgement = or_404(lambda: services.withdraw_judgement(actor, judgement_id=judgement_id))
    messages.success(request, _("It is withdrawn. The word before it counts again."))
    return redirect("relationships:contact", judgement.contact_id)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Forget a person who asks for it."""
    actor = actor_of(request)
    row, others = or_404(lambda: selectors.contact_and_others(actor, contact_id))
    refuse_readers(actor, "POST")
    back = reverse("relationships:contact", args=[contact_id])
    also = _told_of(others)
    asked = _asked(request, also) if request.method == "POST" else [each for each, _name in also]
    left = selectors.left_of(actor, contact_id, *asked)
    if request.method == "POST":
        count = services.erase_people(actor, contact_ids=[contact_id, *asked])
        told = ngettext(
            "The person is forgotten; their place stays.",
            "The person is forgotten in %(count)s records; their places stay.",
            count,
        )
        messages.success(request, told % {"count": formats.number(count)})
        if left:
            messages.warning(request, _to_look_at(left))
        return redirect(back)
    name = called(row.name, row.title)
    return ask(
        request,
        title=_("Erase a person"),
        question=_("Erase what is known of %(name)s?") % {"name": name},
        consequences=[
            _("Name, e-mail, telephone and languages go, and so does what was thought of them."),
            _("So does what the history kept of them, and what was merged into this record."),
            _("Their place stays as one that nobody known holds, and no count changes."),
            _("Files that they sent with complaints go as well."),
            _("What was written in other words elsewhere, such as in needs, is not found by this."),
            *([_to_look_at(left)] if left else []),
            *([] if actor.may(Verb.SEE_WHOLE_PORTFOLIO) else [_elsewhere()]),
            _("It cannot be undone. Export it first if they asked for it."),
        ],
        verb=_("Erase"),
        back=back,
        is_destructive=True,
        also=also,
        also_title=_ALSO,
    )


_ALSO = gettext_lazy("Their address stands in these records too. Untick who is somebody else:")


def _told_of(others: Sequence[selectors.Called]) -> list[tuple[int, str]]:
    """The other records of a person, by their numbers."""
    return [
        (each.id, _("%(name)s, of %(account)s") % {"name": each.name, "account": each.account})
        for each in others
    ]


def _asked(request: HttpRequest, also: Sequence[tuple[int, str]]) -> list[int]:
    """Those of them that were left ticked."""
    ticked = set(request.POST.getlist("also"))
    return [each for each, _name in also if str(each) in ticked]


def _elsewhere() -> str:
    """What who does not see every account cannot know: whether there is more."""
    return _(
        "Records at accounts that you do not see are not found by this; the director sees them all."
    )


def _to_look_at(left: Sequence[Left]) -> SafeString:
    """What others attached, with the pages where it can be looked at and erased."""
    listed = format_html_join(
        "; ",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', each.url, each.what) if each.url else each.what,)
            for each in left
        ),
    )
    told = _("Whether they are in what others attached only you can see, and erase it there:")
    return format_html("{} {}", told, listed)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, contact_id: int) -> HttpResponse:
    """All that is kept of a person, to hand it over to them; asked first with which of the other
    records of their address."""
    actor = actor_of(request)
    if request.method != "POST":
        row, others = or_404(lambda: selectors.contact_and_others(actor, contact_id))
        refuse_readers(actor, "POST")
        return ask(
            request,
            title=_("Export a person"),
            question=_("Hand over all that is kept of %(name)s?")
            % {"name": called(row.name, row.title)},
            consequences=[] if actor.may(Verb.SEE_WHOLE_PORTFOLIO) else [_elsewhere()],
            verb=_("Export it all"),
            back=reverse("relationships:contact", args=[contact_id]),
            also=_told_of(others),
            also_title=_ALSO,
        )
    data = or_404(lambda: selectors.person_as_data(actor, contact_id))
    also = _asked(request, _told_of(selectors.also_called(actor, contact_id)))
    if also:
        data["other_records"] = [selectors.person_as_data(actor, each) for each in also]
    files = selectors.files_sent_by(actor, contact_id, *also)
    for each in (contact_id, *also):
        services.note_export(actor, contact_id=each)
    content = json.dumps(data, ensure_ascii=False, indent=2)
    if files:
        packed = zipped([(f"contact-{contact_id}.json", content.encode()), *files])
        return downloaded(packed, "application/zip", f"contact-{contact_id}.zip")
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="contact-{contact_id}.json"'
    return answer


def _forms(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What can be said of a contact now, by the decision that each form sends."""
    decision = request.POST.get("decision", _TIE)

    def of(name: str) -> dict[str, Any]:
        return {"data": sent(request) if decision == name else None, "auto_id": f"{name}_%s"}

    found: dict[str, Any] = {
        kind.value: JudgementForm(**of(kind.value), kind=kind, label=_("Your judgement"))
        for kind in OF_CONTACTS
    }
    colleagues = [(each.pk, each.name) for each in people(actor).filter(is_active=True)]
    found[_TIE] = TieForm(
        **of(_TIE), kind=Kind.STRENGTH, label=KIND_NAMES[Kind.STRENGTH], people=colleagues,
        initial={"person_id": actor.user_id},
    )  # fmt: skip
    return found


def _verb(actor: Actor, contact_id: int, decision: str) -> Any:
    if decision == _TIE:
        return partial(services.add_tie, actor, contact_id=contact_id)
    kind = Kind(decision)
    return partial(services.judge_contact, actor, contact_id=contact_id, kind=kind)
