import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0014_seats_that_keep_contacts'),
        ('relations', '0007_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='public_since',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_own', models.BooleanField()),
                ('is_full', models.BooleanField(default=False)),
                ('secret_sha256', models.CharField(max_length=64, unique=True)),
                ('made_on', models.DateField()),
                ('embassy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.embassy')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.seat')),
            ],
            options={
                'verbose_name': 'calendar by a secret address',
                'verbose_name_plural': 'calendars by a secret address',
                'default_permissions': (),
            },
        ),
    ]
