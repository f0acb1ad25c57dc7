"""What is heard at a door of a round, from the report of the run."""

import pytest
from families import named
from heard import LINE, again, at_door, kind, words
from people import BREAD, NOV_28, activity, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.needs import queries, rules, rules_close
from wvg.commons.needs.models import Need

pytestmark = pytest.mark.usefixtures("app")


def test_each_kind_that_is_ticked_is_a_need_of_the_rounds():
    made = at_door("letter", "food")
    assert set(made) == {"letter", "food"}
    letter = again(made["letter"])
    assert (letter.group, letter.raised_by_id, letter.owner_id) == ("rounds", viewer("rita").volunteer, None)
    assert letter.household == named("Kievit") and letter.activity == activity(BREAD, NOV_28)
    assert words(letter).line == LINE == words(made["food"]).line


def test_a_letter_is_always_for_today():
    made = at_door("letter", "food", urgency="can wait")
    assert {key: need.urgency for key, need in made.items()} == {"letter": "today", "food": "can wait"}
    assert at_door("letter", family="Uil", urgency="")["letter"].urgency == "today"


def test_sent_twice_it_raises_nothing_twice():
    first = at_door("letter", "food")
    second = at_door("letter", "food")
    assert {n.id for n in first.values()} == {n.id for n in second.values()}
    assert len(told("annelies")) == 1
    assert again(first["food"]).version == 1, "nothing changed"


def test_what_is_not_ticked_any_more_was_a_mistake_and_comes_back_when_it_is():
    first = at_door("letter", "food")
    assert set(at_door("food")) == {"food"}
    row = again(first["letter"])
    assert row.outcome == "mistake" and row.closed_at == clock.now() and told("annelies") == []
    assert set(at_door("food", "letter", line="Toch een brief.")) == {"food", "letter"}
    row = again(first["letter"])
    assert (row.outcome, row.closed_at, words(row).line) == ("", None, "Toch een brief.")
    assert len(told("annelies")) == 1


def test_who_read_it_is_told_that_it_was_a_mistake():
    at_door("letter")
    rows = Message.select().where(Message.recipient == viewer("annelies").volunteer, Message.made_at == clock.now())
    messages.seen(rows.get().id, viewer("annelies"), clock.now())
    at_door()
    assert told("annelies") == [
        "It was a mistake: brief gekregen, papieren, Tuesday 24 November. Nothing has to be done."
    ]


def test_what_somebody_took_up_stays_with_its_words():
    made = at_door("letter", "food")
    Need.update(owner=viewer("annelies").volunteer, taken_at=clock.now()).where(Need.id == made["letter"]).execute()
    assert set(at_door("nappies", line="Iets anders.")) == {"letter", "nappies"}
    assert words(made["letter"]).line == LINE and again(made["letter"]).closed_at is None
    assert again(made["food"]).outcome == "mistake"


def test_what_a_coordinator_closed_as_a_mistake_stays_closed():
    made = at_door("letter", "food")
    rules_close.close(made["letter"].id, 1, "mistake", "Dubbel.", viewer("annelies"), clock.now())
    assert set(at_door("letter", "food", line="Een woord beter.")) == {"food"}
    row = again(made["letter"])
    assert (row.outcome, row.owner_id, row.version) == ("mistake", viewer("annelies").volunteer, 2)
    assert words(row).line == LINE and words(made["food"]).line == "Een woord beter." and told("annelies") == []


def test_the_line_and_urgency_follow_the_report_until_then():
    made = at_door("food")
    at_door("food", line="Twee broden te weinig.", urgency="today")
    assert words(made["food"]).line == "Twee broden te weinig." and again(made["food"]).urgency == "today"
    assert len(told("bart")) == 1, "now it is for today"
    at_door("food", line="", urgency="can wait")
    assert words(made["food"]).line == "" and again(made["food"]).urgency == "can wait" and told("bart") == []


def test_what_was_heard_is_found_by_door():
    at_door("letter", "food"), at_door("school", family="Uil"), at_door("food"), at_door("work", family="Merel")
    at_door(family="Merel")
    found = queries.heard_on(activity(BREAD, NOV_28))
    assert {number: [need.kind.key for need in needs] for number, needs in found.items()} == {
        named("Kievit").id: ["food"], named("Uil").id: ["school"],
    }
    assert found[named("Uil").id][0].owner is None


def test_kinds_come_in_order_without_those_that_are_not_used_any_more():
    row = kind("school")
    row.active = False
    row.save()
    keys = [kind.key for kind in queries.kinds()]
    assert keys[:3] == ["letter", "safety", "food"] and "school" not in keys
    with pytest.raises(Invalid):
        at_door("school")


def test_an_urgency_or_kind_that_is_not_there_is_refused():
    with pytest.raises(Invalid) as refused:
        at_door("food", urgency="soon")
    assert refused.value.field == "urgency"
    with pytest.raises(Invalid) as refused:
        rules.heard(activity(BREAD, NOV_28), named("Uil"), {999}, "today", "", viewer("rita"), clock.now())
    assert refused.value.field == "kinds" and not Need.select().where(Need.activity == activity(BREAD, NOV_28))


def test_a_damaged_line_is_typed_anew():
    made = at_door("food")
    Need.update(sealed=b"\x01broken").where(Need.id == made["food"]).execute()
    assert words(made["food"]).damaged
    at_door("food")
    assert words(made["food"]).line == LINE
