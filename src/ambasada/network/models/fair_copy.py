"""The very bytes that were looked at, and where readers find them."""

import calendar
import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, NamedTuple

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from ambasada.network.models.approval import Approval
from ambasada.network.models.document import StoredDocument
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.picture import (
    PICTURE_SUFFIXES,
    ShownPicture,
    StoredPicture,
    picture_files,
    shown_pictures,
)

# What Wagtail writes down about its own work: where a row stands in its tables, who has it open,
# which revision is newest. None of it is ever shown, so none of it is approved.
BOOKKEEPING = frozenset(
    {
        "alias_of",
        "content_type",
        "depth",
        "draft_title",
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "path",
        "url_path",
        "wagtail_admin_comments",
    }
)


class StoredCopy(NamedTuple):
    """A stored document as a fair copy names it."""

    sha256: str
    suffix: str
    dated_on: date | None

    @property
    def public_path(self) -> str:
        """The address readers use, without a host."""
        return public_path(self.sha256, self.suffix)


def public_path(sha256: str, suffix: str) -> str:
    """Return the address at which readers are served a file that is named."""
    folder = "pictures" if suffix in PICTURE_SUFFIXES else "documents"
    return f"/{folder}/{sha256}{suffix}"


class SpoiltCopy(Exception):
    """The bytes of a copy are not those that were approved; `ambasada check` says which."""


class FairCopyQuerySet(models.QuerySet["FairCopy"]):
    def public(self, embassy: Embassy) -> "FairCopyQuerySet":
        """Narrow to what readers of one embassy are served: what was approved, and stands."""
        return self.filter(embassy=embassy, is_public=True).once_public()

    def in_month(self, first: date) -> "FairCopyQuerySet":
        """Narrow to the month that begins on a day, in a form that an index answers."""
        days = calendar.monthrange(first.year, first.month)[1]
        return self.filter(dated_on__range=(first, first.replace(day=days)))

    def of_thing(self, thing: models.Model) -> "FairCopyQuerySet":
        """Narrow to the copies of one page or fact."""
        return self.filter(kind=thing._meta.label_lower, object_id=thing.pk)

    def once_public(self) -> "FairCopyQuerySet":
        """Narrow to what was approved for readers at any time and was not erased."""
        return self.exclude(source="").filter(
            approval__status=Approval.Status.APPROVED, approval__change=Approval.Change.PUBLISH
        )


class FairCopy(models.Model):
    """The canonical bytes of one page or fact, as members looked at them.

    `source` never changes and `sha256` is its hash. The columns beside it say where the copy is
    found and are made from it. Of what was erased only the hash is left: `source` is empty.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=60)  # as in Django's label_lower
    object_id = models.PositiveBigIntegerField()
    embassy = models.ForeignKey(Embassy, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    # Of pages alone: facts have no address and all languages in one row.
    language = models.CharField(max_length=10, blank=True)
    path = models.CharField(max_length=300, null=True)  # noqa: DJ001 -- "" is the home page's
    translation_key = models.UUIDField(null=True)
    dated_on = models.DateField(null=True)

    objects = FairCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("fair copy")
        verbose_name_plural = _("fair copies")
        indexes: ClassVar = [
            models.Index(fields=["embassy", "is_public", "kind"], name="fair_copy_by_kind"),
            models.Index(
                # SQLite looks for no more than the embassy in the one above: Django writes
                # "is_public" and not "is_public = 1".
                fields=["embassy", "kind", "dated_on", "object_id"],
                name="fair_copy_by_day",
            ),
            models.Index(fields=["embassy", "path"], name="fair_copy_by_path"),
            models.Index(fields=["embassy", "translation_key"], name="fair_copy_by_key"),
            models.Index(fields=["kind", "object_id"], name="fair_copy_of_thing"),
            models.Index(fields=["sha256"], name="fair_copy_by_hash"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=models.Q(is_public=True),
                name="one_public_copy_of_a_thing",
            ),
            models.UniqueConstraint(
                fields=["embassy", "language", "path"],
                condition=models.Q(is_public=True, path__isnull=False),
                name="one_public_page_at_a_path",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"

    @classmethod
    def of(cls, thing: models.Model) -> "FairCopy":
        """Return a copy of a page or fact as it stands in memory; it is not saved.

        A page stands where its slug puts it, which for a draft need not be where its row stands.
        """
        embassy, language, path = _place(thing)
        content = {
            "kind": thing._meta.label_lower,
            "id": thing.pk,
            "embassy": embassy.code,
            "language": language,
            "path": path,
            "fields": fields_of(thing),
            "files": {number: each._asdict() for number, each in files_of(thing).items()},
        }
        made_from = getattr(thing, "made_from", None)
        if made_from:  # of a translation: the language and the hash of the text it was made from
            content["made_from"] = made_from
        pictures = pictures_of(thing, embassy)
        if pictures:  # a copy without any is the one it was before there were pictures
            content["pictures"] = {number: each.written() for number, each in pictures.items()}
        source = _canonical(content)
        return cls(
            kind=content["kind"],
            object_id=thing.pk,
            embassy=embassy,
            source=source,
            sha256=hashlib.sha256(source.encode()).hexdigest(),
            language=language,
            path=path,
            translation_key=getattr(thing, "translation_key", None),
            dated_on=getattr(thing, "dated_on", None),
        )

    @property
    def subject(self) -> str:
        """How the ledger names the page or fact."""
        return f"{self.kind}:{self.object_id}"

    @property
    def is_known(self) -> bool:
        """Whether this version of Ambasada can read it: it has its kind, and it was not erased."""
        if not self.source:
            return False
        try:
            apps.get_model(self.kind)
        except LookupError:
            return False
        return True

    @cached_property
    def is_whole(self) -> bool:
        """Whether the bytes are those that were approved, and the copy stands where they say."""
        if not self.is_known or hashlib.sha256(self.source.encode()).hexdigest() != self.sha256:
            return False
        said = self.content
        place = (self.kind, self.object_id, self.language, self.path)
        return place == (said["kind"], said["id"], said["language"], said["path"]) and (
            self.path is None or str(self.translation_key) == said["fields"]["translation_key"]
        )

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return what the source says: kind, id, embassy, language, path, fields, files, pictures.

        The last is there where there are any.
        """
        content: dict[str, Any] = json.loads(self.source)
        return content

    @property
    def files(self) -> dict[int, StoredCopy]:
        """The stored documents it names, by their number."""
        return {
            int(number): StoredCopy(
                each["sha256"],
                each["suffix"],
                date.fromisoformat(each["dated_on"]) if each["dated_on"] else None,
            )
            for number, each in self.content["files"].items()
        }

    @property
    def pictures(self) -> dict[int, ShownPicture]:
        """The pictures it shows, by their number."""
        named = self.content.get("pictures", {})
        return {int(number): ShownPicture.read(each) for number, each in named.items()}

    @property
    def every_file(self) -> set[StoredCopy]:
        """The files it names of any kind, also those of its pictures that readers do not get."""
        return _together(self.files.values(), self.pictures.values())

    @property
    def thing(self) -> Any:  # noqa: ANN401 -- a page or a fact of any kind
        """The page or fact, made of these bytes alone; no table is asked."""
        model: Any = apps.get_model(self.kind)
        made = model.from_serializable_data(self.content["fields"], check_fks=False)
        if isinstance(made, Page):
            made.locale = Locale(pk=made.locale_id, language_code=self.language)
            made.url_path = f"{self.embassy.home_path(self.language)}{self.path}"
        elif not isinstance(made, Embassy):
            made.embassy = self.embassy
        made.fair_copy = self
        return made


class NamedFile(models.Model):
    """A stored document that a fair copy names; its bytes are kept under their hash."""

    copy = models.ForeignKey(FairCopy, on_delete=models.CASCADE, related_name="named_files")
    sha256 = models.CharField(max_length=64, db_index=True)
    suffix = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("named file")
        verbose_name_plural = _("named files")

    def __str__(self) -> str:
        return f"{self.sha256}{self.suffix}"


def _place(thing: models.Model) -> tuple[Embassy, str, str | None]:
    """Return the embassy of a page or fact, and a page's language and path below it."""
    if isinstance(thing, Embassy):
        return thing, "", None
    if not isinstance(thing, Page):
        embassy: Embassy = thing.embassy  # type: ignore[attr-defined]  # as every fact has
        return embassy, "", None
    parent = thing.get_parent()
    url_path = f"{parent.url_path}{thing.slug}/"
    home, _slash, path = url_path.strip("/").partition("/")
    code, _hyphen, language = home.rpartition("-")
    return Embassy.objects.get(code=code), language, f"{path}/" if path else ""


def fields_of(thing: models.Model) -> dict[str, Any]:
    """Return what a page or fact says, in the form a fair copy holds; without bookkeeping.

    A stream is JSON inside a text, and PostgreSQL gives its keys back in an order of its own: here
    they are sorted, or a row would differ from the revision it was made of.
    """
    fields: dict[str, Any] = thing.serializable_data()  # type: ignore[attr-defined]  # revisions
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField) and fields.get(field.name):
            fields[field.name] = _canonical(json.loads(fields[field.name]))
    return {name: value for name, value in fields.items() if name not in BOOKKEEPING}


def _canonical(value: object) -> str:
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def files_of(thing: models.Model) -> dict[int, StoredCopy]:
    """Return what a page or fact in memory names of each stored document, by its number."""
    return {
        each.pk: StoredCopy(each.sha256, each.suffix, each.dated_on)
        for each in StoredDocument.objects.filter(pk__in=_named(thing, StoredDocument)).order_by(
            "pk"
        )
    }


def pictures_of(thing: models.Model, embassy: Embassy) -> dict[int, ShownPicture]:
    """Return what a page or fact in memory shows of each picture of its embassy, by its number."""
    numbers = picture_numbers(thing)
    return shown_pictures(embassy, numbers) if numbers else {}


def picture_numbers(thing: models.Model) -> set[int]:
    """Return the numbers of the pictures that a page or fact in memory names."""
    return _named(thing, StoredPicture)


def every_file_of(thing: models.Model) -> set[StoredCopy]:
    """Return the files of any kind that a page or fact in memory names."""
    numbers = picture_numbers(thing)
    pictures = shown_pictures(_place(thing)[0], numbers) if numbers else {}
    return _together(files_of(thing).values(), pictures.values())


def files_of_picture(picture: StoredPicture) -> set[StoredCopy]:
    """Return the files of a picture: the stored original, and what readers get."""
    return _together([], shown_pictures(picture.embassy, [picture.pk]).values())


def _together(files: Iterable[StoredCopy], pictures: Iterable[ShownPicture]) -> set[StoredCopy]:
    return {*files, *(StoredCopy(*each, None) for each in picture_files(pictures))}


def _named(thing: models.Model, model: type[models.Model]) -> set[int]:
    """Return the numbers of rows of a kind that a page or fact names."""
    found = set()
    for field in thing._meta.get_fields():
        if isinstance(field, models.ForeignKey) and field.related_model is model:
            found.add(field.value_from_object(thing))
        elif isinstance(field, StreamField):
            named = field.extract_references(field.value_from_object(thing))
            found |= {number for kind, number, *_where in named if kind is model}
    return {int(number) for number in found if number is not None}
