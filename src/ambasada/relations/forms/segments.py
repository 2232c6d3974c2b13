"""The form of a saved segment."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from ambasada.relations.forms.entries import EntryForm
from ambasada.relations.forms.picking import Pick
from ambasada.relations.models import Segment


class SegmentForm(EntryForm):
    """What those in a segment have in common; what is left empty is not asked."""

    class Meta:
        model = Segment
        fields: ClassVar = (
            *("name", "kind", "circle", "area", "language", "text"),
            *("is_mine", "untouched_days", "is_shared"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = Pick(
            "organisation",
            self.embassy,
            label=_("Part of"),
            required=False,
            initial=self.instance.parent_id,
        )
        self.order_fields(["name", "kind", "circle", "parent"])

    def clean(self) -> dict[str, Any]:
        """Put what was picked into the row."""
        sent = super().clean() or self.cleaned_data
        self.instance.parent = sent.get("parent")
        return sent
