"""The signs of an influence map: what somebody or a line is drawn as, and the legend that says it.

Attitude is shape, sign and colour, so that no colour stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.relationships.content.model import Dash, Link, Node, Sample, Shape
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.words import LINE_NAMES

KINDS: Mapping[LineKind, tuple[str, Dash, float, bool]] = {
    LineKind.SOLID: ("data-rest", Dash.SOLID, 1.4, False),
    LineKind.DOTTED: ("data-rest", Dash.DOTTED, 1.8, False),
    LineKind.INFLUENCE: ("data-1", Dash.SOLID, 2.0, True),
    LineKind.CONFLICT: ("data-2", Dash.DASHED, 2.0, False),
}
CONFLICT_SIGN = "≠"


def looks(attitude: int | None) -> tuple[Shape, str, str]:
    """Shape, sign and colour of how somebody stands towards us."""
    if attitude is None:
        return Shape.SQUARE, "?", "data-rest"
    if attitude > 0:
        return Shape.CIRCLE, "+" * attitude, "data-1"
    if attitude < 0:
        return Shape.DIAMOND, "−" * -attitude, "data-2"
    return Shape.SQUARE, "0", "ink-soft"


def legend(*, with_ours: bool) -> Iterator[Sample]:
    """Each sign with what it stands for."""
    for attitude, says in (
        (1, _("for us")),
        (0, _("does not mind")),
        (-1, _("against us")),
        (None, pgettext("an attitude", "not known")),
    ):
        shape, sign, edge = looks(attitude)
        node = Node(
            says, 0, 0, 22, 22, shape, sign=sign, edge=edge, border=2.2, is_dashed=attitude is None
        )
        yield Sample(says, node)
    yield Sample(_("the larger, the more influence"), Node("large", 0, 0, 24, 24, Shape.CIRCLE))
    for kind, (colour, dash, width, has_arrow) in KINDS.items():
        label = CONFLICT_SIGN if kind is LineKind.CONFLICT else ""
        link = Link(kind.value, "", "", (), False, colour, width, dash, has_arrow, label=label)
        yield Sample(str(LINE_NAMES[kind]), link=link)
    if with_ours:
        yield Sample(
            _("who of ours knows them; thicker is better"),
            link=Link("tie", "", "", (), colour="data-3", width=2.6),
        )
