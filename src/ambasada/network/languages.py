"""One text in several languages: stored as one value, edited side by side, read with fallback."""

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class Spoken(NamedTuple):
    """A text and the code of the language it is in."""

    text: str
    language: str


def reading_order(language: str) -> tuple[str, ...]:
    """Return the languages in which a reader of this one is served, best first."""
    return (language, *settings.LANGUAGE_FALLBACKS.get(language, ()))


def spoken(texts: dict[str, str], language: str) -> Spoken:
    """Return the text in the first language of the reading order that has one.

    An embassy may speak languages that are in nobody's reading order; any text is better than
    none. A value without texts gives an empty text in the language asked for.
    """
    for code in (*reading_order(language), *sorted(texts)):
        if texts.get(code):
            return Spoken(texts[code], code)
    return Spoken("", language)


class InLanguages(models.JSONField):
    """A text by language code: `{"en": "Contact", "be": "Кантакты"}`.

    One row holds all languages, so that a number or an address can't be right in one language and
    old in another.
    """

    def __init__(self, *args: Any, is_long: bool = False, **kwargs: Any) -> None:
        self.is_long = is_long
        super().__init__(*args, **{"default": dict, **kwargs})

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's own signature
        """Leave out what the database does not need to know."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def validate(self, value: object, model_instance: models.Model | None) -> None:
        """Accept texts under known language codes only."""
        super().validate(value, model_instance)
        known = dict(settings.LANGUAGES)
        if not isinstance(value, dict) or not all(
            code in known and isinstance(text, str) for code, text in value.items()
        ):
            raise ValidationError(_("Give one text for each language."))

    def formfield(self, **kwargs: Any) -> Any:  # noqa: ANN401 -- Django's own signature
        """Return one box for each language of the interface."""
        return LanguagesFormField(
            is_long=self.is_long,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class LanguageCodes(models.JSONField):
    """Codes of languages, in order, chosen from those of the interface."""

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's own signature
        """Leave out what the database does not need to know."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:  # noqa: ANN401 -- Django's own signature
        """Return a box to tick for each language."""
        return forms.MultipleChoiceField(
            choices=settings.LANGUAGES,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )


def require_languages(instance: models.Model, languages: list[str]) -> None:
    """Raise ValidationError unless every text of a row is there in each of these languages.

    A text that may be empty must be there in all of them or in none.
    """
    missing: dict[str, str] = {}
    for field in instance._meta.get_fields():
        if not isinstance(field, InLanguages):
            continue
        texts = getattr(instance, field.name) or {}
        absent = [code for code in languages if not texts.get(code)]
        if absent and (texts or not field.blank):
            named = ", ".join(name for code, name in settings.LANGUAGES if code in absent)
            missing[field.name] = _("Write this in every language. Missing: %s") % named
    if missing:
        raise ValidationError(missing)


class LanguagesWidget(forms.MultiWidget):
    """A box for each language, labelled with the language's own name."""

    template_name = "network/languages_widget.html"

    def __init__(self, *, is_long: bool) -> None:
        box = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
        super().__init__({code: box for code, _name in settings.LANGUAGES})

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        """Split a value into the boxes, in the order of the languages."""
        return [(value or {}).get(code, "") for code, _name in settings.LANGUAGES]

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> Any:  # noqa: ANN401
        """Give each box its language, so that it is announced and spell-checked right."""
        context = super().get_context(name, value, attrs)
        subwidgets = context["widget"]["subwidgets"]
        for subwidget, (code, endonym) in zip(subwidgets, settings.LANGUAGES, strict=True):
            subwidget["attrs"]["lang"] = code
            subwidget["label"] = endonym
        return context


class LanguagesFormField(forms.MultiValueField):
    """Read the boxes into one value; languages left empty are left out."""

    def __init__(self, *, is_long: bool, required: bool, **kwargs: Any) -> None:
        super().__init__(
            fields=[forms.CharField(required=False) for _language in settings.LANGUAGES],
            widget=LanguagesWidget(is_long=is_long),
            required=required,
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Return the texts that are there."""
        pairs = zip(settings.LANGUAGES, data_list, strict=False)
        return {code: text for (code, _name), text in pairs if text}
