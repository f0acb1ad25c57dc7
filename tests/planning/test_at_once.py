"""Thirty people press for the last place at the same moment."""

import threading

from office import Browser
from people import BREAD, DEC_12, holder, live, seat

from wvg import demo
from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning.models import SignUp
from wvg.commons.volunteers import rules as volunteers

ROUNDS, PEOPLE = 50, 30


def crowd(app):
    """Thirty signed-in test clients, each of somebody else, with their form tokens."""
    with database.atomic():
        secrets = []
        for n in range(PEOPLE):
            person = volunteers.add({"first_name": f"Persoon{n}"}, demo.viewer("katrien", clock.today()), clock.now())
            account = Account.create(volunteer=person, user_name=f"persoon{n}", made_at=clock.now())
            Grant.create(account=account, role="volunteer", group="rounds", given_at=clock.now())
            secrets.append(accounts.open_session(account, clock.now()))
    made = []
    for token, form_secret in secrets:
        browser = Browser(app)
        with browser.client.session_transaction() as cookie:
            cookie.update({"_user_id": token, "_fresh": True, "csrf_token": form_secret})
        made.append(browser)
    return [(browser.client, browser.token()) for browser in made]


def test_exactly_one_gets_it_each_time_and_the_others_hear_it_kindly(app):
    people = crowd(app)
    place = seat(BREAD, DEC_12, 2)
    database.close()
    for round_number in range(ROUNDS):
        answers, start = [], threading.Barrier(PEOPLE)

        def press(client, token, answers=answers, start=start):
            start.wait()
            answers.append(client.post(
                f"/seats/{place.id}/sign-up", data={"csrf_token": token}, headers={"HX-Request": "true"}
            ))

        threads = [threading.Thread(target=press, args=person) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [200] + [409] * (PEOPLE - 1), (round_number, codes)
        database.connect()
        winner = holder(place)
        assert SignUp.select().where(SignUp.seat == place, SignUp.ended_at.is_null()).count() == 1
        for answer in answers:
            if answer.status_code == 409:
                assert winner in answer.text
        SignUp.update(ended_at=clock.now(), end_reason="undone").where(SignUp.id == live(place).id).execute()
        database.close()
    database.connect()
