from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0012_sources_and_value_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="action",
            name="dated",
            field=models.DateField(blank=True, null=True, verbose_name="date of the source"),
        ),
        migrations.AddField(
            model_name="action",
            name="evidence",
            field=models.TextField(blank=True, max_length=2000, verbose_name="evidence"),
        ),
        migrations.AddField(
            model_name="action",
            name="source",
            field=models.CharField(blank=True, max_length=300, verbose_name="source"),
        ),
        migrations.AddField(
            model_name="resourcerequest",
            name="dated",
            field=models.DateField(blank=True, null=True, verbose_name="date of the source"),
        ),
        migrations.AddField(
            model_name="resourcerequest",
            name="evidence",
            field=models.TextField(blank=True, max_length=2000, verbose_name="evidence"),
        ),
        migrations.AddField(
            model_name="resourcerequest",
            name="source",
            field=models.CharField(blank=True, max_length=300, verbose_name="source"),
        ),
        migrations.CreateModel(
            name="RetentionCurve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("first", models.DateField(null=True)),
                ("years", models.PositiveIntegerField(default=0)),
                ("losses", models.PositiveIntegerField(default=0)),
                ("intercept", models.FloatField(null=True)),
                ("slope", models.FloatField(null=True)),
                ("bands", models.JSONField(default=list)),
                ("basis", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("intercept__isnull", True), ("slope__isnull", True)),
                            models.Q(("intercept__isnull", False), ("slope__gt", 0)),
                            _connector="OR",
                        ),
                        name="retention_curve_rises",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("losses__lte", models.F("years"))),
                        name="retention_curve_of_its_years",
                    ),
                ],
            },
        ),
    ]
