"""The table of one's own tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.rest.models import Token
from clavero.rest.rules import State
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Day, Label, Moment, Steps, Text

STATES: dict[str, Label] = {
    State.OPEN: pgettext_lazy("token", "works"),
    State.EXPIRED: pgettext_lazy("token", "expired"),
    State.REVOKED: pgettext_lazy("token", "revoked"),
}


class TokenTable(PlainTable):
    """One line a token; what opens nothing any more stands back."""

    name = Text(_("Name"), is_title=True)
    prefix = Text(_("Begins with"))
    created_at = Moment(_("Made on"))
    last_used_at = Moment(_("Last used"), default=_("never"))
    last_day = Day(_("Last day"), default=pgettext_lazy("last day", "none"))
    state = Text(_("State"))
    steps = Steps()

    class Meta:
        row_attrs: ClassVar[dict[str, Any]] = {
            "class": lambda record: "" if record.state is State.OPEN else "text-secondary"
        }

    def steps_of(self, token: Token) -> Iterator[tuple[Label, str]]:
        """Revoke it, once."""
        if not token.revoked_at:
            yield _("Revoke"), reverse("identity:revoke_token", args=[token.pk])

    def render_prefix(self, value: str) -> SafeString:
        """As the secret itself is written."""
        return format_html("<code>{}</code>", value)

    def render_state(self, value: State) -> Label:
        """Whether it opens."""
        return STATES[value]
