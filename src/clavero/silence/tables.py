"""Tables of a few rows: stops and verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.silence.models import KnownStop
from clavero.silence.rules.losses import Said
from clavero.silence.words import FINDING_NAMES, REASON_NAMES, STOP_NAMES, Name
from clavero.ui import formats
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Day, Label, Steps, Text


class StopsTable(PlainTable):
    """One line a stop; ``of_one`` customer, whose name goes without saying."""

    kind = Text(_("Reason of the stop"), is_title=True)
    customer = Text(_("Customer"), empty_values=())
    first = Day(_("First day"))
    last = Day(_("Last day included"))
    every_year = Text(_("Every year"), empty_values=())
    note = Text(_("What is known"))
    by_name = Text(_("Recorded by"))
    steps = Steps()

    def __init__(self, rows: list[KnownStop], *, may_withdraw: bool, of_one: bool = False) -> None:
        hidden = [*(["customer"] if of_one else []), *([] if may_withdraw else ["steps"])]
        super().__init__(rows, exclude=hidden)

    def render_kind(self, value: str) -> Name:
        """In words."""
        return STOP_NAMES[value]

    def render_customer(self, record: KnownStop) -> str:
        """Whose it is."""
        return str(record.customer) if record.customer else gettext("All customers")

    def render_every_year(self, record: KnownStop) -> str:
        """Whether it comes again."""
        return gettext("yes") if record.every_year else gettext("no")

    def steps_of(self, record: KnownStop) -> Iterator[tuple[Label, str]]:
        """Withdraw it."""
        yield _("Withdraw"), reverse("silence:withdraw_stop", args=[record.pk])


class VerdictsTable(PlainTable):
    """One line a verdict."""

    finding = Text(_("Verdict"), is_title=True)
    decided_on = Day(_("Said on"))
    by = Text(_("By"))
    last_purchase = Day(_("Last purchase"))
    lost_on = Day(_("Lost on"))
    reason = Text(_("Why"), empty_values=())
    until = Day(_("Ask again on"))
    note = Text(_("What happened"))
    steps = Steps()

    def __init__(self, rows: Iterable[Said], *, may_withdraw: bool) -> None:
        super().__init__(rows, exclude=() if may_withdraw else ("steps",))

    def render_finding(self, value: str) -> Name:
        """In words."""
        return FINDING_NAMES[value]

    def render_reason(self, record: Said) -> Any:
        """Why, and to whom it went."""
        if record.reason is None:
            return formats.NOTHING
        reason = REASON_NAMES[record.reason]
        return f"{reason} ({record.competitor})" if record.competitor else reason

    def steps_of(self, record: Said) -> Iterator[tuple[Label, str]]:
        """Withdraw it."""
        yield _("Withdraw"), reverse("silence:withdraw_verdict", args=[record.id])
