import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def look_back(apps, schema_editor):
    """A mail came for the account that its case is of. Open cases of which somebody was told are
    looked at once more: a time that ended with the working day was never told as over."""
    cases, mails = (apps.get_model("care", name).objects for name in ("Complaint", "Mail"))
    of = cases.filter(pk=OuterRef("complaint")).values("customer")[:1]
    mails.update(customer=Subquery(of))
    told = cases.exclude(state="resolved").exclude(told_at=None)
    told.update(look_at=F("told_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0004_corrected'),
        ('portfolio', '0002_sector_and_segment'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='origin_key',
            field=models.CharField(blank=True, max_length=66),
        ),
        migrations.AddField(
            model_name='mail',
            name='customer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='portfolio.customer'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.UniqueConstraint(condition=models.Q(('origin_key', ''), _negated=True), fields=('origin_key',), name='complaint_brought_once'),
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop),
    ]
