"""A page that names somebody, planted on a raised site, and erased by one member.

Run as `python -m tests.drills.victim plant|erase` in the environment of that site.
"""

import sys

import django

WORD = "Zorkanary"
TITLE = f"{WORD}-Test was seen in Minsk"
MEMBER = "drill-eraser"


def plant() -> None:
    """Publish a page with a file, in two languages, and more drafts of it; print its address."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- likewise
    from wagtail.admin.models import FormState  # noqa: PLC0415 -- likewise
    from wagtail.models import Collection, Comment  # noqa: PLC0415 -- likewise

    from ambasada.network.models import Embassy, StoredDocument  # noqa: PLC0415 -- likewise
    from tests.factories.pages import approve_at_once, news, translated  # noqa: PLC0415 -- likewise
    from tests.factories.staff import seat  # noqa: PLC0415 -- likewise

    british = Embassy.objects.get(code="gb")
    member = seat(MEMBER, british, days_ago=60)
    collection = Collection.get_first_root_node().add_child(name="gb")
    document = StoredDocument(title=TITLE, collection=collection)
    document.file.save(f"{WORD}.txt", ContentFile(TITLE.encode()))
    document.save()
    item = news(british, title=TITLE)
    translated(item, british, "be", title=f"{TITLE} (be)")
    item.sources = [("source", {"title": TITLE, "archived": document})]
    item.save_revision(user=member, log_action=True)
    approve_at_once(item)
    item.introduction = TITLE
    item.save_revision(user=member, log_action=True)
    Comment.objects.create(page=item, user=member, text=TITLE, contentpath="title")
    FormState.objects.create(
        user=member,
        content_type=item.content_type,
        object_id=str(item.pk),
        data=TITLE,
        last_updated_at=timezone.now(),
    )
    print(item.address)  # noqa: T201


def erase() -> None:
    """Erase it, as one member."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Member  # noqa: PLC0415 -- likewise
    from ambasada.editions.actions import erase as erase_it  # noqa: PLC0415 -- likewise
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- likewise
    from ambasada.publishing.models import NewsPage  # noqa: PLC0415 -- likewise

    item = NewsPage.objects.get(title=TITLE)
    british = Embassy.objects.get(code="gb")
    member = Member.objects.get(username=MEMBER)
    erase_it(item, british, by=member, now=timezone.now())


if __name__ == "__main__":
    django.setup()
    {"plant": plant, "erase": erase}[sys.argv[1]]()
