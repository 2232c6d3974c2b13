from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_case_that_needs_new_keys'),
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
