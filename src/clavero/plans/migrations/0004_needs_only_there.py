from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_needs_to_records'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['summary', 'fact', 'aim', 'pestel', 'force', 'market', 'fear', 'threat', 'activity', 'phase', 'buying_rule', 'swot', 'csf', 'stage', 'risk', 'governance'])), name='plan_item_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='planlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', True), ('need__isnull', False)), models.Q(('item__isnull', False), ('need__isnull', True)), _connector='OR'), name='plan_link_of_one'),
        ),
        migrations.AddConstraint(
            model_name='planlink',
            constraint=models.UniqueConstraint(condition=models.Q(('need__isnull', False), ('other__isnull', False)), fields=('plan', 'need', 'other'), name='plan_need_linked_once_other'),
        ),
        migrations.AddConstraint(
            model_name='planlink',
            constraint=models.UniqueConstraint(condition=models.Q(('action__isnull', False), ('need__isnull', False)), fields=('plan', 'need', 'action'), name='plan_need_linked_once_action'),
        ),
        migrations.AddConstraint(
            model_name='planlink',
            constraint=models.UniqueConstraint(condition=models.Q(('initiative__isnull', False), ('need__isnull', False)), fields=('plan', 'need', 'initiative'), name='plan_need_linked_once_initiative'),
        ),
    ]
