"""A mail server that is dead, slow or refuses: no page waits, nothing is lost, nothing goes twice, and it is said."""

import re
import threading
import time
from datetime import timedelta

import pytest
from mail_server import closed_door, mail_server, nobody_home
from office import NOW
from peewee import IntegrityError
from people import BREAD, DEC_12, holder, lights_out, seat, viewer

from wvg.base import clock, db, mail
from wvg.base.db import database
from wvg.commons.messages import queries, rules_lease, rules_mail
from wvg.commons.messages.models import Message, Outbox
from wvg.commons.volunteers.models import Volunteer


def outbox():
    return Outbox.get()


# Nothing is lost


def test_a_dead_server_is_tried_with_growing_pauses_and_then_everything_goes(post, server):
    post.tell("rita")
    pauses = []
    post.use(closed_door())
    with clock.standing_still(NOW + timedelta(minutes=11)):
        rules_mail.collect(clock.now())
    for _ in range(5):
        now = outbox().due_at
        with clock.standing_still(now + timedelta(seconds=1)):
            assert rules_mail.send_due(post.settings, clock.now) == 0
        pauses.append(outbox().due_at - now)
    assert pauses == sorted(pauses) and pauses[0] < timedelta(minutes=15) and pauses[-1] > timedelta(hours=3)
    assert len(queries.unread(viewer("rita"))) == 1, "it stands on Today all the time"
    post.use(server.url)
    assert post.after(hours=12) == 1 and server.received[0]["To"] == "rita@example.org"
    assert post.after(hours=24) == 0


def test_one_round_does_not_knock_on_a_dead_door_for_everybody(post):
    post.tell("rita", "luc", "bart")
    with mail_server() as busy:
        busy.sender = "421 too busy"
        post.use(busy.url)
        post.after(minutes=11)
        assert busy.connections == 1 and post.waiting() == 3


def test_after_three_days_it_gives_up_and_says_so_and_later_ones_go(post, server):
    post.use(closed_door())
    post.tell("rita")
    for hour in range(0, 80, 2):
        post.after(hours=hour, minutes=11)
    assert outbox().gave_up_at and post.waiting() == 0
    state = post.state(hours=80)
    assert str(state.why) == "the mail server does not answer" and state.since == clock.local(outbox().made_at)
    assert [(who.first_name, str(why)) for who, why in state.lost] == [("Rita", "the mail server does not answer")]
    post.use(server.url)
    with clock.standing_still(NOW + timedelta(hours=81)):
        post.tell("rita")
    assert post.after(hours=82) == 1, "the old one rests, and Today has both"
    assert "1" in server.received[0].get_content() and len(queries.unread(viewer("rita"))) == 2
    state = post.state(hours=83)
    assert (state.since, state.why, state.lost) == (None, None, [])


def test_one_refused_address_stops_nobody_else(post, server):
    server.refused["luc@example.org"] = "550 luc@example.org: nobody of that name"
    post.tell("bart", "luc", "rita")
    assert post.after(minutes=11) == 2
    assert {m["To"] for m in server.received} == {"bart@example.org", "rita@example.org"}
    state = post.state(minutes=12)
    assert state.why is None, "mail goes"
    assert [(who.first_name, str(why)) for who, why in state.lost] == [
        ("Luc", "the mail server does not accept the address")]
    for hour in range(1, 24 * 5):
        post.after(hours=hour)
    assert server.connections <= 9, "an address that is refused is not knocked at for ever"
    with clock.standing_still(NOW + timedelta(days=6)):
        post.tell("luc", title="x", day=DEC_12)
    assert post.after(days=6, minutes=11) == 0 and server.connections <= 9
    Volunteer.update(email="goed@example.org").where(Volunteer.first_name == "Luc").execute()
    assert post.after(days=6, minutes=20) == 1 and len(server.to("goed@example.org")) == 1
    assert post.state(days=6, minutes=21).lost == []


def test_an_address_that_was_put_right_is_tried_at_once(post, server):
    server.refused["luc@example.org"] = "550 nobody"
    post.tell("luc", title="x", day=DEC_12)
    for minute in (11, 40, 110):
        assert post.after(minutes=minute) == 0
    Volunteer.update(email="goed@example.org").where(Volunteer.first_name == "Luc").execute()
    assert post.after(minutes=115) == 1


def test_a_server_that_refuses_everybody_for_a_day_loses_nothing(post, server):
    server.refused["*"] = "554 relay access denied"
    post.tell("bart", "luc", "rita", title="x", day=DEC_12)
    for hour in range(24):
        assert post.after(hours=hour, minutes=11) == 0
    assert len(post.state(hours=24).lost) == 3
    server.refused.clear()
    assert sum(post.after(hours=hour) for hour in range(24, 60)) == 3 and len(server.received) == 3
    assert post.state(hours=60).lost == []


@pytest.mark.parametrize(("attribute", "answer", "why"), [
    ("refused", {"*": "450 4.7.1 greylisted"}, None), ("data", "451 try again", "the mail server refuses the mail"),
    ("data", "554 we do not like it", "the mail server refuses the mail"),
    ("sender", "550 not you", "the mail server does not accept the address that we send from"),
])
def test_what_is_refused_for_an_hour_goes_after_it(post, server, attribute, answer, why):
    setattr(server, attribute, answer)
    post.tell("bart", "luc")
    assert post.after(minutes=11) == 0 and post.waiting() == 2
    state = post.state(minutes=12)
    assert (str(state.why) if why else state.why) == why
    setattr(server, attribute, type(answer)())
    assert sum(post.after(minutes=minute) for minute in range(30, 120, 5)) == 2 and len(server.received) == 2


def test_of_what_went_wrong_no_address_is_kept_but_their_own(post, server):
    server.refused["*"] = "550 godelieve@example.org said no to rita@example.org"
    post.tell("rita")
    post.after(minutes=11)
    assert (outbox().last_error, outbox().refused) == ("SMTPRecipientsRefused", "rita@example.org")


# Nothing goes twice


def test_four_at_once_send_each_mail_once(post, server):
    server.slow = 0.05
    post.tell("bart", "luc", "rita", "samir", "wim")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        start, sent = threading.Barrier(4), []

        def one():
            with database.connection_context():
                start.wait()
                rules_mail.collect(clock.now())
                sent.append(rules_mail.send_due(post.settings, clock.now))

        threads = [threading.Thread(target=one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(sent) == 4 and sum(sent) == 5
    assert sorted(m["To"] for m in server.received) == [
        f"{name}@example.org" for name in ("bart", "luc", "rita", "samir", "wim")]


def test_when_the_light_goes_out_after_sending_it_is_the_same_mail_once_more_and_no_more(post, server):
    post.tell("rita")
    lights_out("outbox", "NEW.sent_at IS NOT NULL")
    for hour in range(1, 80):
        try:
            post.after(hours=hour)
        except IntegrityError:
            continue
    assert len(server.received) == 2, "once more, since nobody knew"
    assert server.received[0]["Message-ID"] == server.received[1]["Message-ID"]
    assert outbox().gave_up_at and str(post.state(hours=80).lost[0][1]).startswith("the mail server did not say")


def test_when_the_light_goes_out_before_sending_it_still_goes(post, server):
    post.tell("rita")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        rules_mail.collect(clock.now())
        assert rules_mail._claim(outbox(), clock.now()), "and then it was dark"
    assert post.after(minutes=12) == 0 and post.after(minutes=22) == 1 and len(server.received) == 1


def test_a_server_that_hangs_up_before_it_says_so_gets_it_twice_at_most(post, server):
    server.hangs_up = True
    post.tell("rita")
    for hour in range(1, 80):
        post.after(hours=hour)
    assert len(server.received) == 2 and len({m["Message-ID"] for m in server.received}) == 1
    assert Message.get().mailed_at, "whoever had it maybe is told when it is undone"


def test_a_claimed_mail_is_nobody_elses(post):
    post.tell("rita")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        rules_mail.collect(clock.now())
        row = outbox()
        assert rules_mail._claim(row, clock.now()) and not rules_mail._claim(row, clock.now())


def test_one_process_at_a_time(app):
    length = timedelta(minutes=5)
    assert rules_lease.take("tick", NOW, length)
    assert not rules_lease.take("tick", NOW + timedelta(minutes=4), length)
    assert rules_lease.take("other", NOW, length)
    assert rules_lease.take("tick", NOW + length, length)
    assert rules_lease.take("tick", NOW - timedelta(days=400), length), "the clock was wrong, not for ever"


# No page waits


def test_no_page_waits_for_a_server_that_never_answers(post, as_person, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 3)
    post.tell("luc")
    with nobody_home() as url, clock.standing_still(NOW + timedelta(minutes=11)):
        post.use(url)
        rita = as_person("rita")
        rules_mail.collect(clock.now())
        thread = threading.Thread(target=in_own_connection, args=[post])
        thread.start()
        while not outbox().tries:
            time.sleep(0.01)
        before = time.monotonic()
        assert rita.get("/").status_code == 200
        assert rita.post(f"/seats/{seat(BREAD, DEC_12, 2).id}/sign-up").status_code == 303
        assert time.monotonic() - before < 2.5 and thread.is_alive(), "written while the other one waits"
        thread.join()
    assert holder(seat(BREAD, DEC_12, 2)) == "Rita" and post.waiting() == 1


def in_own_connection(post):
    with db.database.connection_context():
        rules_mail.send_due(post.settings, clock.now)


# It is said where it is seen


def organisation(post, as_person, **time):
    with clock.standing_still(NOW + timedelta(**time)):
        return as_person("katrien").get("/organisation").text


def test_whoever_manages_the_accounts_sees_that_mail_does_not_go(post, as_person):
    assert "notice--bad" not in organisation(post, as_person)
    post.use(closed_door())
    post.tell("rita")
    post.after(minutes=11)
    page = organisation(post, as_person, minutes=12)
    (notice,) = re.findall(r'notice--bad">.*?</p>', page)
    assert "24 november" in notice and "10.11" in notice
    post.use("")
    assert "notice--bad" not in organisation(post, as_person, minutes=13), "without a mail server nothing is wrong"


def test_a_refused_address_is_told_where_it_can_be_put_right(post, server, as_person):
    server.refused["luc@example.org"] = "550 nobody"
    post.tell("luc")
    post.after(minutes=11)
    luc = viewer("luc").volunteer
    page = organisation(post, as_person, minutes=12)
    assert f'href="/volunteers/{luc}"' in page and "Goethals" in page
    assert "notice--bad" in as_person("katrien").get(f"/volunteers/{luc}").text
    own = as_person("luc").get("/me").text
    assert "notice--bad" in own and "luc@example.org" in own
    assert "notice--bad" not in as_person("rita").get("/me").text
    assert "Goethals" not in as_person("rita").get("/more").text
    Volunteer.update(email="goed@example.org").where(Volunteer.id == luc).execute()
    assert "notice--bad" not in as_person("luc").get("/me").text
