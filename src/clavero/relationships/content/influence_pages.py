"""The influence map over several slides: an overview by function first, then in parts that can be
read, and of very many everybody in lists by function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from django.utils.translation import gettext as _

from clavero.relationships.content.influence import (
    FEW,
    NOTE,
    Address,
    View,
    described,
    drawing_of,
    is_everybody,
    shown_of,
    title_of,
    told_of,
)
from clavero.relationships.content.influence_lines import line_pages
from clavero.relationships.content.influence_parts import fits, in_parts
from clavero.relationships.content.model import Drawing, Node, Point, Shape, fitted, framed
from clavero.relationships.content.signs import legend, looks
from clavero.relationships.rules.influence import OPINIONS, LineKind
from clavero.relationships.rules.tree import under
from clavero.relationships.selectors.influence import InfluenceMap
from clavero.relationships.tables import called
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats

LEGEND = 10
"""Signs and lines in the legend, at most: slides keep room for them."""
_ACROSS, _COUNT_HIGH, _APART = 3, 72.0, 14.0
_MOST_OF_THREE = 12
"""As many functions stand three abreast; more stand four abreast."""
_NARROW = 0.84  # faces differ, and a line that wraps pushes the others out of their box
_FIRST = 2  # of most influence, who are named in the overview
_LISTED_WIDE, _LISTED_HIGH, _LISTED_APART = 272.0, 20.0, 7.0


def map_pages(
    found: InfluenceMap, view: View, address: Address, note: str, room: Point
) -> Iterator[Drawing]:
    """The same in as many drawings as it takes to read each: all of it where that has room; else
    an overview by function, and the map in parts. Of very many those who matter are shown in parts,
    and everybody is listed by function. Lines that no part draws follow in words."""
    above = shown_of(found, view)
    drawn: set[str] = set()
    for page in _drawn_pages(found, view, above, address, note, room):
        drawn.update(link.key for link in page.links)
        yield page
    yield from line_pages(found, view, above, drawn, note, room)


def _drawn_pages(
    found: InfluenceMap, view: View, above: Mapping[int, int | None], address: Address, note: str,
    room: Point,
) -> Iterator[Drawing]:  # fmt: skip
    """Everybody, and as many lines as stand between those of one page."""
    if not is_listed(found, view):
        yield from _parts(found, view, above, address, note, room)
        return
    yield counted(found, above, note, title_of(found), room)
    if matter := shown_of(found, replace(view, everybody=False)):
        name = _("%(map)s: those who matter") % {"map": title_of(found)}
        yield from in_parts(found, view, matter, address, note, room, name)
    yield from _listed(found, above, address, note, room)


def is_listed(found: InfluenceMap, view: View) -> bool:
    """Whether slides list everybody, since there are too many to draw."""
    return is_everybody(found, view) and len(found.people) > FEW and not view.function


def count_lists(found: InfluenceMap, room: Point) -> int:
    """How many slides the lists take."""
    return len(_list_pages(found, found.people, room))


def _parts(
    found: InfluenceMap, view: View, above: Mapping[int, int | None], address: Address, note: str,
    room: Point,
) -> Iterator[Drawing]:  # fmt: skip
    """All of a map where that has room; else how many there are of each function, then each branch
    under the one at the top by itself, and whoever is left, or in a branch that has no room either,
    with those whom a line joins to them."""
    whole = drawing_of(found, view, above, address, note, title_of(found))
    if fits(whole, room):
        yield whole
        return
    yield counted(found, above, note, title_of(found), room)
    left = dict(above)
    tops = [who for who, boss in above.items() if boss not in above and who in above.values()]
    heads = [who for who, boss in above.items() if boss in tops and who in above.values()]
    for who in heads or tops:
        part = under(above, who)
        near = {
            other
            for line in found.lines
            if line.kind is not LineKind.SOLID and {line.start, line.end} & part.keys()
            for other in (line.start, line.end)
        }
        kept = {one: boss for one, boss in above.items() if one in part or one in near}
        row = found.people[who].row
        name = _("%(map)s: around %(name)s") % {
            "map": whole.title,
            "name": called(row.name, row.title),
        }
        page = drawing_of(found, view, kept, address, note, name)
        if fits(page, room):
            yield replace(page, description=told_of(found, kept, is_part=True))
            left = {one: boss for one, boss in left.items() if one not in part}
    if left:
        name = whole.title
        if len(left) < len(above):
            name = _("%(map)s: the others") % {"map": whole.title}
        yield from in_parts(found, view, left, address, note, room, name)


def counted(
    found: InfluenceMap, above: Mapping[int, int | None], note: str, title: str, room: Point
) -> Drawing:
    """A map that nobody could read, by function: how many there are, how they stand towards us, who
    has most influence, and whom they are heard by or at odds with. What has expired counts for
    nothing."""
    groups = _functions(found, above)
    across = _ACROSS if len(groups) <= _MOST_OF_THREE else _ACROSS + 1
    wide = min((room[0] + _APART) / across - _APART, 272.0)
    between = _between(found, above)
    nodes = []
    for number, (function, who) in enumerate(groups):
        people = [found.people[each] for each in who]
        judged = [
            each.attitude.value
            for each in people
            if each.attitude is not None and not each.attitude.has_expired
        ]
        known = {contact for _person, contact, _strength in found.ties}
        lines = [
            *fitted(
                _("%(function)s: %(count)s, known to us %(known)s") % {
                    "function": FUNCTION_NAMES[function], "count": formats.number(len(who)),
                    "known": formats.number(len(known & set(who))),
                }, 10.5, wide - 8, 1, is_bold=True,
            ),
            *fitted(
                _("for us %(for)s · against %(against)s · not judged %(unknown)s") % {
                    "for": formats.number(sum(1 for each in judged if each > 0)),
                    "against": formats.number(sum(1 for each in judged if each < 0)),
                    "unknown": formats.number(len(who) - len(judged)),
                }, NOTE, wide - 8, 1, colour="ink-soft",
            ),
            *(
                line for told in (_first_of(found, who), *between.get(function, ()))
                for line in fitted(told, NOTE, (wide - 8) * _NARROW, 1)
            ),
        ]  # fmt: skip
        down, column = divmod(number, across)
        nodes.append(
            Node(
                f"f{function}", wide / 2 + column * (wide + _APART),
                _COUNT_HIGH / 2 + down * (_COUNT_HIGH + _APART), wide, _COUNT_HIGH,
                within=tuple(lines), description=": ".join(line.text for line in lines[:2]),
            )
        )  # fmt: skip
    width = max((node.x + node.width / 2 for node in nodes), default=0.0)
    height = max((node.y + node.height / 2 for node in nodes), default=0.0)
    told = _("%(people)s The slides that follow show them.") % {"people": told_of(found, above)}
    return framed(Drawing(title, told, note, width, height, nodes, []))


def _first_of(found: InfluenceMap, who: Iterable[int]) -> str:
    """Those of most influence, by name, with it."""
    judged = [
        (each, said)
        for each in who
        if (said := found.people[each].influence) is not None and not said.has_expired
    ]
    judged.sort(key=lambda one: (-one[1].value, one[0]))
    rows = [(found.people[each].row, said) for each, said in judged[:_FIRST]]
    named = [
        f"{called(row.name, row.title)} {formats.number(said.value)}" for row, said in rows
    ]  # fmt: skip
    return _("of most influence: %(names)s") % {"names": " · ".join(named)} if named else ""


def _between(found: InfluenceMap, above: Mapping[int, int | None]) -> dict[str, list[str]]:
    """Of each function by whom it is heard, and with whom it is at odds, by how many lines."""
    lines: dict[tuple[str, LineKind], Counter[str]] = {}
    for line in found.lines:
        if line.start not in above or line.end not in above:
            continue
        if line.kind not in OPINIONS or line.has_expired:
            continue
        one, other = (found.people[each].row.function for each in (line.start, line.end))
        ways = [(one, other)] if line.kind is LineKind.INFLUENCE else [(one, other), (other, one)]
        for start, end in dict.fromkeys(ways):
            lines.setdefault((start, line.kind), Counter())[end] += 1
    told: dict[str, list[str]] = {}
    for kind, says in (
        (LineKind.INFLUENCE, _("heard by: %(functions)s")),
        (LineKind.CONFLICT, _("at odds with: %(functions)s")),
    ):
        for function in FUNCTION_NAMES:
            others = lines.get((function, kind))
            if others:
                named = [
                    f"{FUNCTION_NAMES[each]} {formats.number(count)}"
                    for each, count in others.most_common()
                ]
                told.setdefault(function, []).append(says % {"functions": " · ".join(named)})
    return told


def _list_pages(
    found: InfluenceMap, who: Iterable[int], room: Point
) -> list[list[tuple[int, str, int | None]]]:
    """Everybody by function, the units one after the other, those of most influence first, filled
    into the columns of as few pages as they take: each has its place, a function, and a person;
    a heading has none, and stands again where a page begins within a function."""
    across, down = _columns(room)

    def order(one: int) -> tuple[str, str, int, str]:
        each = found.people[one]
        strength = -1 if each.influence is None else each.influence.value
        return each.row.account, each.row.unit.casefold(), -strength, each.row.name.casefold()

    pages: list[list[tuple[int, str, int | None]]] = []
    at = across * down
    for function, some in _functions(found, who):
        for one in (None, *sorted(some, key=order)):
            if one is None and (at + 1) % down == 0:  # nobody would stand below it
                at += 1
            if at >= across * down:
                pages.append([])
                at = 0
                if one is not None:
                    pages[-1].append((at, function, None))
                    at += 1
            pages[-1].append((at, function, one))
            at += 1
    return pages


def _columns(room: Point) -> tuple[int, int]:
    """How many columns of a list stand on a page, and how many lines in each."""
    across = max(1, int((room[0] + _LISTED_APART) // (_LISTED_WIDE + _LISTED_APART)))
    return across, max(2, int((room[1] + _LISTED_APART) // (_LISTED_HIGH + _LISTED_APART)))


def _listed(
    found: InfluenceMap, who: Iterable[int], address: Address, note: str, room: Point
) -> Iterator[Drawing]:
    """Everybody in lists."""
    _across, down = _columns(room)
    signs = tuple(islice(legend(with_ours=False), 4))
    pages = _list_pages(found, who, room)
    title = _("%(map)s: everybody") % {"map": title_of(found)}
    for number, page in enumerate(pages, 1):
        name = _("%(chart)s (%(number)s of %(count)s)") % {
            "chart": title, "number": number, "count": len(pages),
        }  # fmt: skip
        nodes = [
            _heading(function, at, down) if one is None else _line_of(found, one, at, down, address)
            for at, function, one in page
        ]
        width = max(node.x + node.width / 2 for node in nodes)
        height = max(node.y + node.height / 2 for node in nodes)
        some = dict.fromkeys(one for _at, _function, one in page if one is not None)
        told = told_of(found, some, is_part=True)
        yield Drawing(
            name if len(pages) > 1 else title, told, note, width, height, nodes, [], signs
        )


def _heading(function: str, at: int, down: int) -> Node:
    """The name of a function over those in it."""
    x, y = _place(at, down)
    name = fitted(str(FUNCTION_NAMES[function]), NOTE + 1, _LISTED_WIDE - 10, 1, is_bold=True)
    return Node(
        f"h{function}", x, y, _LISTED_WIDE, _LISTED_HIGH, Shape.BOX, tuple(name), edge="paper",
        border=0.5, description=str(FUNCTION_NAMES[function]),
    )  # fmt: skip


def _place(at: int, down: int) -> Point:
    column, line = divmod(at, down)
    return (
        _LISTED_WIDE / 2 + column * (_LISTED_WIDE + _LISTED_APART),
        _LISTED_HIGH / 2 + line * (_LISTED_HIGH + _LISTED_APART),
    )


def _line_of(found: InfluenceMap, who: int, at: int, down: int, address: Address) -> Node:
    """Somebody in a list: how they stand, with what influence, who they are and where."""
    each = found.people[who]
    row = each.row
    attitude = None if each.attitude is None or each.attitude.has_expired else each.attitude.value
    _shape, sign, edge = looks(attitude)
    is_known = each.influence is not None and not each.influence.has_expired
    influence = formats.number(each.influence.value) if is_known and each.influence else ""
    at_whom = row.organisation or (row.account if found.account.is_group else "")
    parts = (called(row.name, row.title), row.title if row.name else "", row.unit, at_whom)
    said = " · ".join(part for part in parts if part)
    wide = (_LISTED_WIDE - 10) * _NARROW
    text = fitted(f"{sign} {influence}  {said}", NOTE, wide, 1, is_italic=not row.name)
    x, y = _place(at, down)
    return Node(
        f"c{row.id}", x, y, _LISTED_WIDE, _LISTED_HIGH, Shape.BOX, tuple(text), edge=edge,
        border=1.6, is_dashed=attitude is None, is_faint=each.is_absent,
        description=described(each), url=address(row.id),
    )  # fmt: skip


def _functions(found: InfluenceMap, who: Iterable[int]) -> list[tuple[str, list[int]]]:
    """Some people by their function, in the order of functions."""
    groups: dict[str, list[int]] = {str(each): [] for each in FUNCTION_NAMES}
    for each in who:
        groups[found.people[each].row.function].append(each)
    return [(function, some) for function, some in groups.items() if some]
