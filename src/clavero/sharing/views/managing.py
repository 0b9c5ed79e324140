"""Sharing for our people: links, what came back, and the page as the customer sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.sharing import selectors, services
from clavero.sharing.forms import CommentForm, ShareForm
from clavero.sharing.models import TEXT_LENGTH
from clavero.sharing.rules.entering import ShareState
from clavero.sharing.rules.news import MINUTES
from clavero.sharing.selectors import SharingPicture
from clavero.sharing.showing import earlier_talks, shown_answer, shown_page
from clavero.sharing.words import STATE_NAMES, STATE_TONES, VISIT_NAMES
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, sent, status_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def _of_accounts_seen(view: View[P]) -> View[P]:
    """A page about sales, which strangers to its account do not find."""

    @wraps(view)
    def found(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as stranger:
            raise Http404("nothing of this kind for this reader") from stranger

    return for_those_who_see_sales(cast("View[P]", found))


@_of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Who reads the plan of an account, what they said, and a link for one more."""
    actor = actor_of(request)
    picture = selectors.sharing_of(actor, customer_id)
    if request.method == "POST" and not picture.shares_plans:
        raise Forbidden(Verb.SHARE_PLANS)
    form = ShareForm(sent(request), initial={"language": translation.get_language()})
    given: list[services.Given] = []

    def keep(**said: Any) -> None:
        given.append(services.share_plan(actor, customer_id=customer_id, **said))

    if request.method == "POST" and done(form, keep):
        _tell(request, given[0])
        return redirect("sharing:share", given[0].share.pk)
    return render(request, "sharing/account.html", _context(picture, form), status=status_of(form))


def _context(picture: SharingPicture, form: ShareForm) -> dict[str, Any]:
    page = picture.page
    return {
        "crumbs": _crumbs(picture.customer),
        "customer": picture.customer,
        "picture": picture,
        "page": page,
        "count": 0 if page is None else len(page.rows),
        "shares": [
            (each, STATE_NAMES[each.state], STATE_TONES[each.state]) for each in picture.shares
        ],
        "news": []
        if page is None
        else [
            shown_answer(each, page.currency, row=page.row(each.row_key)) for each in picture.news
        ],
        "last": max((each.pk for each in picture.news), default=0),
        "talks": []
        if page is None
        else [
            row for section in shown_page(page, picture.is_own) for row in section.rows if row.said
        ],
        "earlier": [] if page is None else earlier_talks(page),
        "form": form if picture.shares_plans and page is not None and page.rows else None,
        "mails": services.reaches_people(),
        "most": formats.number(TEXT_LENGTH),
        "minutes": MINUTES,
    }


@_of_accounts_seen
@require_safe
def as_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The page exactly as guests read it, in the language asked for; nothing on it can be sent."""
    name, page = selectors.page_of_account(actor_of(request), customer_id)
    if page is None:
        raise Http404("no version of this plan holds")
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    back = reverse("sharing:account", args=[customer_id])
    with translation.override(language):
        context = {
            "customer": name, "page": page, "sections": shown_page(page), "preview": True,
            "back": back, "languages": settings.LANGUAGES, "most": formats.number(TEXT_LENGTH),
            "minutes": MINUTES,
        }  # fmt: skip
        return render(request, "sharing/plan.html", context)


@_of_accounts_seen
@require_POST
def reply(request: HttpRequest, customer_id: int) -> HttpResponse:
    """An answer beneath a row, which its guests read."""
    actor = actor_of(request)
    form = CommentForm(request.POST)
    key = request.POST.get("key", "")

    def keep(text: str) -> None:
        services.reply(actor, customer_id=customer_id, key=key, text=text)

    picture = selectors.sharing_of(actor, customer_id)
    if not picture.shares_plans:
        raise Forbidden(Verb.SHARE_PLANS)
    if done(form, keep):
        messages.success(
            request,
            _(
                "Your answer is there; the customer reads it on their page. A letter tells them, "
                "one a day at most."
            ),
        )
        return redirect("sharing:account", customer_id)
    told = " ".join(str(error) for errors in form.errors.values() for error in errors)
    context = _context(picture, ShareForm())
    context |= {
        "refused": told,
        "at": key if any(each.row.key == key for each in context["talks"]) else "",
        "written": request.POST.get("text", ""),
    }
    return render(request, "sharing/account.html", context, status=422)


@_of_accounts_seen
@require_POST
def take_back(request: HttpRequest, answer_id: int) -> HttpResponse:
    """An answer of one's own is taken back."""
    answer = services.take_back(actor_of(request), answer_id=answer_id)
    messages.success(request, _("Your answer is taken back."))
    return redirect("sharing:account", answer.plan.customer_id)


@_of_accounts_seen
@require_POST
def take_note(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What came back and stood on the page is no longer new."""
    seen = carried_number(request, "seen") or 0
    count = services.take_note(actor_of(request), customer_id=customer_id, seen=seen)
    if count:
        messages.success(request, _("Noted. It stays with its row."))
    return redirect("sharing:account", customer_id)


@_of_accounts_seen
@require_safe
def share(request: HttpRequest, share_id: int) -> HttpResponse:
    """One link: its address, until when it opens the plan, and each visit."""
    asked = request.GET.get("page", "")
    found, visits = selectors.share_to_show(actor_of(request), share_id, asked)
    row = found.row
    account = reverse("sharing:account", args=[found.customer.pk])
    context = {
        "crumbs": [
            *_crumbs(found.customer),
            Crumb(_("Shared with the customer"), account),
        ],
        "customer": found.customer,
        "share": row.share,
        "is_open": row.state is ShareState.OPEN,
        "state_name": STATE_NAMES[row.state],
        "state_tone": STATE_TONES[row.state],
        "link": found.link if found.shares_plans else "",
        "visits": [(each, VISIT_NAMES[each.what]) for each in found.visits],
        "page": visits,
        "is_revoked": row.state is ShareState.REVOKED,
        "may_revoke": found.shares_plans and row.state is ShareState.OPEN,
        "mails": services.reaches_people(),
    }  # fmt: skip
    return render(request, "sharing/share.html", context)


@_of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, share_id: int) -> HttpResponse:
    """A link is taken back."""
    actor = actor_of(request)
    found = selectors.share_seen(actor, share_id)
    if not found.shares_plans:
        raise Forbidden(Verb.SHARE_PLANS)
    name = found.row.share.name
    if request.method == "POST":
        services.revoke_share(actor, share_id=share_id)
        messages.success(
            request, _("The link of %(name)s opens nothing any more.") % {"name": name}
        )
        return redirect("sharing:account", found.customer.pk)
    return ask(
        request,
        title=_("Take a link back"),
        question=_("Take back the link of %(name)s?") % {"name": name},
        consequences=[
            _("From this moment on it opens nothing, even where the page is open."),
            _("What they have said and signed stays."),
        ],
        verb=_("Take it back"),
        back=reverse("sharing:share", args=[share_id]),
        is_destructive=True,
    )


def _tell(request: HttpRequest, given: services.Given) -> None:
    name = {"name": given.share.name}
    if given.sent:
        messages.success(request, _("%(name)s has got a message with the link.") % name)
    else:
        told = _("The message could not be sent: hand the link to %(name)s yourself.") % name
        messages.warning(request, told)


def _crumbs(customer: Any) -> list[Crumb]:
    return [
        Crumb(_("Customer plans"), reverse("plans:home")),
        Crumb(str(customer), reverse("plans:plan", args=[customer.pk])),
    ]
