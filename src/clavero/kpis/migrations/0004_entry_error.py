import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def as_written(apps, schema_editor):
    """What is there already was last changed when it was written, as far as anybody knows."""
    apps.get_model('kpis', 'Entry').objects.update(changed_at=F('created_at'))


class Migration(migrations.Migration):

    dependencies = [
        ('kpis', '0003_customer_contribution'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='error',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='changed_at',
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.RunPython(as_written, migrations.RunPython.noop),
    ]
