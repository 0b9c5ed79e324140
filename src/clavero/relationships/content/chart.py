"""The organisation chart as a drawing: boxes in rows, each below the boss."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.relationships.content.model import (
    Drawing,
    Link,
    Node,
    Sample,
    Shape,
    Text,
    fitted,
    framed,
)
from clavero.relationships.rules.tree import (
    Above,
    Laid,
    Room,
    at_depth,
    how_many_below,
    lay_out,
    tops,
    under,
    with_those_above,
    without_those_below,
)
from clavero.relationships.selectors.charts import OrgChart, Placed
from clavero.relationships.tables import called
from clavero.relationships.words import FUNCTION_NAMES, LEVEL_NAMES
from clavero.ui import formats

ROOM = Room()
LEVELS_SHOWN = (2, 3, 4)
"""Down to how many levels one may look."""
READABLE = 60
"""How many people are drawn at once unless somebody asks for more."""
SMALLEST = 9.0
_COLUMNS = (6, 4, 3, 2)
_NAME, _TITLE, _PAD = 11.0, 9.5, 14.0
_KNOWN = "✓"
Address = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Look:
    """What of a chart is looked at: those of one ``function`` and all above them, down to so many
    ``levels``, ``under`` somebody alone, and without those below the ``closed`` ones; ``only`` are
    all who count, where it says somebody."""

    function: str = ""
    levels: int | None = None
    under: int | None = None
    closed: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """The people of a look, with how many are hidden below each; ``bosses`` may be opened or
    closed. ``line`` has the hidden ones, too."""

    above: Above
    hidden: Mapping[int, int]
    bosses: frozenset[int]
    line: Above


def shown(found: OrgChart, look: Look) -> Shown:
    """Who of a chart is to be seen."""
    return found.lately(("shown", look), lambda: _shown(found, look))


def _shown(found: OrgChart, look: Look) -> Shown:
    above = found.above
    if look.only:
        above = {who: boss for who, boss in above.items() if who in look.only}
    if look.under in above:
        above = under(above, look.under or 0)
    if look.function:
        wanted = [who for who in above if found.people[who].row.function == look.function]
        above = with_those_above(above, wanted)
    closed = set(look.closed)
    if look.levels is not None:
        closed |= set(at_depth(above, look.levels - 1))
    left = without_those_below(above, closed)
    counts = how_many_below(above)
    hidden = {who: counts[who] for who in closed & left.keys() if counts[who]}
    return Shown(left, hidden, frozenset(who for who in left if counts[who]), above)


def brief(found: OrgChart, look: Look, most: int = READABLE, *, by_levels: bool = True) -> Look:
    """The same look at fewer people where there are more than anybody reads at once: without those
    of whom nobody has said the boss, and down to fewer levels."""
    seen = shown(found, look)
    if len(seen.above) <= most:
        return look
    loose = [who for who in tops(seen.above) if who not in seen.bosses]
    lined = frozenset(found.above.keys() - set(loose))
    short = replace(look, only=lined or frozenset(loose[:most]))
    if not by_levels:
        return short
    for levels in reversed(LEVELS_SHOWN):
        one = replace(short, levels=levels)
        if len(shown(found, one).above) <= most:
            break
    return one


def flat(found: OrgChart, look: Look) -> Look:
    """The same look, those below its levels closed one by one: the parts of it, each by itself, go
    no deeper."""
    if look.levels is None:
        return look
    line = shown(found, replace(look, levels=None, closed=frozenset())).above
    return replace(
        look, levels=None, closed=look.closed | frozenset(at_depth(line, look.levels - 1))
    )


def chart_drawing(
    found: OrgChart, look: Look, address: Address, note: str, room: Room = ROOM
) -> Drawing:
    """The chart of an account as it is looked at."""
    seen = shown(found, look)
    laid = lay_out(seen.above, room)
    title = _("Organisation chart of %(name)s") % {"name": found.account.card.title}
    return _drawing(found, seen, laid, title, address, note)


def chart_pages(
    found: OrgChart, look: Look, address: Address, note: str, space: tuple[float, float]
) -> Iterator[Drawing]:
    """The same in as many drawings as it takes to read each in a ``space``: the top of it, and each
    branch by itself, again in parts where it needs them."""

    def drawn(one: Look) -> Drawing:
        tried = [
            chart_drawing(found, one, address, note, replace(ROOM, column=column))
            for column in _COLUMNS
        ]
        return max(tried, key=lambda each: min(1.0, _scale(each, space)))

    seen = shown(found, look)
    loose = [who for who in tops(seen.above) if who not in seen.bosses]
    rest = seen.above.keys() - set(loose)
    if _fits(drawn(look), space) or not loose or not rest:
        yield from _pages(found, look, drawn, space, "")
        return
    hidden = found.above.keys() - seen.above.keys()
    yield from _pages(found, replace(look, only=frozenset(rest | hidden)), drawn, space, "")
    for page in _in_parts([frozenset({who}) for who in loose], frozenset(), Look(), drawn, space):
        title = _("%(chart)s: whose boss nobody has said") % {"chart": page.title}
        yield replace(page, title=title)


def _in_parts(
    groups: Sequence[frozenset[int]],
    always: frozenset[int],
    look: Look,
    drawn: Callable[[Look], Drawing],
    space: tuple[float, float],
) -> Iterator[Drawing]:
    """As many groups on a page as it has room for, those who are on every page with each."""
    waiting = list(groups)
    while waiting:
        count = len(waiting)
        while True:
            there = always.union(*waiting[:count])
            page = drawn(replace(look, only=there))
            if count == 1 or _fits(page, space):
                break
            count = max(1, min(count - 1, int(count * _scale(page, space) ** 2) + 1))
        yield page
        waiting = waiting[count:]


def _pages(
    found: OrgChart,
    look: Look,
    drawn: Callable[[Look], Drawing],
    space: tuple[float, float],
    title: str,
) -> Iterator[Drawing]:
    seen, whole = shown(found, look), drawn(look)
    base = whole.title
    whole = replace(whole, title=title or base)
    deeper = seen.bosses - set(tops(seen.above))
    if _fits(whole, space):
        yield whole
        return
    if not deeper:
        yield from _by_heads(seen, look, drawn, space, title or base)
        return
    for levels in (2, 3, 4):  # a lone deputy is no page of its own
        closed = look.closed | set(at_depth(seen.above, levels - 1))
        top = replace(look, closed=frozenset(closed))
        if len(shown(found, top).hidden.keys() - look.closed) > 1:
            break
    page = drawn(top)
    if _fits(page, space):
        yield replace(page, title=title or base)
    else:
        yield from _by_heads(shown(found, top), top, drawn, space, title or base)
    for who in sorted(shown(found, top).hidden.keys() - look.closed, key=_order(seen.above)):
        row = found.people[who].row
        name = _("%(chart)s: below %(name)s") % {
            "chart": base,
            "name": called(row.name, row.title),
        }
        yield from _pages(found, replace(look, under=who), drawn, space, name)


def _by_heads(
    seen: Shown,
    look: Look,
    drawn: Callable[[Look], Drawing],
    space: tuple[float, float],
    title: str,
) -> Iterator[Drawing]:
    """Whoever is at the top on each page, with some of those right below, and all below these."""
    heads = tops(seen.above)
    always = frozenset(heads) if len(heads) == 1 else frozenset()
    first = [who for who, boss in seen.above.items() if boss in always] if always else heads
    # Who is hidden below somebody stays counted there.
    groups = [frozenset(under(seen.line, who)) for who in first]
    pages = list(_in_parts(groups, always, look, drawn, space))
    for number, page in enumerate(pages, 1):
        told = _("%(chart)s (%(number)s of %(count)s)") % {
            "chart": title, "number": number, "count": len(pages),
        }  # fmt: skip
        yield replace(page, title=told if len(pages) > 1 else title)


def _order(above: Above) -> Callable[[int], int]:
    places = {who: number for number, who in enumerate(above)}
    return lambda who: places[who]


def _scale(drawing: Drawing, space: tuple[float, float]) -> float:
    return min(space[0] / max(drawing.width, 1), space[1] / max(drawing.height, 1))


def _fits(drawing: Drawing, space: tuple[float, float]) -> bool:
    return drawing.width <= space[0] and drawing.height <= space[1]


def _drawing(
    found: OrgChart, seen: Shown, laid: Laid, title: str, address: Address, note: str
) -> Drawing:
    people = found.people
    nodes = [
        _node(people[who], laid.at[who], seen.hidden.get(who, 0), address, found.account.is_group)
        for who in seen.above
    ]
    links = [
        Link(
            f"r{who}", f"c{people[who].boss_id}", f"c{who}", points,
            description=_("%(name)s reports to %(boss)s")
            % {"name": _called(people[who]), "boss": _called(people[people[who].boss_id or 0])},
        )
        for who, points in laid.lines.items()
    ]  # fmt: skip
    return framed(
        Drawing(
            title, _told(found, seen, laid), note, laid.width, laid.height, nodes, links,
            tuple(_legend()),
        )
    )  # fmt: skip


def _called(each: Placed) -> str:
    return called(each.row.name, each.row.title)


def _node(
    each: Placed, at: tuple[float, float], hidden: int, address: Address, is_group: bool
) -> Node:
    row, wide = each.row, ROOM.width - _PAD
    name = fitted(
        _called(each), _NAME, wide, 2, is_bold=not row.is_placeholder,
        is_italic=row.is_placeholder,
    )  # fmt: skip
    title = [] if row.is_placeholder and row.title else [row.title]
    lines = 2 if len(name) == 1 else 1
    texts = [
        *name,
        *(line for text in title for line in fitted(text, _TITLE, wide, lines, colour="ink-soft")),
    ]
    parts = [str(FUNCTION_NAMES[row.function])]
    if row.organisation or is_group:
        parts.append(row.organisation or row.account)
    known = f"{_KNOWN} " if row.known_by else ""
    texts += fitted(known + " · ".join(parts), SMALLEST, wide, 1, colour="ink-soft")
    beneath = []
    if hidden:
        told = ngettext("+ %(count)s below", "+ %(count)s below", hidden) % {
            "count": formats.number(hidden)
        }
        beneath = [Text(told, _TITLE, is_bold=True, colour="accent")]
    return Node(
        f"c{row.id}", *at, ROOM.width, ROOM.height, Shape.BOX, tuple(texts), tuple(beneath),
        edge="accent" if row.known_by else "data-rest", is_dashed=row.is_placeholder,
        description=_described(each), url=address(row.id),
    )  # fmt: skip


def _described(each: Placed) -> str:
    row = each.row
    level = str(LEVEL_NAMES.get(row.level, ""))
    parts = [row.title if row.name else "", str(FUNCTION_NAMES[row.function]), level]
    parts.append(_("known by %(names)s") % {"names": row.known_by} if row.known_by else "")
    return ". ".join([_called(each), ", ".join(part for part in parts if part)])


def _legend() -> Iterator[Sample]:
    small = {"width": 26.0, "height": 14.0}
    known = Node("known", 0, 0, **small, within=[Text(_KNOWN, 9)], edge="accent")  # type: ignore[arg-type]
    yield Sample(_("somebody of ours knows them"), known)
    yield Sample(_("nobody of ours, as far as is known"), Node("plain", 0, 0, **small))  # type: ignore[arg-type]
    yield Sample(_("a place: nobody knows whose"), Node("place", 0, 0, **small, is_dashed=True))  # type: ignore[arg-type]


def _told(found: OrgChart, seen: Shown, laid: Laid) -> str:
    """How many are seen, and what is not."""
    count = len(seen.above)
    told = [
        ngettext("%(count)s person or place.", "%(count)s people and places.", count)
        % {"count": formats.number(count)}
    ]
    hidden = len(found.people) - count
    if hidden:
        told.append(
            ngettext("%(count)s more is hidden.", "%(count)s more are hidden.", hidden)
            % {"count": formats.number(hidden)}
        )
    if found.elsewhere:
        told.append(
            ngettext(
                "%(count)s more, of a third party, stands in the influence map.",
                "%(count)s more, of third parties, stand in the influence map.",
                found.elsewhere,
            )
            % {"count": formats.number(found.elsewhere)}
        )
    loose = len(laid.loose) if len(laid.loose) < count or count > 1 else 0
    if loose:
        told.append(
            ngettext(
                "Of %(count)s nobody has said whom they report to.",
                "Of %(count)s nobody has said whom they report to.",
                loose,
            )
            % {"count": formats.number(loose)}
        )
    return " ".join(told)
