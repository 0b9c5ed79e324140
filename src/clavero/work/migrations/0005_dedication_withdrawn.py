"""What was said of somebody's time and taken back stays."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("work", "0004_repeat_from")]
    operations = [
        migrations.AddField(
            model_name="dedication",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RemoveConstraint(model_name="dedication", name="one_open_dedication_of_two"),
        migrations.AddConstraint(
            model_name="dedication",
            constraint=models.UniqueConstraint(
                fields=["customer", "person"],
                condition=Q(end__isnull=True, withdrawn_on__isnull=True),
                name="one_open_dedication_of_two",
            ),
        ),
    ]
