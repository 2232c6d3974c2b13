"""The page "Pictures" of the admin: from a file to a picture whose masks are burnt in."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from ambasada.lib.masking import INK
from ambasada.network.models import Embassy, StoredPicture, kept_bytes
from tests.factories.photographs import ALTERNATIVE, CANARY, jpeg, plain
from tests.factories.staff import editor_of

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
ADD = "/admin/pictures/add/"
WORDS = {f"alternative_{code}": text for code, text in ALTERNATIVE.items()}
WORDS = {**WORDS, "rights": "Photo: press office", "looked_at": "on", "because": "", "note": ""}


def taken_in(browser: Client, embassy: Embassy, content: bytes) -> str:
    """Send a file, and return the address of the page on which its masks are decided."""
    sent = SimpleUploadedFile(f"{CANARY}.jpg", content)
    answer = browser.post(ADD, {"file": sent, "embassy": embassy.pk})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def wrong(answer: HttpResponse) -> list[str]:
    """Return the sentences that say why nothing was kept."""
    alert = answer.content.decode().partition('role="alert"')[2].partition("</ul>")[0]
    return re.findall(r"<li>(.*?)</li>", alert)


def files_of_everything() -> list[Path]:
    folders = [Path(settings.MEDIA_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR)]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_picture_is_kept_with_its_masks_burnt_in(britain: Embassy) -> None:
    browser = editor_of(britain)
    decide = taken_in(browser, britain, jpeg(plain(1200, 900)))
    page = browser.get(decide).content.decode()
    assert 'name="mask"' in page

    answer = browser.post(decide, {**WORDS, "mask": ["25 25 30 30", ""], "do": "keep"})

    assert answer.status_code == 302, wrong(answer)
    assert answer.headers["Location"] == "/admin/pictures/"
    picture = StoredPicture.objects.get()
    content = kept_bytes(picture.sha256, ".jpg")
    assert content is not None
    middle = Image.open(BytesIO(content)).getpixel((480, 360))
    assert max(abs(one - other) for one, other in zip(middle, INK, strict=True)) < 6
    assert picture.alternative == {code: ALTERNATIVE[code] for code in ALTERNATIVE}
    assert all(CANARY.encode() not in path.read_bytes() for path in files_of_everything())
    assert browser.get("/admin/pictures/").status_code == 200
