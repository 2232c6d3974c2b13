from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0006_mirrors'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='faircopy',
            index=models.Index(fields=['embassy', 'translation_key'], name='fair_copy_by_key'),
        ),
    ]
