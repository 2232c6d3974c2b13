"""Roads through the admin, taken by a coordinator with a fresh passkey who writes the canary."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ambasada.network.models import EmergencyBlock
from ambasada.publishing.models import NewsPage
from tests.drills.roles import addresses, numbers_of
from tests.drills.standing import CANARY, Standing
from tests.factories.pages import at
from tests.network.test_admin import emergency_form

AdminRoad = Callable[[Standing, Client], object]
ADMIN_ROADS: list[AdminRoad] = []

# What a form of any page or fact may be asked to do beside being saved.
EVERYTHING = {
    "action-publish": "action-publish",
    "action-submit": "action-submit",
    "action": "publish",
    "publish_copies": "on",
    "publish_translations": "on",
    "include_descendants": "on",
    "copy_subpages": "on",
    "alias": "on",
    "confirm": "on",
    "overwrite_revision_id": "1",
}


def road(walk: AdminRoad) -> AdminRoad:
    """Note a road, to be walked by `test_roads`."""
    ADMIN_ROADS.append(walk)
    return walk


def page_form(**changed: Any) -> dict[str, Any]:
    """Return the form of a news item as a browser sends it."""
    sent = {
        "title": CANARY,
        "slug": "qanary",
        "introduction": CANARY,
        "published_on": "2026-05-01",
        "page_class": "green",
        "neutral_title": "",
        "checked_on": "",
        **{f"{stream}-count": "0" for stream in ("body", "sources", "corrections")},
    }
    return sent | changed


def went(answer: HttpResponseBase) -> bool:
    """Tell whether a form was taken: it leads on, and not to where one is refused."""
    return answer.status_code == 302 and answer.headers["Location"] != "/admin/"


@road
def page_edited_with_publish(there: Standing, browser: Client) -> None:
    sent = page_form(**{"action-publish": "action-publish"})
    assert went(browser.post(f"/admin/pages/{there.item.pk}/edit/", sent))
    assert there.item.get_latest_revision().content["title"] == CANARY


@road
def page_edited_with_an_hour_to_go_live(there: Standing, browser: Client) -> None:
    sent = page_form(**{"action-publish": "on", "go_live_at": "2020-01-01 00:00"})
    browser.post(f"/admin/pages/{there.item.pk}/edit/", sent)


@road
def page_added_with_publish(there: Standing, browser: Client) -> None:
    section = there.item.get_parent().pk
    sent = page_form(**{"action-publish": "action-publish"})
    assert went(browser.post(f"/admin/pages/add/publishing/newspage/{section}/", sent))
    assert NewsPage.objects.filter(title=CANARY).exists()


@road
def page_submitted_to_a_workflow(there: Standing, browser: Client) -> None:
    sent = page_form(**{"action-submit": "action-submit"})
    browser.post(f"/admin/pages/{there.item.pk}/edit/", sent)
    for verb in ("action-workflow-action", "action-restart-workflow", "action-cancel-workflow"):
        sent = page_form(**{verb: "on", "workflow-action-name": "approve"})
        browser.post(f"/admin/pages/{there.item.pk}/edit/", sent)


@road
def fact_edited_with_publish(there: Standing, browser: Client) -> None:
    block: EmergencyBlock = there.britain.emergency_block
    sent = emergency_form(block, channel_en=CANARY, **{"action-publish": "action-publish"})
    path = f"/admin/snippets/network/emergencyblock/edit/{block.pk}/"
    assert went(browser.post(path, sent))
    block.refresh_from_db()
    assert block.latest_revision.content["channel"]["en"] == CANARY


@road
def page_reverted_with_publish(there: Standing, browser: Client) -> None:
    item = there.item
    item.title = CANARY
    old = item.save_revision()
    item.title = "A quiet day"
    item.save_revision()
    path = f"/admin/pages/{item.pk}/revisions/{old.pk}/revert/"
    browser.get(path)
    sent = page_form(revision=old.pk, **{"action-publish": "action-publish"})
    browser.post(f"/admin/pages/{item.pk}/edit/", sent)


@road
def page_deleted_and_moved_one_by_one(there: Standing, browser: Client) -> None:
    about = at(there.britain, "en", "about/").pk
    browser.post(f"/admin/pages/{there.item.pk}/move/{about}/confirm/")
    browser.post(f"/admin/pages/{there.item.pk}/set_position/", {"position": "0"})
    browser.post(f"/admin/pages/{there.item.pk}/delete/")
    browser.post(f"/admin/pages/{there.item.get_parent().pk}/delete/", {"confirm_site_name": "gb"})


@road
def pages_deleted_moved_and_published_in_bulk(there: Standing, browser: Client) -> None:
    chosen = "&".join(f"id={pk}" for pk in Page.objects.values_list("pk", flat=True))
    target = at(there.britain, "en", "about/").pk
    for action in ("publish", "unpublish", "move", "delete", "add_to_collection", "add_tags"):
        for model in ("wagtailcore/page", "network/storeddocument", "network/channel"):
            path = f"/admin/bulk/{model}/{action}/?{chosen}"
            browser.post(path, {"chooser": target, **EVERYTHING})


@road
def page_copied_with_publish(there: Standing, browser: Client) -> None:
    section = there.item.get_parent().pk
    copied = {"new_title": CANARY, "new_slug": "qanary", "new_parent_page": section}
    browser.post(f"/admin/pages/{there.item.pk}/copy/", copied | EVERYTHING)
    browser.post(f"/admin/pages/{section}/copy/", copied | EVERYTHING)


@road
def alias_converted_and_made_again(there: Standing, browser: Client) -> None:
    alias = there.item.create_alias(update_slug="qanary")
    browser.post(f"/admin/pages/{alias.pk}/convert_alias/", EVERYTHING)
    browser.post(f"/admin/localize/page/{there.translation.pk}/convert_to_alias/", EVERYTHING)


@road
def translation_edited_and_published(there: Standing, browser: Client) -> None:
    translation = Translation.objects.get()
    segment = StringSegment.objects.filter(source=translation.source).first()
    assert segment
    path = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
    said = browser.put(path, f"value={CANARY}", content_type="application/x-www-form-urlencoded")
    assert said.status_code in {200, 201}
    assert StringTranslation.objects.filter(data=CANARY).exists()
    browser.post(f"/admin/pages/{there.translation.pk}/edit/", EVERYTHING)
    browser.post(f"/admin/localize/translate/{translation.pk}/disable/", EVERYTHING)


@road
def translation_uploaded_and_updated_with_publish(there: Standing, browser: Client) -> None:
    translation = Translation.objects.get()
    file = translation.export_po()
    for entry in file:
        entry.msgstr = CANARY
    sent = {"file": SimpleUploadedFile("be.po", str(file).encode())}
    browser.post(f"/admin/localize/translate/{translation.pk}/pofile/upload/", sent)
    assert StringTranslation.objects.filter(data=CANARY).exists()
    path = f"/admin/localize/update/{translation.source_id}/"
    assert went(browser.post(path, {"publish_translations": "on"}))
    assert there.translation.get_latest_revision().content["title"] == CANARY


@road
def page_sent_to_another_language(there: Standing, browser: Client) -> None:
    path = f"/admin/localize/submit/page/{there.item.pk}/"
    locale = at(there.britain, "ru").locale_id
    browser.post(path, {"locales": locale, "include_subtree": "on", **EVERYTHING})


@road
def document_replaced_and_deleted(there: Standing, browser: Client) -> None:
    document = there.document
    file = SimpleUploadedFile("quiet.txt", CANARY.encode())
    sent = {"title": CANARY, "file": file, "collection": document.collection_id, "tags": ""}
    assert went(browser.post(f"/admin/documents/edit/{document.pk}/", sent))
    assert there.document.title == CANARY
    browser.post(f"/admin/documents/multiple/{document.pk}/", sent)
    browser.post(f"/admin/documents/multiple/{document.pk}/delete/")
    browser.post(f"/admin/documents/delete/{document.pk}/")


@road
def every_form_of_the_admin_sent(there: Standing, browser: Client) -> None:
    """All that a form may ask, to every address but the one that says yes."""
    sent = page_form(**EVERYTHING)
    closed = ("approve", "account_", "mfa_", "members_device_lost", "wagtailadmin_logout")
    for each in addresses(numbers_of(there)):
        if not each.name.startswith(closed):
            browser.post(each.path, sent)
    assert browser.get("/admin/").status_code == 200
