"""Points for the items of the retention scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clavero.plans.rules.retention import Item
from clavero.plans.words.retention import ITEM_NAMES
from clavero.ui.forms import RevisedForm
from clavero.ui.numbers import AmountField


class RetentionForm(RevisedForm):
    """From 0 to 10 for each; empty where what the account shows counts. ``told`` is what it shows,
    by item."""

    def __init__(
        self, *given: Any, told: Mapping[Item, str], said: Mapping[Item, Decimal], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        for item in Item:
            self.fields[item.value] = AmountField(
                label=ITEM_NAMES[item],
                required=False,
                min_value=0,
                max_value=10,
                max_digits=5,
                tells_limits=False,
                initial=said.get(item),
                help_text=told[item],
            )

    def clean(self) -> dict[str, Any]:
        """The points by item."""
        given = dict(super().clean() or {})
        points = {item: given.pop(item.value, None) for item in Item}
        return {
            **given,
            "points": {item: each for item, each in points.items() if each is not None},
        }
