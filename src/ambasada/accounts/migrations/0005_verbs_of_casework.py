from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_verbs_of_erasing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ledgerline',
            name='verb',
            field=models.CharField(choices=[('asked', 'asked for approval'), ('approved', 'approved'), ('declined', 'declined'), ('voided', 'approval became void'), ('published', 'published'), ('withdrawn', 'withdrew'), ('erased', 'erased'), ('restored', 'lifted the erasure of'), ('approval_refused', 'was refused an approval'), ('invited', 'invited'), ('vouched', 'vouched'), ('vouch_refused', 'was not allowed to vouch'), ('joined', 'joined'), ('join_refused', 'was not let in'), ('seat_taken', 'took a seat'), ('seat_changed', 'changed a seat'), ('seat_ended', 'ended a seat'), ('device_lost', 'reported a lost device'), ('recovered', 'recovered'), ('recovery_refused', 'was refused a recovery'), ('key_added', 'added a key'), ('key_removed', 'removed a key'), ('closed', 'closed'), ('shared', 'shared with a colleague'), ('paused', 'paused the forms of'), ('resumed', 'opened the forms again of'), ('cleaned', 'cleaned up'), ('pruned', 'pruned the ledger')], max_length=20),
        ),
    ]
