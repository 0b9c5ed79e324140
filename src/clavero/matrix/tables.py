"""The table of what was said of an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.matrix.models import AccountScore
from clavero.matrix.sentences import Names, said_of_score, thing_of, value_of
from clavero.ui import formats
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Label, Moment, Number, Steps, Text


class SaidTable(PlainTable):
    """One line a score, those withdrawn included."""

    criterion = Text(_("Criterion"), is_title=True)
    value = Number(_("Value"))
    day = Text(_("Who says so"))
    reason = Text(_("Evidence"))
    by_name = Text(_("Entered by"))
    created_at = Moment(_("Entered on"))
    steps = Steps()

    def __init__(self, rows: Iterable[AccountScore], *, names: Names, may_withdraw: bool) -> None:
        self.names = names
        super().__init__(rows, exclude=() if may_withdraw else ("steps",))

    def render_criterion(self, record: AccountScore) -> SafeString | str:
        """What it is about, and that it no longer counts where it was withdrawn."""
        thing = thing_of(record, self.names)
        if record.withdrawn_at is None:
            return thing
        told = gettext("withdrawn by %(by)s, %(moment)s") % {
            "by": record.withdrawn_by_name,
            "moment": formats.moment(record.withdrawn_at),
        }
        return format_html('<s>{}</s><br><span class="cell-note">{}</span>', thing, told)

    def render_value(self, record: AccountScore) -> str:
        """In the unit of its criterion."""
        return value_of(record.criterion, float(record.value))

    def render_day(self, value: date, record: AccountScore) -> str:
        """Source, day and raters."""
        return said_of_score(record)

    def steps_of(self, record: AccountScore) -> Iterator[tuple[Label, str]]:
        """Withdraw it, while it stands."""
        if record.withdrawn_at is None:
            yield _("Withdraw"), reverse("matrix:withdraw", args=[record.pk])
