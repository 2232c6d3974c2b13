import hashlib
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from ambasada.lib.papers import cleaned

PAPER = ".pdf"
# Where the bytes of documents stand that a fair copy names, each under its hash.
KEPT_FOLDER = "kept"


class StoredDocument(AbstractDocument):
    """A document of which we keep our own copy, known by its date and SHA-256.

    Readers get it under its hash, so that neither address nor file name says what it is, and only
    once something they may read names it.
    """

    dated_on = models.DateField(_("dated"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)

    admin_form_fields = (*Document.admin_form_fields, "dated_on")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("stored document")
        verbose_name_plural = _("stored documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash true to the file; a new PDF is kept without what it says besides its pages.

        Raises NotAPaper if it can't be cleaned; the form has asked before and says so.
        """
        with self.open_file() as file:
            content = file.read()
        if self._state.adding and self.suffix == PAPER:
            made = cleaned(content)
            if made != content:
                content = made
                self.file.save(self.filename, ContentFile(made), save=False)
        self.sha256 = hashlib.sha256(content).hexdigest()
        super().save(*args, **kwargs)

    @property
    def suffix(self) -> str:
        """The extension with its dot, in small letters."""
        return PurePath(self.filename).suffix.lower()

    def keep(self) -> str:
        """Keep the bytes under their hash, whatever becomes of this row, and return the hash."""
        with self.open_file() as file:
            content = file.read()
        return keep_bytes(content, self.suffix)


def keep_bytes(content: bytes, suffix: str) -> str:
    """Keep bytes under their hash, and return it; they go if nothing names them within an hour."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{KEPT_FOLDER}/{sha256}{suffix}"
    if kept_bytes(sha256, suffix) is None:
        default_storage.delete(name)  # half written, when the machine stopped
        default_storage.save(name, ContentFile(content))
    else:
        Path(default_storage.path(name)).touch()  # it is about to be named once more
    return sha256


def kept_bytes(sha256: str, suffix: str) -> bytes | None:
    """Return the bytes kept under a hash; None if there are none or they are not those."""
    name = f"{KEPT_FOLDER}/{sha256}{suffix}"
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def kept_size(sha256: str, suffix: str) -> int:
    """Return how many bytes are kept under a hash; 0 if there are none."""
    name = f"{KEPT_FOLDER}/{sha256}{suffix}"
    return int(default_storage.size(name)) if default_storage.exists(name) else 0
