"""A value that the customer signs is more than nothing; what was kept otherwise was no signature."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def take_back(apps: Any, _schema: Any) -> None:
    """Signatures below nothing and for nothing: the initiative stands as delivered, unsigned."""
    # At once: PostgreSQL alters no table in which a row was changed twice meanwhile.
    state = models.Case(
        models.When(state="validated", then=models.Value("delivered")), default=models.F("state")
    )
    apps.get_model("plans", "Initiative").objects.filter(validated_value__lte=0).update(
        state=state, validated_value=None, validated_by="", validated_on=None
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_forecast_start")]

    operations = [
        migrations.RunPython(take_back, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("validated_value__isnull", True), ("validated_value__gt", 0), _connector="OR"),
                name="initiative_value_signed_is_one",
            ),
        ),
    ]
