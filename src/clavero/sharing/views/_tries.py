"""What a browser has asked for and tried at the door of a link, in a signed cookie of its own.

By it the door tells how long to wait. It says the same of a link that is ours and of one that is
not, because it knows nothing but what this browser did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clavero.sharing.rules.entering import CODE_TRIES, may_have_code, next_code_at

COOKIE = "clavero_guest_tries"
_LASTS = timedelta(days=1)
_SALT = "clavero.sharing.tries"


@dataclass(frozen=True, slots=True)
class Tries:
    """When codes were asked for and went out, if any do, and how often the last one was tried."""

    asked: tuple[datetime, ...] = ()
    wrong: int = 0

    @property
    def is_used_up(self) -> bool:
        """Whether the last code, right or wrong, opens nothing any more."""
        return self.wrong >= CODE_TRIES

    def wait_at(self, now: datetime) -> datetime | None:
        """Until when no further code goes out."""
        again = next_code_at(self.asked)
        return again if again is not None and now < again else None

    def with_code(self, now: datetime) -> Tries:
        """After one more was asked for."""
        if not may_have_code(self.asked, now):
            return self
        recent = (each for each in self.asked if now - each < _LASTS)
        return Tries((*recent, now))

    def with_try(self) -> Tries:
        """After a code that opened nothing."""
        return replace(self, wrong=min(self.wrong + 1, CODE_TRIES))


def tries_of(request: HttpRequest) -> Tries:
    """What this browser brings along; nothing of what it did not get from us."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return Tries()
    return Tries(tuple(datetime.fromtimestamp(each, UTC) for each in kept["asked"]), kept["wrong"])


def keep_tries(request: HttpRequest, answer: HttpResponse, token: str, tries: Tries) -> None:
    """Let the browser bring them along to the pages below this link and to no others."""
    kept = {"asked": [each.timestamp() for each in tries.asked], "wrong": tries.wrong}
    answer.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=_LASTS,
        path=reverse("shared:plan", args=[token]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
