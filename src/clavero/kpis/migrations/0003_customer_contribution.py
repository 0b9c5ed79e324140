from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kpis', '0002_names_by_language'),
    ]

    operations = [
        migrations.AddField(
            model_name='snapshot',
            name='is_served',
            field=models.BooleanField(default=False),
        ),
    ]
