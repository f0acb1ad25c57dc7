"""What is told goes by mail: one for all of it, in the reader's language, to nobody who does not want it."""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from office import NOW
from people import NOV_28, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.words import day_long, say
from wvg.commons.accounts.models import Account
from wvg.commons.audit import rules as audit
from wvg.commons.messages import queries, rules, rules_mail
from wvg.commons.messages.kinds import kind, kinds
from wvg.commons.messages.models import Message, Outbox
from wvg.commons.planning import notices
from wvg.commons.volunteers.models import Volunteer

DEC_5 = date(2026, 12, 5)


def change(name, **columns):
    Volunteer.update(**columns).where(Volunteer.id == viewer(name).volunteer).execute()


def test_five_messages_are_one_mail_with_a_link_and_a_date(post, server):
    for _ in range(4):
        post.tell("rita", title="Broodronde", day=DEC_5)
    post.tell("rita")
    change("rita", language="en")
    assert post.after(minutes=11) == 1
    (mail,) = server.received
    assert mail["To"] == "rita@example.org" and mail["From"] == "wvg@example.org"
    assert mail["Subject"] == "There is something for you in wvg"
    text = mail.get_content()
    assert "5 messages" in text and "The first is about Saturday 28 November." in text
    assert "https://wvg.example.org/" in text.splitlines() and "Switch it off" in text
    assert post.after(minutes=12) == post.after(hours=9) == post.after(days=3) == 0, "once is enough"


def test_what_is_undone_or_read_in_the_first_ten_minutes_is_not_mailed(post, server):
    act = audit.record("planning.sign_up", viewer("bart"), NOW, [])
    rules.tell([viewer("rita").volunteer], notices.ASSIGNED, NOW, act=act, title="x", day=NOV_28)
    post.tell("luc")
    assert post.after(minutes=9) == 0 and post.waiting() == 0
    rules.take_back(act, notices.UNDONE, NOW)
    rules.seen(Message.get(Message.recipient == viewer("luc").volunteer).id, viewer("luc"), NOW)
    assert post.after(minutes=11) == 0 and server.received == []


def test_who_had_a_mail_about_it_is_told_that_it_was_undone(post, server):
    act = audit.record("planning.sign_up", viewer("bart"), NOW, [])
    rules.tell([viewer("rita").volunteer], notices.ASSIGNED, NOW, act=act, title="x", day=NOV_28)
    assert post.after(minutes=11) == 1
    rules.take_back(act, notices.UNDONE, NOW + timedelta(minutes=20))
    assert "undone" in str(queries.unread(viewer("rita"))[0][1])
    assert post.after(hours=4, minutes=12) == 1


def test_what_is_read_while_the_mail_waits_is_not_mailed(post, server):
    post.tell("rita")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        assert rules_mail.collect(clock.now()) == 1
        rules.seen(Message.get().id, viewer("rita"), clock.now())
        assert rules_mail.send_due(post.settings, clock.now) == 0
    assert server.received == [] and Outbox.select().count() == 0


def test_mails_are_four_hours_apart_and_half_an_hour_for_what_is_within_72_hours(post, server):
    post.tell("rita", title="x", day=DEC_5)
    assert post.after(minutes=11) == 1
    with clock.standing_still(NOW + timedelta(minutes=20)):
        post.tell("rita", title="x", day=DEC_5)
    assert [post.after(hours=hour) for hour in (1, 4)] == [0, 0]
    assert post.after(hours=4, minutes=11) == 1
    with clock.standing_still(NOW + timedelta(hours=4, minutes=12)):
        post.tell("rita", title="x", day=date(2026, 11, 27))
    assert post.after(hours=4, minutes=30) == 0
    assert post.after(hours=4, minutes=41) == 1


def test_what_comes_soon_does_not_wait_for_what_comes_later(post, server):
    post.tell("rita", title="x", day=DEC_5)
    assert post.after(minutes=11) == 1
    post.tell("rita", title="x", day=DEC_5)
    assert post.after(minutes=12) == 0 and post.waiting() == 1
    post.tell("rita", title="x", day=date(2026, 11, 26))
    assert post.after(minutes=42) == 1
    assert "2" in server.received[1].get_content()


@pytest.mark.parametrize("columns", [{"mail": False}, {"email": None}, {"left_on": date(2026, 11, 20)}])
def test_who_wants_or_can_have_no_mail_gets_none(post, server, columns):
    post.tell("rita")
    change("rita", **columns)
    assert post.after(minutes=11) == 0 and server.received == []
    assert len(queries.unread(viewer("rita"))) == 1, "it stands on Today"


def test_who_has_no_account_gets_no_mail(post, server):
    Account.update(closed_at=clock.now()).where(Account.user_name == "rita").execute()
    post.tell("rita")
    assert post.after(minutes=11) == 0 and server.received == []


def test_a_volunteer_switches_mail_off_and_on_again(post, server, as_person):
    rita, row = as_person("rita"), Volunteer.get(Volunteer.first_name == "Rita")
    assert re.search(r'<input checked[^>]*name="mail"', rita.get("/me").text)
    form = {"first_name": "Rita", "last_name": "Coppens", "email": row.email, "language": "nl", "version": "1"}
    assert rita.post("/me", form).status_code == 303
    assert not re.search(r'<input checked[^>]*name="mail"', rita.get("/me").text)
    post.tell("rita")
    assert post.after(minutes=11) == 0
    assert rita.post("/me", {**form, "mail": "y", "version": "2"}).status_code == 303
    assert post.after(minutes=12) == 1


def test_what_is_over_helps_nobody_any_more(post, server):
    post.tell("rita", title="x", day=date(2026, 11, 23))
    post.tell("luc", title="x", day=date(2026, 11, 24))
    assert post.after(minutes=11) == 1 and server.received[0]["To"] == "luc@example.org"


@pytest.mark.parametrize(("language", "subject", "day"), [
    ("nl", None, "zaterdag 28 november"), ("fr", None, "samedi 28 novembre"),
    ("en", "There is something for you in wvg", "Saturday 28 November"),
])
def test_each_reads_it_in_their_own_language(post, server, language, subject, day):
    others = {"nl": "fr", "fr": "en", "en": "nl"}
    change("luc", language=others[language])
    change("rita", language=language)
    post.tell("luc", "rita")
    assert post.after(minutes=11) == 2
    mail = server.to("rita@example.org")[0]
    assert day in mail.get_content() and day == day_long(NOV_28, language)
    assert day not in server.to("luc@example.org")[0].get_content()
    if subject:
        assert mail["Subject"] == subject


def test_no_word_about_anybody_else_is_in_any_mail(post, server):
    """Over all sorts of messages: names, numbers and addresses of all volunteers, and what was told."""
    everybody = list(Volunteer.select())
    for row in everybody:
        row.phone = f"+3290001{row.id:04}"
        row.save()
    wanted = kind("test.worst", say("%(person)s (%(phone)s, %(street)s) and %(reason)s, %(other)s, %(day)s"))
    assert len(kinds) > 12
    with database.atomic():
        for name, row in product(kinds, everybody):
            rules.tell([v.id for v in everybody if v.id != row.id], name, clock.now(), person=row.id, day=NOV_28,
                       title="Geheimtitel", reason="Geheimreden", n=2, time="Geheimtijd", street="Geheimstraat 7",
                       phone=row.mobile, other=say("%(who)s of %(title)s", who=row.first_name, title="Geheimtitel"))
    del kinds[wanted]
    post.after(minutes=11)
    assert len(server.received) > 15
    for mail in server.received:
        to = mail["To"]
        del mail["To"]
        whole = f"{mail}\n{mail['Subject']}\n{mail.get_content()}"
        assert "Geheim" not in whole
        for row in everybody:
            own = {row.first_name, row.last_name, row.email, row.mobile, row.mobile[1:], row.phone, "0400 00"}
            words = own - {None}
            assert not [w for w in words if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", whole, re.I)], (to, whole)


@pytest.mark.parametrize(("details", "day"), [
    ({}, None),
    ({"first": date(2026, 12, 1), "last": date(2027, 2, 28), "deadline": NOV_28, "path": "/who-can/7/answers"}, NOV_28),
    ({"title": "x", "moves": say("%(a)s and %(b)s", a=say("%(before)s becomes %(after)s.", before=NOV_28, after=DEC_5),
                                 b=say("%(before)s becomes %(after)s.", before=DEC_5, after=NOV_28))}, NOV_28),
    ({"title": "x", "day": date(2026, 11, 1), "other_day": DEC_5}, DEC_5),
    ({"n": 3, "days": "31/12 or so", "reason": "50 % {date} %(x)s"}, None),
])
def test_any_sort_of_message_is_mailed_without_knowing_it(post, server, details, day):
    later = kind("test.later", say("It says something."))
    change("rita", language="en")
    rules.tell([viewer("rita").volunteer], later, clock.now(), **details)
    assert post.after(minutes=11) == 1
    del kinds[later]
    text = server.received[0].get_content()
    assert "1 message." in text
    assert (f"It is about {day_long(day, 'en')}." in text) if day else ("about" not in text)


def test_a_sort_that_is_no_longer_shown_on_today_is_not_mailed_either(post, server):
    rules.tell([viewer("rita").volunteer], "planning.of_long_ago", clock.now(), day=NOV_28)
    assert post.after(minutes=11) == 0


def test_without_a_mail_server_nothing_waits_and_all_stands_on_today(post, server):
    post.use("")
    post.tell("rita")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        assert rules_mail.send_due(post.settings, clock.now) == 0
    assert len(queries.unread(viewer("rita"))) == 1 and server.received == []


def test_what_was_read_long_ago_is_cleared_and_what_nobody_read_stays_half_a_year(post, server):
    post.tell("rita", "luc", "bart")
    assert post.after(minutes=11) == 3
    rules.seen(Message.get(Message.recipient == viewer("rita").volunteer).id, viewer("rita"), NOW)
    assert rules_mail.clear(NOW + timedelta(days=59)) == 0 and Outbox.select().count() == 3
    assert rules_mail.clear(NOW + timedelta(days=61)) == 1
    assert Message.select().count() == 2 and Outbox.select().count() == 0
    assert rules_mail.clear(NOW + timedelta(days=179)) == 0
    assert rules_mail.clear(NOW + timedelta(days=181)) == 2
