"""The pictures of a page as templates show them, made of the page's own bytes."""

from dataclasses import dataclass
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from ambasada.network.languages import Spoken, spoken
from ambasada.network.models import Embassy, FairCopy, ShownForm, ShownPicture, pictures_of
from ambasada.pages.erased import tombstones_of

_WIDTH = "(min-width: 46rem) 42rem, 100vw"  # of the column a text stands in


@dataclass(frozen=True)
class Picture:
    """A picture in the language of the text around it."""

    alternative: Spoken
    rights: str
    webp: str  # what srcset says
    jpeg: str
    whole: ShownForm  # for a browser that knows no srcset
    sizes: str = _WIDTH


def show_pictures(page: Page, embassy: Embassy) -> None:
    """Give each stream of a page what its pictures show, by their number, as `pictures`.

    An approved page shows what was approved, without what was erased since; a draft what is kept.
    """
    streams = [each for each in page._meta.get_fields() if isinstance(each, StreamField)]
    values = [getattr(page, each.name) for each in streams]
    if not any(values):
        return
    fair_copy: FairCopy | None = getattr(page, "fair_copy", None)
    named = fair_copy.pictures if fair_copy else pictures_of(page, embassy)
    language = page.locale.language_code
    erased = tombstones_of(embassy.code).files if named else frozenset()
    shown = {
        number: _picture(each, language)
        for number, each in named.items()
        if each.forms and erased.isdisjoint(form.sha256 for form in each.forms)
    }
    for value in values:
        value.pictures = shown


def leave_out_pictures(page: Page, now: FairCopy) -> None:
    """Take from an earlier text the pictures that the page does not show any more."""
    shown = {form.sha256 for each in now.pictures.values() for form in each.forms}
    then: FairCopy = page.fair_copy
    kept = {
        number
        for number, each in then.pictures.items()
        if shown.issuperset(form.sha256 for form in each.forms)
    }
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            pictures = getattr(value, "pictures", {})
            value.pictures = {number: each for number, each in pictures.items() if number in kept}


def picture_in(block: Any, stream: Any) -> Picture | None:  # noqa: ANN401 -- Wagtail's
    """Return what a block shows; None if its picture is not there, or another embassy's."""
    shown: dict[int, Picture] = getattr(stream, "pictures", {})
    return shown.get(block.value["picture"] or 0)


def _picture(picture: ShownPicture, language: str) -> Picture:
    jpegs = picture.of_type(".jpg")
    return Picture(
        alternative=spoken(picture.alternative, language),
        rights=picture.rights,
        webp=_srcset(picture.of_type(".webp")),
        jpeg=_srcset(jpegs),
        whole=jpegs[-1],
    )


def _srcset(forms: list[ShownForm]) -> str:
    return ", ".join(f"{each.public_path} {each.width}w" for each in forms)
