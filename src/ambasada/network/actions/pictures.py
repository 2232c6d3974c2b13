"""Pictures: taking one in, and keeping it once its masks are decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from ambasada.accounts.models import Member
from ambasada.lib.faces import faces_in
from ambasada.lib.masking import Box, masked, uncovered
from ambasada.lib.photographs import Fault, NotAPhotograph, read_photograph
from ambasada.lib.refused import Refused
from ambasada.lib.renditions import original_of, renditions_of
from ambasada.lib.waiting import Waiting, let_go, put_aside, taken_up, wait_longer
from ambasada.network.models import Embassy, Rendition, StoredPicture, keep_bytes
from ambasada.network.rules import is_seated

_WHILE_DECIDED: dict[str, Any] = {"format": "JPEG", "quality": 95, "subsampling": 0}


@dataclass(frozen=True)
class Pending:
    """A picture of which nothing is kept yet: its masks are being decided."""

    token: str
    embassy: Embassy
    content: bytes  # JPEG without metadata, unmasked
    width: int
    height: int
    faces: tuple[Box, ...]  # that were found


@dataclass(frozen=True)
class Decided:
    """What a member decided about a picture, and what is said of it."""

    masks: Sequence[Box]
    alternative: dict[str, str]
    rights: str
    because: str = ""  # a value of StoredPicture.Because, where a face that was found is shown
    note: str = ""


def take_in(content: bytes, embassy: Embassy, *, by: Member, now: datetime) -> str:
    """Look at an upload, and return the token of the page on which its masks are decided.

    Nothing of the file is kept. What waits is pixels alone, sealed under the token, for ten minutes
    after the last look. Raises Refused if it is no photograph that we take.
    """
    _require_seat(by, embassy, now=now)
    try:
        picture = read_photograph(content)
    except NotAPhotograph as reason:
        raise Refused(_said(reason.fault)) from None
    written = BytesIO()
    picture.save(written, **_WHILE_DECIDED)
    about = {
        "embassy": embassy.code,
        "size": picture.size,
        "faces": [(each.left, each.top, each.width, each.height) for each in faces_in(picture)],
    }
    return put_aside(_folder(), Waiting(written.getvalue(), about), owner=_owner(by))


def pending_picture(token: str, *, by: Member, now: datetime) -> Pending | None:
    """Return the picture that a member is deciding about; None once it is gone."""
    waiting = taken_up(_folder(), token, owner=_owner(by), now=now)
    if waiting is None:
        return None
    embassy = Embassy.objects.filter(code=waiting.about["embassy"]).first()
    if embassy is None or not is_seated(by, embassy, now.date()):
        return None
    width, height = waiting.about["size"]
    faces = tuple(Box(*each) for each in waiting.about["faces"])
    return Pending(token, embassy, waiting.content, width, height, faces)


def go_on_deciding(pending: Pending) -> None:
    """Let a picture wait ten minutes from now."""
    wait_longer(_folder(), pending.token)


def drop_picture(pending: Pending) -> None:
    """Let a picture go of which nothing is to be kept."""
    let_go(_folder(), pending.token)


def keep_picture(pending: Pending, decided: Decided, *, by: Member, now: datetime) -> StoredPicture:
    """Keep a picture with its masks burnt in, and the forms that readers are served.

    Guaranteed: no pixel under a mask is in any file once this returns, and what waited is gone.
    Raises Refused, and keeps nothing, if a face that was found can be seen and there is no reason,
    or if a text is missing.
    """
    _require_seat(by, pending.embassy, now=now)
    masks = [each.clipped() for each in decided.masks]
    shows_faces = bool(uncovered(pending.faces, masks))
    if shows_faces:
        _require_reason(decided)
    with Image.open(BytesIO(pending.content), formats=["JPEG"]) as stored:
        burnt = masked(stored.convert("RGB"), masks)
    original, forms = original_of(burnt), renditions_of(burnt)
    picture = StoredPicture(
        embassy=pending.embassy,
        sha256=original.sha256,
        width=original.width,
        height=original.height,
        alternative=decided.alternative,
        rights=decided.rights,
        unmasked_because=decided.because if shows_faces else "",
        unmasked_note=decided.note if shows_faces else "",
        uploaded_by=by,
    )
    _require_words(picture)
    for each in (original, *forms):
        keep_bytes(each.content, each.suffix)
    with transaction.atomic():
        picture.save()
        for each in forms:
            Rendition.objects.create(
                picture=picture,
                sha256=each.sha256,
                suffix=each.suffix,
                width=each.width,
                height=each.height,
            )
    drop_picture(pending)
    return picture


def _require_reason(decided: Decided) -> None:
    if decided.because not in StoredPicture.Because.values:
        raise Refused(
            _(
                "A face that was found can be seen. Put the mask back, or say why it may be "
                "seen: there is a record of consent, it is a public role, or it is no face."
            )
        )
    if decided.because != StoredPicture.Because.NO_FACE and not decided.note.strip():
        raise Refused(
            _("Say where the record of consent is kept, or which public role it is; no name.")
        )


def _require_words(picture: StoredPicture) -> None:
    try:
        picture.full_clean(exclude=["sha256"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = getattr(picture._meta.get_field(name), "verbose_name", name)
        sentence = f"{label}: {messages[0]}"
        raise Refused(sentence) from None


def _require_seat(by: Member, embassy: Embassy, *, now: datetime) -> None:
    if not is_seated(by, embassy, now.date()):
        raise Refused(_("You have no seat in this embassy."))


def _said(fault: Fault) -> str:
    return {
        Fault.TOO_LARGE: _("This file is larger than 40 MB. Choose a smaller copy of it."),
        Fault.NO_PHOTOGRAPH: _(
            "This is not a picture that we take. JPEG, PNG, WebP, HEIC and AVIF are."
        ),
        Fault.TOO_MANY_PIXELS: _(
            "This picture has more than 64 million pixels. Make it smaller, then choose it again."
        ),
        Fault.TOO_SMALL: _("This picture is too small, or too narrow, to show anything."),
        Fault.DAMAGED: _("This picture is damaged. Choose another copy of it."),
    }[fault]


def _folder() -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR)


def _owner(by: Member) -> str:
    return f"picture of member {by.pk}"
