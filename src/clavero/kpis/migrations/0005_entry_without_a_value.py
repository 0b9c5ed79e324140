from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kpis', '0004_entry_error'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='value',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name='value'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('by_id__isnull', True), ('by_name', '')), _connector='OR'), name='kpi_entered_with_a_value'),
        ),
    ]
