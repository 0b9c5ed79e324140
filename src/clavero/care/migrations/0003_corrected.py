from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0002_mails'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='corrected',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
