"""In which languages a page is public, and where."""

from wagtail.models import Page

from ambasada.lib.recorder import once, reads
from ambasada.lib.tags import PAGE
from ambasada.network.models import Embassy, FairCopy


def versions_of(page: Page, embassy: Embassy) -> dict[str, str]:
    """Return the paths of a page's public versions below their language, in the embassy's order."""
    reads(f"{PAGE}{page.translation_key}")
    found = once(("paths", embassy.pk, page.translation_key), lambda: _paths_of(page, embassy))
    return {code: found[code] or "" for code in embassy.languages if code in found}


def _paths_of(page: Page, embassy: Embassy) -> dict[str, str | None]:
    copies = FairCopy.objects.public(embassy).filter(translation_key=page.translation_key)
    return dict(copies.values_list("language", "path"))
