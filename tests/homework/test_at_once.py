"""Thirty people of both organisations press for the last place of a pupil at the same moment."""

import threading

from office import Browser
from people import viewer
from places import DEC_1, child, empty, on_list

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account
from wvg.groups.homework.models import Booking, BookingStep

ROUNDS, PEOPLE = 20, 30


def crowd(app):
    """Fifteen browsers of the coordinator and fifteen of the partner, each with a child of its own: with tokens."""
    made = []
    for n in range(PEOPLE):
        name = "marijke" if n % 2 else "fatiha"
        ada = child(f"Kind{n}", name)
        token, form_secret = accounts.open_session(Account.get(Account.user_name == name), clock.now())
        browser = Browser(app)
        with browser.client.session_transaction() as cookie:
            cookie.update({"_user_id": token, "_fresh": True, "csrf_token": form_secret})
        made.append((browser.client, browser.token(), ada.id, name))
    return made


def test_exactly_one_gets_the_last_place_and_the_others_wait_in_the_order_of_asking(app):
    people = crowd(app)
    for round_number in range(ROUNDS):
        row = empty(DEC_1, 1, round_number % 2)
        Booking.delete().execute()
        database.close()
        answers, start = [], threading.Barrier(PEOPLE)

        def press(client, token, pupil, _name, answers=answers, start=start, row=row):
            start.wait()
            answers.append(client.post(
                f"/homework/sessions/{row.activity_id}/booking",
                data={"csrf_token": token, "pupil": pupil, "often": "once"},
            ).status_code)

        threads = [threading.Thread(target=press, args=person) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        database.connect()
        assert answers == [303] * PEOPLE, (round_number, answers)
        found = list(Booking.select().where(Booking.session == row).order_by(Booking.id))
        assert len(found) == PEOPLE and len({one.pupil_id for one in found}) == PEOPLE
        first = next(one for one in found if one.side == ("them" if round_number % 2 else "us"))
        states = [state for _name, state in on_list(row)]
        assert states.count("confirmed") == 1 and states.count("waiting") == PEOPLE - 1, (round_number, states)
        assert Booking.get_by_id(first.id).state == "confirmed", "the first of the side whose place it is"
        # Asked for until it was given, then waiting: nobody lost a turn.
        assert BookingStep.select().where(BookingStep.booking.in_(found)).count() >= PEOPLE


def test_two_confirm_the_same_request_at_once(app):
    row = empty(DEC_1, 2, 0)
    from wvg.groups.homework.booking import rules
    asked = rules.book(row.activity_id, child("Ada", "fatiha").id, viewer("fatiha"), clock.now())
    people = [person for person in crowd(app) if person[3] == "marijke"]
    database.close()
    answers, start = [], threading.Barrier(len(people))

    def press(client, token, *_more):
        start.wait()
        answers.append(client.post(f"/homework/bookings/{asked.id}/confirm", data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=person) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect()
    assert sorted(answers) == [303] + [409] * (len(people) - 1)
    assert Booking.get_by_id(asked.id).state == "confirmed"
