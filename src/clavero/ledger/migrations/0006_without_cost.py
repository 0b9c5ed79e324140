from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_days_of_product_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='without_cost',
            field=models.BigIntegerField(default=0),
        ),
    ]
