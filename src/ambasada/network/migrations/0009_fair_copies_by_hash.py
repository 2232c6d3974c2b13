from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0008_fair_copies_by_day'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='faircopy',
            index=models.Index(fields=['sha256'], name='fair_copy_by_hash'),
        ),
    ]
