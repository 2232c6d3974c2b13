from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_case_that_needs_new_keys")]

    operations = [
        migrations.AddField(
            model_name="case", name="is_spam", field=models.BooleanField(default=False)
        ),
        migrations.AlterField(
            model_name="tally",
            name="outcome",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("informed", "Informed"),
                    ("referred", "Referred"),
                    ("transferred", "Transferred"),
                    ("authority", "Authority"),
                    ("nothing", "Nothing"),
                    ("silence", "Silence"),
                    ("spam", "Spam"),
                ],
            ),
        ),
    ]
