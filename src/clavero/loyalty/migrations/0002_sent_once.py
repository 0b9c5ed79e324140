"""Whoever sends a message says so before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="invitation",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
