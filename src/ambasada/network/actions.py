from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from ambasada.accounts.actions import join
from ambasada.accounts.models import Member
from ambasada.network.models import Embassy, Seat

# What an editor of an embassy may do; page rights are given on the embassy's own home pages.
_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_MODEL_RIGHTS = (
    "change_embassy",
    "change_wording",
    "add_channel",
    "change_channel",
    "change_emergencyblock",
    "change_mandate",
    "add_office",
    "change_office",
    "submit_translation",
)
# Wagtail asks these of its own document model, whichever model is in use.
_DOCUMENT_RIGHTS = ("add_document", "change_document", "choose_document")


def editors_of(embassy: Embassy) -> Group:
    """Return the group whose members edit this embassy's pages and facts, making it if absent."""
    group, _made = Group.objects.get_or_create(name=f"{embassy.code} editors")
    return group


def documents_of(embassy: Embassy) -> Collection:
    """Return the collection that holds this embassy's documents, making it if absent."""
    found = Collection.objects.filter(depth=2, name=embassy.code).first()
    return found or Collection.get_first_root_node().add_child(name=embassy.code)


@transaction.atomic
def let_editors_edit(embassy: Embassy) -> None:
    """Give the embassy's editors their rights on its home pages, facts and documents.

    Repeating it changes nothing. Wagtail's rights guard editing only, never a secret.
    """
    group = editors_of(embassy)
    paths = [embassy.home_path(language) for language in embassy.languages]
    rights = Permission.objects.filter(content_type__app_label="wagtailcore")
    for home in Page.objects.filter(url_path__in=paths):
        for right in rights.filter(codename__in=_PAGE_RIGHTS):
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)
    documents = documents_of(embassy)
    for right in Permission.objects.filter(
        content_type__app_label="wagtaildocs", codename__in=_DOCUMENT_RIGHTS
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=documents, permission=right
        )
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(codename__in=_MODEL_RIGHTS),
    )


@transaction.atomic
def take_seat(member: Member, embassy: Embassy, *, now: datetime) -> Seat:
    """Seat a member in an embassy from today on; a second call changes nothing."""
    seat, _made = Seat.objects.get_or_create(
        member=member, embassy=embassy, defaults={"starts_on": now.date()}
    )
    member.groups.add(editors_of(embassy))
    return seat


@transaction.atomic
def join_embassies(token: str, *, username: str, password: str, now: datetime) -> Member:
    """Spend an invite, make the member, and seat them in every embassy of the installation.

    All or nothing. Raises Refused, in one sentence for every cause, if the invite can't be used.
    """
    member = join(token, username=username, password=password, now=now)
    for embassy in Embassy.objects.all():
        take_seat(member, embassy, now=now)
    return member
