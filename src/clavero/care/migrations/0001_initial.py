import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('portfolio', '0002_sector_and_segment'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('zone', models.CharField(max_length=60, verbose_name='time zone')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='public holidays of')),
                ('region', models.CharField(blank=True, max_length=20, verbose_name='region')),
                ('week', models.JSONField()),
                ('days_off', models.JSONField(default=list)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['name', '-valid_from', '-id'],
                'indexes': [models.Index(fields=['name', 'valid_from'], name='hours_in_force')],
            },
        ),
        migrations.CreateModel(
            name='AccountHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='portfolio.customer')),
                ('name', models.CharField(max_length=150)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='account_hours_named')],
            },
        ),
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('table', models.JSONField()),
                ('stops', models.BooleanField(default=True)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-valid_from', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Door',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='portfolio.customer')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=150, verbose_name='for whom')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='door_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='complaints', to='portfolio.customer')),
                ('text', models.CharField(max_length=200, verbose_name='what is wrong')),
                ('detail', models.TextField(blank=True, max_length=8000, verbose_name='more about it')),
                ('channel', models.CharField(choices=[('phone', 'phone'), ('email', 'email'), ('visit', 'visit'), ('link', 'link'), ('other', 'other')], max_length=6)),
                ('door', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to='care.door')),
                ('from_name', models.CharField(blank=True, max_length=150, verbose_name='who complains')),
                ('from_email', models.EmailField(blank=True, max_length=254, verbose_name='their e-mail')),
                ('from_phone', models.CharField(blank=True, max_length=40, verbose_name='their telephone')),
                ('severity', models.CharField(choices=[('low', 'low'), ('normal', 'normal'), ('high', 'high'), ('critical', 'critical')], max_length=8)),
                ('cause', models.CharField(blank=True, choices=[('late', 'late'), ('short', 'short'), ('damaged', 'damaged'), ('quality', 'quality'), ('wrong', 'wrong'), ('invoice', 'invoice'), ('price', 'price'), ('information', 'information'), ('treatment', 'treatment'), ('other', 'other')], max_length=12)),
                ('why', models.TextField(blank=True, max_length=8000, verbose_name='why it happened')),
                ('corrective', models.TextField(blank=True, max_length=8000, verbose_name='what prevents it')),
                ('money', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='money at stake')),
                ('state', models.CharField(choices=[('received', 'received'), ('acknowledged', 'acknowledged'), ('answered', 'answered'), ('waiting', 'waiting'), ('resolved', 'resolved')], default='received', max_length=12)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('satisfied', models.BooleanField(null=True)),
                ('tier', models.CharField(choices=[('key', 'key'), ('managed', 'managed'), ('other', 'other')], max_length=8)),
                ('answer_minutes', models.PositiveIntegerField()),
                ('resolve_minutes', models.PositiveIntegerField()),
                ('hours', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.hours')),
                ('stops', models.BooleanField()),
                ('answer_due_at', models.DateTimeField(blank=True, null=True)),
                ('resolve_due_at', models.DateTimeField(blank=True, null=True)),
                ('answer_took', models.PositiveIntegerField(blank=True, null=True)),
                ('resolve_took', models.PositiveIntegerField(blank=True, null=True)),
                ('look_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-received_at', '-id'],
                'indexes': [models.Index(fields=['state', 'owner'], name='complaints_of_a_person'), models.Index(fields=['look_at'], name='complaints_to_tell'), models.Index(fields=['customer', 'received_at'], name='complaints_of_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='complaint_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', False), ('state', 'resolved')), models.Q(models.Q(('state', 'resolved'), _negated=True), ('resolved_at__isnull', True)), _connector='OR'), name='complaint_resolved_at_a_moment'), models.CheckConstraint(condition=models.Q(('answer_minutes__gte', 1), ('resolve_minutes__gte', models.F('answer_minutes'))), name='complaint_answer_before_solution'), models.CheckConstraint(condition=models.Q(('money__isnull', True), ('money__gte', 0), _connector='OR'), name='complaint_money_at_stake'), models.CheckConstraint(condition=models.Q(('resolved_at__isnull', True), ('resolved_at__gte', models.F('received_at')), _connector='OR'), name='complaint_resolved_later')],
            },
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='care.complaint')),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['begun_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('complaint',), name='one_open_wait'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('begun_at')), _connector='OR'), name='wait_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='care.complaint')),
                ('what', models.CharField(blank=True, max_length=12)),
                ('text', models.TextField(blank=True, max_length=8000)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='care.complaint')),
                ('name', models.CharField(max_length=150)),
                ('kind', models.CharField(max_length=5)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('file', models.CharField(max_length=60, unique=True)),
                ('by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='knocks', to='care.door')),
                ('network', models.CharField(blank=True, max_length=50)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['door', 'at'], name='knocks_of_a_door')],
            },
        ),
    ]
