"""Looking whether other sites still answer where our pages lead, if the operator wants it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from ambasada.lib.connecting import Guard, is_public
from ambasada.lib.fetching import Site, Unfetched
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, FairCopy
from ambasada.pages.models import OutgoingLink
from ambasada.pages.outgoing import addresses_in

_RESTS = timedelta(days=7)
_AGAIN = timedelta(days=1)  # what failed may have been away for an hour
_WITHIN = 30.0  # seconds for one link
_GONE = frozenset({404, 410})
_FAILS = 500


@transaction.atomic
def gather_links() -> int:
    """Keep a row for each outside address that a public page leads to; return how many there are.

    Rows of addresses that no page leads to any more go. Repeated, it changes nothing.
    """
    kept = 0
    for embassy in Embassy.objects.order_by("pk"):
        pages: dict[str, list[int]] = {}
        public = FairCopy.objects.public(embassy).filter(path__isnull=False)
        for copy in public.order_by("pk").iterator(chunk_size=500):
            for address in sorted(addresses_in(copy)):
                pages.setdefault(address, []).append(copy.object_id)
        rows = OutgoingLink.objects.filter(embassy=embassy)
        known = {row.address: row for row in rows}
        rows.filter(pk__in=[row.pk for each, row in known.items() if each not in pages]).delete()
        for address, numbers in pages.items():
            row = known.get(address) or OutgoingLink(embassy=embassy, address=address)
            if row.pages != numbers:
                row.pages = numbers
                row.save()
        kept += len(pages)
    return kept


def look_at_a_link(*, now: datetime, allows: Guard = is_public) -> OutgoingLink | None:
    """Ask one outside address whether it answers: the one that has waited longest, if one is due.

    Each is asked once a week, and one that failed once a day; one at a time and half a minute at
    most. The other site sees the address of this server and nothing else: no page, no name, no
    cookie. `allows` decides which addresses of a network are connected to. Returns what was found;
    None if no link is due.
    """
    due = OutgoingLink.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    link = due.first()
    if link is None:
        return None
    # First, so that one which ends in a fault of ours does not keep the others from their turn.
    link.due_at = now + _RESTS
    link.save(update_fields=["due_at"])
    link.fault = _fault_of(link.address, allows)
    if not link.fault:
        link.failed_on = None
    else:
        link.due_at = now + _AGAIN
        link.failed_on = link.failed_on or now.date()
    link.looked_on = now.date()
    OutgoingLink.objects.filter(pk=link.pk).update(
        fault=link.fault, due_at=link.due_at, failed_on=link.failed_on, looked_on=link.looked_on
    )
    return link


def forget_links(embassy: Embassy) -> None:
    """Forget every outside address, as one stood in what was erased; they are gathered anew."""
    OutgoingLink.objects.filter(embassy=embassy).delete()


def _fault_of(address: str, allows: Guard) -> str:
    """Return what is wrong with an address; "" if somebody answers there, whatever they say.

    Who answers that a stranger may not read is there.
    """
    fault = OutgoingLink.Fault
    try:
        parts = urlsplit(address)
        site = Site(f"{parts.scheme}://{parts.netloc}", allows=allows, within=_WITHIN)
        query = f"?{parts.query}" if parts.query else ""
        status = site.status(f"{parts.path or '/'}{query}")
    except (Unfetched, Refused, ValueError):  # ValueError: no address at all
        return fault.UNREACHABLE
    if status in _GONE:
        return fault.GONE
    return fault.FAILS if status >= _FAILS else ""
