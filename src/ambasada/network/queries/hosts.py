"""Whose host a name is, and which embassy a code names."""

from wagtail.models import Site

from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy

# Names that always mean this machine; the installation's first embassy answers them.
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


def embassy_at(host: str) -> Embassy | None:
    """Return the embassy that answers a host name (lower case, no port), or None.

    The machine's own names belong to the embassy of the default site, so that a fresh
    installation is read at once.
    """
    embassies = Embassy.objects.select_related("site")
    found = embassies.filter(site__hostname=host).first()
    if found is None and host in LOOPBACK_HOSTS:
        found = embassies.filter(site__is_default_site=True).first()
    return found


def hosts_of(embassy: Embassy) -> set[str]:
    """Return the host names an embassy answers, this machine's own if it is the first."""
    own = {embassy.site.hostname}
    return own | LOOPBACK_HOSTS if embassy.site.is_default_site else own


def embassy_named(code: str | None) -> Embassy:
    """Return the embassy of a code; without a code, the only one there is.

    Raises Refused with what to do if there is none or the choice is open.
    """
    embassies = {each.code: each for each in Embassy.objects.select_related("site")}
    if code is None and len(embassies) == 1:
        return next(iter(embassies.values()))
    if code in embassies:
        return embassies[code]
    if not embassies:
        message = "There is no embassy yet. Run script/serve once, or `ambasada embassy add`."
    else:
        message = f"Name the embassy with --embassy: {', '.join(sorted(embassies))}."
    raise Refused(message)


def is_host_taken(host: str) -> bool:
    """Tell whether a site answers this name; the first embassy answers this machine's names."""
    if not Embassy.objects.exists():
        return False
    return host in LOOPBACK_HOSTS or Site.objects.filter(hostname=host).exists()
