from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0003_attachment_erased'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='corrected',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
