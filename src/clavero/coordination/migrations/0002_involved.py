"""Who is consulted and informed by the process of a request reads it, those asked so far as well."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_them(apps: Any, schema_editor: Any) -> None:
    request, involved = (apps.get_model("coordination", each) for each in ("Request", "Involved"))
    department = apps.get_model("coordination", "Department")
    person = apps.get_model(*settings.AUTH_USER_MODEL.split("."))
    there = {
        "department": set(department.objects.values_list("pk", flat=True)),
        "person": set(person.objects.values_list("pk", flat=True)),
    }
    for asked in request.objects.filter(process__isnull=False).select_related("process"):
        for each in asked.process.parties:
            kind, key = each["kind"], each["key"]
            if each["part"] not in {"C", "I"} or kind not in there:
                continue
            if int(key) in there[kind] and (kind, int(key)) != ("department", asked.department_id):
                involved.objects.create(
                    request=asked, part=each["part"], **{f"{kind}_id": int(key)}
                )


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Involved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(choices=[("R", "R"), ("A", "A"), ("RA", "RA"), ("C", "C"), ("I", "I")], max_length=2)),
                ("department", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coordination.department")),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("request", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="involved", to="coordination.request")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.CheckConstraint(condition=models.Q(models.Q(("department__isnull", False), ("person__isnull", True)), models.Q(("department__isnull", True), ("person__isnull", False)), _connector="OR"), name="involved_one_of_both")],
            },
        ),
        migrations.RunPython(name_them, migrations.RunPython.noop),
    ]
