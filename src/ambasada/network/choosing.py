"""Choosing a picture in the admin: among those of the member's own embassies."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from ambasada.accounts.requests import member_of
from ambasada.network.languages import spoken
from ambasada.network.models import StoredPicture
from ambasada.network.rules import answered_by

_SHOWN = 80  # letters of the alternative text by which a picture is told


def own_pictures(request: HttpRequest) -> QuerySet[StoredPicture]:
    """Return the pictures of the embassies of who asks, newest first."""
    own = answered_by(member_of(request), today=timezone.now().date())
    return StoredPicture.objects.filter(embassy__in=own).prefetch_related("renditions")


def told_by(picture: StoredPicture) -> str:
    """Return how a picture is told from others: it has no title."""
    words = spoken(picture.alternative, get_language() or "en").text
    short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    return f"{picture.pk} · {short}"


class _Thumbnail(Column):
    cell_template_name = "network/pictures/thumbnail_cell.html"


class _OwnPictures:
    """Offer one's own pictures alone, each with what is to be seen on it."""

    request: HttpRequest
    title_column: Column

    def get_object_list(self) -> QuerySet[StoredPicture]:
        """Return the pictures to choose from."""
        return own_pictures(self.request)

    @property
    def columns(self) -> list[Column]:
        """Show the picture beside what it is told by."""
        self.title_column.accessor = told_by
        return [_Thumbnail("thumbnail", label=_("Picture"), accessor="pk"), self.title_column]


class _Choose(_OwnPictures, ChooseView):
    @cached_property
    def title_column(self) -> Any:  # noqa: ANN401 -- Wagtail's
        """Return one column, which the list changes."""
        return super().title_column


class _Results(_OwnPictures, ChooseResultsView):
    @cached_property
    def title_column(self) -> Any:  # noqa: ANN401 -- Wagtail's
        """Return one column, which the list changes."""
        return super().title_column


class _Chosen(ChosenView):
    def get_object(self, pk: str) -> StoredPicture:
        """Return a picture of one's own; anything else is Http404."""
        found = own_pictures(self.request).filter(pk=pk).first() if pk.isdecimal() else None
        if found is None:
            raise Http404
        return found

    def get_display_title(self, instance: StoredPicture) -> str:
        """Return what a picture is told by."""
        return told_by(instance)


class _ChosenMultiple(ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[StoredPicture]:
        """Return those that are one's own."""
        return own_pictures(self.request).filter(pk__in=[each for each in pks if each.isdecimal()])

    def get_display_title(self, instance: StoredPicture) -> str:
        """Return what a picture is told by."""
        return told_by(instance)


class _Widget(BaseChooser):
    show_edit_link = False

    def get_display_title(self, instance: StoredPicture) -> str:
        """Return what a picture is told by."""
        return told_by(instance)


class PictureChooserViewSet(ChooserViewSet):
    """The dialogue in which a picture is chosen; pictures are not made there."""

    model = StoredPicture
    icon = "image"
    choose_one_text = _("Choose a picture")
    choose_another_text = _("Choose another picture")
    choose_view_class = _Choose
    choose_results_view_class = _Results
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple
    base_widget_class = _Widget
    register_widget = False


picture_chooser = PictureChooserViewSet("picture_chooser", url_prefix="pictures/choose")
