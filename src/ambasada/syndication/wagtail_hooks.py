from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from ambasada.network.models import FairCopy
from ambasada.syndication.views.posters import poster


@hooks.register("register_admin_urls")
def poster_url() -> list[URLPattern]:
    return [path("poster/<int:number>/", poster, name="poster")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def poster_button(page: Page, user: object, **_kwargs: Any) -> list[Button]:  # noqa: ARG001
    """Offer a poster of what readers can open."""
    public = FairCopy.objects.filter(object_id=page.pk, path__isnull=False, is_public=True)
    if not public.exists():
        return []
    return [Button(_("Poster"), reverse("poster", args=[page.pk]), icon_name="doc-full")]
