"""Roads around an approval that code can take: each writes the canary where it can.

Rows of the table of signals in the design of publishing, then what else writes to our tables.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import polib
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
)
from wagtail_localize.models import StringTranslation, Translation

from ambasada.accounts.models import Actor, Member
from ambasada.network.models import (
    Banner,
    Channel,
    Embassy,
    EmergencyBlock,
    EmergencyNumber,
    Mandate,
    Mirror,
    Office,
    OnionAddress,
    StoredDocument,
    Term,
    Wording,
)
from ambasada.pages.actions import ask
from ambasada.publishing.models import NewsPage
from ambasada.register.models import RegisterCount, RegisterEntry
from ambasada.relations.actions import count_withheld
from ambasada.statements.actions import import_statement
from ambasada.statements.models import StatementPage
from ambasada.statements.plaintext import parse
from tests.drills.standing import CANARY, Standing
from tests.factories.contacts import meeting, organisation, put_on_register
from tests.factories.embassies import raised_from
from tests.factories.packs import STATEMENT, tiny_pack
from tests.factories.pages import DAY, at, drafted

Road = Callable[[Standing], object]
ROADS: list[Road] = []
FACTS: tuple[type[Any], ...] = (Embassy, Wording, Channel, EmergencyBlock, Mandate, Office)


def road(walk: Road) -> Road:
    """Note a road, to be walked by `test_roads`."""
    ROADS.append(walk)
    return walk


def spoilt(page: Any) -> Any:  # noqa: ANN401 -- a page of any type
    """Return a page's draft in memory, with the canary in what it says."""
    page.title = page.introduction = CANARY
    return page


def new_item(there: Standing) -> NewsPage:
    return drafted(NewsPage(title=CANARY, published_on=DAY), at(there.britain, "en", "news/"))


@road
def first_publication_with_an_hour_to_go_live(there: Standing) -> None:
    item = new_item(there)
    item.go_live_at = timezone.now() + timedelta(hours=1)
    item.save_revision().publish()


@road
def scheduled_edit_of_a_live_page(there: Standing) -> None:
    item = spoilt(there.item)
    item.go_live_at = timezone.now() + timedelta(hours=1)
    item.save_revision().publish()


@road
def command_that_publishes_what_is_scheduled(there: Standing) -> None:
    revision = spoilt(there.item).save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Page.objects.filter(pk=there.translation.pk).update(expire_at=an_hour_ago)
    call_command("publish_scheduled", verbosity=0)
    assert Page.objects.get(pk=there.item.pk).title == CANARY


@road
def alias_made_in_another_language(there: Standing) -> None:
    there.item.copy_for_translation(Locale.objects.get(language_code="ru"), alias=True)


@road
def source_of_an_alias_published(there: Standing) -> None:
    alias = there.item.create_alias(update_slug="qanary")
    spoilt(there.item).save_revision().publish()
    alias.refresh_from_db()
    assert (alias.live, alias.title) == (True, CANARY)


@road
def slug_of_a_section_changed(there: Standing) -> None:
    section = at(there.britain, "en", "news/")
    section.slug = "qanary"
    section.save()
    section.save_revision().publish()


@road
def page_and_section_moved_and_reordered(there: Standing) -> None:
    there.item.move(at(there.norland, "en", "news/"), pos="first-child")
    at(there.britain, "en", "statements/").move(at(there.britain, "en", "about/"), pos="left")
    at(there.britain, "ru", "help/").move(at(there.norland, "ru", "safety/"), pos="last-child")


@road
def privacy_of_pages_added_and_removed(there: Standing) -> None:
    for page in (there.item, at(there.britain, "en", "news/"), at(there.britain, "en")):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    PageViewRestriction.objects.filter(page=there.item).delete()


@road
def privacy_of_a_collection_added(there: Standing) -> None:
    for collection in (there.document.collection, Collection.get_first_root_node()):
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


@road
def fact_saved_in_code(there: Standing) -> None:
    for model in FACTS:
        for fact in model.objects.filter(
            **{"pk" if model is Embassy else "embassy": there.britain.pk}
        ):
            for field in model._meta.get_fields():
                if type(field).__name__ == "InLanguages":
                    setattr(fact, field.name, dict.fromkeys(there.britain.languages, CANARY))
            fact.save()


@road
def mirror_and_onion_address_written_in_code(there: Standing) -> None:
    for model in (Mirror, OnionAddress):
        fact = model(embassy=there.britain, address=f"https://{CANARY}.example.org")
        fact.save()
        assert fact.live


@road
def banner_written_in_code(there: Standing) -> None:
    said = dict.fromkeys(there.britain.languages, CANARY)
    tomorrow = timezone.now() + timedelta(days=1)
    banner = Banner(embassy=there.britain, level="danger", text=said, until=tomorrow)
    banner.save()
    banner.save_revision().publish()
    assert banner.live


@road
def register_written_in_code(there: Standing) -> None:
    said = dict.fromkeys(there.britain.languages, CANARY)
    rows = {"organisation": said, "subject": said, "circle": "unions", "held": "2026-02"}
    entry = RegisterEntry(
        embassy=there.britain, meeting=uuid4(), not_before=date(2026, 3, 31), **rows
    )
    entry.save()
    entry.save_revision().publish()
    count = RegisterCount(
        embassy=there.britain, quarter="2026-q1", withheld=1, counted_on=date(2026, 4, 1)
    )
    count.save()
    count.save_revision().publish()
    assert entry.live
    assert count.live


@road
def meeting_put_on_the_register_by_one_member(there: Standing) -> None:
    anna, britain = there.member("anna"), there.britain
    union = organisation(britain, anna, CANARY)
    met = meeting(britain, anna, organisations=[union], note=CANARY)
    assert put_on_register(met, anna, subject={"en": CANARY}).status == "waiting"
    now = timezone.now()
    assert count_withheld("2026-q1", embassy=britain, by=anna, now=now).status == "waiting"


@road
def page_deleted(there: Standing) -> None:
    there.item.delete()
    there.translation.delete()


@road
def section_deleted(there: Standing) -> None:
    at(there.britain, "en", "news/").delete()
    at(there.britain, "be", "about/").delete()


@road
def facts_deleted(there: Standing) -> None:
    for model in (Channel, EmergencyBlock, Mandate, Office, Wording):
        model.objects.filter(embassy=there.britain).delete()


@road
def document_deleted(there: Standing) -> None:
    Mandate.objects.update(resolution_document=None)
    there.document.file.storage.delete(there.document.file.name)
    StoredDocument.objects.all().delete()


@road
def section_unpublished(there: Standing) -> None:
    at(there.britain, "en", "news/").unpublish()
    at(there.britain, "en").unpublish(set_expired=True)


@road
def file_of_a_document_replaced(there: Standing) -> None:
    document = there.document
    document.file.save("quiet.txt", ContentFile(CANARY.encode()))
    document.save()
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(CANARY.encode())
    StoredDocument.objects.update(sha256="0" * 64, title=CANARY)


@road
def revision_published_in_code(there: Standing) -> None:
    spoilt(there.item).save_revision().publish()
    spoilt(there.translation).save_revision().publish()
    new_item(there).get_latest_revision().publish()
    block = there.britain.emergency_block
    block.channel = dict.fromkeys(there.britain.languages, CANARY)
    block.save_revision().publish()


@road
def rows_of_pages_written(there: Standing) -> None:
    Page.objects.filter(depth__gt=1).update(
        title=CANARY,
        draft_title=CANARY,
        live=True,
        url_path="/gb-en/qanary/",
        search_description="Q",
    )
    NewsPage.objects.update(introduction=CANARY, published_on=DAY)
    assert there.norland.pk


@road
def rows_of_pages_saved(there: Standing) -> None:
    page = spoilt(there.item)
    page.slug = "qanary"
    page.save()
    at(there.britain, "en", "news/").add_child(
        instance=NewsPage(title=CANARY, published_on=DAY, locale=page.locale)
    )


@road
def rows_of_facts_written(there: Standing) -> None:
    said = dict.fromkeys(there.britain.languages, CANARY)
    Wording.objects.update(text=said)
    Channel.objects.update(address=CANARY, url="https://qanary.example", retired_on=DAY)
    EmergencyBlock.objects.update(channel_address=CANARY, channel=said)
    Mandate.objects.update(resolution_title=said, resolution_document=None)
    Office.objects.update(title=said, position=7)
    Embassy.objects.update(
        name=said, short_name=said, languages=["en"], band=["#"], exit_address="https://q.example"
    )


@road
def rows_below_facts_written(there: Standing) -> None:
    EmergencyNumber.objects.update(number=CANARY)
    EmergencyNumber.objects.create(
        block=there.britain.emergency_block, number="0", when={"en": CANARY}, sort_order=9
    )
    Term.objects.update(holder=CANARY)
    Term.objects.filter(office__embassy=there.norland).delete()


@road
def root_page_of_a_site_changed(there: Standing) -> None:
    Site.objects.update(root_page=at(there.norland, "en"), site_name=CANARY)
    Site.clear_site_root_paths_cache()


@road
def code_of_an_embassy_changed(there: Standing) -> None:
    Embassy.objects.filter(pk=there.britain.pk).update(code="qanary", kind="consulate")


@road
def languages_of_the_installation_changed(there: Standing) -> None:
    Locale.objects.filter(language_code="be").update(language_code="uk")
    other = Locale.objects.create(language_code="be")
    Page.objects.filter(pk=there.item.pk).update(locale=other)


@road
def content_of_revisions_written(there: Standing) -> None:
    for revision in Revision.objects.all():
        content = revision.content | {"title": CANARY, "introduction": CANARY}
        Revision.objects.filter(pk=revision.pk).update(content=content)
    assert there.item.latest_revision.as_object().title == CANARY, (
        there.item.latest_revision.content["title"],
        there.item.latest_revision_id,
        there.item.live_revision_id,
    )


@road
def translations_synchronised_and_published(there: Standing) -> None:
    spoilt(there.item).save_revision().publish()
    translation = Translation.objects.get()
    translation.source.update_from_db()
    translation.save_target(publish=True)
    there.translation.get_latest_revision().publish()


@road
def translated_file_taken_in(there: Standing) -> None:
    translation = Translation.objects.get()
    file = translation.export_po()
    for entry in file:
        entry.msgstr = CANARY
    translation.import_po(polib.pofile(str(file)))
    assert StringTranslation.objects.filter(data=CANARY).exists()
    translation.save_target(publish=True)
    there.translation.get_latest_revision().publish()


@road
def copy_published(there: Standing) -> None:
    there.item.copy(update_attrs={"title": CANARY, "slug": "qanary", "live": True})
    at(there.britain, "en", "news/").copy(
        recursive=True, update_attrs={"title": CANARY, "slug": "qanaries"}, keep_live=True
    )


@road
def statement_imported_by_command(there: Standing) -> None:
    parsed = parse(STATEMENT.replace("first", CANARY).encode(), language="en")
    imported = import_statement(
        parsed, embassy=there.britain, language="en", by=Actor.OPERATOR, now=timezone.now()
    )
    assert imported.approval
    assert imported.approval.status == "waiting"
    assert StatementPage.objects.filter(pk=imported.page.pk).exists()


@road
def embassy_added_by_command(there: Standing) -> None:
    from django.conf import settings  # noqa: PLC0415 -- of this test

    assert there.britain.pk
    raised_from(tiny_pack(settings.MEDIA_ROOT.parent / "tiny"), "tiny.localhost")


@road
def work_left_for_later_done(there: Standing) -> None:
    spoilt(there.item).save_revision().publish()
    # What the search index is told goes first: the worker may be late as well.
    for each in DBTaskResult.objects.all():
        each.task.call(*each.args_kwargs["args"], **each.args_kwargs["kwargs"])


@road
def request_that_waits(there: Standing) -> None:
    spoilt(there.item).save_revision()
    ask([there.item, new_item(there)], by=there.member("anna"), now=timezone.now())


@road
def every_member_removed_but_one(there: Standing) -> None:
    """Members are counted as ever joined, so switching them off gives nobody a way alone."""
    Member.objects.exclude(username="anna").update(is_active=False)
    spoilt(there.item).save_revision()
    approval = ask([there.item], by=there.member("anna"), now=timezone.now())
    assert approval.status == "waiting"
