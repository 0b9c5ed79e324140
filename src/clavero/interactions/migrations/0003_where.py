from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interactions", "0002_counted_by_an_index")]

    operations = [
        migrations.AddField(
            model_name="interaction",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="where"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="is_from_us",
            field=models.BooleanField(editable=False, null=True),
        ),
    ]
