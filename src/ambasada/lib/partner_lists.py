"""The list of partners: to whom a member may refer somebody, and to which key a packet is sealed.

Canonical JSON, signed by the root key like a roster: the server, which serves it, can name nobody
else. It stands in the folder of the embassy’s keys.

    keys/<code>/partners.json    the list in force, and its .minisig by the root key
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ambasada.lib.blobs import write_whole
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical
from ambasada.lib.sealing.keys import NotAKey, require_recipient
from ambasada.lib.tables import read_table

FORMAT = "ambasada partners 1"
PARTNERS, SIGNATURE = "partners.json", "partners.json.minisig"
LARGEST = 32_768  # bytes
LONGEST = timedelta(days=180)
MOST = 60
_LONGEST_TEXT = 120
_COLUMNS = ("name", "registration", "recipient")
_MALFORMED = (ValueError, KeyError, TypeError, NotAKey, NotCanonical)


class NotPartners(Refused):
    """What was shown is no list of partners that this embassy’s root key signed."""


@dataclass(frozen=True)
class Partner:
    """An organisation that takes referrals."""

    name: str
    registration: str  # how a register of advisers lists them; "" if they need none
    recipient: str  # of age, which the partner opens with the stock program

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "Partner":
        """Read one of a list."""
        if set(values) != set(_COLUMNS) or not values["name"]:
            raise ValueError
        if any(len(values[each]) > _LONGEST_TEXT for each in _COLUMNS):
            raise ValueError
        require_recipient(values["recipient"])
        return cls(*(str(values[each]) for each in _COLUMNS))


@dataclass(frozen=True)
class PartnerList:
    """The partners of one embassy, until a day."""

    embassy: str
    expires: date
    partners: tuple[Partner, ...]

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(
            {
                "format": FORMAT,
                "embassy": self.embassy,
                "expires": self.expires.isoformat(),
                "partners": [vars(each) for each in self.partners],
            }
        )

    @classmethod
    def drafted(cls, table: bytes, *, embassy: str, today: date) -> "PartnerList":
        """Return the list of a table with the columns name, registration, recipient.

        It lasts as long as such a list may. Raises Refused, with the line that is wrong.
        """
        read = read_table(table, most_rows=MOST, most_columns=len(_COLUMNS))
        if read.header != _COLUMNS:
            message = f"The columns of the table have to be: {', '.join(_COLUMNS)}."
            raise Refused(message)
        partners = []
        for line, row in zip(read.lines, read.rows, strict=True):
            try:
                partners.append(Partner.of_values(dict(zip(_COLUMNS, row, strict=True))))
            except _MALFORMED:
                message = (
                    f"Line {line} names no partner: it takes a name and a key that begins with "
                    f"age1, and nothing longer than {_LONGEST_TEXT} characters."
                )
                raise Refused(message) from None
        return cls(embassy, today + LONGEST, tuple(partners))

    @classmethod
    def read(
        cls, content: bytes, signature: str, *, root: PublicKey, embassy: str
    ) -> "PartnerList":
        """Read a list that a root key signed for an embassy. Raises NotPartners."""
        try:
            root.verify(content, signature)
        except NotSigned:
            message = "The list of partners is not signed with the root key of the embassy."
            raise NotPartners(message) from None
        try:
            found = cls._of_values(read_canonical(content))
        except _MALFORMED:
            message = "This is not a list of partners."
            raise NotPartners(message) from None
        if found.embassy != embassy:
            message = "The list of partners is of another embassy."
            raise NotPartners(message)
        return found

    @classmethod
    def _of_values(cls, values: Any) -> "PartnerList":  # noqa: ANN401 -- whatever JSON holds
        names = {"format", "embassy", "expires", "partners"}
        if set(values) != names or values["format"] != FORMAT or len(values["partners"]) > MOST:
            raise ValueError
        return cls(
            embassy=str(values["embassy"]),
            expires=date.fromisoformat(values["expires"]),
            partners=tuple(Partner.of_values(each) for each in values["partners"]),
        )


class PartnerFolder:
    """The list of partners of one embassy, as it stands in the folder of its keys."""

    def __init__(self, keys: Path, code: str) -> None:
        self._folder, self._code = keys / code, code

    def file(self, name: str) -> bytes | None:
        """Return the list or its signature as it was signed; None before there is one."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def in_force(self, root: PublicKey) -> PartnerList | None:
        """Return the list, whatever today is; None if there is none. Raises NotPartners."""
        content, signature = self.file(PARTNERS), self.file(SIGNATURE)
        if content is None or signature is None:
            return None
        said = signature.decode("utf-8", "replace")
        return PartnerList.read(content, said, root=root, embassy=self._code)

    def install(
        self, content: bytes, signature: str, *, root: PublicKey, today: date
    ) -> PartnerList:
        """Put a list in force that the root key signed. Raises NotPartners."""
        shown = PartnerList.read(content, signature, root=root, embassy=self._code)
        if not today <= shown.expires <= today + LONGEST + timedelta(days=1):
            message = "The list of partners has expired, or lasts too long. Draft another one."
            raise NotPartners(message)
        write_whole(self._folder / SIGNATURE, signature.encode(), is_lasting=True)
        write_whole(self._folder / PARTNERS, content, is_lasting=True)
        return shown
