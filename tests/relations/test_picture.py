"""The picture of institutions: the same each time, and nobody private in it."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.drawing import Node, draw
from ambasada.relations.models import Membership, Organisation
from ambasada.relations.queries import picture_around, picture_of_circle
from tests.factories.contacts import official, organisation, placed, private_person

HERE = "/admin/relations/gb/"
Words = Callable[[Any], str]


def test_parts_stand_below_and_no_box_covers_another() -> None:
    office = Node("Office", [("A One-Test", "Head"), ("B Two-Test", "Deputy")])
    root = Node("A ministry of a name that needs more than two lines to be read in a box", [], [])
    root.parts = [office, Node("Agency", [], [Node("Branch"), Node("Post")])]
    trees = [root, *(Node(f"Body {number}") for number in range(20))]

    drawing = draw(trees)

    assert draw(trees) == drawing
    boxes = [(each.x, each.y, each.x + each.width, each.y + each.height) for each in drawing.boxes]
    for one in range(len(boxes)):
        for other in range(one):
            a, b = boxes[one], boxes[other]
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)
    assert max(each[2] for each in boxes) == drawing.width <= 1400
    assert max(each[3] for each in boxes) == drawing.height
    assert len(drawing.ties) == 4
    assert all(upper < lower for _x, upper, _other, lower, _half in drawing.ties)
    assert drawing.boxes[0].lines[-1][1].endswith("…")


def test_picture_holds_public_office_holders_alone(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    house = organisation(britain, piotr, "Test House", circle="government")
    office = organisation(britain, piotr, "Test Office", circle="government", parent=house)
    hartley = official(britain, piotr)
    placed(hartley, office, by=piotr, embassy=britain, office="Head")
    placed(hartley, house, by=piotr, embassy=britain, role="guest")
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    placed(pugh, office, by=piotr, embassy=britain, office="Head")
    Membership.objects.filter(person=pugh).update(embassy=None)  # even if a row were wrong

    for embassy in (britain, norland):
        found = picture_of_circle(embassy, "government")
        (root,) = found.roots
        assert root == Node("Test House", [], [Node("Test Office", [(str(hartley), "Head")])])
        assert found.left_out == 0
    assert picture_around(britain, office).roots == picture_around(britain, house).roots
    assert picture_of_circle(britain, "media").roots == []


def test_picture_says_how_much_it_leaves_out_and_keeps_what_it_is_about(
    britain: Embassy, piotr: Member
) -> None:
    middle = organisation(britain, piotr, "Z Test Ministry", circle="media")
    Organisation.objects.bulk_create(
        Organisation(name=f"Body {each}", circle="media", sort_key=f"body-{each:03}", parent=middle)
        for each in range(60)
    )

    found = picture_around(britain, middle)

    assert [each.name for each in found.roots] == ["Z Test Ministry"]
    assert (len(found.rows), found.left_out) == (40, 21)


def test_parts_of_one_another_are_drawn_once_each(britain: Embassy, piotr: Member) -> None:
    one, other = (organisation(britain, piotr, f"Body {each}", circle="media") for each in "AB")
    for each, parent in ((one, other), (other, one)):
        Organisation.objects.filter(pk=each.pk).update(parent=parent)

    assert len(draw(picture_of_circle(britain, "media").roots).boxes) == 2


@pytest.mark.screens
def test_drawing_is_described_and_takes_no_name_for_markup(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    evil = "<script>x</script>"
    house = organisation(britain, piotr, evil, circle="culture")
    placed(official(britain, piotr, '"><b>-Test'), house, by=piotr, embassy=britain, office="&<i>")

    answer = browser_of_piotr.get(f"{HERE}picture/?circle=culture")
    around = browser_of_piotr.get(f"{HERE}picture/{house.ref}/")

    for each in (answer, around):
        (svg,) = re.findall(r"<svg class=\"rel__picture.*?</svg>", each.content.decode(), re.DOTALL)
        drawn = ET.fromstring(svg)
        texts = [found.text for found in drawn.iter("text")]
        assert texts == [evil, '"><b>-Test', "&<i>"]
        assert drawn.get("role") == "img"
        assert [found.tag for found in drawn][:2] == ["title", "desc"]
        assert evil not in each.content.decode()
    assert "The same as a table" in said(answer)
    assert browser_of_piotr.get(f"{HERE}picture/?circle=spies").status_code == 404
    assert "No organisation is here yet." in said(browser_of_piotr.get(f"{HERE}picture/"))
