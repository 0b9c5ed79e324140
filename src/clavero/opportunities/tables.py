"""Tables of a few rows: needs of one account, solutions, wallets, families bought, stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.core.money import Money as Amount
from clavero.opportunities.lists import NeedText, Of, Urgency
from clavero.opportunities.models import Solution
from clavero.opportunities.rules.wallet import Entered
from clavero.opportunities.selectors import FamilyLine
from clavero.opportunities.words import (
    CERTAINTY_NAMES,
    CERTAINTY_TONES,
    CLOSED_NAMES,
    CONFIDENCE_NAMES,
    FUNCTION_NAMES,
    HORIZON_NAMES,
    LOSS_NAMES,
    OUTCOME_NAMES,
    OUTCOME_TONES,
    SOURCE_NAMES,
)
from clavero.ui import formats
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Badge, Day, Label, Money, Number, Steps, Text


class AccountNeedsTable(PlainTable):
    """The needs of one account; the unit stands there where it is a group."""

    text = NeedText(
        pgettext_lazy("a need", "Need"), is_title=True,
        linkify=("opportunities:need", {"need_id": A("id")}),
    )  # fmt: skip
    name = Text(pgettext_lazy("a customer", "Unit"))
    horizon = Of(pgettext_lazy("a need", "When"), names=HORIZON_NAMES)
    function = Of(_("Function affected"), names=FUNCTION_NAMES)
    urgency = Urgency(_("Urgency"))
    fit = Number(_("Our fit"))
    certainty = Badge(_("How it is known"), names=CERTAINTY_NAMES, tones=CERTAINTY_TONES)
    owner = Text(_("Owner"))
    closed_on = Day(_("Closed on"))
    closed_reason = Of(_("Why it is closed"), names=CLOSED_NAMES)

    def __init__(self, rows: Iterable[Any], *, is_group: bool, is_open: bool) -> None:
        hidden = ["closed_on", "closed_reason"] if is_open else ["urgency", "fit", "certainty"]
        super().__init__(rows, exclude=tuple(hidden if is_group else [*hidden, "name"]))


class SolutionsTable(PlainTable):
    """One line a solution of the company's."""

    name = Text(_("Solution"), is_title=True)
    families = Text(_("Product families"))
    description = Text(_("What it is"))
    used = Number(_("Open needs it is for"))
    steps = Steps()

    def __init__(self, rows: Iterable[Any], *, governs: bool) -> None:
        super().__init__(rows, exclude=() if governs else ("steps",))

    def render_families(self, value: list[str]) -> str:
        """All of them."""
        return ", ".join(value)

    def steps_of(self, record: Solution) -> Iterator[tuple[Label, str]]:
        """Put it right, or offer it no more."""
        yield _("Change"), reverse("opportunities:solution", args=[record.pk])


class WalletTable(PlainTable):
    """One line a word on a wallet; the one that holds says so."""

    day = Text(_("Known on"), is_title=True)
    source = Of(_("Source"), names=SOURCE_NAMES)
    amount = Text(_("Wallet"), empty_values=())
    confidence = Of(_("Confidence"), names=CONFIDENCE_NAMES)
    note = Text(_("Where it is from"))
    by = Text(_("By"))
    steps = Steps()

    def __init__(
        self, rows: Iterable[Entered], *, currency: str, holding: int | None, tends: bool
    ) -> None:
        self.holding = holding
        super().__init__(rows, currency=currency, exclude=() if tends else ("steps",))

    def render_day(self, value: date) -> str:
        """The day that names the row."""
        return formats.day(value)

    def render_amount(self, record: Entered) -> SafeString | str:
        """The amount, or the rank that stands for it, and whether it is the word that holds."""
        told = self._told(record)
        if record.id != self.holding:
            return told
        return format_html('{} <span class="pill pill-accent">{}</span>', told, gettext("holds"))

    def _told(self, record: Entered) -> str:
        if record.amount is not None:
            return formats.money(Amount(record.amount, self.currency), places=0)
        rank, suppliers = record.rank or 0, record.suppliers or 0
        return gettext("rank %(rank)s of %(suppliers)s") % {
            "rank": formats.number(rank),
            "suppliers": formats.number(suppliers),
        }

    def steps_of(self, record: Entered) -> Iterator[tuple[Label, str]]:
        """Withdraw it."""
        yield _("Withdraw"), reverse("opportunities:withdraw_wallet", args=[record.id])


class FamiliesTable(PlainTable):
    """One line a family that an account buys or could buy."""

    family = Text(_("Family"), is_title=True)
    state = Text(_("This year"), empty_values=())
    net_sales = Money(_("Net sales"))
    first_invoice = Day(_("First invoice"))
    last_before = Day(_("Last before then"))

    def __init__(
        self, rows: Iterable[FamilyLine], *, currency: str, address: Callable[[str], str]
    ) -> None:
        self.address = address
        super().__init__(rows, currency=currency)

    def render_family(self, value: str) -> SafeString:
        """The family, which leads to what was bought of it."""
        return format_html('<a href="{}">{}</a>', self.address(value), value)

    def render_state(self, record: FamilyLine) -> SafeString:
        """Whether it came in addition, in words."""
        tone, told = "plain", gettext("not bought")
        if not record.is_eligible:
            told = gettext("not applicable")
        elif record.is_additional:
            tone, told = "good", gettext("additional")
        elif record.is_bought:
            tone, told = "accent", gettext("bought before")
            if record.is_additional is None:
                told = gettext("bought")
        return format_html('<span class="pill pill-{}">{}</span>', tone, told)


class StepsTable(PlainTable):
    """One line a stage that an opportunity was in."""

    name = Text(pgettext_lazy("an opportunity", "Stage"), is_title=True)
    on = Day(_("Since"))
    days = Text(_("Time in it"), empty_values=())
    by = Text(_("By"))

    def render_name(self, value: Any, record: Any) -> str:
        """The stage, or how it ended."""
        return str(OUTCOME_NAMES[record.outcome] if record.outcome else value)

    def render_days(self, record: Any) -> str:
        """How long, of a stage."""
        return formats.NOTHING if record.days is None else days_in_words(record.days)


def days_in_words(days: int) -> str:
    """A number of days."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": formats.number(days)}


class ProofTable(PlainTable):
    """One line a cell of a won opportunity, as the ledger has it."""

    unit = Text(pgettext_lazy("a customer", "Unit"), is_title=True)
    family = Text(_("Family"))
    first = Text(_("First invoice"), empty_values=())
    net_sales = Money(_("Net sales since"))

    def __init__(self, rows: Sequence[Any], *, currency: str) -> None:
        super().__init__(rows, currency=currency)

    def render_first(self, record: Any) -> SafeString | str:
        """Its day, or that there is none."""
        if record.first is not None:
            return formats.day(record.first)
        return format_html('<span class="pill pill-warn">{}</span>', gettext("not invoiced yet"))


class EndedTable(PlainTable):
    """One line an opportunity that was won or lost."""

    title = Text(
        _("Opportunity"), is_title=True,
        linkify=("opportunities:opportunity", {"opportunity_id": A("id")}),
    )  # fmt: skip
    outcome = Badge(
        pgettext_lazy("an opportunity", "End"), names=OUTCOME_NAMES, tones=OUTCOME_TONES
    )
    outcome_on = Day(_("Decided on"))
    value = Money(_("Value a year"))
    outcome_reason = Of(_("Why it was lost"), names=LOSS_NAMES)
    outcome_note = Text(_("Note"))
