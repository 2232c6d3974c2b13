"""What a merge holds of somebody goes when they are let go of, and nobody else’s does."""

import re
from typing import Any

from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import anonymise, let_go_again, merge, record_entry
from ambasada.relations.models import Merge, Organisation, Person, Relationship
from ambasada.relations.queries import likely_for
from tests.factories.contacts import official, organisation, private_person
from tests.factories.staff import seat
from tests.relations.test_anonymising import tables

NOW = timezone.now()


def said_of(*words: str) -> set[str]:
    """Return the tables in which a word stands."""
    return {table for table, rows in tables() if any(re.search(each, rows) for each in words)}


def two_guilds(embassy: Embassy, by: Member, **others: Any) -> Merge:
    guilds = [organisation(embassy, by, "Test Guild", **others) for _each in range(2)]
    return merge(*guilds, embassy=embassy, by=by, now=NOW)


def test_merge_that_names_them_goes_in_their_own_embassy_alone(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    ours, theirs = (seat(f"{each.code}-head", each) for each in (britain, norland))
    kept = private_person(britain, piotr, "Васіль Канарэйка")
    lost = private_person(britain, piotr, "Vasil Qanareika")
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    two_guilds(britain, ours, sources=["Vasil Qanareika said so"])
    quiet = two_guilds(britain, ours)
    shared = two_guilds(norland, theirs, sources=["Vasil Qanareika said so"])

    taken = anonymise(kept, embassy=britain, by=piotr, now=NOW, is_dry=True)
    assert taken.rows["merges"] == 2
    anonymise(kept, embassy=britain, by=piotr, now=NOW, is_dry=False)

    assert set(Merge.objects.all()) == {quiet, shared}, "what all share is looked at by a member"
    Merge.objects.all().delete()
    Organisation.objects.all().delete()
    assert said_of("Qanar", "Канар") == set()


def test_merge_of_another_embassy_goes_with_a_row_of_ours_in_it(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    head = seat("head", norland)
    one, other = (official(norland, head, f"Ann {each}-Test") for each in ("Rhys", "Reece"))
    for each in (
        Relationship(from_person=pugh, to_person=other, kind="knows"),
        Relationship(from_person=one, to_person=other, kind="knows", sources=["Gareth Pugh-Test"]),
    ):
        record_entry(each, embassy=britain, by=piotr, now=NOW)
    merge(one, other, embassy=norland, by=head, now=NOW)
    assert said_of("Pugh") >= {"relations_merge"}

    anonymise(pugh, embassy=britain, by=piotr, now=NOW, is_dry=False)

    assert said_of("Pugh") == set()


def test_somebody_public_goes_from_merges_of_all(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    hartley = official(britain, piotr)
    heads = [seat(f"{each.code}-head", each) for each in (britain, norland)]
    two_guilds(norland, heads[1], sources=["Imogen Hartley-Test"])
    two_guilds(norland, heads[1], sources=["the imogen hartley-test is a plant", "Hartley"])

    anonymise(hartley, embassy=britain, by=heads[0], now=NOW, is_dry=False)

    assert len(Merge.objects.values_list("pk")) == 1, "whoever types spellings takes nothing else"


def test_backup_of_before_a_merge_forgets_both(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    people = [private_person(britain, piotr, f"{each} Qanar-Test") for each in ("Vasil", "Basil")]
    kept, lost = people
    refs = [each.ref for each in people]
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    anonymise(kept, embassy=britain, by=piotr, now=NOW, is_dry=False)
    for ref in refs:  # as the backup had them
        back = private_person(britain, piotr, "Vasil Qanar-Test")
        Person.objects.filter(pk=back.pk).update(ref=ref)
    stays = private_person(norland, seat("head", norland), "Somebody-Test")

    assert let_go_again(now=NOW)

    assert list(Person.objects.all()) == [stays]


def test_keys_of_whom_others_are_named_after_are_worked_out_anew(
    britain: Embassy, piotr: Member
) -> None:
    hartley, head = official(britain, piotr), seat("head", britain)
    name = "Imogen Hartley-Test Office"
    office = organisation(britain, piotr, name)
    before = set(office.match_keys.values_list("value", flat=True))
    assert [each.entry for each in likely_for(Organisation, {"name": [name]}, britain)] == [office]

    anonymise(hartley, embassy=britain, by=head, now=NOW, is_dry=False)

    assert before.isdisjoint(office.match_keys.values_list("value", flat=True))
