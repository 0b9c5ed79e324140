"""The links of a person of the customer's and what came back by them: for who asks for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.functions import Lower

from clavero.sharing.models import Share


def shares_of(addresses: Collection[str]) -> list[Share]:
    """The links of whoever has one of some addresses, in small letters."""
    if not addresses:
        return []
    found = Share.objects.annotate(lower=Lower("email")).filter(lower__in=addresses)
    return list(found.select_related("plan__customer").order_by("pk"))


def written_by(addresses: Collection[str]) -> list[dict[str, Any]]:
    """The same as data, with what they did with each."""
    return [
        {
            "name": share.name,
            "email": share.email,
            "language": share.language,
            "given": share.created_at.isoformat(),
            "by": share.by_name,
            "until": share.expires_at.isoformat(),
            "revoked": None if share.revoked_at is None else share.revoked_at.isoformat(),
            "visits": [
                {"at": each.at.isoformat(), "what": each.what, "network": each.network}
                for each in share.accesses.order_by("pk")
            ],
            "answers": [
                {
                    "at": each.at.isoformat(),
                    "what": each.what,
                    "row": each.row_text,
                    "text": each.text,
                    "value": None if each.value is None else str(each.value),
                }
                for each in share.answers.order_by("pk")
            ],
        }
        for share in shares_of(addresses)
    ]
