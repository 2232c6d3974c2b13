"""Two embassies as they stand when a drill begins: everything public, approved by two members.

Raised once a module and put back for each test, as `tests.factories.rows` does.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from ambasada.accounts.models import Member
from ambasada.editions.actions import bake_all
from ambasada.editions.replies import Answer
from ambasada.network.actions import documents_of
from ambasada.network.models import Approval, Embassy, EmergencyNumber, FairCopy, StoredDocument
from ambasada.pages.actions import approve, ask, ask_to_withdraw
from ambasada.publishing.models import NewsPage
from tests.drills.addresses import NOWHERE, READERS, SITE_WIDE
from tests.factories.editions import NOW, Visitor, front_door, lay
from tests.factories.embassies import Raised, put_both
from tests.factories.pages import DAY, at, drafted
from tests.factories.rows import Change, change, put, rows
from tests.factories.staff import confirm_passkey, give_passkey, seat, signed_in

CANARY = "Qanary"
# Whose rows are baked: approved bytes, which host is whose, how many members there are; and the
# ledger's head, which tells that there is something new.
BAKED_FROM = {
    "accounts_ledgerhead",
    "accounts_ledgerline",
    "editions_rollback",  # approved by two like the rest
    "editions_mirrorcheck",  # which approved mirrors were found sound
    "network_faircopy",
    "prisoners_prisonerroll",  # who is on a list: an approved copy has its hash
    "prisoners_prisonerrecord",  # and this one that of each record
    "network_namedfile",
    "network_approval",
    "network_embassy",
    "network_sealedhelp",  # whether somebody is on duty, and counts of past years: the clock's
    "wagtailcore_site",
    "accounts_member",
}
FOLDERS = {"MEDIA_ROOT": "media", "EDITIONS_ROOT": "editions", "KEYS_ROOT": "keys"}
Said = dict[tuple[str, str], tuple[int, bytes, dict[bytes, bytes]]]


@dataclass
class Standing:
    """What stands, by the names the drills call it."""

    britain: Embassy
    norland: Embassy
    planted: "Planted"
    answers: Said
    copies: list[tuple[Any, ...]]

    @property
    def item(self) -> NewsPage:
        """News in English, with a stored document as its source."""
        return NewsPage.objects.get(pk=self.planted.item)

    @property
    def translation(self) -> NewsPage:
        """The same news in Belarusian, translated by wagtail-localize."""
        return NewsPage.objects.get(pk=self.planted.translation)

    @property
    def document(self) -> StoredDocument:
        return StoredDocument.objects.get(pk=self.planted.document)

    def member(self, name: str) -> Member:
        return Member.objects.get(username=name)

    def browser(self, name: str) -> Client:
        """Return a browser in which a member is signed in who confirmed a passkey just now."""
        browser = signed_in(self.member(name))
        confirm_passkey(browser)
        return browser


class Planted(NamedTuple):
    """Under which numbers it was planted."""

    item: int
    translation: int
    document: int


@dataclass(frozen=True)
class Kept:
    """What planting did to the tables, its files, and what readers were answered then."""

    change: Change
    files: Path
    planted: Planted
    answers: Said


def keep(raised: Raised, files: Path) -> Kept:
    """Plant what stands, see what readers get, and undo it."""
    places = {name: files / folder for name, folder in FOLDERS.items()}
    with override_settings(**places), transaction.atomic():
        put_both(raised)
        before = rows()
        planted = _plant()
        after = rows()
        answers = answers_now()
        transaction.set_rollback(True)
    return Kept(change(before, after), files, planted, answers)


def put_standing(raised: Raised, kept: Kept) -> Standing:
    """Put what stands into a test's own transaction and folders."""
    put_both(raised)
    put(kept.change)
    for name, folder in FOLDERS.items():
        lay(kept.files / folder, Path(getattr(settings, name)))
    cache.clear()
    embassies = {each.code: each for each in Embassy.objects.select_related("site")}
    return Standing(embassies["gb"], embassies["norland"], kept.planted, kept.answers, copies_now())


def copies_now() -> list[tuple[Any, ...]]:
    """Return the rows that readers are served from."""
    return list(FairCopy.objects.filter(is_public=True).order_by("pk").values_list())


def read_now() -> dict[str, object]:
    """Return what a bake reads: the rows of each table, the ledger's apart, and each stored file.

    The ledger only tells a bake that there may be something new.
    """
    media = Path(settings.MEDIA_ROOT)
    read: dict[str, object] = {
        str(file): file.read_bytes() for file in media.rglob("*") if file.is_file()
    }
    with connection.cursor() as cursor:
        for table in BAKED_FROM - {"accounts_ledgerhead", "accounts_ledgerline"}:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- our own tables
            read[table] = sorted(cursor.fetchall(), key=repr)
    return read


def answers_now(also: Said | None = None) -> Said:
    """Bake everything anew, and ask both embassies for every public address in every language.

    `also` names more of them.
    """
    bake_all(now=NOW, is_full=True)
    asked = set(also or ())
    for embassy in Embassy.objects.select_related("site").filter(code__in=("gb", "norland")):
        paths = set(FairCopy.objects.filter(embassy=embassy).values_list("path", flat=True))
        host = embassy.site.hostname
        pages = (f"/{code}/{path or ''}" for path in paths for code in embassy.languages)
        files = StoredDocument.objects.values_list("sha256", flat=True)
        documents = (f"/documents/{sha256}.txt" for sha256 in files)
        asked |= {(host, each) for each in (*READERS, *SITE_WIDE, *NOWHERE, *pages, *documents)}
    readers = {host: Visitor(front_door(), host) for host, _path in asked}
    return {each: _said(readers[each[0]].ask(each[1])) for each in sorted(asked)}


def _said(answer: Answer) -> tuple[int, bytes, dict[bytes, bytes]]:
    return answer.status, bytes(answer.body), dict(answer.headers)


def approved_by_two(*things: Any) -> Approval:
    """Have one coordinator of the embassy ask and the other approve."""
    now = timezone.now()
    approval = ask(things, by=Member.objects.get(username="anna"), now=now)
    boris = Member.objects.get(username="boris")
    return approve(approval, by=boris, looked_at=approval.sha256, now=now)


def _plant() -> Planted:
    britain, norland = Embassy.objects.get(code="gb"), Embassy.objects.get(code="norland")
    for name, embassy in (("anna", britain), ("boris", britain), ("nils", norland)):
        give_passkey(seat(name, embassy, days_ago=90))
    item = _plant_item(britain)
    source, _is_new = TranslationSource.get_or_create_from_instance(item)
    belarusian = Locale.objects.get(language_code="be")
    Translation.objects.create(source=source, target_locale=belarusian).save_target(publish=False)
    translation = item.get_translation(belarusian)
    approved_by_two(translation)
    _plant_facts(britain)
    _plant_withdrawn(britain)
    document = StoredDocument.objects.get(title="A quiet source")
    return Planted(item.pk, translation.pk, document.pk)


def _plant_item(britain: Embassy) -> NewsPage:
    stored = StoredDocument.objects.create(
        title="A quiet source",
        file=ContentFile(b"A quiet resolution.\n", name="quiet.txt"),
        collection=documents_of(britain),
    )
    source = {"title": "The resolution", "archived": stored}
    item = NewsPage(
        title="A quiet day",
        published_on=DAY,
        introduction="It was quiet.",
        sources=[("source", source)],
    )
    approved_by_two(drafted(item, at(britain, "en", "news/")))
    item.refresh_from_db()
    return item


def _plant_facts(britain: Embassy) -> None:
    block = britain.emergency_block
    when = dict.fromkeys(britain.languages, "In a fire")
    block.numbers.add(EmergencyNumber(number="112", when=when))
    block.save_revision()
    channel = britain.channels.first()
    assert channel is not None
    channel.address = f"{channel.address} "[:-1]
    channel.purpose = dict.fromkeys(britain.languages, "For a quiet word")
    channel.save_revision()
    approved_by_two(block, channel)


def _plant_withdrawn(britain: Embassy) -> None:
    """Leave an address that says it is gone."""
    taken = drafted(NewsPage(title="Taken back", published_on=DAY), at(britain, "en", "news/"))
    approved_by_two(taken)
    now = timezone.now()
    approval = ask_to_withdraw(taken, by=Member.objects.get(username="anna"), now=now)
    boris = Member.objects.get(username="boris")
    approve(approval, by=boris, looked_at=approval.sha256, now=now)
