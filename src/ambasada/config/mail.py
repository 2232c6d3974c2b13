"""The mailbox of an installation and the server it is reached through, as settings name them."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from ambasada.lib.refused import Refused

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `is_secure` says that the connection begins with TLS."""

    host: str
    port: int
    is_secure: bool
    user: str = ""
    password: str = field(default="", repr=False)


def mailbox_from(setting: str, *, name: str = "AMBASADA_NOTICES_TO") -> str:
    """Return the address that a setting names, or ""; raises Refused if it is none."""
    if setting and not _ADDRESS.fullmatch(setting):
        message = f"{name} must be one address, such as notices@example.org, or empty."
        raise Refused(message)
    return setting


def mail_server_from(setting: str) -> MailServer | None:
    """Return the server that AMBASADA_SMTP names, or None; raises Refused if it is none."""
    if not setting:
        return None
    try:
        parts = urlsplit(setting)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    is_whole = parts.scheme in _PORTS and parts.hostname and port != 0
    has_more = parts.path.strip("/") or parts.query or parts.fragment
    if not is_whole or has_more or bool(parts.username) != bool(parts.password):
        message = (
            "AMBASADA_SMTP must be smtp://user:password@host:port, or smtps:// and the same, "
            "or empty."
        )
        raise Refused(message)
    return MailServer(
        host=parts.hostname or "",
        port=port or _PORTS[parts.scheme],
        is_secure=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
