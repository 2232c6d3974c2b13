"""Origins given from outside: a scheme and a host, each under a name of its own."""

from urllib.parse import SplitResult, urlsplit

from ambasada.lib.refused import Refused


def origin_from(origin: str, *, name: str, such_as: str) -> SplitResult:
    """Return an origin, split; refused unless it is a scheme and a host alone."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")
    if parts.scheme not in {"http", "https"} or not parts.hostname or origin != plain:
        message = f"{name} must be a scheme and a host, such as {such_as}, without a path."
        raise Refused(message)
    return parts


def require_own_names(*origins: SplitResult) -> None:
    """Raise Refused if two origins share a host: a script in one could reach the other."""
    names = [(each.hostname or "").rstrip(".") for each in origins]
    if len(set(names)) < len(names):
        message = (
            "The staff admin, the help origin and the desk must have three different host names. "
            "Change AMBASADA_STAFF_ORIGIN, AMBASADA_HELP_ORIGIN or AMBASADA_DESK_ORIGIN."
        )
        raise Refused(message)
