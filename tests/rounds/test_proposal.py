"""Which families are proposed for a run: fair over a year, and always the same for the same families."""

import random
from datetime import date, timedelta

import pytest

from wvg.groups.rounds.run.proposal import Family, propose

DAY, WEEK = date(2026, 11, 28), timedelta(weeks=1)


def family(code_name, weeks, **more):
    """A family visited so many weeks ago; None: never."""
    more = {"since": date(2026, 1, 1), **more}
    return Family(len(code_name) + ord(code_name[0]), code_name, None if weeks is None else DAY - weeks * WEEK, **more)


def chosen(families, how_many=3, day=DAY):
    return [one.code_name for one in propose(families, how_many, day).chosen]


def test_who_was_not_visited_longest_comes_first():
    assert chosen([family("A", 3), family("B", 5), family("C", 4), family("D", 2)]) == ["B", "C", "A"]


def test_a_priority_comes_sooner():
    assert chosen([family("A", 5), family("B", 3, priority=True), family("C", 2, priority=True)], 2) == ["B", "A"]


def test_who_was_never_visited_goes_before_all_the_oldest_first():
    families = [family("A", 50, priority=True), family("B", None), family("C", None, since=date(2025, 1, 1))]
    assert chosen(families) == ["C", "B", "A"]


def test_a_pause_lasts_until_its_last_day():
    def paused(until):
        return chosen([family("A", 9, paused_until=until), family("B", 1)])

    assert paused(DAY) == paused(DAY + WEEK) == ["B"]
    assert paused(DAY - timedelta(days=1)) == paused(None) == ["A", "B"]


def test_who_must_be_called_first_is_shown_on_top_and_not_chosen():
    found = propose([family("A", 2), family("B", 1, flagged=True), family("C", 9)], 3, DAY)
    assert [one.code_name for one in found.chosen] == ["C", "A"]
    assert [one.code_name for one in found.call_first] == ["B"]
    assert [one.code_name for one in found.ranked] == ["B", "C", "A"]


def test_who_is_paused_is_not_called_and_stands_last():
    found = propose([family("A", 9, flagged=True, paused_until=DAY), family("B", 1)], 3, DAY)
    assert found.call_first == [] and [one.code_name for one in found.ranked] == ["B", "A"]


def test_who_is_on_another_run_within_a_week_is_not_chosen_but_keeps_its_place_in_the_list():
    found = propose([family("A", 9, elsewhere=True), family("B", 1)], 3, DAY)
    assert [one.code_name for one in found.chosen] == ["B"]
    assert [one.code_name for one in found.ranked] == ["A", "B"]


def test_who_waited_equally_long_comes_by_code_name_in_whatever_order_they_are_given():
    families = [family(name, 4) for name in "ECADB"]
    for _ in range(20):
        random.Random(7).shuffle(families)
        assert chosen(families, 5) == list("ABCDE")


@pytest.mark.parametrize("how_many", [0, 1, 30])
def test_never_more_than_asked_or_than_there_are(how_many):
    assert len(chosen([family("A", 1), family("B", 2)], how_many)) == min(2, how_many)
    assert chosen([], how_many) == []


def year(seed):
    """A year of weekly runs with six stops: {family: [number of the week in which it had its turn]}, and the pauses.

    Thirty families, six of them priority; four are paused for a while; one stop in twenty-five is "not home", which
    takes no turn, and one in forty "not needed", which does. How long ago they had their last turn is by chance.
    """
    chance, first = random.Random(seed), date(2026, 1, 3)
    numbers = list(range(30))
    priority = set(chance.sample(numbers, 6))
    paused = {}
    for one in chance.sample([n for n in numbers if n not in priority], 4):
        begin = chance.randrange(5, 35)
        paused[one] = (begin, begin + chance.randrange(4, 11))
    turn = {n: first - timedelta(weeks=chance.randrange(1, 8)) for n in numbers}
    results, turns, away = {n: [] for n in numbers}, {n: [] for n in numbers}, set()
    for week in range(52):
        day = first + week * WEEK
        families = []
        for n in numbers:
            begin, end = paused.get(n, (99, 99))
            until = first + end * WEEK if begin <= week <= end else None
            # Who must be called is called in the week after, and is there again.
            last_two = results[n][-2:]
            flagged = len(last_two) == 2 and "visited" not in last_two
            if flagged:
                results[n].append("visited")
            families.append(Family(n, f"F{n:02}", turn[n], first, n in priority, until, flagged))
        for one in propose(families, 6, day).chosen:
            luck = chance.random()
            result = "not home" if luck < 1 / 25 else "not needed" if luck < 1 / 25 + 1 / 40 else "visited"
            results[one.number].append(result)
            if result == "not home":
                away.add(one.number)
            else:
                turn[one.number] = day
                turns[one.number].append(week)
    return turns, priority, paused, away


def typical(weeks):
    """The mean number of weeks between two turns."""
    return (weeks[-1] - weeks[0]) / (len(weeks) - 1)


@pytest.mark.parametrize("seed", range(40))
def test_over_a_year_everybody_is_visited_as_often_and_priorities_sooner(seed):
    """Strictly: n is the whole number of weeks nearest to the mean of all their gaps.

    Of each family without priority that was never paused and was always home when somebody came, every single gap
    between two turns is n - 1, n or n + 1 weeks. Of those that were not home now and then, the mean of the gaps is.
    Every priority waits less, in the mean, than any of the others, by a week at least.
    """
    turns, priority, paused, away = year(seed)
    others = {n: weeks for n, weeks in turns.items() if n not in priority and n not in paused}
    gaps = {n: [b - a for a, b in zip(weeks, weeks[1:], strict=False)] for n, weeks in turns.items()}
    every = [gap for n in others for gap in gaps[n]]
    usual = round(sum(every) / len(every))
    always_home = [n for n in others if n not in away]
    assert len(always_home) >= 5
    for n in always_home:
        assert set(gaps[n]) <= {usual - 1, usual, usual + 1}, (n, gaps[n])
    for weeks in others.values():
        assert abs(typical(weeks) - usual) <= 1
    assert max(typical(turns[n]) for n in priority) + 1 <= min(typical(weeks) for weeks in others.values())
