"""What the portfolio's values are called, on the pages and in documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.estimates import Estimate
from clavero.portfolio.rules.concentration import Alert
from clavero.portfolio.rules.duplicates import Ground
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.rules.picture import By
from clavero.portfolio.rules.silence import Rhythm
from clavero.portfolio.rules.stress import Basis
from clavero.ui import formats

Name = str | Promise

CLASS_NAMES: dict[str, Name] = {
    AbcClass.A: _("A"),
    AbcClass.B: _("B"),
    AbcClass.C: _("C"),
}
ALERT_BADGES: dict[str, Name] = {
    Alert.MAJOR: _("Major"),
    Alert.HIGH: _("High"),
    Alert.CRITICAL: _("Critical"),
    Alert.EXISTENTIAL: _("Existential"),
}
ALERT_SENTENCES: dict[str, Name] = {
    Alert.MAJOR: _("10% or more: accounting rules have companies disclose such a customer."),
    Alert.HIGH: _("25% or more: losing it would decide the year."),
    Alert.CRITICAL: _("More than half: the company stands on this customer."),
    Alert.EXISTENTIAL: _("More than 80%: without it there is no company."),
}
ALERT_TONES: dict[str, str] = {
    Alert.MAJOR: "accent",
    Alert.HIGH: "warn",
    Alert.CRITICAL: "bad",
    Alert.EXISTENTIAL: "bad",
}
CLASS_TONES: dict[str, str] = {AbcClass.A: "accent"}
BASIS_NAMES: dict[str, Name] = {
    Basis.KNOWN: "",
    Basis.PARTLY: _("partly estimated"),
    Basis.AVERAGE: _("estimated"),
    Basis.UNKNOWN: _("not known"),
}
RHYTHM_SENTENCES: dict[str, Name] = {
    Rhythm.NEVER: _("There is no order."),
    Rhythm.FIRST: _("There are orders on one day only, so there is no rhythm to compare with."),
    Rhythm.FEW: _("There are too few orders to judge the silence."),
    Rhythm.USUAL: _("The silence is within its usual rhythm."),
    Rhythm.LONG: _("Silent for longer than ever, and at least twice its usual gap."),
}
GROUND_NAMES: dict[str, Name] = {
    Ground.TAX_NUMBER: _("the same tax number"),
    Ground.SAME_NAME: _("the same name"),
    Ground.SIMILAR_NAME: _("a similar name"),
}
CHANGE_NAMES: dict[str, Name] = {
    "company_figures.set": _("figures entered"),
    "coverage.assigned": _("somebody looks after it"),
    "coverage.ended": _("somebody stops looking after it"),
    "coverage.withdrawn": _("an assignment is withdrawn"),
    "customer.absorbed": _("another record is merged into it"),
    "customer.edited": _("record edited"),
    "customer.followed_ledger": _("record follows the ledger"),
    "customer.left_ledger": _("record gone with the last of its sales"),
    "customer.merged": _("merged into another"),
    "customer.not_duplicate": _("not the same as another"),
    "customer.released": _("a merged record is taken out of it"),
    "customer.unmerged": _("taken apart again"),
    "group.created": _("group made"),
    "group.dissolved": _("group dissolved"),
    "group.left_dissolved": _("its group was dissolved"),
    "group.linked": _("put into a group"),
    "group.put_in": _("a member is put into it"),
    "group.taken_out": _("a member is taken out of it"),
    "group.unlinked": _("taken out of a group"),
    "product.absorbed": _("another product is merged into it"),
    "product.edited": _("name edited"),
    "product.followed_ledger": _("product follows the ledger"),
    "product.left_ledger": _("product gone with the last of its sales"),
    "product.merged": _("merged into another"),
    "product.not_duplicate": _("not the same as another"),
    "product.released": _("a merged product is taken out of it"),
    "product.unmerged": _("taken apart again"),
}
GONE: dict[str, Name] = {
    "group.dissolved": _("This group was dissolved"),
    "customer.left_ledger": _("This customer left with an import that was undone"),
    "product.left_ledger": _("This product left with an import that was undone"),
}
"""The last that is told of a record."""
FIELD_NAMES: dict[str, Name] = {
    "name": _("Name"),
    "tax_number": _("Tax number"),
    "country": _("Country"),
    "sector": _("Sector"),
    "segment": _("Segment"),
    "code": _("Code"),
    "group": _("Group"),
    "record": _("Other record"),
    "member": _("Member"),
    "tree": _("Tree"),
    "kind": _("Kind"),
    "family": _("Family"),
    "merged_into": _("Merged into"),
    "of": _("Not the same as"),
    "person_id": _("Person"),
    "role": _("As"),
    "start": _("From"),
    "end": _("Last day"),
    "valid_from": _("Valid from"),
    "ebit": _("EBIT"),
    "overhead": _("Overhead"),
    "cash": _("Cash"),
    "avoidable_share": _("Avoidable overhead"),
}


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {}
"""How a domain above reads the values of its own fields."""


BY_OUTSIDERS: set[str] = set()
"""Changes by people without a number among ours; without one, any other is the system's."""


def tell_changes(
    names: Mapping[str, Name],
    fields: Mapping[str, Name],
    values: Mapping[str, Callable[[Any], Name]] | None = None,
    *,
    by_outsiders: Collection[str] = (),
) -> None:
    """What a domain above calls the changes that it makes to customers, their fields and how it
    reads their values, and which of them people make who are none of ours: said once, when the
    house is opened."""
    BY_OUTSIDERS.update(by_outsiders)
    CHANGE_NAMES.update(names)
    FIELD_NAMES.update(fields)
    VALUE_WORDS.update(values or {})


def nobody_ranked(by: By, *, has_customers: bool, is_margin_unknown: bool) -> str:
    """Why there is no ranking, and so neither shares nor 80/20."""
    if not has_customers:
        return gettext("Nobody bought in this period.")
    if by is By.CONTRIBUTION and is_margin_unknown:
        return gettext(
            "No line of this period has a cost, so customers have no contribution to rank by."
        )
    if by is By.CONTRIBUTION:
        return gettext("No customer leaves a positive contribution in this period.")
    return gettext("No customer bought more than it gave back in this period.")


def margin_in_words(margin: Estimate, cost_known_share: Decimal | None) -> str:
    """What is left of the sales whose cost is known, and of how much of the sales that is."""
    if margin.value is None:
        return gettext("no margin: the net sales whose cost is known are zero or negative")
    if cost_known_share is None or cost_known_share >= 1:
        return gettext("a margin of %(margin)s") % {"margin": formats.percent(margin.value)}
    return gettext("a margin of %(margin)s on the %(part)s of net sales whose cost is known") % {
        "margin": formats.percent(margin.value),
        "part": part_known(cost_known_share),
    }


def part_known(cost_known_share: Decimal, *, places: int = 1) -> str:
    """The part whose cost is known; never "100%" while something is missing."""
    if cost_known_share < 1:
        cost_known_share = min(cost_known_share, 1 - Decimal(1).scaleb(-places - 2))
    return formats.percent(cost_known_share, places=places)
