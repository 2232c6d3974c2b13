"""The page on which people write, in the other engine: leaving it, and one appeal sealed there."""

from collections.abc import Iterator

import pytest

from tests.journeys.firefox import PROGRAM, Firefox, firefox
from tests.journeys.help_origin import HelpOrigin
from tests.journeys.test_intake_leaving import BEFORE, LEAVING, LEFT, TEXT
from tests.spelling import intake_texts

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="this machine has no Firefox")
SAYS = intake_texts("en")


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as opened:
        yield opened


def comes_from_another_page(window: Firefox, origin: HelpOrigin) -> None:
    origin.pages["/before/"] = BEFORE
    window.opens(f"{origin.address}/before/")


def goes_to_the_text(window: Firefox, origin: HelpOrigin) -> None:
    comes_from_another_page(window, origin)
    window.opens(f"{origin.address}/gb/en/")
    for key in ("start.write", "before.next", "button.next", "button.straight"):
        window.presses(SAYS[key])
    window.sees(SAYS["text.heading"])
    window.types("text", TEXT)


@pytest.mark.parametrize(
    ("left_by", "is_kept", "back_at", "text"),
    [
        ("location.href = '/exit/'", True, "Left", TEXT),
        ("location.href = '/exit/'", False, "Left", ""),
        ("location.replace('/exit/')", True, "Before", None),
        ("location.replace('/exit/')", False, "Before", None),
    ],
)
def test_table_of_the_back_button(
    window: Firefox,
    help_origin: HelpOrigin,
    *,
    left_by: str,
    is_kept: bool,
    back_at: str,
    text: str | None,
) -> None:
    """As it was measured when this was designed: here the first way gives the typed text back."""
    help_origin.pages["/table/"] = LEFT
    help_origin.files["/table/leaving.js"] = LEAVING % left_by.encode()
    help_origin.plain |= {"/exit/", "/table/"} if is_kept else {"/exit/"}
    comes_from_another_page(window, help_origin)
    window.opens(f"{help_origin.address}/table/")
    window.types("text", TEXT)
    window.types("text", "\ue032")  # F2
    window.waits_for_title("Continue")

    window.goes_back()

    window.waits_for_title(back_at)
    assert window.asks("document.querySelector('#text')?.value ?? null") == text


@pytest.mark.parametrize("how", ["click", "shift"])
def test_exit_leaves_no_way_back(window: Firefox, help_origin: HelpOrigin, how: str) -> None:
    goes_to_the_text(window, help_origin)
    if how == "click":
        window.presses("Quick exit")
    else:
        # A modifier stays down until it comes again, or the text ends.
        for _press in range(3):
            window.types("text", "\ue008")
    window.waits_for_title("Continue")

    window.goes_back()

    window.waits_for_title("Before")


def test_page_one_comes_back_to_by_another_road_is_empty(
    window: Firefox, help_origin: HelpOrigin
) -> None:
    goes_to_the_text(window, help_origin)
    window.asks("location.assign('/before/')")  # whether to lose the text Marionette answers itself
    window.waits_for_title("Before")

    window.goes_back()

    window.sees(SAYS["start.heading"])
    assert TEXT not in str(window.asks("document.documentElement.outerHTML"))


def test_appeal_is_sealed_here_and_opens_for_those_on_duty(
    window: Firefox, help_origin: HelpOrigin
) -> None:
    goes_to_the_text(window, help_origin)
    window.presses(SAYS["button.next"])
    window.sees(SAYS["files.heading"])
    window.presses(SAYS["button.next"])
    window.sees(SAYS["check.heading"])
    window.presses(SAYS["check.send"])
    window.sees(SAYS["code.heading"])

    assert help_origin.duty.opened(help_origin.case)[0].content.body["text"] == TEXT
