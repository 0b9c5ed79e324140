"""A plan is shared with a named person of the customer, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden, Refusal
from clavero.core.links import new_key
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import signs_in
from clavero.plans.selectors import plan_to_share
from clavero.plans.services import hold_plan
from clavero.portfolio.selectors import leads_of, structure
from clavero.portfolio.visibility import accounts
from clavero.sharing.links import address_of
from clavero.sharing.models import NAME_LENGTH, Share
from clavero.sharing.rules.entering import DAYS, MOST_DAYS, ShareState, state_of
from clavero.sharing.selectors.page import page_of
from clavero.sharing.services._mailing import mail
from clavero.sharing.services._telling import tell


@dataclass(frozen=True, slots=True)
class Given:
    """A share with its link, and whether a mail server took the message with it."""

    share: Share
    link: str
    sent: bool


def share_plan(
    actor: Actor,
    *,
    customer_id: int,
    name: str,
    email: str,
    language: str,
    days: int = DAYS,
    is_mailed: bool = True,
) -> Given:
    """Give a person of the customer a link to what the plan's version shares, and mail it to them
    unless it is handed over otherwise.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    share = give_link(
        actor, customer_id=customer_id, name=name, email=email, language=language, days=days
    )
    link = address_of(share.key, share.language)
    return Given(share, link, is_mailed and mail(share, "link", link=link))


def _sender(actor: Actor, code: str) -> int | None:
    """Whom the reader knows: of what the product itself sends, who leads the account."""
    if actor.user_id is not None:
        return actor.user_id
    lead = leads_of([code], structure(), timezone.localdate()).get(code)
    return None if lead is None else lead.person_id


@transaction.atomic
def give_link(
    actor: Actor, *, customer_id: int, name: str, email: str, language: str, days: int = DAYS
) -> Share:
    """The link without the message: who shares it hands it over themselves."""
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.SHARE_PLANS):
        raise Forbidden(Verb.SHARE_PLANS)
    plan = plan_to_share(customer.pk)
    page = None if plan is None else page_of(plan.pk)
    if plan is None or page is None:
        raise Refusal(
            _("No version of this plan has been approved, so there is nothing to share."),
            code="nothing_approved",
            hint=_("Hand it in first: what is shared is what was approved."),
        )
    if not page.rows:
        raise Refusal(
            _("The version that holds has no row that the customer may read."),
            code="nothing_shared",
            hint=_("Mark rows for the customer, and have the plan approved again."),
        )
    said, address = " ".join(name.split()), email.strip().lower()
    _check(said, address, language, days)
    now = timezone.now()
    hold_plan(plan.pk)  # two who share it with the same person do it one after the other
    _make_room(actor, plan.pk, address)
    share = Share.objects.create(
        plan=plan,
        key=new_key(),
        name=said,
        email=address,
        language=language,
        expires_at=now + timedelta(days=days),
        by_name=actor.name,
        sender_id=_sender(actor, customer.code),
    )
    tell(actor, "share.given", share, name=said, email=address, until=share.expires_at.date())
    return share


@transaction.atomic
def revoke_share(actor: Actor, *, share_id: int) -> Share:
    """Take a link back: from now on it opens nothing, whoever is inside. Taking it back twice
    changes nothing. Raises ``Share.DoesNotExist`` for strangers."""
    seen = Share.objects.filter(plan__customer__in=accounts(actor).values("pk"))
    share_id = seen.values_list("pk", flat=True).get(pk=share_id)
    if not actor.may(Verb.SHARE_PLANS):
        raise Forbidden(Verb.SHARE_PLANS)
    locked = Share.objects.select_for_update(of=("self",)).select_related("plan__customer")
    share = locked.get(pk=share_id)
    if share.revoked_at is None:
        _revoke(actor, share)
    return share


def end_share(share: Share) -> None:
    """Its reader has ended a link that is held and in force."""
    _revoke(Actor.system(share.name), share, "share.ended")


def _revoke(actor: Actor, share: Share, verb: str = "share.revoked") -> None:
    share.revoked_at, share.revoked_by_name = timezone.now(), actor.name
    share.save(update_fields=["revoked_at", "revoked_by_name"])
    share.sessions.filter(ended_at=None).update(ended_at=share.revoked_at)
    tell(actor, verb, share, name=share.name)


def _make_room(actor: Actor, plan_id: int, email: str) -> None:
    """Of each person one link opens; a new one takes the place of one that has expired."""
    before = Share.objects.filter(plan=plan_id, email=email, revoked_at=None)
    share = before.select_related("plan__customer").first()
    if share is None:
        return
    if state_of(share.expires_at, None, timezone.now()) is ShareState.OPEN:
        raise Refusal(
            _("%(name)s has a link to this plan already."),
            code="shared_already",
            field="email",
            hint=_("Hand that one over again from its page, or take it back first."),
            name=share.name,
        )
    _revoke(actor, share, "share.replaced")


def _check(name: str, email: str, language: str, days: int) -> None:
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(_("Say for whom the link is."), code="name_missing", field="name")
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refusal(
            _("That is no e-mail address."),
            code="email_wrong",
            field="email",
            hint=_("The code that opens the link goes there."),
        ) from wrong
    if signs_in(email):
        raise Refusal(
            _("Somebody signs in here with that address, so it is none of the customer's."),
            code="email_ours",
            field="email",
            hint=_("“View as the customer” shows our own people the same page."),
        )
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Clavero does not speak that language."), code="language", field="language")
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(_("A link lasts from a day to a year."), code="days_outside", field="days")
