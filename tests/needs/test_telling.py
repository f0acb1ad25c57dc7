"""Who is told about a need, that it is taken back properly, and that nothing sealed leaves its row."""

from datetime import datetime, timedelta

import pytest
from families import bytes_on_disk, named
from heard import at_door, kind
from mail_server import mail_server
from people import told, viewer
from post import Post

from wvg import tick
from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts.models import Grant
from wvg.commons.audit.models import ActChange
from wvg.commons.keeping.models import Period
from wvg.commons.messages import queries_mail
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.needs import rules, rules_close, rules_desk, rules_owner
from wvg.commons.needs.models import Need
from wvg.commons.people import queries as people
from wvg.commons.volunteers.models import Volunteer

CANARY = "kanarie-7d1f"


@pytest.fixture(autouse=True)
def without_the_demo(app):
    Need.delete().execute()
    Message.delete().execute()


def test_what_is_for_today_is_told_at_once_to_who_coordinates_its_group():
    at_door("letter", "food", family="Kievit")
    assert told("annelies") == [
        "For today: brief gekregen, papieren, heard on Tuesday 24 November. It stands on top of the needs."
    ]
    assert told("bart") == [] == told("rita")


def test_when_nobody_coordinates_that_group_those_who_raised_it_are_told():
    at_door("illness", urgency="today")
    assert [words[:28] for words in told("bart")] == ["For today: ziekte, medische "]


def test_the_one_who_raises_it_is_not_told():
    rules_desk.write_down(kind("food").id, "today", "x", None, viewer("bart"), clock.now())
    assert told("bart") == []


def test_the_mail_treats_it_as_soon_also_shortly_before_midnight():
    late = clock.now().replace(hour=22, minute=58)  # 23.58 in Brussels
    with clock.standing_still(late):
        at_door("letter")
    found = queries_mail.to_mail(late + timedelta(minutes=11), viewer("annelies").volunteer)
    (due,) = found.values()
    assert due.soon and due.messages


def test_who_heard_it_is_told_that_it_is_taken_up_and_closed():
    need = at_door("letter", by="rita")["letter"]
    rules_owner.take(need.id, viewer("annelies"), clock.now())
    assert told("rita") == ["Annelies V. took up what you heard: brief gekregen, papieren, Tuesday 24 November."]
    assert told("annelies") == [], "it does not wait any more"
    rules_close.close(need.id, 2, "passed on", CANARY, viewer("annelies"), clock.now())
    assert "was followed up and is closed now." in told("rita")[0] and CANARY not in str(told("rita"))


def test_taking_and_giving_back_at_once_leaves_no_message():
    need = at_door("letter", by="rita")["letter"]
    rules_owner.take(need.id, viewer("annelies"), clock.now())
    rules_owner.give_back(need.id, 2, viewer("annelies"), clock.now())
    assert told("rita") == [] == told("annelies")


def test_who_read_it_is_told_that_it_is_open_again():
    need = at_door("letter", by="rita")["letter"]
    rules_owner.take(need.id, viewer("annelies"), clock.now())
    for message in Message.select().where(Message.recipient == viewer("rita").volunteer):
        messages.seen(message.id, viewer("rita"), clock.now())
    rules_owner.give_back(need.id, 2, viewer("annelies"), clock.now())
    assert len(told("rita")) == 1 and "is open again." in told("rita")[0]


def test_a_hand_over_is_told_to_the_new_owner_and_taken_back():
    need = at_door("company", by="rita")["company"]
    rules_owner.hand_over(need.id, 1, viewer("nadia").volunteer, viewer("bart"), clock.now())
    assert len(told("nadia")) == 1
    assert told("nadia")[0].startswith("Bart D. asks you to follow up a need: eenzaamheid")
    rules_owner.hand_over(need.id, 2, viewer("luc").volunteer, viewer("bart"), clock.now())
    assert len(told("luc")) == 1 and len(told("nadia")) == 1
    assert told("nadia")[0].startswith("You do not have to follow this up any more")
    rules_owner.give_back(need.id, 3, viewer("luc"), clock.now())
    assert told("luc") == [] and "waits for somebody again" in told("bart")[0]


def test_closed_and_opened_again_at_once_leaves_no_message():
    need = at_door("letter", by="rita")["letter"]
    rules_close.close(need.id, 1, "helped", "", viewer("bart"), clock.now())
    assert len(told("rita")) == 1 and told("annelies") == []
    rules_close.open_again(need.id, viewer("bart"), clock.now())
    assert told("rita") == []


def test_the_kind_is_in_the_language_of_each_reader():
    annelies = viewer("annelies")
    Volunteer.update(language="fr").where(Volunteer.id == annelies.volunteer).execute()
    at_door("letter")
    assert "lettre reçue, papiers" in told("annelies")[0]


def test_nothing_sealed_stands_in_log_messages_or_mail(as_person, app, tmp_path):
    details = people.details(named("Zwaluw"))
    need = at_door("letter", family="Zwaluw", line=CANARY, by="rita")["letter"]
    rules_owner.take(need.id, viewer("annelies"), clock.now())
    as_person("annelies").get(f"/needs/{need.id}")
    rules_close.plan(need.id, 2, CANARY, clock.today(), viewer("annelies"), clock.now())
    rules_close.close(need.id, 3, "passed on", CANARY, viewer("annelies"), clock.now())
    rules_close.open_again(need.id, viewer("bart"), clock.now())
    rules_owner.hand_over(need.id, 5, viewer("nadia").volunteer, viewer("bart"), clock.now())
    kept = repr([row.before for row in ActChange.select()]) + repr([row.details for row in Message.select()])
    kept += repr(list(database.execute_sql("SELECT * FROM outbox").fetchall()))
    for secret in (CANARY, "Zwaluw", details.bell_name, details.phone, details.address):
        assert secret not in kept, secret
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert CANARY.encode() not in content and details.bell_name.encode() not in content, path


def test_the_mail_says_only_that_there_is_something(app):
    with mail_server() as server:
        post = Post(app, server.url)
        at_door("letter", family="Zwaluw", line=CANARY)
        assert post.after(minutes=9) == 0 and post.after(minutes=11) >= 1
        text = "".join(mail.as_string() for mail in server.received)
    assert "annelies@example.org" in text and "brief" not in text and "Zwaluw" not in text and CANARY not in text


# Forgetting


def test_what_was_closed_longer_ago_than_agreed_is_erased(app):
    made = at_door("letter", "food", "nappies")
    rules_close.close(made["letter"].id, 1, "helped", "", viewer("bart"), clock.now())
    with clock.standing_still(clock.now() + timedelta(days=31)):
        rules_close.close(made["food"].id, 1, "helped", "", viewer("bart"), clock.now())
    later = datetime(2027, 5, 25, 0, 1, tzinfo=clock.BRUSSELS)
    assert rules.forget_old(later - timedelta(minutes=2)) == 0, "by the day in Brussels"
    assert rules.forget_old(later) == 1 == 1 + rules.forget_old(later)
    assert {row.id for row in Need.select()} == {made["food"].id, made["nappies"].id}, "what is open stays"
    Period.update(months=1).where(Period.key == "need").execute()
    assert rules.forget_old(later) == 1


def test_the_tick_does_both(app):
    need = at_door("letter", "food")
    rules_close.close(need["letter"].id, 1, "helped", "", viewer("bart"), clock.now())
    rules_owner.hand_over(need["food"].id, 1, viewer("luc").volunteer, viewer("bart"), clock.now())
    Grant.update(until=clock.today()).where(Grant.account == viewer("luc").account).execute()
    with clock.standing_still(clock.now() + timedelta(days=200)):
        done = tick.once(app)
    assert done["old needs forgotten"] == 1 and done["needs given back"] == 1


def test_what_is_forgotten_is_gone_from_the_disk_too(app):
    need = at_door("letter")["letter"]
    rules_close.close(need.id, 1, "helped", "", viewer("bart"), clock.now())
    sealed = bytes(Need.get_by_id(need.id).sealed)
    assert sealed in bytes_on_disk(app)
    assert rules.forget_old(clock.now() + timedelta(days=200)) == 1 and sealed not in bytes_on_disk(app)
