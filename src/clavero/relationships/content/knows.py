"""Who knows whom as a drawing: our functions by theirs, what is missing, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.core.estimates import Estimate
from clavero.relationships.content.model import (
    Drawing,
    Node,
    Point,
    Sample,
    Shape,
    Text,
    fitted,
)
from clavero.relationships.content.rows import LETTERS, Row, row_pages
from clavero.relationships.selectors import Relationship
from clavero.relationships.selectors.picture import Filled, Moment
from clavero.relationships.sentences import (
    cell_in_words,
    gap_in_words,
    more_in_words,
    relationship_in_words,
)
from clavero.relationships.words import FUNCTION_NAMES, OURS_NAMES
from clavero.ui import formats

LEGEND = 5
"""Signs in the legend, at most: slides keep room for them."""
_WIDE, _HIGH, _HEAD, _APART = 118.0, 50.0, 28.0, 4.0
_LINE_WIDE, _LINE_HIGH = 208.0, 19.0
_NUMBER = 11.0
_NARROW = 0.84  # faces differ, and a line that wraps pushes the others out of their box
_NOTE_LINES = 3
_ENOUGH, _SHORT, _KNOWN = "data-1", "data-2", "data-rest"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table: its lines, and how it is framed."""

    texts: Sequence[Text]
    description: str = ""
    edge: str = "line"
    is_dashed: bool = False
    border: float = 0.8


def matrix_drawing(found: Relationship, note: str) -> Drawing:
    """All of the matrix on one."""
    return _matrix(found, range(len(found.columns)), range(len(found.rows)), note)


def matrix_pages(found: Relationship, note: str, room: Point) -> Iterator[Drawing]:
    """The matrix in as many drawings as it takes to read each, then what is missing in words, and
    how it went, where there is anything to compare."""
    across = max(1, int((room[0] + _APART) // (_WIDE + _APART)) - 1)
    down = max(1, int((room[1] - _HEAD) // (_HIGH + _APART)))
    parts = [
        _matrix(
            found, range(len(found.columns))[left : left + across],
            range(len(found.rows))[top : top + down], note,
        )
        for top in range(0, len(found.rows), down)
        for left in range(0, len(found.columns), across)
    ]  # fmt: skip
    yield from _numbered(parts)
    gaps = dict.fromkeys(gap_in_words(each) for each in found.gaps)
    rows = [Row(told, _SHORT, is_dashed=True) for told in gaps]
    title = _("%(matrix)s: what is missing") % {"matrix": _title(found)}
    yield from _numbered(
        [
            Drawing(
                title, _headline(found), note,
                max(node.x + node.width / 2 for node in nodes),
                max(node.y + node.height / 2 for node in nodes), nodes, [],
            )
            for nodes in row_pages(rows, room)
        ]
    )  # fmt: skip
    moments = [each for each in found.history if each.shape is not None]
    if len(moments) > 1:
        yield _history(found, moments, note)


def _title(found: Relationship) -> str:
    return _("Who knows whom at %(name)s") % {"name": found.account.card.title}


def _headline(found: Relationship) -> str:
    return relationship_in_words(found)[0]


def _numbered(drawings: Sequence[Drawing]) -> Iterator[Drawing]:
    for number, each in enumerate(drawings, 1):
        title = _("%(chart)s (%(number)s of %(count)s)") % {
            "chart": each.title, "number": number, "count": len(drawings),
        }  # fmt: skip
        yield replace(each, title=title) if len(drawings) > 1 else each


def _matrix(found: Relationship, columns: Sequence[int], rows: Sequence[int], note: str) -> Drawing:
    """Some of their functions by some of ours."""
    heads = [_head(str(FUNCTION_NAMES[found.columns[each]]), _WIDE) for each in columns]
    lines = [[_head("", _WIDE), *heads]]
    for at in rows:
        ours, cells = found.rows[at]
        name = str(OURS_NAMES[ours])
        lines.append(
            [
                _head(name, _WIDE),
                *(_filled(cells[each], name, is_team=found.is_team) for each in columns),
            ]
        )
    nodes = list(_table(lines, _WIDE, _HIGH))
    width, height = _size(nodes)
    signs = tuple(_legend(is_team=found.is_team))
    return Drawing(_title(found), _headline(found), note, width, height, nodes, [], signs)


def _head(text: str, wide: float) -> _Cell:
    texts = fitted(text, LETTERS + 1, (wide - 8) * _NARROW, 2, is_bold=True)
    return _Cell(texts, text, edge="paper")


def _filled(cell: Filled, ours: str, *, is_team: bool) -> _Cell:
    """How well, and the pair that knows each other best."""
    number, pairs = cell_in_words(cell, is_team=is_team)
    more = len(pairs) - 1 + cell.more
    notes = [*pairs[:1], *([more_in_words(more)] if more > 0 else [])]
    wide = (_WIDE - 8) * _NARROW
    texts = fitted(number, _NUMBER, wide, 1, is_bold=True)
    for note, lines in zip(notes, (_NOTE_LINES + 1 - len(notes), 1), strict=False):
        texts += fitted(note, LETTERS, wide, lines, colour="ink-soft")
    told = [f"{ours} – {FUNCTION_NAMES[cell.theirs]}: {number}", *pairs]
    if not number:
        return _Cell(texts)
    is_short = cell.is_short if is_team else bool(cell.asked) and not cell.is_active
    edge = _SHORT if is_short else _ENOUGH if cell.asked else _KNOWN
    return _Cell(texts, ". ".join(told), edge, is_short, 1.8)


def _table(
    lines: Sequence[Sequence[_Cell]], wide: float, high: float, head: float = _HEAD
) -> Iterator[Node]:
    """Cells in rows, the first of them a head."""
    top = 0.0
    for down, cells in enumerate(lines):
        tall = high if down else head
        for across, cell in enumerate(cells):
            yield Node(
                f"m{down}-{across}", wide / 2 + across * (wide + _APART), top + tall / 2, wide,
                tall, Shape.BOX, cell.texts, edge=cell.edge, is_dashed=cell.is_dashed,
                border=cell.border, description=cell.description,
            )  # fmt: skip
        top += tall + _APART


def _size(nodes: Iterable[Node]) -> Point:
    corners = [(node.x + node.width / 2, node.y + node.height / 2) for node in nodes]
    return max(x for x, _y in corners), max(y for _x, y in corners)


def _legend(*, is_team: bool) -> Iterator[Sample]:
    told = (
        (_("as much as is asked for"), _ENOUGH, False),
        (_("less than is asked for"), _SHORT, True),
        (_("not asked for"), _KNOWN, False),
    )
    if not is_team:
        told = (
            (_("known, as is asked for"), _ENOUGH, False),
            (_("asked for and missing"), _SHORT, True),
            (_("known, not asked for"), _KNOWN, False),
        )
    for says, edge, is_dashed in told:
        yield Sample(
            says, Node(says, 0, 0, 24, 18, Shape.BOX, edge=edge, is_dashed=is_dashed, border=1.8)
        )


def _history(found: Relationship, moments: Sequence[Moment], note: str) -> Drawing:
    """Coverage, bow-tie index and resilience at the end of each month, with what is asked for."""
    heads = (
        _("On"), pgettext("of a relationship", "Coverage"), _("Bow-tie index"), _("Resilience"),
    )  # fmt: skip
    lines = [[_head(each, _LINE_WIDE) for each in heads]]
    for each in moments:
        shape = each.shape
        assert shape is not None
        asked = _("target %(target)s") % {"target": formats.percent(shape.asked, places=0)}
        most = ""
        if shape.most_bow_tie is not None:
            target = formats.percent(shape.most_bow_tie, places=0)
            most = _("target %(target)s at most") % {"target": target}
        told = (
            formats.day(each.on),
            _beside(shape.coverage, asked),
            _beside(shape.bow_tie, most),
            _("%(is)s of %(target)s") % {
                "is": formats.number(shape.resilience), "target": formats.number(shape.target),
            },
        )  # fmt: skip
        lines.append(
            [_Cell(fitted(text, LETTERS, (_LINE_WIDE - 8) * _NARROW, 1), text) for text in told]
        )
    nodes = list(_table(lines, _LINE_WIDE, _LINE_HIGH, _LINE_HIGH))
    width, height = _size(nodes)
    title = _("%(matrix)s: how it went") % {"matrix": _title(found)}
    return Drawing(title, _headline(found), note, width, height, nodes, [])


def _beside(value: Estimate, target: str) -> str:
    """A figure beside what is asked for; a dash where there is none."""
    told = formats.estimate(value, places=0).text
    return f"{told} · {target}" if target else told
