from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_rates_of_fourteen_decimals'),
    ]

    operations = [
        migrations.RenameField(model_name='import', old_name='sha256', new_name='digest'),
    ]
