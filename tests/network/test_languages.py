"""A text in several languages: how it is read, edited and stored."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from ambasada.network.languages import (
    InLanguages,
    LanguagesFormField,
    Spoken,
    reading_order,
    spoken,
)
from ambasada.network.models import Channel, Embassy, Wording
from tests.factories.reading import read


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("be", ("be", "ru", "en")),
        ("ru", ("ru", "be", "en")),
        ("en", ("en", "be", "ru")),
        ("de", ("de",)),
    ],
)
def test_reader_is_served_in_this_order(language: str, order: tuple[str, ...]) -> None:
    assert reading_order(language) == order


@pytest.mark.parametrize(
    ("texts", "language", "said"),
    [
        ({"en": "Yes", "be": "Так", "ru": "Да"}, "be", Spoken("Так", "be")),
        ({"en": "Yes", "ru": "Да"}, "be", Spoken("Да", "ru")),
        ({"en": "Yes", "be": ""}, "be", Spoken("Yes", "en")),
        ({"de": "Ja"}, "en", Spoken("Ja", "de")),
        ({}, "en", Spoken("", "en")),
    ],
)
def test_text_is_said_in_the_nearest_language(
    texts: dict[str, str], language: str, said: Spoken
) -> None:
    assert spoken(texts, language) == said


def form_field(*, required: bool = True) -> LanguagesFormField:
    return LanguagesFormField(is_long=False, required=required, label="Title")


@pytest.mark.parametrize(
    ("boxes", "value"),
    [
        (["Yes", "Так", "Да"], {"en": "Yes", "be": "Так", "ru": "Да"}),
        ([" Yes ", "", "Да"], {"en": "Yes", "ru": "Да"}),
        (["", "", "Да"], {"ru": "Да"}),
    ],
)
def test_boxes_become_one_value_without_the_empty_ones(
    boxes: list[str], value: dict[str, str]
) -> None:
    assert form_field().clean(boxes) == value


def test_one_box_at_least_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        form_field().clean(["", "", ""])


def test_no_box_is_asked_for_when_the_text_may_be_empty() -> None:
    assert form_field(required=False).clean(["", "", ""]) == {}


def test_each_box_says_its_language_and_keeps_its_text() -> None:
    html = form_field().widget.render("title", {"en": "Yes", "ru": "Да"}, {"id": "id_title"})

    page = read(html)
    boxes = [each.attributes for each in page.all("input")]
    assert [(box["lang"], box["name"], box.get("value", "")) for box in boxes] == [
        ("en", "title_en", "Yes"),
        ("be", "title_be", ""),
        ("ru", "title_ru", "Да"),
    ]
    assert [label.text for label in page.all("label")] == ["English", "Беларуская", "Русский"]
    assert [label.attributes["for"] for label in page.all("label")] == [box["id"] for box in boxes]


def test_long_text_has_boxes_of_several_lines() -> None:
    html = LanguagesFormField(is_long=True, required=True).widget.render("text", None)

    assert [box.attributes["lang"] for box in read(html).all("textarea")] == ["en", "be", "ru"]


def test_form_of_a_model_saves_what_the_boxes_say(norland: Embassy) -> None:
    wording = norland.wordings.get(key=Wording.Key.NEVER_ASK)
    form = modelform_factory(Wording, fields=["text"])(
        {"text_en": "Never.", "text_be": "", "text_ru": "Никогда."}, instance=wording
    )

    form.save()
    wording.refresh_from_db()

    assert wording.text == {"en": "Never.", "ru": "Никогда."}


@pytest.mark.parametrize(
    ("absent", "endonym"), [("en", "English"), ("be", "Беларуская"), ("ru", "Русский")]
)
def test_form_is_refused_when_a_language_of_the_embassy_is_missing(
    britain: Embassy, absent: str, endonym: str
) -> None:
    wording = britain.wordings.get(key=Wording.Key.NEVER_ASK)
    boxes = {f"text_{code}": "Never." for code in ("en", "be", "ru")} | {f"text_{absent}": ""}
    form = modelform_factory(Wording, fields=["text"])(boxes, instance=wording)

    assert form.errors == {"text": [f"Write this in every language. Missing: {endonym}"]}


def test_form_shows_what_is_stored(britain: Embassy) -> None:
    wording = britain.wordings.get(key=Wording.Key.NEVER_ASK)

    page = read(str(modelform_factory(Wording, fields=["text"])(instance=wording)))

    assert {box.attributes["lang"]: box.text for box in page.all("textarea")} == wording.text


@pytest.mark.parametrize("value", [{"de": "Ja"}, {"en": 1}, {"en": None}, ["Yes"], "Yes"])
def test_value_is_refused_when_it_is_no_text_by_language(value: object) -> None:
    with pytest.raises(ValidationError, match="Give one text for each language"):
        InLanguages("title").clean(value, None)


def test_value_is_refused_when_it_is_empty_and_may_not_be() -> None:
    with pytest.raises(ValidationError):
        Channel._meta.get_field("title").clean({}, None)
    assert Channel._meta.get_field("retired_note").clean({}, None) == {}
