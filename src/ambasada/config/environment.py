"""What may be set from outside: the `AMBASADA_*` variables, read once, typed, explained.

`ambasada settings --explain` prints this table and docs/operations.md carries it; a test
compares the two. A name that is not here is refused, since a misspelt setting that is
silently ignored is a setting somebody relies on.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from ambasada.config.mail import MailServer, mail_server_from, mailbox_from
from ambasada.config.origins import origin_from, require_own_names
from ambasada.lib.addresses import host_in, is_onion_origin
from ambasada.lib.refused import Refused

_PREFIX = "AMBASADA_"
_SECRET = frozenset({"database", "smtp"})
_REPOSITORY = Path(__file__).resolve().parents[3]


def _explained(default: str, explanation: str) -> Any:  # noqa: ANN401 -- dataclass field
    return field(default=default, metadata={"explanation": explanation})


@dataclass(frozen=True)
class Environment:
    """The settings of one installation; every field is `AMBASADA_` and its name in capitals."""

    host: str = _explained("127.0.0.1", "Address the server listens on.")
    port: str = _explained("8000", "Port the server listens on.")
    home: str = _explained(
        "var", "Data folder. Everything the installation keeps is in it; nothing else is."
    )
    content: str = _explained(
        "content/gb", "Content pack that is loaded when the data folder is empty."
    )
    database: str = _explained(
        "", "postgresql://user:password@host:port/name; empty means SQLite in the data folder."
    )
    staff_origin: str = _explained(
        "",
        "Origin of the staff admin, such as https://staff.example.org; empty means "
        "http://admin.localhost and the port.",
    )
    help_origin: str = _explained(
        "",
        "Origin where people in danger write, such as https://help.example.org; empty means "
        "http://help.localhost and the port.",
    )
    desk_origin: str = _explained(
        "",
        "Origin where those on duty read what they wrote, such as https://desk.example.org; empty "
        "means http://desk.localhost and the port.",
    )
    plain_origin: str = _explained(
        "",
        "Onion address, as http://….onion, where those without scripts write and the server itself "
        "seals, if their embassy allows it; empty means nowhere.",
    )
    plain_port: str = _explained(
        "8001", "Port of 127.0.0.1 to which Tor leads that onion address; unused without one."
    )
    notices_to: str = _explained(
        "",
        "Role mailbox that is told, once a day at most, that something waits, and of danger that "
        "nobody on duty answers; empty means no such mail.",
    )
    letters_from: str = _explained(
        "",
        "Address from which letters to institutions go by e-mail; empty means that they are "
        "printed alone.",
    )
    smtp: str = _explained(
        "",
        "smtp://user:password@host:port, or smtps:// and the same, through which mail goes; "
        "empty means no mail at all.",
    )
    links: str = _explained(
        "",
        "“look” lets the clock ask the other sites that public pages lead to whether they still "
        "answer; they see this server’s address. Empty means that nobody is asked.",
    )

    @property
    def home_folder(self) -> Path:
        """The data folder as an absolute path."""
        try:
            return Path(self.home).expanduser().resolve()
        except (RuntimeError, OSError):  # "~name" of nobody
            message = "AMBASADA_HOME names a folder that cannot be. Give its full path."
            raise Refused(message) from None

    @property
    def content_folder(self) -> Path:
        """The content pack; a relative name is looked for here, then in the checkout."""
        given = Path(self.content).expanduser()
        return given.resolve() if given.exists() else _REPOSITORY / given

    @property
    def port_number(self) -> int:
        """The port as a number between 1 and 65535."""
        return _port(self.port, name="AMBASADA_PORT")

    @property
    def plain_port_number(self) -> int:
        """The port of the path without scripts; refused where the server listens already."""
        port = _port(self.plain_port, name="AMBASADA_PLAIN_PORT")
        if port == self.port_number:
            message = "AMBASADA_PLAIN_PORT must be another port than AMBASADA_PORT."
            raise Refused(message)
        return port

    @property
    def plain_host(self) -> str:
        """The onion address of the path without scripts, as a name; "" if there is none."""
        if self.plain_origin and not is_onion_origin(self.plain_origin):
            message = (
                "AMBASADA_PLAIN_ORIGIN must be http:// and an onion address of version 3, without "
                "a path. Copy it from Tor’s file “hostname”."
            )
            raise Refused(message)
        return host_in(self.plain_origin)

    @property
    def staff_url(self) -> SplitResult:
        """The staff origin, split; refused unless it is a scheme and a host alone."""
        origin = self.staff_origin or f"http://admin.localhost:{self.port_number}"
        return origin_from(
            origin, name="AMBASADA_STAFF_ORIGIN", such_as="https://staff.example.org"
        )

    @property
    def help_url(self) -> SplitResult:
        """The help origin, split; refused like the staff origin, or under a name it shares."""
        origin = self.help_origin or f"http://help.localhost:{self.port_number}"
        url = origin_from(origin, name="AMBASADA_HELP_ORIGIN", such_as="https://help.example.org")
        require_own_names(self.staff_url, url)
        return url

    @property
    def desk_url(self) -> SplitResult:
        """The desk origin, split; refused likewise."""
        origin = self.desk_origin or f"http://desk.localhost:{self.port_number}"
        url = origin_from(origin, name="AMBASADA_DESK_ORIGIN", such_as="https://desk.example.org")
        require_own_names(self.staff_url, self.help_url, url)
        return url

    @property
    def looks_at_links(self) -> bool:
        """Whether other sites are asked whether they still answer."""
        if self.links not in {"", "look"}:
            message = "AMBASADA_LINKS must be look, or be left out."
            raise Refused(message)
        return self.links == "look"

    @property
    def mailbox(self) -> str:
        """The address notices go to; "" if they go nowhere."""
        return mailbox_from(self.notices_to)

    @property
    def letters_sender(self) -> str:
        """The address letters go from; "" if none goes by e-mail."""
        sender = mailbox_from(self.letters_from, name="AMBASADA_LETTERS_FROM")
        if sender and not self.smtp:
            message = "AMBASADA_LETTERS_FROM needs a mail server. Name one in AMBASADA_SMTP."
            raise Refused(message)
        return sender

    @property
    def mail_server(self) -> MailServer | None:
        """The server mail goes through; None if it goes nowhere."""
        return mail_server_from(self.smtp)


def _port(given: str, *, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", given) or not 0 < int(given) < 65536:  # noqa: PLR2004 -- ports
        message = f"{name} must be a number between 1 and 65535."
        raise Refused(message)
    return int(given)


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the variables; raise Refused for a name that no setting has."""
    known = {_PREFIX + each.name.upper(): each.name for each in fields(Environment)}
    unknown = sorted(name for name in variables if name.startswith(_PREFIX) and name not in known)
    if unknown:
        message = (
            f"There is no setting {unknown[0]}. "
            "Remove it, or see `ambasada settings --explain` for the names there are."
        )
        raise Refused(message)
    return Environment(
        **{known[name]: value for name, value in variables.items() if name in known and value}
    )


def explain(environment: Environment) -> list[tuple[str, str, str]]:
    """Return (variable, value in force, explanation) for each setting, in order.

    An address that may carry a password is never shown.
    """
    rows = []
    for each in fields(environment):
        value = getattr(environment, each.name)
        shown = "(set)" if each.name in _SECRET and value else value
        rows.append((_PREFIX + each.name.upper(), shown, each.metadata["explanation"]))
    return rows
