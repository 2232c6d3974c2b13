"""In which order people stand on pages that lead to them."""

from ambasada.prisoners.directory import Directory, Standing


def test_people_with_the_same_letters_stand_in_order_of_their_names() -> None:
    names = ["Ann A-Test", "An Na-Test", "Anna-Test"]
    people = [
        Standing(
            ref=str(number),
            sha256="",
            face="",
            of_list=1,
            names={"en": name},
            language="en",
            status="active",
            status_slug="active",
            year=None,
            birthday=None,
            is_held=True,
        )
        for number, name in enumerate(names)
    ]

    found = Directory(people, ["en"]).groups("en")["status-active/"].people

    assert [each.name("en").text for each in found] == sorted(names)
