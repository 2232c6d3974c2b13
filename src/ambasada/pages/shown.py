"""What a reader may be offered: live pages, none of them below a section that was taken back."""

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from ambasada.network.models import Embassy

_Pages = TypeVar("_Pages", bound="QuerySet[Page]")


def shown(pages: _Pages) -> _Pages:
    """Narrow pages to those that are live, as are all the pages above them; adds no query."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    withdrawn = Page.objects.filter(live=False, depth__lt=OuterRef("depth")).annotate(here=here)
    return pages.filter(~Exists(withdrawn.filter(here__startswith=F("path"))), live=True)


def below_homes(embassy: Embassy) -> Q:
    """Return the condition "stands on this embassy's site", in whichever of its languages."""
    homes = Q()
    for language in embassy.languages:
        homes |= Q(url_path__startswith=embassy.home_path(language))
    return homes
