"""*Influence map*: who is heard by whom, today and in scenarios, drawn, in tables, and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import services
from clavero.relationships.content.influence import (
    FEW,
    SMALLEST,
    View,
    is_everybody,
    map_drawing,
    shown_of,
)
from clavero.relationships.content.influence_pages import LEGEND, count_lists, is_listed, map_pages
from clavero.relationships.content.model import Drawing
from clavero.relationships.drawn_rows import line_rows, people_rows
from clavero.relationships.forms import LineForm, ScenarioForm
from clavero.relationships.rendering.slides import room_for
from clavero.relationships.rules.influence import OPINIONS
from clavero.relationships.selectors.influence import InfluenceMap, Lined, influence_map
from clavero.relationships.tables import called
from clavero.relationships.views.common import crumbs_of, refuse_readers, tabs
from clavero.relationships.views.drawn import (
    addressed,
    contact_address,
    drawn,
    file_of,
    note_of,
    payload,
)
from clavero.relationships.words import FUNCTION_NAMES, LINE_NAMES
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.steps import carried_number, done, status_of

_TODAY = "0"


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def influence(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The map of an account, for its team; lines and scenarios are changed here."""
    actor, query = actor_of(request), _query(request)
    scenario_id = int(query["scenario"]) if query["scenario"] else None
    compared = int(query["with"]) if query["with"] else None
    found = or_404(
        lambda: influence_map(actor, customer_id, scenario_id=scenario_id, compared=compared)
    )
    refuse_readers(actor, request.method)
    view, note = _view(query), note_of(actor.name)
    forms = _forms(request, found) if actor.may(Verb.TEND_CONTACTS) else {}
    if request.method == "POST":
        moved = _carry_out(request, actor, found, forms)
        if moved is not None:
            told = addressed({**query, **moved})
            return redirect(f"{request.path}{told}#lines")
    address = contact_address()
    drawing = map_drawing(found, view, address, note)

    def pages() -> list[Drawing]:
        room = room_for(SMALLEST, LEGEND)
        return list(map_pages(found, view, address, note, room))

    answer = file_of(request, drawing, pages)
    if answer is not None:
        return answer
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "tabs": tabs(customer_id, "influence"),
        "found": found,
        "view": view,
        "query": query,
        "everybody": is_everybody(found, view),
        "is_empty": not drawing.nodes,
        "looks_at_all": addressed({**query, "show": "all"}),
        "functions": _functions(found),
        "maps": _maps(found, query),
        "others": _others(found),
        "differences": list(_differences(found)),
        "forms": forms,
        "people": people_rows(
            _people(found, view), csrf=get_token(request) if forms and found.scenario else ""
        ),
        "ended": list(_ended(found, view)),
        "line_rows": line_rows(_lines(found, view), csrf=get_token(request) if forms else ""),
        "draws_at": addressed({**query, "draw": 1}) + "#lines",
        **drawn(drawing, query, whole=_whole(found, view, query), says=_slides(found, view)),
        "payload": payload(drawing, _known(found, view)),
    }
    status = 422 if request.method == "POST" else status_of(*forms.values())
    return render(request, "relationships/influence.html", context, status=status)


def _query(request: HttpRequest) -> dict[str, Any]:
    """How the map is looked at, as the address says; what cannot be read is left out."""
    given = request.GET

    def number(name: str) -> str:
        text = given.get(name, "")
        return text if text.isascii() and text.isdigit() and len(text) < 19 else ""

    function = given.get("function", "")
    show = given.get("show", "")
    return {
        "scenario": number("scenario"),
        "with": number("with"),
        "show": show if show in {"all", "matter"} else "",
        "function": function if function in FUNCTION_NAMES else "",
        "ours": "1" if given.get("ours") else "",
    }


def _view(query: dict[str, Any]) -> View:
    everybody = None if not query["show"] else query["show"] == "all"
    return View(everybody, query["function"], bool(query["ours"]))


def _whole(found: InfluenceMap, view: View, query: dict[str, Any]) -> dict[str, Any] | None:
    """How everybody is looked at, where others are."""
    everybody = {**query, "show": "all", "function": ""}
    return everybody if not is_listed(found, view) and is_listed(found, _view(everybody)) else None


def _slides(found: InfluenceMap, view: View) -> str:
    """What slides of everybody are made of, where there are too many to draw."""
    if not is_listed(found, replace(view, everybody=True, function="")):
        return ""
    count = count_lists(found, room_for(SMALLEST, LEGEND))
    told = ngettext(
        "An overview by function, those who matter with their lines, and everybody listed by"
        " function on %(count)s slide. Lines that none of them draws follow in words.",
        "An overview by function, those who matter with their lines, and everybody listed by"
        " function on %(count)s slides. Lines that none of them draws follow in words.",
        count,
    )
    return told % {"count": formats.number(count)}


def _functions(found: InfluenceMap) -> list[tuple[str, Any]]:
    there = {each.row.function for each in found.people.values()}
    return [(key, name) for key, name in FUNCTION_NAMES.items() if key in there]


def _maps(found: InfluenceMap, query: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """The map of today and the scenarios: name, address, and whether it is this one."""
    plain = {**query, "with": ""}
    scenario = None if found.scenario is None else found.scenario.pk
    maps: list[tuple[str, int | None]] = [(_("Today"), None)]
    maps += [(each.name, each.pk) for each in found.scenarios]
    return [(name, addressed({**plain, "scenario": pk}), pk == scenario) for name, pk in maps]


def _others(found: InfluenceMap) -> list[tuple[str, str]]:
    """The maps that this one may be compared with."""
    here = None if found.scenario is None else found.scenario.pk
    others = [(_TODAY, _("Today"))] if here is not None else []
    return others + [(str(each.pk), each.name) for each in found.scenarios if each.pk != here]


def _forms(request: HttpRequest, found: InfluenceMap) -> dict[str, Any]:
    decision = request.POST.get("decision", "")

    def of(name: str) -> Any:
        return request.POST if request.method == "POST" and decision == name else None

    forms: dict[str, Any] = {"copy": ScenarioForm(of("copy"), auto_id="copy_%s")}
    if len(found.people) <= FEW or decision == "draw" or request.GET.get("draw"):
        people = [
            (who, called(each.row.name, each.row.title)) for who, each in found.people.items()
        ]
        people.sort(key=lambda one: one[1].casefold())
        forms["draw"] = LineForm(
            of("draw"), people=people, in_scenario=found.scenario is not None, auto_id="draw_%s",
            initial={"seen": found.last_line},
        )  # fmt: skip
        forms["draw"].is_open = bool(request.GET.get("draw"))
    return forms


def _carry_out(
    request: HttpRequest, actor: Actor, found: InfluenceMap, forms: dict[str, Any]
) -> dict[str, Any] | None:
    """What was decided; where on the page it is seen, ``None`` where a form is to be mended."""
    decision = request.POST.get("decision", "")
    scenario_id = None if found.scenario is None else found.scenario.pk
    if decision in forms:
        made: list[Any] = []
        verbs: dict[str, Callable[..., Any]] = {
            "draw": partial(services.draw_line, actor, scenario_id=scenario_id),
            "copy": partial(
                services.make_scenario, actor, customer_id=found.account.card.id, of=scenario_id
            ),
        }

        def keep(**given: Any) -> None:
            made.append(or_404(partial(verbs[decision], **given)))

        if not done(forms[decision], keep):
            return None
        return {} if decision == "draw" else {"scenario": made[0].pk, "with": _TODAY}
    number = carried_number(request, "number")
    if number is None:
        return None
    if decision == "remove":
        try:
            or_404(lambda: services.remove_line(actor, line_id=number))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return {}
    if decision == "delete":
        or_404(lambda: services.delete_scenario(actor, scenario_id=number))
        return {"scenario": "", "with": ""}
    if decision in {"absent", "back"} and scenario_id is not None:
        or_404(
            lambda: services.set_absent(
                actor, scenario_id=scenario_id, contact_id=number, is_absent=decision == "absent"
            )
        )
        return {}
    return None


def _known(found: InfluenceMap, view: View) -> dict[str, dict[str, Any]]:
    above = shown_of(found, view)
    return {
        f"c{who}": {"above": f"c{boss}" if boss in above else ""} for who, boss in above.items()
    }


def _people(found: InfluenceMap, view: View) -> Iterator[dict[str, Any]]:
    """The table of people, those of most influence first."""
    ties: dict[int, list[str]] = {}
    for person, contact, strength in found.ties:
        ties.setdefault(contact, []).append(f"{found.ours[person]} ({formats.number(strength)})")
    shown = [found.people[who] for who in shown_of(found, view)]
    address = contact_address()

    def weight(each: Any) -> int:
        return -(each.influence.value if each.influence is not None else -1)

    for each in sorted(shown, key=weight):
        row = each.row
        yield {
            "id": row.id,
            "url": address(row.id),
            "name": called(row.name, row.title),
            "is_known": bool(row.name),
            "beneath": " · ".join(
                part for part in (row.title if row.name else "", row.organisation) if part
            ),
            "function": FUNCTION_NAMES[row.function],
            "influence": each.influence,
            "attitude": each.attitude,
            "sign": "" if each.attitude is None else _signed(each.attitude.value),
            "ties": ", ".join(ties.get(row.id, [])),
            "is_absent": each.is_absent,
        }


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else formats.number(value)


def _lines(found: InfluenceMap, view: View) -> Iterator[dict[str, Any]]:
    """The table of lines between those who are shown, reporting last."""
    there = shown_of(found, view)
    new = found.compared.lines.added if found.compared is not None else frozenset()
    for line in sorted(found.lines, key=lambda one: one.kind not in OPINIONS):
        if line.start not in there or line.end not in there:
            continue
        start, end = (found.people[who].row for who in (line.start, line.end))
        yield {
            "id": line.id,
            "start": called(start.name, start.title),
            "kind": LINE_NAMES[line.kind],
            "end": called(end.name, end.title),
            "said": _said(line),
            "source": line.source,
            "has_expired": line.has_expired,
            "is_new": line.drawn in new,
        }


def _ended(found: InfluenceMap, view: View) -> Iterator[dict[str, Any]]:
    """What was said before between those who are shown, the last first."""
    there = shown_of(found, view)
    for line in found.ended:
        if line.start in there and line.end in there and line.ended_on is not None:
            start, end = (found.people[who].row for who in (line.start, line.end))
            yield {
                "line": _("%(start)s %(kind)s %(end)s") % {
                    "start": called(start.name, start.title), "kind": LINE_NAMES[line.kind],
                    "end": called(end.name, end.title),
                },
                "source": line.source,
                "said": _said(line),
                "until": _("ended on %(day)s by %(name)s") % {
                    "day": formats.day(line.ended_on), "name": line.ended_by,
                },
            }  # fmt: skip


def _said(line: Lined) -> str:
    """Who said so when, and until when it counts."""
    if line.said_on is None:
        return _("the organisation chart")
    told = f"{line.by}, {formats.day(line.said_on)}"
    if line.expires_on is None:
        return told
    until = _("· counts until %(day)s") % {"day": formats.day(line.expires_on)}
    return f"{told} {until}"


def _differences(found: InfluenceMap) -> Iterator[str]:
    """What is otherwise than in the map compared with, in sentences."""
    compared = found.compared
    if compared is None:
        return
    people = {who: called(each.row.name, each.row.title) for who, each in found.people.items()}
    for lines, said in (
        (compared.lines.added, _("Only here: %(line)s.")),
        (compared.lines.gone, _("No longer here: %(line)s.")),
    ):
        for start, end, kind in sorted(lines):
            if start in people and end in people:
                told = _("%(start)s %(kind)s %(end)s") % {
                    "start": people[start], "kind": LINE_NAMES[kind], "end": people[end],
                }  # fmt: skip
                yield said % {"line": told}
    for who, said in (
        (compared.absent, _("%(name)s is no longer there.")),
        (compared.back, _("%(name)s is there again.")),
    ):
        for each in sorted(who & people.keys()):
            yield said % {"name": people[each]}
