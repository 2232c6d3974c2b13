"""What is noted when somebody changes a page or a fact."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Author, FairCopy
from ambasada.pages.queries.current import current
from ambasada.pages.translating import as_translated, translation_of


@transaction.atomic
def note_author(thing: models.Model, member: Member) -> None:
    """Remember that a member changed a page or a fact since the version that is public."""
    Author.objects.get_or_create(kind=thing._meta.label_lower, object_id=thing.pk, member=member)


@transaction.atomic
def note_author_of(copy: FairCopy, member: Member) -> None:
    """Remember that a member stored a file which a copy names: it is read as part of it.

    Not if the public version names the same files already.
    """
    public = FairCopy.objects.filter(kind=copy.kind, object_id=copy.object_id, is_public=True)
    known = {file for each in public for file in each.every_file}
    if not copy.every_file <= known:
        Author.objects.get_or_create(kind=copy.kind, object_id=copy.object_id, member=member)


@transaction.atomic
def take_in_translation(page: Page, *, by: Member) -> None:
    """Write the translated words there are now to a page's draft, so that it can be asked for.

    Changes nothing on a page that is written itself, or that has the words already. Raises Refused
    if the words do not fit the page.
    """
    translation = translation_of(page)
    if translation is None:
        return
    if FairCopy.of(as_translated(page)).sha256 == FairCopy.of(current(page)).sha256:
        return
    try:
        translation.save_target(user=by, publish=False)
    except ValidationError:
        raise Refused(_("A translated text does not fit. Look at the translation again.")) from None
    page.refresh_from_db()
