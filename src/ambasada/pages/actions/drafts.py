"""What is noted when somebody changes a page or a fact."""

from django.db import models, transaction

from ambasada.accounts.models import Member
from ambasada.network.models import Author


@transaction.atomic
def note_author(thing: models.Model, member: Member) -> None:
    """Remember that a member changed a page or a fact since the version that is public."""
    Author.objects.get_or_create(kind=thing._meta.label_lower, object_id=thing.pk, member=member)
