from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_cases'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='escrowed_on',
            field=models.DateField(null=True),
        ),
    ]
