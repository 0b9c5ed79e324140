from django.db import migrations, models


def read_terms(apps, schema_editor):
    """Fundings so far took the shape of the terms that held when they were decided."""
    terms = list(apps.get_model("investment", "Terms").objects.order_by("id"))
    Funding = apps.get_model("investment", "Funding")
    for funding in Funding.objects.select_related("case"):
        held = [
            each
            for each in terms
            if each.round_id == funding.case.round_id
            and each.created_at.date() <= funding.decided_on
        ]
        if held and held[-1].shape != funding.shape:
            funding.shape = held[-1].shape
            funding.save(update_fields=["shape"])


class Migration(migrations.Migration):

    dependencies = [
        ('investment', '0003_early_gates'),
    ]

    operations = [
        migrations.AddField(
            model_name='funding',
            name='shape',
            field=models.CharField(choices=[('pert', 'pert'), ('triangular', 'triangular')], default='pert', max_length=12),
        ),
        migrations.RunPython(read_terms, migrations.RunPython.noop),
    ]
