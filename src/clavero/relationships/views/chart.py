"""*Organisation chart*: who reports to whom at an account, drawn, in a table, and changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import services
from clavero.relationships.content.chart import (
    LEVELS_SHOWN,
    SMALLEST,
    Look,
    Shown,
    brief,
    chart_drawing,
    chart_pages,
    flat,
    shown,
)
from clavero.relationships.drawn_rows import chart_rows
from clavero.relationships.forms import BossForm
from clavero.relationships.rendering.slides import room_for
from clavero.relationships.selectors.charts import OrgChart, Placed, org_chart, revisions_of
from clavero.relationships.tables import called
from clavero.relationships.views.common import crumbs_of, refuse_readers, tabs
from clavero.relationships.views.drawn import (
    DRAWN_AS,
    SLIDES,
    addressed,
    contact_address,
    drawn,
    file_of,
    note_of,
    numbers_in,
    payload,
)
from clavero.relationships.words import FUNCTION_NAMES, LEVEL_NAMES
from clavero.ui.answers import or_404
from clavero.ui.steps import done, sent, status_of

_SAMPLES = 3  # of the legend
_ALL, _OPENED = "all", "open"


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def chart(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The chart of an account; who reports to whom is changed here."""
    actor = actor_of(request)
    found = or_404(lambda: org_chart(actor, customer_id))
    refuse_readers(actor, request.method)
    look, tends = _look(request), actor.may(Verb.TEND_CONTACTS)
    query = {**_query(look), "levels": _levels(request)}
    whole, kind = look, request.GET.get(DRAWN_AS)
    if kind in {None, SLIDES}:  # a picture that is taken along has all of it
        look = _brief(request, found, look)
    seen = shown(found, look)
    revisions = revisions_of(found, {*seen.above, *_asked(request, found)})
    form, moving = _form(request, found, seen, revisions), ""
    if request.method == "POST" and done(form, _move(actor, found)):
        told = addressed({**query, **_moved(found, form.cleaned_data)})
        return redirect(f"{request.path}{told}")
    if tends:
        moving = _name(found, _number(form["contact_id"].value()))
    note = note_of(actor.name)
    address = contact_address()
    drawing = found.lately(
        ("drawing", look, note), lambda: chart_drawing(found, look, address, note)
    )

    def pages() -> list[Any]:
        room = room_for(SMALLEST, _SAMPLES)
        return list(chart_pages(found, flat(found, look), address, note, room))

    answer = file_of(request, drawing, pages)
    if answer is not None:
        return answer
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "tabs": tabs(customer_id, "chart"),
        "tends": tends,
        "found": found,
        "look": look,
        "query": query,
        "functions": _functions(found),
        "levels": LEVELS_SHOWN,
        "whole": addressed({"levels": _ALL}),
        "left_out": len(found.people) - len(seen.above),
        "under": _name(found, look.under),
        "form": form if tends else None,
        "moving": moving,
        "moved": _told(request, found, revisions) if tends else None,
        "rows": found.lately(
            ("rows", look, tends), lambda: chart_rows(_rows(found, seen, look), tends=tends)
        ),
        **drawn(drawing, query, whole={**query, "levels": _ALL} if look != whole else None),
        "payload": found.lately(
            ("payload", look), lambda: payload(drawing, _known(found, seen, look, revisions))
        ),
    }
    return render(request, "relationships/chart.html", context, status=status_of(form))


def _levels(request: HttpRequest) -> str:
    """Down to which level the address asks for: a number, all, or what was opened branch by
    branch."""
    asked = request.GET.get("levels", "")
    return asked if asked in {_ALL, _OPENED, *map(str, LEVELS_SHOWN)} else ""


def _brief(request: HttpRequest, found: OrgChart, look: Look) -> Look:
    """Of a large account, what can be read at once, unless somebody asks for more."""
    asked = _levels(request)
    if asked in {"", _OPENED}:
        return brief(found, look, by_levels=not asked)
    return look


def _name(found: OrgChart, who: int | None) -> str:
    """What somebody on the chart is called; nothing for nobody."""
    each = found.people.get(who or 0)
    return "" if each is None else called(each.row.name, each.row.title)


def _number(text: Any) -> int | None:
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _look(request: HttpRequest) -> Look:
    given = request.GET
    levels = _number(given.get("levels"))
    function = given.get("function", "")
    return Look(
        function if function in FUNCTION_NAMES else "",
        levels if levels in LEVELS_SHOWN else None,
        _number(given.get("under")),
        numbers_in(given.get("closed", "")),
    )


def _query(look: Look) -> dict[str, Any]:
    return {
        "function": look.function,
        "levels": look.levels,
        "under": look.under,
        "closed": ",".join(map(str, sorted(look.closed))),
    }


def _functions(found: OrgChart) -> list[tuple[str, Any]]:
    there = {each.row.function for each in found.people.values()}
    return [(key, name) for key, name in FUNCTION_NAMES.items() if key in there]


def _asked(request: HttpRequest, found: OrgChart) -> set[int]:
    """Of whom the address speaks by number: who is to be moved, or was."""
    numbers = (_number(request.GET.get(name)) for name in ("move", "moved"))
    return {who for who in numbers if who in found.people}  # type: ignore[misc]


def _form(
    request: HttpRequest, found: OrgChart, seen: Shown, revisions: Mapping[int, int]
) -> BossForm:
    """Whom somebody reports to: offered are those in the picture with those above them, and all
    where the page is about one of them."""
    offered: Collection[int] = found.people.keys()
    if request.method != "POST" and not request.GET.get("move"):
        above = {found.people[who].row.reports_to_id for who in seen.above}
        offered = {who for who in (*seen.above, *above) if who in found.people}  # type: ignore[misc]
    bosses = [
        (who, called(found.people[who].row.name, found.people[who].row.title)) for who in offered
    ]
    bosses.sort(key=lambda one: one[1].casefold())
    each = found.people.get(_number(request.GET.get("move")) or 0)
    initial: dict[str, Any] = {}
    if each is not None:
        initial = {
            "contact_id": each.row.id, "reports_to_id": each.row.reports_to_id,
            "seen": revisions[each.row.id],
        }  # fmt: skip
        bosses = [one for one in bosses if one[0] != each.row.id]
    return BossForm(sent(request), initial=initial, bosses=bosses)


def _move(actor: Any, found: OrgChart) -> Any:
    def keep(*, contact_id: int, reports_to_id: int | None, seen: int) -> None:
        if contact_id not in found.people:
            raise Http404("nobody of that number on this chart")
        services.change_contact(
            actor, contact_id=contact_id, seen=seen, reports_to_id=reports_to_id
        )

    return keep


def _moved(found: OrgChart, given: dict[str, Any]) -> dict[str, Any]:
    was = found.people[given["contact_id"]].row.reports_to_id
    return {"moved": given["contact_id"], "from": was or 0}


def _told(
    request: HttpRequest, found: OrgChart, revisions: Mapping[int, int]
) -> dict[str, Any] | None:
    """What was changed last, and how it is taken back."""
    each = found.people.get(_number(request.GET.get("moved")) or 0)
    was = _number(request.GET.get("from"))
    if each is None or was is None:
        return None
    row, boss = each.row, found.people.get(each.row.reports_to_id or 0)
    names = {"name": called(row.name, row.title)}
    if boss is None:
        said = _("%(name)s now reports to nobody.") % names
    else:
        names["boss"] = called(boss.row.name, boss.row.title)
        said = _("%(name)s now reports to %(boss)s.") % names
    can_undo = was != (row.reports_to_id or 0) and (was == 0 or was in found.people)
    return {"said": said, "contact_id": row.id, "was": was or "", "seen": revisions[row.id],
            "can_undo": can_undo}  # fmt: skip


def _toggled(look: Look, seen: Shown, who: int) -> str:
    """The address on which those below somebody are shown, or hidden."""
    hidden = seen.hidden.get(who, 0)
    levels: int | str | None = look.levels
    if not hidden:
        closed = look.closed | {who}
    elif who in look.closed:
        closed = look.closed - {who}
    else:  # those beside it stay as they are
        closed, levels = (look.closed | seen.hidden.keys()) - {who}, _OPENED
    if levels is None:
        levels = _OPENED if look.only else _ALL
    return addressed(
        {**_query(look), "levels": levels, "closed": ",".join(map(str, sorted(closed)))}
    )


def _known(
    found: OrgChart, seen: Shown, look: Look, revisions: Mapping[int, int]
) -> dict[str, dict[str, Any]]:
    """What the browser is told of each beside the drawing."""
    query = _query(look)
    return {
        f"c{who}": {
            "number": who,
            "name": called(found.people[who].row.name, found.people[who].row.title),
            "boss": found.people[who].row.reports_to_id or "",
            "above": f"c{seen.above[who]}" if seen.above[who] in seen.above else "",
            "seen": revisions[who],
            "only": addressed({**query, "under": who}) if who in seen.bosses else "",
            "toggle": _toggled(look, seen, who) if who in seen.bosses else "",
            "hides": bool(seen.hidden.get(who)),
        }
        for who in seen.above
    }


def _rows(found: OrgChart, seen: Shown, look: Look) -> Iterator[dict[str, Any]]:
    """The table: the same people, from the top downwards."""
    depths: dict[int, int] = {}
    address = contact_address()
    for who in _in_lines(seen):
        each: Placed = found.people[who]
        boss = seen.above[who]
        depths[who] = depths.get(boss, -1) + 1 if boss is not None else 0
        row = each.row
        hidden = seen.hidden.get(who, 0)
        yield {
            "url": address(who),
            "name": called(row.name, row.title),
            "is_known": bool(row.name),
            "title": row.title if row.name else "",
            "function": FUNCTION_NAMES[row.function],
            "level": LEVEL_NAMES.get(row.level, ""),
            "boss": row.reports_to,
            "depth": min(depths[who], 6),
            "known_by": row.known_by,
            "hidden": hidden,
            "toggle": _toggled(look, seen, who) if who in seen.bosses else "",
            "move": addressed({**_query(look), "move": who}) + "#move",
        }


def _in_lines(seen: Shown) -> Iterator[int]:
    """Everybody, each followed by those below."""
    below: dict[int | None, list[int]] = {}
    for who, boss in seen.above.items():
        below.setdefault(boss if boss in seen.above else None, []).append(who)
    waiting = [*reversed(below.get(None, []))]
    while waiting:
        who = waiting.pop()
        yield who
        waiting += reversed(below.get(who, []))
