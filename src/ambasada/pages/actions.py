from wagtail.models import Page

from ambasada.pages.models import Gone


def withdraw(page: Page) -> None:
    """Remember that this page's address once answered, so that it says 410 and not 404.

    What stands below it stays as it is and is not shown either (pages.shown), so that putting
    a section back puts back everything in it.
    """
    Gone.objects.get_or_create(path=page.url_path)


def take_back(page: Page) -> None:
    """Unpublish a page that was made private: what not everybody may read is not on the site."""
    if page.live:
        page.specific.unpublish()


def restore_address(page: Page) -> None:
    """Forget that an address was withdrawn: the page is there again."""
    Gone.objects.filter(path=page.url_path).delete()
