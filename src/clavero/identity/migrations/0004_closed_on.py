"""Since when somebody's access is closed, told by the audit for who went before."""

from django.db import migrations, models
from django.utils import timezone


def tell_day(apps, _schema):
    person, entry = apps.get_model("identity", "Person"), apps.get_model("core", "AuditEntry")
    for gone in person.objects.filter(is_active=False):
        closed = entry.objects.filter(
            verb="person.deactivated", subject_type="identity.Person", subject_id=str(gone.pk)
        ).order_by("-pk").first()
        moment = timezone.now() if closed is None else closed.at
        gone.closed_on = timezone.localdate(moment)
        gone.save(update_fields=["closed_on"])


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_daily_messages"), ("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="access closed on"),
        ),
        migrations.RunPython(tell_day, migrations.RunPython.noop),
    ]
