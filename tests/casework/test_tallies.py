"""What is published of counts, and that nobody finds a smaller one in it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product

from ambasada.casework.models import Matter, Outcome, Tally
from ambasada.casework.queries import published_tallies
from ambasada.casework.tallying import Published, publishable
from ambasada.network.models import Embassy

TODAY = date(2028, 1, 2)
Counts = tuple[int, ...]


def named(counts: Counts) -> dict[str, int]:
    return {str(place): count for place, count in enumerate(counts)}


def key(published: Published) -> object:
    parts = (published.matters, published.outcomes)
    return (*(tuple(sorted(each.items())) for each in parts), published.total)


def every_year() -> Iterator[tuple[Counts, Counts]]:
    """Yield every year with few matters and outcomes: counts on both sides of ten."""
    by_sum: dict[int, list[Counts]] = defaultdict(list)
    for outcomes in product((0, 1, 4, 9, 10, 11, 13, 16), repeat=3):
        by_sum[sum(outcomes)].append(outcomes)
    for matters in product((0, 1, 2, 5, 8, 9, 10, 11), repeat=4):
        yield from ((matters, outcomes) for outcomes in by_sum[sum(matters)])


def test_whoever_knows_the_rules_cannot_tell_a_count_below_ten() -> None:
    """Each count below ten might be another one: a year with that one is published alike."""
    years = [(each, key(publishable(named(each[0]), named(each[1])))) for each in every_year()]
    alike: dict[tuple[object, int, int], set[int]] = defaultdict(set)
    for year, said in years:
        for side, counts in enumerate(year):
            for place, count in enumerate(counts):
                alike[said, side, place].add(count)

    told = [
        (year, side, place)
        for year, said in years
        for side, counts in enumerate(year)
        for place, count in enumerate(counts)
        if 0 < count < 10 and alike[said, side, place] == {count}
    ]
    assert len(years) > 10_000
    assert told == []


def test_no_count_below_ten_and_no_rest_below_ten_is_given() -> None:
    totals = 0
    for matters, outcomes in every_year():
        said = publishable(named(matters), named(outcomes))

        assert min([*said.matters.values(), *said.outcomes.values()], default=10) >= 10
        if said.total is not None:
            totals += 1
            for given in (said.matters, said.outcomes or said.matters):
                assert not 0 < said.total - sum(given.values()) < 10
    assert totals > 100


def test_year_is_published_once_it_is_over(britain: Embassy) -> None:
    for matter, outcome, count in (
        (Matter.PASSPORT, Outcome.INFORMED, 12),
        (Matter.PASSPORT, Outcome.NOTHING, 3),
        (Matter.ASYLUM, Outcome.REFERRED, 9),
    ):
        Tally.objects.create(
            embassy=britain.code, year=2027, matter=matter, outcome=outcome, count=count
        )

    said = published_tallies(britain.code, 2027, today=TODAY)

    assert said == Published({"passport": 15}, {}, None)
    assert published_tallies(britain.code, 2028, today=TODAY) is None
    assert published_tallies("norland", 2027, today=TODAY) == Published({}, {}, 0)


def test_sum_is_given_where_what_is_left_out_of_it_could_be_anybody(britain: Embassy) -> None:
    counts = {Matter.PASSPORT: 30, Matter.ASYLUM: 6, Matter.BORDER: 7}
    for matter, count in counts.items():
        Tally.objects.create(
            embassy=britain.code, year=2027, matter=matter, outcome=Outcome.INFORMED, count=count
        )

    said = published_tallies(britain.code, 2027, today=TODAY)

    assert said == Published({"passport": 30}, {"informed": 43}, 43)
