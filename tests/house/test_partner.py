"""Who speaks for a partner sees what is shared, and nothing else is there: every address with every id is tried.

When a page is added this fails until its endpoint is in OWN or SHARED, or is 404 for her; then PAIRS is set anew.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from office import Browser, sign_in_quietly
from people import viewer
from werkzeug.exceptions import HTTPException

from wvg.base import access, clock
from wvg.base.db import database
from wvg.commons.accounts.models import Grant
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.partners import notices, rules, rules_agreement, rules_people
from wvg.commons.partners.models import Location, Partner, PartnerPerson
from wvg.commons.planning.models import Seat
from wvg.groups.homework.booking import rules as booking
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession, Pupil
from wvg.groups.homework.pupils import rules as pupils
from wvg.groups.homework.sessions import rules_groups

PAIRS = 41841  # (address, method) that were tried; more when there are more pages or rows: set it to what it says then
MOST = 4  # first and last ids of each table

# What answers her: everybody's door, what is her own, and with the name of a set of ids (see `shared`) what is shared.
OPEN = {
    "accounts.sign_in", "accounts.sign_out", "accounts.signed_out", "accounts.signed_out_css",
    "accounts.language", "accounts.start", "accounts.forgotten",
}
OWN = {
    "home.today", "home.more", "volunteers.me", "accounts.password", "accounts.session_left", "homework_shared.first",
    "homework.board",
    # These change something only when it is hers, and say the same when it is not.
    "home.seen", "accounts.drop_kept",
}
SHARED = {
    "homework_session.one": "activities",
    "partners.one": "partners", "partners_agreement.one": "partners", "partners_agreement.change": "partners",
    "partners_agreement.agree": "partners", "partners_people.new": "partners", "partners_people.paper": "people",
    "partners_people.take_off": "people",
}
# Tables of which a row may change when she does what is hers to do; of all others none may.
HERS = {"partner_agreement", "partner_person", "volunteer", "paper_seen", "message", "act", "act_change", "session",
        "kept_form", "sign_up", "failed_attempt"}


def another_partner():
    """A second partner with a room, a group, a pupil, a tutor and somebody who speaks for it; (partner, pupil)."""
    marijke, now, today = viewer("marijke"), clock.now(), clock.today()
    partner = rules.add({"name": "Buurthuis Anders", "phone": "+3290000009", "email": None}, marijke, now)
    rules.add_contact(partner.id, {"name": "Iemand", "does": "", "phone": None, "email": None}, marijke, now)
    rules_people.add(partner.id, {"first_name": "Ander", "last_name": "Iemand", "mobile": None}, marijke, now)
    rules_agreement.change(partner.id, 0, {"hours": "Woensdag"}, marijke, now)
    room = Location.create(partner=partner, name="Zaal Anders")
    group = rules_groups.make_group(
        {"title": "Huiswerk Anders", "location": room.id, "partner": partner.id, "weekdays": [2],
         "starts": clock.local(now).time(), "ends": clock.local(now).time().replace(hour=18), "first_day": today,
         "places": 5, "share": 2, "tutors": 2, "paper": True}, marijke, now)
    Grant.create(account=viewer("luc").account, role="partner", group=partner.key, given_at=now)
    pupil = pupils.add({"first_name": "Onbekend", "year": "1e leerjaar"}, viewer("marijke"), now)
    Pupil.update(partner=partner).where(Pupil.id == pupil.id).execute()
    session = HomeworkSession.select().where(HomeworkSession.group == group).first()
    booking.book(session.activity_id, pupil.id, marijke, now)
    return partner, pupil


def shared():
    """{name: the ids, or pairs of ids, of what is shared with Fatiha's partner}."""
    partner = Partner.get(Partner.key == "hand-in-hand")
    groups = [row.id for row in HomeworkGroup.select().where(HomeworkGroup.partner == partner)]
    sessions = HomeworkSession.select().where(HomeworkSession.group.in_(groups))
    people = PartnerPerson.select().where(PartnerPerson.partner == partner)
    return {
        "partners": {(partner.id,)}, "groups": {(row,) for row in groups},
        "activities": {(row.activity_id,) for row in sessions},
        "people": {(partner.id, row.id) for row in people},
    }


def of_groups():
    """Some activities and seats of each group, also of De Ledeberg, which is ours alone."""
    for group in HomeworkGroup.select():
        for session in HomeworkSession.select().where(HomeworkSession.group == group).limit(3):
            yield session.activity_id
            yield from (seat for (seat,) in Seat.select(Seat.id).where(Seat.activity == session.activity_id).tuples())


def all_ids():
    """Numbers of rows of every table, and two of none."""
    found = {0, 999999999, *of_groups()}
    for table in database.get_tables():
        if any(column.name == "id" for column in database.get_columns(table)):
            rows = [row for (row,) in database.execute_sql(f'SELECT id FROM "{table}" ORDER BY id')]  # noqa: S608 - our own tables
            found |= {row for row in (*rows[:MOST], *rows[-MOST:]) if isinstance(row, int)}
    return sorted(found)


def words():
    """What may stand where an address holds a word: groups, partners, weeks and nonsense."""
    return [*access.groups, *(row.key for row in Partner.select()), "2026-W48", "2026-11", "2026-11-24", "x"]


def addresses(rule, ids, known):
    """(path, the numbers in it) of a rule: each number there is; of two, each with the first partners and the like."""
    numbers = [name for name, converter in rule._converters.items() if type(converter).__name__ == "Number"]
    others = [name for name in rule._converters if name not in numbers]
    of_numbers = [(one,) * len(numbers) for one in (ids if numbers else [0])]
    if len(numbers) == 2:
        of_numbers = [(one, other) for one in ids[:4] for other in ids] + of_numbers[4:]
    for chosen in of_numbers:
        for word in known if others else [None]:
            values = {**dict(zip(numbers, chosen, strict=True)), **dict.fromkeys(others, word)}
            yield rule.build(values, append_unknown=False)[1], chosen


def endpoint(app, path, method):
    """What answers there; None when that is no address for this method."""
    try:
        return app.url_map.bind("localhost").match(path, method)[0]
    except HTTPException:
        return None


class House:
    """The program as she meets it, put back as it was after each thing that she did."""

    def __init__(self, app):
        browser = Browser(app)
        self.token = sign_in_quietly(browser, "fatiha")
        name = app.config["SESSION_COOKIE_NAME"]
        self.cookie = f"{name}={browser.client.get_cookie(name).value}"
        self.client = app.test_client(use_cookies=False)
        database.close()
        self.file = Path(app.instance_path) / "wvg.db"
        self.disk = sqlite3.connect(self.file)
        self.before = sqlite3.connect(":memory:")
        self.disk.backup(self.before)
        self.version = self._version()

    def _version(self):
        return self.disk.execute("PRAGMA data_version").fetchone()[0]

    def ask(self, path, method, part=False):
        """(status, whether something was written). part: the sentence only, not a whole page; the status is the same.
        """
        sent = {"csrf_token": self.token, "language": "nl"} if method == "POST" else None
        headers = {"Cookie": self.cookie, **({"HX-Request": "true"} if part else {})}
        answer = self.client.open(path, method=method, data=sent, headers=headers)
        answer.close()
        version = self._version()
        wrote, self.version = version != self.version, version
        return answer.status_code, wrote

    def tables(self, disk):
        names = [name for (name,) in disk.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(disk.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608

    def changed(self):
        """Tables in which something is not as it was."""
        before, now = self.tables(self.before), self.tables(self.disk)
        return {name for name in now if now[name] != before[name]}

    def put_back(self):
        self.before.backup(self.disk)
        self.version = self._version()


@pytest.fixture
def house(app):
    another_partner()
    messages.tell([viewer("rita").volunteer, viewer("fatiha").volunteer], notices.RENEW, clock.now(), partner="x",
                  day=clock.today(), path="/")
    made = House(app)
    with closing(made.disk), closing(made.before):
        yield made
    database.connect(reuse_if_open=True)


def test_every_address_with_every_id_is_404_unless_it_is_shared(app, house):
    database.connect(reuse_if_open=True)
    hers, ids, known, tried, met, wrong = shared(), all_ids(), words(), set(), set(), []
    foreign = {row.id for row in Message.select().where(Message.recipient != viewer("fatiha").volunteer)}
    database.close()
    assert len(ids) > 150 and foreign
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        for method in ("GET", "POST"):
            for path, numbers in addresses(rule, ids, known):
                if (path, method) in tried:
                    continue
                tried.add((path, method))
                name = endpoint(app, path, method)
                status, wrote = house.ask(path, method, name not in OPEN | OWN | set(SHARED))
                if wrote:
                    wrong += [(path, method, table) for table in sorted(house.changed() - HERS)]
                    house.put_back()
                if name is None:
                    wrong += [(path, method, status)] if wrote or status not in (404, 405) else []
                    break  # whatever number stands in it
                if name in OPEN or name in OWN or (name in SHARED and numbers in hers[SHARED[name]]):
                    met.add(name)
                    wrong += [(path, method, status)] if status in (403, 404, 500) else []
                elif status != 404 or (wrote and not isinstance(app.view_functions[name].access, str)):
                    wrong.append((path, method, status))
    assert wrong == [], (len(wrong), wrong[:50])
    assert met == OPEN | OWN | set(SHARED), "every page that is hers did answer her"
    assert len(tried) == PAIRS, f"PAIRS is {len(tried)} now"
