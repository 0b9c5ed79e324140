"""The needs that plans wrote as rows of their own become needs of the customer, with what answers
them; one that is written down there already is not written again."""

from typing import Any

from django.db import migrations
from django.utils import timezone

FUNCTIONS = {
    "purchasing": ("compras", "purchasing", "procurement"),
    "production": ("producción", "produccion", "production", "operaciones", "operations"),
    "maintenance": ("mantenimiento", "maintenance"),
    "quality": ("calidad", "quality"),
    "logistics": ("logística", "logistica", "logistics"),
    "development": ("desarrollo", "i+d", "development", "r&d"),
    "marketing": ("marketing",),
    "sales": ("ventas", "comercial", "sales"),
    "finance": ("finanzas", "finance"),
    "it": ("sistemas", "informática", "it"),
    "safety": ("seguridad", "safety"),
    "people": ("personas", "recursos humanos", "people", "hr"),
    "management": ("dirección", "direccion", "dirección de planta", "management"),
}
BY_WORD = {word: key for key, words in FUNCTIONS.items() for word in words}
SOURCE_LENGTH, TEXT_LENGTH = 200, 2000


def become_needs(apps: Any, schema_editor: Any) -> None:
    items = apps.get_model("plans", "PlanItem")
    links = apps.get_model("plans", "PlanLink")
    rows = list(items.objects.filter(kind="need").select_related("plan"))
    needs = {row.pk: _need_of(apps, row) for row in rows}
    for link in list(links.objects.filter(item_id__in=needs)):
        if link.other_id in needs:  # two needs that went together: each is met by itself
            link.delete()
            continue
        link.need_id, link.item_id = needs[link.item_id], None
        link.save()
    for link in list(links.objects.filter(other_id__in=needs)):
        need_id, other_id = needs[link.other_id], link.item_id
        if links.objects.filter(plan_id=link.plan_id, need_id=need_id, other_id=other_id).exists():
            link.delete()
            continue
        link.need_id, link.item_id, link.other_id = need_id, None, other_id
        link.save()
    _in_versions(apps, needs)
    items.objects.filter(pk__in=needs).delete()


def _need_of(apps: Any, row: Any) -> int:
    model = apps.get_model("opportunities", "Need")
    same = model.objects.filter(
        customer_id=row.plan.customer_id, text__iexact=row.text, closed_on=None
    ).first()
    if same is not None and row.retired_at is None:
        return same.pk
    need = model.objects.create(
        customer_id=row.plan.customer_id, by_name=row.by_name, text=row.text, **_told(row)
    )
    model.objects.filter(pk=need.pk).update(created_at=row.created_at)
    apps.get_model("core", "AuditEntry").objects.create(
        by_id=None,
        by_name=row.by_name,
        verb="need.added",
        subject_type="opportunities.Need",
        subject_id=str(need.pk),
        after={"text": row.text},
    )
    return need.pk


def _told(row: Any) -> dict[str, Any]:
    data = row.data
    said = data.get("function", "").strip()
    function = BY_WORD.get(said.casefold(), "other")
    besides = [
        row.evidence,
        said if function == "other" else "",
        data.get("solution", ""),
        row.source if len(row.source) > SOURCE_LENGTH else "",
    ]
    retired = None if row.retired_at is None else timezone.localdate(row.retired_at)
    return {
        "horizon": data.get("when", "now"),
        "function": function,
        "urgency": int(float(data.get("urgency", 3))),
        "certainty": data.get("status", "stated"),
        "evidence": "\n".join(each for each in besides if each)[:TEXT_LENGTH],
        "source": (row.source or row.by_name)[:SOURCE_LENGTH],
        "said_on": row.dated or timezone.localdate(row.confirmed_at),
        "owner_id": row.owner_id,
        "is_shared": row.is_shared,
        "closed_on": retired,
        "closed_reason": "" if retired is None else "gone",
    }


def _in_versions(apps: Any, needs: dict[int, int]) -> None:
    """Approved versions name them as they are named from now on, and go on comparing."""
    names = {"x_when": "need_horizon", "x_status": "need_certainty", "x_urgency": "need_urgency",
             "x_function": "need_function", "x_solution": "need_solutions"}  # fmt: skip
    for version in apps.get_model("plans", "PlanVersion").objects.all():
        rows = version.content.get("4")
        if not rows:
            continue
        version.content["4"] = {
            _key(key, needs): {
                names.get(name, name): _word(value) if name == "x_function" else value
                for name, value in values.items()
            }
            for key, values in rows.items()
        }
        version.save(update_fields=["content"])


def _word(function: str) -> str:
    return BY_WORD.get(function.strip().casefold(), function)


def _key(key: str, needs: dict[int, int]) -> str:
    prefix, number = key.split(":")
    found = needs.get(int(number)) if prefix == "row" else None
    return key if found is None else f"need:{found}"


class Migration(migrations.Migration):

    dependencies = [
        ("core", "__first__"),
        ("plans", "0002_needs_of_links"),
    ]

    operations = [migrations.RunPython(become_needs, migrations.RunPython.noop)]
