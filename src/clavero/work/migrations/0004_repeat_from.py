"""The day of a rhythm, beside the one to which its task was moved."""

from typing import Any

from django.db import migrations, models


def keep_the_beat(apps: Any, schema_editor: Any) -> None:
    found = apps.get_model("work", "Task").objects.filter(repeat_every__isnull=False)
    found.update(repeat_from=models.F("due"))


class Migration(migrations.Migration):
    dependencies = [("work", "0003_readings_counted")]
    operations = [
        migrations.AddField(
            model_name="task",
            name="repeat_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(keep_the_beat, migrations.RunPython.noop),
    ]
