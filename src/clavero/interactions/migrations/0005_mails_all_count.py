"""E-mails were told apart by their hour, as meetings are; each is known by what it calls itself."""

from typing import Any

from django.db import migrations


def count_mails(apps: Any, schema_editor: Any) -> None:
    found = apps.get_model("interactions", "Interaction").objects.filter(kind="email", counts=False)
    found.update(counts=True)


class Migration(migrations.Migration):
    dependencies = [("interactions", "0004_by_contact")]
    operations = [migrations.RunPython(count_mails, migrations.RunPython.noop)]
