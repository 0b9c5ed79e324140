"""What another version of the playbook has changed, for a form that it has overtaken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.forms.changing import (
    SPARE_ROWS,
    EverywhereForm,
    GuideForm,
    KpiRow,
    ObjectiveRow,
    TaskRow,
    everywhere_initial,
    guide_initial,
    rows_of,
)
from clavero.playbook.rules.guides import Aspect, Guide, Item, Playbook
from clavero.playbook.words import item_in_words, item_text, share_in_words
from clavero.ui.overtaken import Part, Said, Three, as_sent, fields_in_parts, rows_as_sent

Items = Callable[[Guide], Iterable[Item]]


def everywhere_parts(form: EverywhereForm, playbooks: Three[Playbook]) -> list[Part]:
    """What holds for every account, and the shares of time, which depend on each other."""
    shown = everywhere_initial(playbooks.theirs)
    shares = {name: as_sent(value) for name, value in shown.items() if name != "everywhere"}
    return [
        *fields_in_parts(
            {"everywhere": form.fields["everywhere"]}, playbooks.each(everywhere_initial)
        ),
        Part(playbooks.each(_shares), sent=shares),
    ]


def _shares(playbook: Playbook) -> Said:
    return {
        each: (str(STRATEGY_NAMES[each]), share_in_words(playbook.shares[each]))
        for each in Strategy
    }


def guide_parts(which: Strategy, form: GuideForm, playbooks: Three[Playbook]) -> list[Part]:
    """What is said about a strategy, field by field, and each set of starting points."""
    guides = playbooks.each(partial(_guide, which))
    shown = guides.each(partial(_initial, which))
    fields = {name: form.fields[name] for name in shown.theirs if not _is_clavero_s(name, guides)}
    return [
        *fields_in_parts(fields, shown),
        _rows("objectives", ObjectiveRow.base_fields, guides, lambda guide: guide.objectives),
        _rows("kpis", KpiRow.base_fields, guides, lambda guide: guide.kpis),
        _rows("tasks", TaskRow.base_fields, guides, lambda guide: guide.tasks),
    ]


def _guide(which: Strategy, playbook: Playbook) -> Guide:
    return playbook.guides[which]


def _is_clavero_s(name: str, guides: Three[Guide]) -> bool:
    """Whether neither version has a text of its own there: Clavero's follows what is said
    elsewhere in the form."""
    return name in set(Aspect) and Aspect(name) not in {**guides.was.texts, **guides.theirs.texts}


def _initial(which: Strategy, guide: Guide) -> Mapping[str, Any]:
    return guide_initial(which, guide)


def _rows(prefix: str, fields: Iterable[str], guides: Three[Guide], of: Items) -> Part:
    rows = rows_of(of(guides.theirs))
    spare: list[dict[str, Any]] = [{} for _empty in range(SPARE_ROWS)]
    sent: dict[str, str | list[str]] = {
        f"{prefix}-INITIAL_FORMS": str(len(rows)),
        f"{prefix}-TOTAL_FORMS": str(len(rows) + SPARE_ROWS),
        **rows_as_sent(prefix, [*rows, *spare], fields),
    }
    return Part(guides.each(partial(_said, of)), sent=sent)


def _said(of: Items, guide: Guide) -> Said:
    return {each.key: (item_text(each), item_in_words(each)) for each in of(guide)}
