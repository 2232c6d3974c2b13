from typing import Any

from django.forms import Select
from wagtail.admin.panels import FieldPanel

from ambasada.network.models import Office


class OwnOfficePanel(FieldPanel):
    """A choice among the offices of the embassy a page belongs to.

    Whoever sends another number all the same gains nothing: a page shows the approved offices of
    its own embassy alone.
    """

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{"widget": Select, **kwargs})

    class BoundPanel(FieldPanel.BoundPanel):
        """The choice in one form."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                code = self.form.parent_page.url_path.split("/", 2)[1].rpartition("-")[0]
                own = Office.objects.filter(embassy__code=code).order_by("position", "pk")
                self.form.fields[self.field_name].queryset = own
