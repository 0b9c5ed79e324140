"""When somebody who has access again had none, told by the audit for who came back before."""

from django.db import migrations, models
from django.utils import timezone


def tell_spans(apps, _schema):
    person, entry = apps.get_model("identity", "Person"), apps.get_model("core", "AuditEntry")
    verbs = ("person.deactivated", "person.reactivated")
    found = entry.objects.filter(verb__in=verbs, subject_type="identity.Person").order_by("pk")
    spans, closed = {}, {}
    for who, verb, moment in found.values_list("subject_id", "verb", "at"):
        day = timezone.localdate(moment)
        if verb == "person.deactivated":
            closed.setdefault(who, day)
        elif (start := closed.pop(who, None)) is not None and start < day:
            spans.setdefault(who, []).append(f"{start.isoformat()}/{day.isoformat()}")
    for who, told in spans.items():
        person.objects.filter(pk=who).update(closed_spans=" ".join(told))


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_closed_on"), ("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="closed_spans",
            field=models.TextField(blank=True, default="", verbose_name="times without access"),
            preserve_default=False,
        ),
        migrations.RunPython(tell_spans, migrations.RunPython.noop),
    ]
