"""The checklist of a task: written as lines, ticked one by one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import tidy
from clavero.identity.rules import Actor
from clavero.work.models import Point
from clavero.work.services._held import refuse_ended, to_change
from clavero.work.visibility import tasks

MOST_POINTS = 50


@transaction.atomic
def write_points(actor: Actor, *, task_id: int, texts: Sequence[str]) -> None:
    """The points of a task, in their order. Those that were there keep their tick. Raises
    ``Task.DoesNotExist`` for strangers to it."""
    task = to_change(actor, task_id)
    refuse_ended(task)
    wanted = [found for text in texts if (found := tidy(Point, {"text": text})["text"])]
    if len(wanted) > MOST_POINTS:
        raise Refusal(
            _("A checklist has at most %(most)s points."),
            code="too_many_points",
            field="points",
            hint=_("Make two tasks of it."),
            most=MOST_POINTS,
        )
    standing = list(task.points.all())
    before = [each.text for each in standing]
    if before == wanted:
        return
    ticked: dict[str, list[Point]] = {}
    for each in standing:
        ticked.setdefault(each.text, []).append(each)
    kept: set[int] = set()
    for place, text in enumerate(wanted, start=1):
        known = ticked.get(text)
        point = known.pop(0) if known else Point(task=task, text=text)
        point.place = place
        point.save()
        kept.add(point.pk)
    task.points.exclude(pk__in=kept).delete()
    told = {"points": "; ".join(before)}, {"points": "; ".join(wanted)}
    record(actor, "task.points", task, before=told[0], after=told[1])


@transaction.atomic
def tick_point(actor: Actor, *, point_id: int, is_done: bool) -> int:
    """A point is done, or not after all; the number of its task. Who does the task may say so.
    Raises ``Point.DoesNotExist`` for strangers to it."""
    point = Point.objects.filter(task__in=tasks(actor)).get(pk=point_id)
    task = to_change(actor, point.task_id, own=True)
    refuse_ended(task)
    if (point.done_on is not None) is is_done:
        return task.pk
    point.done_on = timezone.localdate() if is_done else None
    point.save(update_fields=["done_on"])
    verb = "task.ticked" if is_done else "task.unticked"
    record(actor, verb, task, before={}, after={"points": point.text})
    return task.pk
