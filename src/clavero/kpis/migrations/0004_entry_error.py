from django.db import migrations, models


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
    ]
