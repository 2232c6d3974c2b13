from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0007_fair_copies_by_key'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='faircopy',
            index=models.Index(fields=['embassy', 'kind', 'dated_on', 'object_id'], name='fair_copy_by_day'),
        ),
    ]
