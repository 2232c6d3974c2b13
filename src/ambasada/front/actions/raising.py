from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import GroupApprovalTask, Page, Site, Workflow

from ambasada.accounts.queries import commanding
from ambasada.front.actions.everything import everything_of
from ambasada.front.actions.facts import (
    write_channels,
    write_days,
    write_embassy,
    write_emergency,
    write_mandate,
    write_offices,
    write_search_words,
)
from ambasada.front.actions.pack_figures import write_figures
from ambasada.front.actions.pack_pages import add_home_pages, write_pages, write_statements
from ambasada.front.packs import Pack
from ambasada.lib.refused import Refused
from ambasada.network.actions import let_editors_edit
from ambasada.network.models import Embassy
from ambasada.network.queries import LOOPBACK_HOSTS, is_host_taken
from ambasada.pages.actions import ask


def raise_embassy(pack: Pack, *, host: str, port: int, now: datetime) -> Embassy:
    """Make an embassy, its facts and all its pages from a content pack, on a host name.

    The installation's first embassy becomes the default site. While there is no member the founder
    at the command line answers for it; later it waits, whole, until members approve it. All or
    nothing: raises Refused, and changes nothing, if the code or the host name is in use or the
    pack has a gap.
    """
    if is_host_taken(host):
        message = f"Another embassy answers {host} already. Choose another name with --host."
        raise Refused(message)
    if Embassy.objects.filter(code=pack.code).exists():
        message = f"There is an embassy with the code {pack.code} already. Change the pack's code."
        raise Refused(message)
    try:
        with transaction.atomic():
            return _write(pack, host=host, port=port, now=now)
    except KeyError as error:
        message = f"The content pack lacks “{error.args[0]}”. Add it; content/gb shows where."
    except ValidationError as error:
        message = f"The content pack has a value that cannot be used: {_first(error)}"
    except (TypeError, ValueError, AttributeError, IntegrityError):
        message = (
            "A table of the content pack does not have the form it should. "
            "Compare its embassy.toml with content/gb/embassy.toml."
        )
    raise Refused(message)


def _first(error: ValidationError) -> str:
    """Return the first thing a validation says, with the field it is about."""
    if not hasattr(error, "message_dict"):
        return str(error.messages[0])
    field, messages = next(iter(error.message_dict.items()))
    return f"{field}: {messages[0]}"


def _write(pack: Pack, *, host: str, port: int, now: datetime) -> Embassy:
    _remove_what_wagtail_brings()
    homes = add_home_pages(pack, now)
    site = Site.objects.create(
        hostname=host,
        port=port,
        site_name=pack.code,
        root_page=homes[pack.languages[0]],
        is_default_site=not Site.objects.exists(),
    )
    embassy = write_embassy(pack, site)
    write_emergency(pack, embassy)
    write_channels(pack, embassy)
    write_days(pack, embassy)
    write_offices(pack, embassy)
    write_figures(pack, embassy)
    write_search_words(pack, embassy)
    write_pages(pack, embassy, homes, now=now)
    write_statements(pack, embassy)
    write_mandate(pack, embassy)
    let_editors_edit(embassy)
    ask(everything_of(embassy), by=commanding(), now=now)
    return embassy


def _remove_what_wagtail_brings() -> None:
    """Remove the page, site, groups and workflow that Wagtail's migrations make for a new project.

    They belong to no embassy, and the groups would have rights over every embassy's pages.
    """
    Site.objects.filter(embassy=None).delete()
    Page.objects.filter(depth=2, slug="home").delete()
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()


def site_port(host: str, port: int) -> int:
    """Return the port readers use: ours on this machine's own names, https everywhere else."""
    return port if host in LOOPBACK_HOSTS or host.endswith(".localhost") else 443
