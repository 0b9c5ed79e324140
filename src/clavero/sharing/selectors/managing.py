"""What a manager sees of the sharing of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from clavero.identity.rules import Actor, Verb
from clavero.plans.selectors import plan_to_share
from clavero.portfolio.visibility import accounts
from clavero.sharing.links import token_of
from clavero.sharing.models import Access, Answer, Share
from clavero.sharing.rules.entering import ShareState, Visit, state_of
from clavero.sharing.selectors.page import SharedPage, page_of

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

MOST_VISITS = 100


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A link, whether it opens anything, and when its reader was last there."""

    share: Share
    state: ShareState
    last_read: datetime | None = None


@dataclass(frozen=True, slots=True)
class SharingPicture:
    """All about the sharing of an account's plan; ``page`` is what guests read."""

    customer: Customer
    has_plan: bool
    page: SharedPage | None = None
    shares: Sequence[ShareRow] = ()
    news: Sequence[Answer] = ()
    shares_plans: bool = False


@dataclass(frozen=True, slots=True)
class SharePicture:
    """One link with its address and who used it when."""

    row: ShareRow
    customer: Customer
    token: str
    visits: Sequence[Access] = field(default_factory=tuple)
    shares_plans: bool = False


def sharing_of(actor: Actor, customer_id: int) -> SharingPicture:
    """Raises ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    plan = plan_to_share(customer_id)
    if plan is None:
        return SharingPicture(customer, has_plan=False)
    now = timezone.now()
    read = Q(accesses__what__in=[Visit.READ.value, Visit.WROTE.value])
    shares = Share.objects.filter(plan=plan).annotate(last_read=Max("accesses__at", filter=read))
    page = page_of(plan.pk)
    said = () if page is None else [each for answers in page.said.values() for each in answers]
    return SharingPicture(
        customer=customer,
        has_plan=True,
        page=page,
        shares=[
            ShareRow(each, state_of(each.expires_at, each.revoked_at, now), each.last_read)
            for each in shares
        ],
        news=sorted(
            (each for each in said if each.share_id is not None and each.read_at is None),
            key=lambda each: each.pk,
        ),
        shares_plans=actor.may(Verb.SHARE_PLANS),
    )


def share_seen(actor: Actor, share_id: int) -> SharePicture:
    """A link to the plan of an account that ``actor`` sees. Raises ``Share.DoesNotExist`` for
    strangers."""
    shares = Share.objects.filter(plan__customer__in=accounts(actor).values("pk"))
    share = shares.select_related("plan__customer").get(pk=share_id)
    state = state_of(share.expires_at, share.revoked_at, timezone.now())
    return SharePicture(
        row=ShareRow(share, state),
        customer=share.plan.customer,
        token=token_of(share.key, share.language),
        visits=list(share.accesses.all()[:MOST_VISITS]),
        shares_plans=actor.may(Verb.SHARE_PLANS),
    )
