import hashlib
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document


class StoredDocument(AbstractDocument):
    """A document of which we keep our own copy, known by its date and SHA-256.

    Readers get it under its hash, so that neither address nor file name says what it is.
    """

    dated_on = models.DateField(_("dated"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)

    admin_form_fields = (*Document.admin_form_fields, "dated_on")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("stored document")
        verbose_name_plural = _("stored documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash true to the file."""
        with self.open_file() as file:
            self.sha256 = hashlib.sha256(file.read()).hexdigest()
        super().save(*args, **kwargs)

    @property
    def suffix(self) -> str:
        """The extension with its dot, in small letters."""
        return PurePath(self.filename).suffix.lower()

    @property
    def public_path(self) -> str:
        """The address readers use, without a host."""
        return f"/documents/{self.sha256}{self.suffix}"
