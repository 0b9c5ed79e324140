"""What a manager sees of the sharing of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from clavero.identity.rules import Actor, Verb
from clavero.plans.selectors import plan_to_share
from clavero.portfolio.visibility import accounts
from clavero.sharing.links import address_of
from clavero.sharing.models import Access, Answer, Share
from clavero.sharing.rules.entering import ShareState, Visit, state_of
from clavero.sharing.selectors.page import SharedPage, page_of

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

VISITS_ON_A_PAGE = 100
_LAST_READ = Max("accesses__at", filter=Q(accesses__what__in=[Visit.READ.value, Visit.WROTE.value]))


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
    reader_id: int | None = None

    def is_own(self, answer: Answer) -> bool:
        """Whether the reader has written an answer, and may still take it back if it is new."""
        is_theirs = answer.by_id is not None and answer.by_id == self.reader_id
        return self.shares_plans and answer.share_id is None and is_theirs


@dataclass(frozen=True, slots=True)
class SharePicture:
    """One link with its address and who used it when."""

    row: ShareRow
    customer: Customer
    link: str
    visits: Sequence[Access] = field(default_factory=tuple)
    shares_plans: bool = False

    @property
    def times_in(self) -> int:
        """How often somebody came in by it with a code."""
        return sum(each.what == Visit.CAME_IN for each in self.visits)


def sharing_of(actor: Actor, customer_id: int) -> SharingPicture:
    """Raises ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    plan = plan_to_share(customer_id)
    if plan is None:
        return SharingPicture(customer, has_plan=False)
    now = timezone.now()
    shares = _with_last_read(Share.objects.filter(plan=plan))
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
            (
                each
                for each in said
                if each.share_id is not None and each.read_at is None and each.taken_back_at is None
            ),
            key=lambda each: each.pk,
        ),
        shares_plans=actor.may(Verb.SHARE_PLANS),
        reader_id=actor.user_id,
    )


def share_seen(actor: Actor, share_id: int) -> SharePicture:
    """A link to the plan of an account that ``actor`` sees, with all its visits. Raises
    ``Share.DoesNotExist`` for strangers."""
    share = _seen(actor).get(pk=share_id)
    return _picture(actor, share, list(share.accesses.all()))


def share_to_show(actor: Actor, share_id: int, page: str) -> tuple[SharePicture, Page[Access]]:
    """The same with one page of its visits, the latest first: the one asked for, or the nearest
    there is."""
    share = _seen(actor).get(pk=share_id)
    visits: Page[Access] = Paginator(share.accesses.all(), VISITS_ON_A_PAGE).get_page(page)
    return _picture(actor, share, list(visits)), visits


def shares_seen(actor: Actor, customer_id: int | None = None) -> list[SharePicture]:
    """Every link to plans that ``actor`` sees, or to that of one account, the latest first, with
    all its visits."""
    found = _seen(actor).prefetch_related("accesses")
    if customer_id is not None:
        found = found.filter(plan__customer=customer_id)
    return [_picture(actor, share, list(share.accesses.all())) for share in found]


def share_as_data(picture: SharePicture) -> dict[str, Any]:
    """A link for programs, without its address: whoever has that may ask for codes."""
    share, read = picture.row.share, picture.row.last_read
    revoked = share.revoked_at if picture.row.state is ShareState.REVOKED else None
    return {
        "id": share.pk,
        "account": picture.customer.code,
        "name": share.name,
        "email": share.email,
        "language": share.language,
        "state": picture.row.state.value,
        "given_on": share.created_at.isoformat(),
        "given_by": share.by_name,
        "until": share.expires_at.isoformat(),
        "revoked_on": None if revoked is None else revoked.isoformat(),
        "revoked_by": None if revoked is None else share.revoked_by_name,
        "times_in": picture.times_in,
        "last_read": None if read is None else read.isoformat(),
        "visits": [
            {"at": each.at.isoformat(), "what": each.what, "network": each.network or None}
            for each in picture.visits
        ],
    }


def _seen(actor: Actor) -> QuerySet[Any]:
    shares = Share.objects.filter(plan__customer__in=accounts(actor).values("pk"))
    return _with_last_read(shares).select_related("plan__customer")


def _with_last_read(shares: QuerySet[Share]) -> QuerySet[Any]:
    """The latest first, which a model's own order is not where rows are grouped."""
    return shares.annotate(last_read=_LAST_READ).order_by("-id")


def _picture(actor: Actor, share: Any, visits: Sequence[Access]) -> SharePicture:
    state = state_of(share.expires_at, share.revoked_at, timezone.now())
    return SharePicture(
        row=ShareRow(share, state, share.last_read),
        customer=share.plan.customer,
        link=address_of(share.key, share.language),
        visits=visits,
        shares_plans=actor.may(Verb.SHARE_PLANS),
    )
