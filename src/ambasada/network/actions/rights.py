from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from ambasada.network.models import Embassy, fact_kinds

# What an editor of an embassy may do; page rights are given on the embassy's own home pages.
_PAGE_RIGHTS = ("add_page", "change_page")
# What nobody holds: only what two members approved is published, and a lock would keep others out.
_NOBODYS_RIGHTS = ("publish_page", "lock_page", "unlock_page")
_TRANSLATING = Q(codename="submit_translation")
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

    Takes from the group what nobody holds. Repeating it changes nothing. Wagtail's rights guard
    editing only, never a secret.
    """
    group = editors_of(embassy)
    GroupPagePermission.objects.filter(
        group=group, permission__codename__in=_NOBODYS_RIGHTS
    ).delete()
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
        *Permission.objects.filter(_TRANSLATING | _on_facts()),
    )


def _on_facts() -> Q:
    """Return the rights to change each kind of fact, and to add what an embassy can be without."""
    found = Q()
    for kind in fact_kinds():
        verbs = ("add", "change") if kind.is_dispensable else ("change",)
        found |= Q(
            content_type__app_label=kind._meta.app_label,
            codename__in=[f"{verb}_{kind._meta.model_name}" for verb in verbs],
        )
    return found
