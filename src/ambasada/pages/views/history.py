"""What a page said before, at addresses below its own."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.history import VERSIONS, Version, copy_of_version, versions_of_page
from ambasada.pages.picturing import leave_out_pictures
from ambasada.pages.queries import Found


def version_at(request: PublicRequest, found: Found, rest: str) -> HttpResponseBase | None:
    """Answer an address below that of a page, if it is one of a version; else None.

    `found` is what stands at the page's address. Of a page that moved the versions moved along;
    what was taken back is gone with all it said, and so is what was erased. Raises Http404 if the
    page never had such a version, or is read here in another language's stead.
    """
    asked = VERSIONS.fullmatch(rest)
    if asked is None:
        return None
    if found.moved_to:
        return HttpResponsePermanentRedirect(f"{found.moved_to}{rest}")
    page: Any = found.page
    if page is None or not page.keeps_versions:
        return None
    versions = versions_of_page(page)
    if not versions or page.locale.language_code != get_language():
        raise Http404
    if asked[1] is None:
        return _list(request, page, versions)
    version = next((each for each in versions if each.number == int(asked[1])), None)
    if version is None:
        raise Http404
    return None if version.is_erased else _version(request, page, version)


def is_erased_version(found: Found, rest: str) -> bool:
    """Tell whether an address is one of a version whose words were erased, or of a gone page."""
    asked = VERSIONS.fullmatch(rest)
    if asked is None:
        return False
    if found.page is None:
        return found.is_gone
    versions = versions_of_page(found.page)
    return any(each.is_erased and str(each.number) == asked[1] for each in versions)


def _list(request: PublicRequest, page: Any, versions: list[Version]) -> HttpResponseBase:  # noqa: ANN401 -- of any kind
    page.below = "versions/"
    context = page.get_context(request)
    context |= {"page_versions": versions, "is_history": True, "behind": None, "alternates": []}
    response = TemplateResponse(request, "pages/history.html", context)
    return with_headers(response, page.header_class)


def _version(request: PublicRequest, page: Any, version: Version) -> HttpResponseBase:  # noqa: ANN401 -- of any kind
    """Show an earlier text with the frame and the class of the page as it is now.

    A stored copy or a picture that it named is there only if the page still names it.
    """
    copy = copy_of_version(page, version)
    copy.embassy = request.facts.embassy
    if not copy.is_whole:
        raise Http404
    old = copy.thing
    old.url_path, old.below = page.url_path, version.below
    if page.is_neutral:
        old.page_class, old.neutral_title = page.page_class, page.neutral_title
    named = {each.sha256 for each in page.fair_copy.files.values()}
    context = old.get_context(request)
    context["sources"] = [
        each if each.copy is None or each.copy.sha256 in named else replace(each, copy=None)
        for each in context["sources"]
    ]
    document = context.get("document")
    if document is not None and document.sha256 not in named:
        context["document"] = None
    leave_out_pictures(old, page.fair_copy)
    context |= {"earlier": version, "behind": None, "alternates": []}
    response = TemplateResponse(request, old.get_template(request), context)
    return with_headers(response, page.header_class)
