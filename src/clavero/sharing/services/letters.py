"""Letters to guests about what we have answered: one a day at most, and none once their link is
over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.sharing.links import address_of, end_address_of
from clavero.sharing.models import Access, Answer, Share
from clavero.sharing.rules.entering import Visit
from clavero.sharing.rules.news import A_LETTER_EVERY, TAKEN_BACK_WITHIN
from clavero.sharing.selectors.guests import open_share
from clavero.sharing.selectors.page import page_of
from clavero.sharing.services._mailing import mail, reaches_people
from clavero.sharing.services._telling import tell
from clavero.sharing.services.entering import note_end
from clavero.sharing.services.sharing import end_share

_WAS_THERE = (Visit.READ.value, Visit.WROTE.value)


def tell_guests(actor: Actor) -> int:
    """Write to every guest whose link is in force and who has not read yet what we answered; how
    many letters a mail server took. Without one nothing is sent, and nothing counts as told."""
    if not reaches_people():
        return 0
    return sum(_write_to(actor, share_id) for share_id in list(_waiting(timezone.now())))


def _waiting(now: datetime) -> QuerySet[Any, int]:
    """The links of those who have something to read that no letter has told of."""
    return (
        _with_last_visit(Share.objects.filter(revoked_at=None, expires_at__gt=now))
        .filter(Q(told_at=None) | Q(told_at__lte=now - A_LETTER_EVERY))
        .filter(Exists(_new_to(OuterRef("plan"), OuterRef("told_until"), OuterRef("since"), now)))
        .values_list("pk", flat=True)
    )


def _with_last_visit(shares: QuerySet[Share]) -> QuerySet[Any]:
    """With since when there may be something that they do not know."""
    visits = Access.objects.filter(share=OuterRef("pk"), what__in=_WAS_THERE).order_by("-pk")
    last = Coalesce(Subquery(visits.values("at")[:1]), F("created_at"))
    return shares.annotate(since=last).order_by("pk")


def _new_to(plan: Any, told_until: Any, since: Any, now: datetime) -> QuerySet[Answer]:
    """What we have said since then, and can no longer take back."""
    return Answer.objects.filter(
        plan=plan,
        share=None,
        taken_back_at=None,
        pk__gt=told_until,
        at__gt=since,
        at__lt=now - TAKEN_BACK_WITHIN,
    ).order_by("pk")


def _write_to(actor: Actor, share_id: int) -> bool:
    """It counts as told before it is sent, so that nobody gets it twice; where it could not be
    sent it counts as it did before, and the next hour tries again."""
    made = _made_out(actor, share_id)
    if made is None:
        return False
    share, answers, before = made
    rows = list(dict.fromkeys(each.row_text for each in answers))
    by = list(dict.fromkeys(each.by_name for each in answers))
    if mail(
        share,
        "answers",
        link=address_of(share.key, share.language),
        end=end_address_of(share.key, share.language),
        rows=rows,
        people=", ".join(by),
        count=len(answers),
    ):
        return True
    Share.objects.filter(pk=share.pk).update(told_at=before[0], told_until=before[1])
    return False


@transaction.atomic
def _made_out(
    actor: Actor, share_id: int
) -> tuple[Share, list[Answer], tuple[datetime | None, int]] | None:
    now = timezone.now()
    share = (
        Share.objects.select_for_update(of=("self",))
        .select_related("plan__customer", "sender")
        .get(pk=share_id)
    )
    known = _with_last_visit(Share.objects.filter(pk=share_id)).values_list("since", flat=True)
    page = page_of(share.plan_id)
    if share.revoked_at is not None or share.expires_at <= now or page is None:
        return None
    new = _new_to(share.plan_id, share.told_until, known.get(), now)
    answers = [each for each in new if page.row(each.row_key) is not None]
    if not answers:
        return None
    before = (share.told_at, share.told_until)
    share.told_at, share.told_until = now, answers[-1].pk
    share.save(update_fields=["told_at", "told_until"])
    tell(actor, "share.told", share, name=share.name)
    return share, answers, before


def unsubscribe(token: str, *, network: str) -> None:
    """Whoever has a link ends it: it opens nothing any more, and no more letters come. Of a link
    that is none of ours, or over, nothing is said."""
    with transaction.atomic():
        locked = open_share(token).select_for_update(of=("self",))
        share = locked.select_related("plan__customer").first()
        if share is not None:
            end_share(share)
            note_end(share, network=network)
