"""The form of a brief: about whom or what, and which public facts stand in it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ambasada.figures.days import said_day
from ambasada.figures.numbers import said
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.relations.queries import PublicFacts

_MOST = 6  # figures or events that somebody reads on one page


class BriefForm(forms.Form):
    """What stands in a brief. Everything but its title was approved for the public before."""

    title = forms.CharField(label=_("About what"), max_length=120)
    language = forms.ChoiceField(label=_("Language"))
    figures = forms.MultipleChoiceField(
        label=_("Figures"), required=False, widget=forms.CheckboxSelectMultiple
    )
    events = forms.MultipleChoiceField(
        label=_("Events of the timeline"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        embassy: Embassy,
        public: PublicFacts,
        is_about_person: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._public, language = public, get_language() or settings.LANGUAGE_CODE
        if is_about_person:
            del self.fields["title"]
        names = dict(settings.LANGUAGES)
        offered: dict[str, Any] = dict(self.fields)
        offered["language"].choices = [
            (code, _(names[code])) for code in embassy.languages if code in names
        ]
        offered["figures"].choices = [
            (str(each.figure.pk), _figure_line(each.figure, language)) for each in public.figures
        ]
        offered["events"].choices = [
            (str(each.pk), f"{said_day(each.begins)}: {spoken(each.text, language).text}")
            for each in public.events
        ]

    def _few(self, name: str) -> list[str]:
        chosen: list[str] = self.cleaned_data[name]
        if len(chosen) > _MOST:
            raise forms.ValidationError(_("Choose at most six: it is one page."))
        return chosen

    def clean_figures(self) -> list[Any]:
        """Return the figures that were chosen."""
        chosen = self._few("figures")
        return [each for each in self._public.figures if str(each.figure.pk) in chosen]

    def clean_events(self) -> list[Any]:
        """Return the events that were chosen."""
        chosen = self._few("events")
        return [each for each in self._public.events if str(each.pk) in chosen]


def _figure_line(figure: Any, language: str) -> str:  # noqa: ANN401 -- as it is in a fair copy
    day = date_format(figure.as_of, "DATE_FORMAT")
    return f"{said(figure.value)} {spoken(figure.unit, language).text} · {day}"
