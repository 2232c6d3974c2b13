from typing import Any, ClassVar

from django.db.models import Model
from django.forms import Select
from wagtail.admin.panels import FieldPanel

from ambasada.network.models import Channel, Office


class _OwnFactPanel(FieldPanel):
    """A choice among the facts of a kind that the embassy of a page has.

    Whoever sends another number all the same gains nothing: a page shows the approved facts of
    its own embassy alone.
    """

    kind: ClassVar[type[Model]]

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{"widget": Select, **kwargs})

    class BoundPanel(FieldPanel.BoundPanel):
        """The choice in one form."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                code = self.form.parent_page.url_path.split("/", 2)[1].rpartition("-")[0]
                own = self.panel.kind.objects.filter(embassy__code=code)
                self.form.fields[self.field_name].queryset = own.order_by("position", "pk")


class OwnOfficePanel(_OwnFactPanel):
    """A choice among the offices of the embassy."""

    kind = Office


class OwnChannelPanel(_OwnFactPanel):
    """A choice among the channels of the embassy."""

    kind = Channel
