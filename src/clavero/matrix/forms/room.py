"""How many accounts the company has room to invest in, as the director says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clavero.ui.numbers import CountField
from clavero.ui.versions import AdoptForm

_MOST = 1_000


class RoomForm(AdoptForm):
    """The number, from when, and why."""

    room = CountField(
        label=_("Accounts that there is room to invest in"),
        min_value=1,
        max_value=_MOST,
        required=False,
        help_text=_("Investing capacity is limited. Empty: nobody has said."),
    )

    field_order = ("room", "valid_from", "reason", "seen")
