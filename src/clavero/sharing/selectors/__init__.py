"""What can be read about shared plans."""

from clavero.sharing.selectors.guests import Closed, Guest, closed_to, guest_of, open_share
from clavero.sharing.selectors.managing import (
    SharePicture,
    ShareRow,
    SharingPicture,
    share_as_data,
    share_seen,
    share_to_show,
    shares_seen,
    sharing_of,
)
from clavero.sharing.selectors.news import waiting_on_plan
from clavero.sharing.selectors.page import SharedPage, page_of, page_of_account

__all__ = [
    "Closed",
    "Guest",
    "SharePicture",
    "ShareRow",
    "SharedPage",
    "SharingPicture",
    "closed_to",
    "guest_of",
    "open_share",
    "page_of",
    "page_of_account",
    "share_as_data",
    "share_seen",
    "share_to_show",
    "shares_seen",
    "sharing_of",
    "waiting_on_plan",
]
