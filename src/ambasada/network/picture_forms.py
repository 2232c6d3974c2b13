"""Forms about pictures: choosing a file, and deciding about its masks and its words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambasada.lib.masking import Box
from ambasada.network.actions import Decided, Pending
from ambasada.network.forms import EmbassyField
from ambasada.network.models import Embassy, StoredPicture

_PARTS = 4  # of a box: from the left, from the top, width, height
_MOST_MASKS = 400


class PictureFileForm(forms.Form):
    """Which file, and for which embassy."""

    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("JPEG, PNG, WebP, HEIC or AVIF, up to 40 MB."),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/avif"}
        ),
    )

    def __init__(self, *args: Any, embassies: Sequence[Embassy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [each.pk for each in embassies]
        own = Embassy.objects.filter(pk__in=numbers).order_by("code")
        self.fields["embassy"] = EmbassyField(
            own, label=_("Embassy"), empty_label=None, initial=embassies[0] if embassies else None
        )
        if len(embassies) == 1:
            self.fields["embassy"].widget = forms.HiddenInput()


class _Lines(forms.SelectMultiple):
    """A line for each mask; the template draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ANN401, ARG002 -- Django's
        """Return the lines that are not empty."""
        lines = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return [each.strip() for each in lines if each.strip()]


class _MasksField(forms.Field):
    widget = _Lines

    def to_python(self, value: Any) -> list[Box]:  # noqa: ANN401 -- Django's signature
        """Return the boxes that the lines say; raises ValidationError for one that says none."""
        lines = list(value or [])
        if len(lines) > _MOST_MASKS:
            raise ValidationError(_("There are too many masks. Draw larger ones."))
        return [_box(number, each) for number, each in enumerate(lines, start=1)]


class DecideForm(forms.Form):
    """Where the masks are, why a face may be seen, and what the picture shows."""

    mask = _MasksField(required=False, label=gettext_lazy("Masks"))
    looked_at = forms.BooleanField(
        label=gettext_lazy("I looked at every part of it. No other face can be recognised.")
    )
    because = forms.ChoiceField(
        label=gettext_lazy("Why may a face be seen?"),
        choices=[("", gettext_lazy("Every face is under a mask.")), *StoredPicture.Because.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Where the record of consent is kept, or which role it is"),
        help_text=gettext_lazy("No name. Who approves the page reads it; nobody else does."),
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, embassy: Embassy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alternative", "rights"):
            field: Any = StoredPicture._meta.get_field(name)
            self.fields[name] = field.formfield()
        self.embassy = embassy

    def clean_alternative(self) -> dict[str, str]:
        """Ask for the alternative text in every language of the embassy."""
        texts: dict[str, str] = self.cleaned_data["alternative"]
        absent = [code for code in self.embassy.languages if not texts.get(code)]
        if absent:
            named = ", ".join(name for code, name in settings.LANGUAGES if code in absent)
            raise ValidationError(_("Write this in every language. Missing: %s") % named)
        return texts

    @property
    def decided(self) -> Decided:
        """What was decided."""
        said = self.cleaned_data
        return Decided(
            masks=said["mask"],
            alternative=said["alternative"],
            rights=said["rights"],
            because=said["because"],
            note=said["note"],
        )


def lines_of(pending: Pending, sent: QueryDict | None) -> list[str]:
    """Return the lines that say where the masks are: as they were sent, or one for each face."""
    if sent is not None:
        return [each.strip() for each in sent.getlist("mask") if each.strip()][:_MOST_MASKS]
    boxes = pending.faces
    return [
        " ".join(f"{part:.1f}" for part in (each.left, each.top, each.width, each.height))
        for each in boxes
    ]


def boxes_shown(lines: Sequence[str]) -> list[dict[str, str]]:
    """Return where the masks that lines say are drawn; what says none is left out."""
    shown = []
    for number, line in enumerate(lines, start=1):
        try:
            box = _box(number, line).clipped()
        except ValidationError:
            continue
        parts = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
        percent = {name: f"{part:.2f}%" for name, part in parts.items()}
        shown.append({"number": str(number), **percent})
    return shown


def _box(number: int, line: str) -> Box:
    """Return what a line says. Raises ValidationError if it says no place in the picture."""
    try:
        parts = [float(each) for each in line.replace(",", ".").split()]
    except ValueError:
        parts = []
    box = Box(*parts) if len(parts) == _PARTS else None
    if box is None or not box.is_inside:
        raise ValidationError(
            _("Mask %(number)s: write four numbers from 0 to 100, with spaces between.")
            % {"number": number}
        )
    return box
