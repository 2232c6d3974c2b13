"""The page "Pictures" of the admin: from a file to a picture whose masks are burnt in."""

import os
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ambasada.accounts.models import Member
from ambasada.lib.faces import can_find
from ambasada.lib.masking import INK
from ambasada.lib.renditions import TYPES
from ambasada.network.actions import forget_unnamed_files
from ambasada.network.models import Embassy, StoredDocument, StoredPicture, kept_bytes
from tests.factories.drawn_faces import with_faces
from tests.factories.papers import paper
from tests.factories.photographs import ALTERNATIVE, CANARY, jpeg, kept, plain, saved
from tests.factories.staff import editor_of, seat, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
LIST, ADD = "/admin/pictures/", "/admin/pictures/add/"
WORDS = {
    **{f"alternative_{code}": text for code, text in ALTERNATIVE.items()},
    "rights": "Photo: press office",
    "looked_at": "on",
    "because": "",
    "note": "",
    "do": "keep",
}
FACE = (600, 300, 260)
needs_finder = pytest.mark.skipif(
    not can_find(), reason="nothing that finds faces runs on this machine"
)


@pytest.fixture(autouse=True)
def _own_uploads(tmp_path: Path, settings: object) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"  # type: ignore[attr-defined]
    (tmp_path / "uploads").mkdir()


@pytest.fixture
def browser(britain: Embassy) -> Client:
    return editor_of(britain)


def taken_in(browser: Client, embassy: Embassy, content: bytes | None = None) -> str:
    """Send a file, and return the address of the page on which its masks are decided."""
    answer = sent(browser, embassy, content or jpeg())
    assert answer.status_code == 302, said(answer)
    return str(answer.headers["Location"])


def sent(browser: Client, embassy: Embassy, content: bytes) -> Any:  # noqa: ANN401 -- the test client's
    file = SimpleUploadedFile(f"{CANARY}.jpg", content)
    return browser.post(ADD, {"file": file, "embassy": embassy.pk})


def said(answer: Any) -> str:  # noqa: ANN401 -- likewise
    """Return the words of a page's main part."""
    main = answer.content.decode().partition('<div class="nice-padding">')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main.partition("</main>")[0]).split())


def masks_of(answer: Any) -> list[str]:  # noqa: ANN401 -- likewise
    return re.findall(r'name="mask" value="([^"]+)"', answer.content.decode())


def files_there(*, with_uploads: bool = True) -> list[Path]:
    """Return every picture and PDF that is kept, and whatever waits."""
    folders = [Path(settings.MEDIA_ROOT)]
    folders += [Path(settings.FILE_UPLOAD_TEMP_DIR)] if with_uploads else []
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if path.suffix != ".txt"]  # of the embassy's resolution


def pixel(picture: StoredPicture, across: float, down: float) -> tuple[int, ...]:
    content = kept_bytes(picture.sha256, ".jpg")
    assert content is not None
    image = Image.open(BytesIO(content))
    found = image.getpixel((int(image.width * across), int(image.height * down)))
    assert isinstance(found, tuple)
    return found


def is_ink(colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 6 for one, other in zip(colour, INK, strict=True))


def test_picture_is_kept_with_its_masks_burnt_in(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)

    answer = browser.post(decide, {**WORDS, "mask": ["25 25 30 30", ""]})

    assert answer.status_code == 302, said(answer)
    picture = StoredPicture.objects.get()
    assert is_ink(pixel(picture, 0.4, 0.4))
    assert not is_ink(pixel(picture, 0.7, 0.7))
    assert picture.alternative == ALTERNATIVE
    assert ALTERNATIVE["en"] in said(browser.get(LIST))


def test_nothing_of_a_file_is_anywhere_but_its_pixels(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)
    waiting = files_there()
    browser.post(decide, {**WORDS, "mask": ["25 25 30 30"]})

    assert len(waiting) == 1, "the upload itself is gone, and nothing is kept yet"
    names = {path.name.partition(".")[0] for path in files_there()}
    assert all(re.fullmatch(r"[0-9a-f]{64}", name) for name in names)
    assert len(names) == 5
    assert [path for path in files_there() if CANARY.encode() in path.read_bytes()] == []


@needs_finder
def test_found_face_has_a_mask_before_anybody_asks(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain, saved(with_faces([FACE]), "JPEG"))
    page = browser.get(decide)
    assert "1 face was found" in said(page)
    (mask,) = masks_of(page)

    browser.post(decide, {**WORDS, "mask": [mask]})

    assert is_ink(pixel(StoredPicture.objects.get(), 0.45, 0.4))


@needs_finder
@pytest.mark.parametrize("mask", ["", "80 80 10 10"], ids=["lifted", "moved away"])
def test_found_face_is_not_shown_without_a_reason(
    browser: Client, britain: Embassy, mask: str
) -> None:
    decide = taken_in(browser, britain, saved(with_faces([FACE]), "JPEG"))

    answer = browser.post(decide, {**WORDS, "mask": [mask]})

    assert "A face that was found can be seen." in said(answer)
    assert not StoredPicture.objects.exists()
    assert files_there(with_uploads=False) == []
    without_note = browser.post(decide, {**WORDS, "mask": [mask], "because": "consent"})
    assert "Say where the record of consent is kept" in said(without_note)
    assert not StoredPicture.objects.exists()


@needs_finder
@pytest.mark.parametrize(
    "reason",
    [("consent", "Folder 3, sheet 12"), ("role", "Speaks for the council"), ("no face", "")],
    ids=["consent", "role", "no face"],
)
def test_face_is_shown_for_a_reason_that_is_kept(
    browser: Client, britain: Embassy, reason: tuple[str, str]
) -> None:
    because, note = reason
    decide = taken_in(browser, britain, saved(with_faces([FACE]), "JPEG"))

    browser.post(decide, {**WORDS, "mask": [""], "because": because, "note": note})

    picture = StoredPicture.objects.get()
    assert (picture.unmasked_because, picture.unmasked_note) == (because, note)
    assert not is_ink(pixel(picture, 0.45, 0.4))
    assert str(picture.get_unmasked_because_display()) in said(browser.get(LIST))


def test_reason_is_forgotten_where_every_face_is_masked(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)

    browser.post(decide, {**WORDS, "mask": [], "because": "consent", "note": "Folder 3"})

    picture = StoredPicture.objects.get()
    assert (picture.unmasked_because, picture.unmasked_note) == ("", "")


@pytest.mark.parametrize(
    "absent",
    [
        ("alternative_be", "Missing: Беларуская"),
        ("rights", "Rights line: This field is required."),
        ("looked_at", "No other face can be recognised.: This field is required."),
    ],
)
def test_nothing_is_kept_while_something_is_missing(
    browser: Client, britain: Embassy, absent: tuple[str, str]
) -> None:
    missing, sentence = absent
    decide = taken_in(browser, britain)

    answer = browser.post(decide, {**WORDS, "mask": ["25 25 30 30"], missing: ""})

    assert sentence in said(answer)
    assert masks_of(answer) == ["25 25 30 30"]
    assert not StoredPicture.objects.exists()
    assert files_there(with_uploads=False) == []


@pytest.mark.parametrize("line", ["25 25 30", "a b c d", "200 0 5 5", "nan 0 5 5", "5 5 0 5"])
def test_line_that_says_no_place_is_told_of(browser: Client, britain: Embassy, line: str) -> None:
    decide = taken_in(browser, britain)

    answer = browser.post(decide, {**WORDS, "mask": ["10 10 5 5", line]})

    assert "Mask 2: write four numbers from 0 to 100" in said(answer)
    assert not StoredPicture.objects.exists()


def test_masks_are_shown_as_they_are_written(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)

    answer = browser.post(decide, {"mask": ["10,5 20 5 5", "wrong"], "do": "show"})

    page = answer.content.decode()
    assert 'x="10.50%" y="20.00%"' in page
    assert page.count('class="masks__box"') == 1
    assert "Nothing was kept yet" not in said(answer)


def test_nothing_is_kept_of_a_picture_that_is_dropped(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)

    browser.post(decide, {"do": "drop"})

    assert files_there() == []
    assert browser.get(decide).headers["Location"] == ADD


def test_picture_waits_ten_minutes_and_no_longer(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)
    (file,) = files_there()
    then = (datetime.now(UTC) - timedelta(minutes=11)).timestamp()
    os.utime(file, (then, then))

    assert browser.get(decide).headers["Location"] == ADD
    assert browser.get(f"{decide}picture/").status_code == 404
    assert browser.post(decide, {**WORDS, "mask": []}).headers["Location"] == ADD
    assert not StoredPicture.objects.exists()


def test_colleague_does_not_see_a_picture_that_waits(browser: Client, britain: Embassy) -> None:
    decide = taken_in(browser, britain)
    colleague = signed_in(seat("colleague", britain))

    assert browser.get(f"{decide}picture/").headers["Content-Type"] == "image/jpeg"
    assert browser.get(f"{decide}picture/").headers["Cache-Control"] == "no-store"
    assert colleague.get(f"{decide}picture/").status_code == 404
    assert colleague.get(decide).headers["Location"] == ADD


BAD = {
    "text": (b"not a picture", "not a picture that we take"),
    "page": (b"<html><script>alert(1)</script>", "not a picture that we take"),
    "cut off": (jpeg()[:9000], "damaged"),
    "speck": (saved(plain(9, 9), "PNG"), "too small"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_with_a_sentence(
    browser: Client, britain: Embassy, name: str
) -> None:
    content, sentence = BAD[name]

    answer = sent(browser, britain, content)

    assert answer.status_code == 200
    assert sentence in said(answer)
    assert files_there() == []


def test_member_keeps_pictures_for_their_own_embassy_alone(
    browser: Client, norland: Embassy
) -> None:
    answer = sent(browser, norland, jpeg())

    assert answer.status_code == 200
    assert files_there() == []


def test_pictures_of_another_embassy_are_neither_listed_nor_offered_nor_shown(
    browser: Client, norland: Embassy
) -> None:
    theirs = kept(norland, seat("norlander", norland))
    form = theirs.renditions.all()[0]

    assert "There are no pictures yet." in said(browser.get(LIST))
    assert browser.get(f"/pictures/{form.sha256}{form.suffix}").status_code == 404
    assert ALTERNATIVE["en"] not in browser.get("/admin/pictures/choose/").content.decode()
    assert browser.get(f"/admin/pictures/choose/chosen/{theirs.pk}/").status_code == 404
    several = browser.get(f"/admin/pictures/choose/chosen-multiple/?id={theirs.pk}")
    assert several.json()["result"] == []


def test_own_picture_is_offered_and_shown(browser: Client, britain: Embassy) -> None:
    picture = kept(britain, Member.objects.get(username="editor"))
    form = picture.renditions.all()[0]

    shown = browser.get(f"/pictures/{form.sha256}{form.suffix}")
    assert shown.headers["Content-Type"] == TYPES[form.suffix]
    offered = browser.get("/admin/pictures/choose/").json()["html"]
    assert f"/pictures/{form.sha256}{form.suffix}" in offered
    chosen = browser.get(f"/admin/pictures/choose/chosen/{picture.pk}/").json()["result"]
    assert chosen["id"] == str(picture.pk)
    assert ALTERNATIVE["en"] in chosen["title"]


def test_files_of_a_picture_stay_and_others_go(britain: Embassy) -> None:
    picture = kept(britain, seat("writer", britain))
    later = datetime.now(UTC) + timedelta(days=1)

    assert forget_unnamed_files(now=later) == 0
    picture.delete()
    assert forget_unnamed_files(now=later) == 5


def test_images_of_wagtail_are_closed(browser: Client) -> None:
    for path in ("images/", "images/add/", "images/multiple/add/", "images/chooser/"):
        assert browser.get(f"/admin/{path}").status_code == 404


def test_paper_is_stored_without_its_history(browser: Client) -> None:
    file = SimpleUploadedFile("report.pdf", paper(), "application/pdf")
    browser.post("/admin/documents/add/", {"title": "A report", "file": file})

    document = StoredDocument.objects.get(title="A report")
    with document.open_file() as stored:
        content = stored.read()
    assert CANARY.encode() not in content
    assert document.file_size == len(content)
    assert [path for path in files_there() if CANARY.encode() in path.read_bytes()] == []


def test_locked_paper_is_refused_with_a_sentence(browser: Client) -> None:
    file = SimpleUploadedFile("report.pdf", paper(is_locked=True), "application/pdf")

    answer = browser.post("/admin/documents/add/", {"title": "A report", "file": file})

    assert "cannot be taken out" in answer.content.decode()
    assert not StoredDocument.objects.filter(title="A report").exists()
    assert files_there() == []


def test_several_papers_at_once_are_stored_without_their_history(browser: Client) -> None:
    file = SimpleUploadedFile("report.pdf", paper(), "application/pdf")

    browser.post("/admin/documents/multiple/add/", {"title": "A report", "files[]": file})

    assert StoredDocument.objects.exists()
    assert [path for path in files_there() if CANARY.encode() in path.read_bytes()] == []
