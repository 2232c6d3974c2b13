import hashlib
import random

import pytest

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.attachments import (
    PART,
    NotComplete,
    joined,
    open_file,
    require_part,
    seal_file,
    split,
)
from ambasada.lib.sealing.contents import Attachment
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.outside import LARGEST_FILE, check_attachment

CASE = Identity.new()


def named(content: bytes) -> Attachment:
    return Attachment(
        "0" * 32, "a.jpg", "image/jpeg", len(content), hashlib.sha256(content).hexdigest()
    )


@pytest.mark.parametrize("length", [0, 1, 4092, 4093, 65_532, 65_533, PART, 3 * PART + 1])
def test_file_is_what_it_was_after_its_parts_are_put_together(length: int) -> None:
    content = random.Random(length).randbytes(length)  # noqa: S311 -- the same each time
    sealed = seal_file(content, stream=CASE)
    parts = split(sealed)
    check_attachment(parts[0].content, size=len(sealed))

    for each in parts:
        require_part(each.content, each.sha256)
    arrived = {each.number: each.content for each in reversed(parts)}

    assert open_file(joined(arrived), stream=CASE, named=named(content)) == content


def test_largest_file_is_taken_and_a_larger_one_refused() -> None:
    content = bytes(LARGEST_FILE)
    sealed = seal_file(content, stream=CASE)

    check_attachment(sealed[:2048], size=len(sealed))
    assert len(split(sealed)) == 83
    with pytest.raises(Refused, match="20 MB"):
        seal_file(bytes(LARGEST_FILE + 1), stream=CASE)


def test_missing_part_is_told() -> None:
    parts = {each.number: each.content for each in split(seal_file(bytes(3 * PART), stream=CASE))}

    for lost in list(parts)[:-1]:
        with pytest.raises(NotComplete):
            joined({number: part for number, part in parts.items() if number != lost})
    without_last = joined({number: part for number, part in parts.items() if number != 3})
    with pytest.raises(CannotBeOpened):
        open_file(without_last, stream=CASE, named=named(bytes(3 * PART)))


def test_exchanged_parts_are_told() -> None:
    first, second, *_ = split(seal_file(bytes(3 * PART), stream=CASE))
    rest = {each.number: each.content for each in split(seal_file(bytes(3 * PART), stream=CASE))}

    exchanged = joined({**rest, 0: second.content, 1: first.content})

    with pytest.raises(CannotBeOpened):
        open_file(exchanged, stream=CASE, named=named(bytes(3 * PART)))


@pytest.mark.parametrize("content", [b"", b"x", bytes(PART + 1)])
def test_part_that_is_not_as_it_was_sent_is_told(content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest() if len(content) != 1 else "0" * 64

    with pytest.raises(NotComplete):
        require_part(content, sha256)


def test_another_file_of_the_same_case_is_told() -> None:
    sealed = seal_file(b"another", stream=CASE)

    with pytest.raises(NotComplete):
        open_file(sealed, stream=CASE, named=named(b"the file"))
