import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0012_words_for_the_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedHelp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_served', models.BooleanField(default=False)),
                ('is_attended', models.BooleanField(default=False)),
                ('counts', models.JSONField(default=dict)),
                ('embassy', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.embassy')),
            ],
            options={
                'verbose_name': 'state of sealed help',
                'verbose_name_plural': 'states of sealed help',
                'default_permissions': (),
            },
        ),
    ]
