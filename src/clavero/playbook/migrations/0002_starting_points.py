"""Playbooks say who approved them and have starting points with figures; what was proposed to
accounts before is carried over as it stood: texts, days, decisions and their reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

STRATEGIES = ("invest", "selective", "maintain", "harvest")
KINDS = {"objective": "objective", "target": "kpi", "task": "task", "review": "review"}
STATES = ("open", "accepted", "edited", "dropped")
UNSAID = "—"  # for a reason that nobody wrote


def carry_over(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rewrite every version and every proposal."""
    database = editor.connection.alias
    for version in apps.get_model("playbook", "PlaybookVersion").objects.using(database).all():
        version.content = playbook(version.content)
        version.approved_by = version.by_name
        version.approved_on = timezone.localdate(version.created_at)
        version.save()
    proposals = apps.get_model("playbook", "Proposal").objects.using(database)
    set_aside = days_set_aside(proposals.order_by("pk").select_related("review"))
    for each in proposals.select_related("review"):
        proposal(each, set_aside.get((each.customer_id, each.review_id)))
        each.save()


def playbook(old: Mapping[str, Any]) -> dict[str, Any]:
    """A version's content: its plays are guides, its fractions of time percentages."""
    plays: Mapping[str, Mapping[str, Any]] = old["plays"]
    return {
        "everywhere": old["principles"],
        "shares": {
            each: [percent(play["share_from"]), percent(play["share_to"])]
            for each, play in plays.items()
        },
        "guides": {each: guide(play) for each, play in plays.items()},
    }


def percent(share: float) -> str:
    return f"{round(share * 100, 6):.6f}".rstrip("0").rstrip(".")


def guide(play: Mapping[str, Any]) -> dict[str, Any]:
    tasks = [what for what, _months in play["tasks"]]
    return {
        "stages": [play["relationship"]],
        "review_months": play["review_months"],
        "objectives": list(named(play["objectives"], lambda _number: {})),
        "kpis": list(named(play["targets"], lambda _number: FIGURELESS)),
        "tasks": list(
            named(tasks, lambda number: {"months": play["tasks"][number][1], "doer": "lead"})
        ),
        "texts": {
            "activities": "\n".join(play["activities"]),
            "metrics": "\n".join(play["metrics"]),
            "investment": play["investment"],
            "plan": play["plan"],
        },
    }


FIGURELESS = {"direction": "at_least", "target": None, "unit": "number"}


def named(
    texts: Iterable[str], more: Callable[[int], Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Rows with a key each; a text that stands twice is numbered the second time."""
    seen: set[str] = set()
    for number, text in enumerate(texts):
        own = text if text.casefold() not in seen else f"{text} ({number + 1})"
        seen.add(own.casefold())
        yield {"key": f"{slugify(text)[:50]}-{number}", "text": own, **more(number)}


def days_set_aside(proposals: Iterable[Any]) -> dict[tuple[int, int], date]:
    """When what a review proposed to a customer made way for what a later one proposed."""
    order: dict[int, dict[int, date]] = {}
    for each in proposals:
        order.setdefault(each.customer_id, {})[each.review_id] = each.review.day
    return {
        (customer, review): next_day
        for customer, days in order.items()
        for review, next_day in zip(days, list(days.values())[1:], strict=False)
    }


def proposal(row: Any, set_aside: date | None) -> None:
    """What came as ``content``, and what holds instead as ``agreed``."""
    whose = f"first-{row.strategy}" if row.is_default else "own"
    row.key = f"{whose}-{row.kind}-{row.place}"
    row.content = content(row, row.proposed, row.proposed_due)
    row.superseded_on = set_aside
    if row.state == "superseded":
        row.state, row.superseded_on = "open", set_aside or row.review.day
    if row.state == "edited":
        row.agreed = content(row, row.text, row.due)
    if row.state in {"edited", "dropped"} and not row.reason:
        row.reason = UNSAID
    row.kind = KINDS[row.kind]


def content(row: Any, text: str, due: date) -> dict[str, Any]:
    """A text that Clavero proposed is kept under its key: each reader has it in their language."""
    is_clavero_s = row.is_default and text == row.proposed
    more: dict[str, Any] = {}
    if row.kind == "target":
        more = FIGURELESS
    if row.kind == "task":
        more = {"months": row.months, "doer": "lead"}
    if row.kind == "review":
        more = {"months": row.months}
    return {"text": "" if is_clavero_s else text, **more, "due": due.isoformat()}


def known(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Migration(migrations.Migration):
    dependencies = [("playbook", "0001_initial")]

    operations = [
        migrations.AddField(
            "playbookversion",
            "approved_by",
            models.CharField(default="", max_length=300, verbose_name="approved by"),
            preserve_default=False,
        ),
        migrations.AddField(
            "playbookversion",
            "approved_on",
            models.DateField(default=date(2026, 1, 1), verbose_name="approved on"),
            preserve_default=False,
        ),
        migrations.AddField(
            "proposal",
            "key",
            models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            "proposal", "content", models.JSONField(default=dict), preserve_default=False
        ),
        migrations.AddField("proposal", "agreed", models.JSONField(blank=True, null=True)),
        migrations.AddField("proposal", "superseded_on", models.DateField(blank=True, null=True)),
        migrations.RemoveConstraint("proposal", "proposal_state_known"),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveIndex("proposal", "proposals_of_a_customer"),
        *(
            migrations.RemoveField("proposal", name)
            for name in ("is_default", "proposed", "proposed_due", "months", "text", "due")
        ),
        migrations.AlterField(
            "proposal", "kind", models.CharField(choices=known(KINDS.values()), max_length=10)
        ),
        migrations.AlterField(
            "proposal",
            "state",
            models.CharField(choices=known(STATES), default="open", max_length=10),
        ),
        migrations.AlterModelOptions("proposal", {"ordering": ["-review__day", "place", "id"]}),
        migrations.AddIndex(
            "proposal",
            models.Index(fields=["customer", "superseded_on"], name="proposals_of_a_customer"),
        ),
        *(
            migrations.AddConstraint("proposal", models.CheckConstraint(condition=each, name=name))
            for name, each in (
                ("proposal_strategy_known", Q(strategy__in=STRATEGIES)),
                ("proposal_kind_known", Q(kind__in=list(KINDS.values()))),
                ("proposal_state_known", Q(state__in=STATES)),
                ("proposal_decided_at_some_time", Q(state="open") | Q(decided_at__isnull=False)),
                (
                    "proposal_changed_for_a_reason",
                    ~Q(state__in=["edited", "dropped"]) | ~Q(reason=""),
                ),
                (
                    "proposal_agreed_when_edited",
                    Q(state="edited", agreed__isnull=False)
                    | (~Q(state="edited") & Q(agreed__isnull=True)),
                ),
            )
        ),
    ]
