"""The rows of the tables beside a drawing. They are made here, not in a template: a drawing has
dozens of people, and each would cost a template as many look-ups again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.relationships.rules.matrix import Ours
from clavero.relationships.selectors.picture import Filled
from clavero.relationships.sentences import cell_in_words, more_in_words
from clavero.relationships.words import FUNCTION_NAMES, OURS_NAMES
from clavero.ui import formats

Row = Mapping[str, Any]


def said(value: Any) -> SafeString:
    """A text without the signs of markup; markup as it is."""
    return conditional_escape(value)


def chart_rows(rows: Iterable[Row], *, tends: bool) -> SafeString:
    """Who reports to whom, and what can be done about it for who ``tends`` contacts."""
    cells = [
        ("function", _("Function")), ("level", _("Level")), ("boss", _("Reports to")),
        ("known_by", _("Known by")),
    ]  # fmt: skip
    show, hide, move = _("Show those below"), _("Hide those below"), _("Change the boss")
    lines = []
    for row in rows:
        name = said(row["name"])
        acts = ""
        if row["toggle"]:
            acts = _act(row["toggle"], show if row["hidden"] else hide, name)
        if tends:
            acts += _act(row["move"], move, name)
        who = _who(row, row["title"], f" depth-{row['depth']}")
        told = "".join(_cell(row[key], label) for key, label in cells)
        lines.append(f'<tr role="row">{who}{told}<td role="cell" class="map-acts">{acts}</td></tr>')
    return _markup(lines)


def people_rows(rows: Iterable[Row], *, csrf: str) -> SafeString:
    """The people of an influence map; with a token (``csrf``), those who tend it suppose that
    somebody leaves."""
    function, influence, known = _("Function"), _("Influence"), _("Known by")
    attitude = pgettext("a judgement", "Attitude")
    gone = said(_("no longer there"))
    lines = []
    for row in rows:
        absent = f' <span class="pill pill-bad">{gone}</span>' if row["is_absent"] else ""
        influences = row["influence"]
        number = "" if influences is None else formats.number(influences.value)
        acts = ""
        if csrf:
            acts = _decide(
                csrf, row["id"], "back" if row["is_absent"] else "absent",
                _("Is there after all") if row["is_absent"]
                else pgettext("in a scenario", "Leaves"), row["name"],
            )  # fmt: skip
            acts = f'<td role="cell">{acts}</td>'
        lines.append(
            f'<tr role="row">{_who(row, row["beneath"], "", absent)}'
            f"{_cell(row['function'], function)}"
            f"{_cell(number, influence, _old(influences), is_number=True)}"
            f"{_cell(row['sign'], attitude, _old(row['attitude']), is_number=True)}"
            f"{_cell(row['ties'], known)}{acts}</tr>"
        )
    return _markup(lines)


def line_rows(rows: Iterable[Row], *, csrf: str) -> SafeString:
    """The lines of an influence map; with a token (``csrf``), what was drawn can be taken away."""
    what, to, known = pgettext("a line", "What"), _("To"), _("How it is known")
    new, old, away = pgettext("a line", "new"), _("expired"), _("Take away")
    whole = _("Take away: %(start)s %(kind)s %(end)s")
    lines = []
    for row in rows:
        kind = f"{said(row['kind'])}"
        kind += f' <span class="pill pill-plain">{said(new)}</span>' if row["is_new"] else ""
        kind += f' <span class="pill pill-bad">{said(old)}</span>' if row["has_expired"] else ""
        source = _("“%(source)s”") % {"source": row["source"]} if row["source"] else ""
        acts = ""
        if csrf and row["id"]:
            acts = (
                f'<form method="post">{_hidden(csrf, row["id"])}'
                '<input type="hidden" name="decision" value="remove">'
                f'<button class="btn btn-sm" type="submit" aria-label="{said(whole % row)}">'
                f"{said(away)}</button></form>"
            )
        lines.append(
            f'<tr role="row"><td role="cell" class="list-title">{said(row["start"])}</td>'
            f'<td role="cell" data-label="{said(what)}">{kind}</td>{_cell(row["end"], to)}'
            f'{_cell(source, known, row["said"])}<td role="cell">{acts}</td></tr>'
        )
    return _markup(lines)


def matrix_rows(rows: Iterable[tuple[Ours, Sequence[Filled]]], *, is_team: bool) -> SafeString:
    """Our functions by theirs: how well the best of ours knows each, of what is asked for."""
    lines = []
    for ours, cells in rows:
        told = "".join(
            f'<td role="cell" data-label="{said(FUNCTION_NAMES[cell.theirs])}" '
            f'class="{_css(cell, is_team=is_team)}">{_filled(cell, is_team=is_team)}</td>'
            for cell in cells
        )
        head = f'<th scope="row" role="rowheader" class="list-title">{said(OURS_NAMES[ours])}</th>'
        lines.append(f'<tr role="row">{head}{told}</tr>')
    return _markup(lines)


def _css(cell: Filled, *, is_team: bool) -> str:
    if cell.asked and is_team:
        return "is-short" if cell.is_short else "is-enough"
    return "" if cell.is_active or cell.asked else "is-empty"


def _filled(cell: Filled, *, is_team: bool) -> str:
    """What stands in a cell: for the team how strong, of what is asked for, and who; for others
    whether anybody is known."""
    number, pairs = cell_in_words(cell, is_team=is_team)
    if not is_team or not number:
        return said(number)
    notes = [*pairs, more_in_words(cell.more)] if cell.more else pairs
    beneath = "".join(f'<span class="cell-note">{said(note)}</span>' for note in notes)
    return f'<span class="cell-strength">{said(number)}</span>{beneath}'


def _old(judged: Any) -> str:
    return _("expired") if judged is not None and judged.has_expired else ""


def _who(row: Row, beneath: str, css: str, after: str = "") -> str:
    known = "contact-known" if row["is_known"] else "contact-unknown"
    note = f' <span class="cell-note">{said(beneath)}</span>' if beneath else ""
    return (
        f'<td role="cell" class="list-title contact-who{css}">'
        f'<a href="{said(row["url"])}" class="{known}">{said(row["name"])}</a>{note}{after}</td>'
    )


def _cell(text: Any, label: str, note: str = "", *, is_number: bool = False) -> str:
    css = ' class="numeric"' if is_number else ""
    beneath = f' <span class="cell-note">{said(note)}</span>' if note else ""
    return f'<td role="cell"{css} data-label="{said(label)}">{said(text)}{beneath}</td>'


def _act(url: str, label: str, name: str) -> str:
    return f'<a href="{said(url)}">{said(label)} <span class="visually-hidden">{name}</span></a> '


def _decide(csrf: str, number: int, decision: str, label: str, name: str) -> str:
    return (
        f'<form method="post">{_hidden(csrf, number)}'
        f'<button class="btn btn-sm" type="submit" name="decision" value="{decision}">'
        f'{said(label)} <span class="visually-hidden">{said(name)}</span></button></form>'
    )


def _hidden(csrf: str, number: int) -> str:
    return (
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{said(csrf)}">'
        f'<input type="hidden" name="number" value="{number}">'
    )


def _markup(lines: Iterable[str]) -> SafeString:
    return mark_safe("".join(lines))  # noqa: S308 - every value in it was escaped
