from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0003_rota'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='must_rekey',
            field=models.BooleanField(default=False),
        ),
    ]
