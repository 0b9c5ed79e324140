from django.db import migrations


class Migration(migrations.Migration):
    """That a link was opened is not kept: mail scanners open it too, and nobody was told of it."""

    dependencies = [("loyalty", "0003_reminders")]

    operations = [migrations.RemoveField(model_name="invitation", name="opened_at")]
