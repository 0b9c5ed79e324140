from django.db import migrations, models
from django.db.models import Q


def name_the_currency(apps, schema_editor):
    """What was at stake until now was written in the reporting currency."""
    settings = apps.get_model("ledger", "LedgerSettings").objects.filter(id=1).first()
    currency = (settings and settings.reporting_currency) or "EUR"
    cases = apps.get_model("care", "Complaint").objects
    cases.filter(money__isnull=False).update(currency=currency)


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0005_brought_and_mailed'),
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='currency',
            field=models.CharField(blank=True, default='', max_length=3, verbose_name='currency'),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_currency, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(
                condition=Q(money__isnull=True, currency='') | (Q(money__isnull=False) & ~Q(currency='')),
                name='complaint_money_of_a_currency',
            ),
        ),
    ]
