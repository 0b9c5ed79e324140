import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0002_sector_and_segment'),
        ('relationships', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemandsVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('content', models.JSONField()),
                ('reason', models.TextField(blank=True, verbose_name='why')),
                ('by_id', models.BigIntegerField(blank=True, null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-valid_from', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('supposes', models.CharField(blank=True, max_length=500, verbose_name='what is supposed')),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('absent', models.ManyToManyField(blank=True, related_name='+', to='relationships.contact')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='map_scenarios', to='portfolio.customer')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('customer', 'name'), name='one_scenario_of_a_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('solid', 'solid'), ('dotted', 'dotted'), ('influence', 'influence'), ('conflict', 'conflict')], max_length=10)),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='how it is known')),
                ('said_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('end', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines_to', to='relationships.contact')),
                ('start', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines_from', to='relationships.contact')),
                ('scenario', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='relationships.scenario')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('start', models.F('end')), _negated=True), name='line_between_two'),
                    models.CheckConstraint(condition=models.Q(('scenario__isnull', False), models.Q(('kind', 'solid'), _negated=True), _connector='OR'), name='todays_boss_is_no_line'),
                    models.CheckConstraint(condition=models.Q(('expires_on__isnull', False), models.Q(('kind__in', ['conflict', 'influence']), _negated=True), _connector='OR'), name='what_is_thought_expires'),
                    models.UniqueConstraint(condition=models.Q(('scenario__isnull', True)), fields=('start', 'end', 'kind'), name='one_line_of_a_kind_today'),
                    models.UniqueConstraint(condition=models.Q(('scenario__isnull', False)), fields=('scenario', 'start', 'end', 'kind'), name='one_line_of_a_kind_in_a_scenario'),
                ],
            },
        ),
    ]
