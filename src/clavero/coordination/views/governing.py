"""*Departments* and *Processes*: what the director decides, and the table of who does what."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care.sentences import length_in_words
from clavero.coordination import selectors, services
from clavero.coordination.forms import DepartmentForm, LevelForm, ProcessForm
from clavero.coordination.selectors import ProcessRow
from clavero.coordination.views.common import crumb, tabs
from clavero.coordination.visibility import governs
from clavero.coordination.words import PART_NAMES, URGENCY_NAMES
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.identity.selectors import people
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.GOVERN_COORDINATION)
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """All departments of whom something can be asked."""
    context = {
        "tabs": tabs(actor_of(request), "departments"),
        "departments": selectors.departments(),
    }
    return render(request, "coordination/departments.html", context)


@allowed(Verb.GOVERN_COORDINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_department(request: HttpRequest) -> HttpResponse:
    """A department with its people."""
    actor = actor_of(request)
    people = selectors.choosable_members()
    form = DepartmentForm(sent(request), people=people, initial={"seen": 0})
    made: list[Any] = []

    def keep(**given: Any) -> None:
        made.append(services.set_department(actor, **given))

    if done(form, keep):
        messages.success(request, _("The department is there."))
        return redirect("coordination:department", made[0].pk)
    intro = _("Who belongs to it sees what it is asked, and nothing else of the accounts.")
    return _entry(request, form, _("New department"), intro, "departments")


@allowed(Verb.GOVERN_COORDINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def department(request: HttpRequest, department_id: int) -> HttpResponse:
    """One department: its people and its times."""
    actor, today = actor_of(request), timezone.localdate()
    found = or_404(lambda: selectors.department_seen(department_id, today))
    own = found.department
    form = DepartmentForm(
        sent(request),
        people=[(each.pk, each.name) for each in found.choosable],
        initial={
            "seen": found.seen,
            "name": own.name,
            "member_ids": [each.pk for each in found.members],
            "lead_id": own.lead_id,
            "is_open": own.is_open,
        },
    )
    if done(form, partial(services.set_department, actor, department_id=department_id)):
        messages.success(request, _("It is kept."))
        return redirect("coordination:department", department_id)
    context = {
        "crumbs": [
            crumb(actor), Crumb(_("Departments"), reverse("coordination:departments")),
        ],
        "found": found,
        "form": form,
        "suggested": ", ".join(each.name for each in found.suggested),
        "times": [
            (
                URGENCY_NAMES[urgency],
                _("accepted in %(accept)s, delivered in %(deliver)s")
                % {
                    "accept": length_in_words(level.accept),
                    "deliver": length_in_words(level.deliver),
                },
            )
            for urgency, level in found.table.items()
        ],
    }  # fmt: skip
    return render(request, "coordination/department.html", context, status=status_of(form))


@allowed(Verb.GOVERN_COORDINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, department_id: int) -> HttpResponse:
    """Other times from a day on."""
    actor, today = actor_of(request), timezone.localdate()
    found = or_404(lambda: selectors.department_seen(department_id, today))
    initial: dict[str, Any] = {"valid_from": today}
    for urgency, each in found.table.items():
        for clock, length in (("accept", each.accept), ("deliver", each.deliver)):
            hours = Decimal(int(length.total_seconds())) / 3600
            initial[f"{clock}_{urgency}"] = hours.normalize() + 0
    form = LevelForm(sent(request), initial=initial)

    def keep(**cleaned: Any) -> None:
        services.set_level(actor, department_id=department_id, **form.given(**cleaned))

    if done(form, keep):
        messages.success(request, _("The times are set."))
        return redirect("coordination:department", department_id)
    title = _("Times of %(name)s") % {"name": found.department.name}
    intro = _("In working hours. What was asked before keeps the time of its day.")
    return _entry(request, form, title, intro, "departments")


@for_those_who_see_sales
@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    """Who does what in each process, as a table to print."""
    actor = actor_of(request)
    found = selectors.matrix(timezone.localdate(), with_closed=governs(actor))
    context = {
        "tabs": tabs(actor, "processes"),
        "columns": [name for _key, name in found.columns],
        "rows": [
            (row, [(name, row.parts.get(key, "")) for key, name in found.columns])
            for row in found.rows
        ],
        "parts": PART_NAMES.values(),
        "governs": governs(actor),
    }
    return render(request, "coordination/processes.html", context)


@allowed(Verb.GOVERN_COORDINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_process(request: HttpRequest) -> HttpResponse:
    """A process with who does what in it."""
    return _process(request, None, _("New process"))


@allowed(Verb.GOVERN_COORDINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def process(request: HttpRequest, process_id: int) -> HttpResponse:
    """Another version of a process, from a day on."""
    found = or_404(lambda: selectors.process_seen(process_id))
    return _process(request, found, found.process.name)


def _process(request: HttpRequest, found: ProcessRow | None, title: str) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    initial: dict[str, Any] = {"valid_from": today, "seen": 0}
    named: list[tuple[str, str]] = []
    keep: Callable[..., Any] = partial(services.set_process, actor)
    if found is not None:
        keep = partial(keep, process_id=found.process.pk)
        initial |= {f"part_{kind}_{key}": part for (kind, key), part in found.parts.items()}
        initial |= {
            "seen": found.seen,
            "name": found.process.name,
            "checklist": "\n".join(found.version.checklist),
            "is_open": found.process.is_open,
        }
        named = [(key, part) for (kind, key), part in found.parts.items() if kind == "person"]
        for at, (key, part) in enumerate(named):
            initial |= {f"person_{at}": key, f"person_part_{at}": part}
    form = ProcessForm(
        sent(request), initial=initial, columns=selectors.party_columns(),
        people=list(people(actor).values_list("pk", "name")), named=_slots(request, len(named)),
    )  # fmt: skip
    if done(form, lambda **cleaned: keep(**form.given(**cleaned))):
        messages.success(request, _("The process is written down."))
        return redirect("coordination:processes")
    intro = _("One answers for it (A), one or more do it (R). What was asked keeps its version.")
    return _entry(request, form, title, intro, "processes")


def _slots(request: HttpRequest, named: int) -> int:
    """As many as the page had that was sent, where somebody named more people meanwhile."""
    return max(named, sum(name.startswith("person_part_") for name in request.POST) - 1)


def _entry(request: HttpRequest, form: Any, title: str, intro: str, back: str) -> HttpResponse:
    names = {"departments": _("Departments"), "processes": _("Processes")}
    context = {
        "crumbs": [
            crumb(actor_of(request)), Crumb(names[back], reverse(f"coordination:{back}")),
        ],
        "title": title,
        "intro": intro,
        "form": form,
        "wide": True,
        "verb": _("Keep"),
    }  # fmt: skip
    return render(request, "ui/entry.html", context, status=status_of(form))
