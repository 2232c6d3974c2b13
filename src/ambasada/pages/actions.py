from wagtail.models import Page

from ambasada.pages.models import Gone


def withdraw_address(page: Page) -> None:
    """Remember that this page's address once answered, so that it says 410 and not 404."""
    Gone.objects.get_or_create(path=page.url_path)


def restore_address(page: Page) -> None:
    """Forget that an address was withdrawn: the page is there again."""
    Gone.objects.filter(path=page.url_path).delete()
