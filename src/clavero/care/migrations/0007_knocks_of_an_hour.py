from django.db import migrations
from django.db.models.functions import TruncHour


def keep_the_hour(apps, schema_editor):
    """Of when somebody used a link the hour is enough."""
    apps.get_model("care", "Knock").objects.update(at=TruncHour("at"))


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0006_money_of_a_currency'),
    ]

    operations = [
        migrations.RunPython(keep_the_hour, migrations.RunPython.noop),
    ]
