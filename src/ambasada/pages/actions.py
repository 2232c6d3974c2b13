from wagtail.models import Page

from ambasada.pages.models import Gone


def withdraw(page: Page) -> None:
    """Remember that this page's address once answered, and take back what stands below it.

    The address says 410 and not 404. Wagtail leaves the pages of an unpublished section live; a
    reader would still be offered them.
    """
    Gone.objects.get_or_create(path=page.url_path)
    for below in page.get_children().live().specific():
        below.unpublish()


def take_back(page: Page) -> None:
    """Unpublish a page that was made private: what not everybody may read is not on the site."""
    if page.live:
        page.specific.unpublish()


def restore_address(page: Page) -> None:
    """Forget that an address was withdrawn: the page is there again."""
    Gone.objects.filter(path=page.url_path).delete()
