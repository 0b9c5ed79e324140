"""Why two records are not merged, whatever they are: customers, products."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal


class Mergeable(Protocol):
    """A record that may stand for another one."""

    @property
    def merged_into(self) -> object: ...


def already_merged(source: Mergeable) -> Refusal:
    """The record has been merged before."""
    return Refusal(
        _("%(name)s has already been merged into %(target)s."),
        code="already_merged",
        hint=_("Take it apart first."),
        name=str(source),
        target=str(source.merged_into),
    )


def target_merged(target: Mergeable) -> Refusal:
    """The record that is to stay has itself been merged."""
    return Refusal(
        _("%(name)s has itself been merged into %(target)s."),
        code="target_merged",
        hint=_("Merge into %(target)s instead."),
        name=str(target),
        target=str(target.merged_into),
    )
