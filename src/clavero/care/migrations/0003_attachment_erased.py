from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0002_mails'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
