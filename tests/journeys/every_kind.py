"""Puts the kinds of pages that no pack holds into a site that a founder serves alone.

A program of its own: the journeys look at a site from outside. Prints the paths below the
language, one on a line.
"""

from datetime import date
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402 -- once Django knows its apps

from ambasada.network.models import Channel, Embassy, Office, StoredDocument  # noqa: E402
from ambasada.prisoners.models import PrisonersPage  # noqa: E402
from tests.factories.events import event  # noqa: E402
from tests.factories.papers import paper  # noqa: E402
from tests.factories.prisoners import person, published  # noqa: E402
from tests.factories.register import count, row  # noqa: E402
from tests.factories.releases import release, report  # noqa: E402


def main() -> None:
    embassy = Embassy.objects.select_related("site").get(code="gb")
    document = StoredDocument(title="Letters of a year")
    document.file.save("letters.pdf", ContentFile(paper()))
    document.save()
    pages: list[Any] = [
        event(embassy, introduction="We walk from the square to the post office."),
        event(embassy, title="Evening of letters", is_cancelled=True, cancelled_note="Rain."),
        release(
            embassy,
            office=Office.objects.filter(embassy=embassy).first(),
            contact=Channel.objects.get(embassy=embassy, address="press@example.org"),
            embargo="Not before 1 May, 10:00 in London.",
        ),
        report(embassy, document=document),
    ]
    published(
        embassy,
        person(1),
        person(2, status="released", released="2025-06-21"),
        person(3, born="1985-11-01", arrested="2022-01-05", verdict="2022-09-01"),
    )
    row(embassy)
    row(embassy, circle="government", office="", held="2026-q1", not_before=date(2026, 5, 1))
    count(embassy)
    people = [each.partition("/")[2] for each in PrisonersPage.held_in_own_language(embassy)]
    pages_of_people = [each for each in people if each.endswith("/")]  # and not their site map
    in_all = {each for each in pages_of_people if people.count(each) == len(embassy.languages)}
    quarter = "partners/meetings/2026-q1/"
    for path in [*(each.address for each in pages), *sorted(in_all), quarter]:
        print(path)  # noqa: T201 -- what the journey reads


main()
