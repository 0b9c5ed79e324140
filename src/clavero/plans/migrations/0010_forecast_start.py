"""Forecasts keep the month with which their first year begins: that of the day they were made."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils import timezone


def say_start(apps: Any, _schema: Any) -> None:
    """Of those made already: the first month of the quarter in which they were made last."""
    for row in apps.get_model("plans", "Forecast").objects.filter(start=None):
        made = timezone.localtime(row.changed_at).date()
        row.start = made.replace(month=(made.month - 1) // 3 * 3 + 1, day=1)
        # Not saved whole: that would call it made today.
        type(row).objects.filter(pk=row.pk).update(start=row.start)


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_retention_points")]

    operations = [
        migrations.AddField(
            model_name="forecast",
            name="start",
            field=models.DateField(null=True, verbose_name="first month of its first year"),
        ),
        migrations.RunPython(say_start, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="forecast",
            name="start",
            field=models.DateField(verbose_name="first month of its first year"),
        ),
    ]
