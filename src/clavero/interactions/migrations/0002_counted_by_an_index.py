from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interactions", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                fields=["customer", "day", "state", "kind", "counts"], name="interaction_counted"
            ),
        ),
    ]
