"""*Webhooks*: the programs that are told of alerts, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.alerts import selectors, services
from clavero.alerts.forms.webhooks import WebhookForm
from clavero.alerts.models import Webhook
from clavero.alerts.selectors import WebhookLog
from clavero.alerts.words import outcome_in_words
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.MANAGE_WEBHOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """Those there are, and a form for one more."""
    actor = actor_of(request)
    form = WebhookForm(sent(request))
    made: list[Webhook] = []
    if done(form, lambda **given: made.append(services.add_webhook(actor, **given))):
        messages.success(request, _("The webhook is there. Its secret stands below."))
        return redirect("alerts:webhook", made[0].pk)
    context = {"webhooks": selectors.webhooks(actor), "form": form}
    return render(request, "alerts/webhooks.html", context, status=status_of(form))


@never_cache  # the secret is not to be found in the browser's memory
@allowed(Verb.MANAGE_WEBHOOKS)
@require_safe
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One of them: its secret, and what has become of the messages to it."""
    found = _log(request, webhook_id)
    deliveries = [(each, outcome_in_words(each.outcome)) for each in found.deliveries]
    context = {
        "crumbs": _crumbs(),
        "log": found,
        "deliveries": deliveries,
        "secret": services.secret_of(found.webhook),
    }
    return render(request, "alerts/webhook.html", context)


@require_POST
@allowed(Verb.MANAGE_WEBHOOKS)
def again(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Try what was given up once more."""
    _log(request, webhook_id)
    count = services.send_again(actor_of(request), webhook_id=webhook_id)
    told = ngettext(
        "%(count)s message is tried again.", "%(count)s messages are tried again.", count
    )
    messages.success(request, told % {"count": formats.number(count)})
    return redirect("alerts:webhook", webhook_id)


@require_POST
@allowed(Verb.MANAGE_WEBHOOKS)
def test(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send a message that tells of nothing, and say what became of it."""
    name = _log(request, webhook_id).webhook.name
    sent = services.send_test(actor_of(request), webhook_id=webhook_id)
    told = {"name": name, "outcome": outcome_in_words(sent.outcome)}
    if sent.delivered_at is None:
        messages.error(request, _("The test did not reach “%(name)s”: %(outcome)s.") % told)
    else:
        messages.success(request, _("The test has reached “%(name)s”: %(outcome)s.") % told)
    return redirect("alerts:webhook", webhook_id)


@allowed(Verb.MANAGE_WEBHOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Let it be told of nothing any more, after asking."""
    found = _log(request, webhook_id)
    if request.method != "POST":
        return ask(
            request,
            title=_("Remove a webhook"),
            question=_("Remove “%(name)s”?") % {"name": found.webhook.name},
            consequences=[_("It is told of nothing any more, and what waits for it goes.")],
            verb=_("Remove"),
            back=reverse("alerts:webhook", args=[webhook_id]),
            is_destructive=True,
        )
    services.remove_webhook(actor_of(request), webhook_id=webhook_id)
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.webhook.name})
    return redirect("alerts:webhooks")


def _log(request: HttpRequest, webhook_id: int) -> WebhookLog:
    try:
        return selectors.webhook_log(actor_of(request), webhook_id)
    except ObjectDoesNotExist as gone:
        raise Http404("no such webhook") from gone


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Webhooks"), reverse("alerts:webhooks"))]
