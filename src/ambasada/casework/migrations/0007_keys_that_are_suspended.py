from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0006_read_only_and_plain_path'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffkey',
            name='suspended_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='wrap',
            name='is_nobodys',
            field=models.BooleanField(default=False),
        ),
    ]
