from django.db import migrations, models
from django.db.models import F


def name_by_the_last_line(apps, schema_editor):
    """Not known of products that are there: on their last day at the latest."""
    products = apps.get_model('ledger', 'Product').objects.using(schema_editor.connection.alias)
    products.exclude(name='').update(name_on=F('last_sold'))
    products.exclude(family='').update(family_on=F('last_sold'))


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_digest'),
    ]

    operations = [
        migrations.AddField(
            model_name='product',
            name='name_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='product',
            name='family_on',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(name_by_the_last_line, migrations.RunPython.noop),
    ]
