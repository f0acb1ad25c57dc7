"""Who speaks for a partner sees what is shared, and nothing else is there: every address with every id is tried.

When a page is added this fails until its endpoint is in OWN or SHARED, or is 404 for her; then PAIRS is set anew.
"""

import sqlite3
from contextlib import closing
from datetime import time, timedelta
from pathlib import Path

import pytest
from office import Browser, sign_in_quietly
from people import viewer
from werkzeug.exceptions import HTTPException

from wvg.base import access, clock
from wvg.base.db import database
from wvg.base.sealed import Sealed
from wvg.commons.accounts.models import Grant
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.partners import notices, rules, rules_agreement, rules_people
from wvg.commons.partners.models import Location, Partner, PartnerPerson
from wvg.commons.planning.models import Activity, Closure, Seat
from wvg.groups.homework.booking import rules as booking
from wvg.groups.homework.closing import rules as closings
from wvg.groups.homework.during import rules_notes
from wvg.groups.homework.models import (
    Booking,
    Enrolment,
    HomeworkGroup,
    HomeworkSession,
    Proposal,
    Pupil,
    PupilNote,
    TutorOffer,
)
from wvg.groups.homework.pupils import rules as pupils
from wvg.groups.homework.sessions import rules_changes, rules_groups, rules_tutors

# (address, method) that were tried, in four parts; more when there are more pages or rows: set it to what it says then.
PAIRS = [7803, 7319, 8890, 8151]
MOST = 3  # first and last ids of each table

# What answers her: everybody's door, what is her own, and with the name of a set of ids (see `shared`) what is shared.
OPEN = {
    "accounts.sign_in", "accounts.sign_out", "accounts.signed_out", "accounts.signed_out_css",
    "accounts.language", "accounts.start", "accounts.forgotten",
}
OWN = {
    "home.today", "home.more", "volunteers.me", "accounts.password", "accounts.session_left", "homework_shared.first",
    "homework.board", "homework_booking.questions", "homework_changes.index", "homework_closing.index",
    "homework_closing.new", "homework_counts.show", "homework_counts.download", "homework_pupils.index",
    "homework_pupils.new", "homework_pupils.september",
    # These change something only when it is hers, and say the same when it is not.
    "home.seen", "accounts.drop_kept",
}
SHARED = {
    **dict.fromkeys((
        "homework_session.one", "homework_session.attendance", "homework_session.all_here", "homework_session.walk_in",
        "homework_booking.new", "homework_changes.of_session", "homework_closing.calls", "homework_paper.attendance",
    ), "activities"),
    **dict.fromkeys(("homework_paper.card", "homework_paper.timetable", "homework_changes.of_group"), "groups"),
    **dict.fromkeys((
        "homework_answers.cancel", "homework_answers.decline", "homework_closing.call", "homework_during.tick",
    ), "bookings"),
    "homework_answers.confirm": "bookings of ours", "homework_answers.confirm_all": "enrolments of ours",
    **dict.fromkeys(("homework_answers.say_yes", "homework_answers.say_no"), "own bookings"),
    **dict.fromkeys(("homework_answers.say_yes_all", "homework_answers.say_no_all"), "own enrolments"),
    **dict.fromkeys(("homework_answers.decline_all", "homework_answers.stop"), "enrolments"),
    "homework_pupils.one": "pupils",
    **dict.fromkeys((
        "homework_pupil.change", "homework_pupil.stop", "homework_pupil.come_back", "homework_pupil.erase",
        "homework_pupil.move", "homework_pupils.goes_on",
    ), "own pupils"),
    "homework_tutors.offer": "seats", "homework_tutors.offered": "offers", "homework_tutors.take_back": "offers",
    "homework_changes.one": "proposals", "homework_changes.approve": "proposals of ours",
    "homework_changes.decline": "proposals of ours", "homework_changes.take_back": "own proposals",
    "homework_closing.open_again": "closures", "homework_during.take_away_note": "notes",
    "partners.one": "partners", "partners_agreement.one": "partners", "partners_agreement.change": "partners",
    "partners_agreement.agree": "partners", "partners_people.new": "partners", "partners_people.paper": "people",
    "partners_people.take_off": "people",
}
# Tables of which a row may change when she does what is hers to do; of all others none may.
HERS = {"partner_agreement", "partner_person", "volunteer", "paper_seen", "message", "act", "act_change", "session",
        "kept_form", "sign_up", "failed_attempt", "booking", "booking_step", "enrolment", "pupil", "pairing",
        "pupil_note", "homework_session", "homework_group", "proposal", "tutor_offer", "closure", "activity", "series"}


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


def of_both():
    """What each partner proposes, offers, closes and writes, and what we propose to it."""
    now = clock.now()
    for name, by in (("hand-in-hand", viewer("fatiha")), ("buurthuis-anders", viewer("luc"))):
        group = HomeworkGroup.select().join(Partner).where(Partner.key == name).get()
        sessions = list(HomeworkSession.select(HomeworkSession, Activity).join(Activity).where(
            HomeworkSession.group == group, Activity.state == "planned", Activity.date > clock.today(),
        ).order_by(Activity.date).limit(3))
        for who, session in zip((by, viewer("marijke")), sessions, strict=False):
            rules_changes.propose_once(session.activity_id, {
                "starts": time(17), "ends": time(18), "location": group.location_id, "why": ""}, who, now)
        person = PartnerPerson.select().where(PartnerPerson.partner == group.partner).order_by(
            PartnerPerson.id.desc()).first()
        seat = Seat.select().where(Seat.activity == sessions[2].activity).order_by(Seat.position.desc()).first()
        rules_tutors.offer(seat.id, person.volunteer_id, by, now)
        day = sessions[2].activity.date + timedelta(weeks=8)
        closings.close({"place": group.location.place, "first_day": day, "last_day": day + timedelta(days=7),
                        "reason": "Feest"}, by, now)
        pupil = Booking.select().join(HomeworkSession).where(HomeworkSession.group == group).first().pupil_id
        rules_notes.put(pupil, group, "x", by, now)


def shared():
    """{name: the ids, or pairs of ids, of what is shared with Fatiha's partner}."""
    partner = Partner.get(Partner.key == "hand-in-hand")
    groups = [row.id for row in HomeworkGroup.select().where(HomeworkGroup.partner == partner)]
    sessions = HomeworkSession.select().where(HomeworkSession.group.in_(groups))
    numbers = [row.id for row in sessions]
    bookings = list(Booking.select().where(Booking.session.in_(numbers)))
    own = {row.id for row in Pupil.select().where(Pupil.partner == partner)}
    closure, _other = Closure.select().where(Closure.reason == "Feest").order_by(Closure.id)
    found = {
        "partners": [partner.id], "groups": groups, "activities": [row.activity_id for row in sessions],
        "pupils": own | {row.pupil_id for row in bookings},
        "own pupils": own,
        "seats": [row.id for row in Seat.select().where(
            Seat.activity.in_([row.activity_id for row in sessions]), Seat.state == "open")],
        **of_sides("bookings", bookings),
        **of_sides("enrolments", list(Enrolment.select().where(Enrolment.group.in_(groups)))),
        **of_sides("proposals", list(Proposal.select().where(Proposal.group.in_(groups)))),
        "offers": [row.id for row in TutorOffer.select().where(TutorOffer.partner == partner)],
        "closures": [closure.id],
        "notes": [row.id for row in PupilNote.select().where(PupilNote.by == viewer("fatiha").volunteer)],
    }
    people = PartnerPerson.select().where(PartnerPerson.partner == partner)
    return {**{name: {(one,) for one in ids} for name, ids in found.items()},
            "people": {(partner.id, row.id) for row in people}}


def of_sides(name, rows):
    """The ids of all, of those that we asked for, and of those that she did."""
    return {name: [row.id for row in rows], f"{name} of ours": [row.id for row in rows if row.side == "us"],
            f"own {name}": [row.id for row in rows if row.side == "them"]}


def of_groups():
    """Some activities and seats of each group, also of De Ledeberg, which is ours alone."""
    for group in HomeworkGroup.select():
        for session in HomeworkSession.select().where(HomeworkSession.group == group).limit(3):
            yield session.activity_id
            yield from (seat for (seat,) in Seat.select(Seat.id).where(Seat.activity == session.activity_id).tuples())


def all_ids():
    """Numbers of rows of every table, and two of none; few of tables of which any number is like any other."""
    found = {0, 999999999, *of_groups(), *(row.id for row in Pupil.select())}
    sealed = {one._meta.table_name for one in Sealed.__subclasses__()}
    for table in database.get_tables():
        if any(column.name == "id" for column in database.get_columns(table)):
            most = 1 if table in sealed else MOST
            rows = [row for (row,) in database.execute_sql(f'SELECT id FROM "{table}" ORDER BY id')]  # noqa: S608 - our own tables
            found |= {row for row in (*rows[:most], *rows[-most:]) if isinstance(row, int)}
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
        self.was = self.tables(self.before)
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
        return {name: list(disk.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608

    def changed(self):
        """Tables in which something is not as it was."""
        return {name for name, rows in self.tables(self.disk).items() if rows != self.was[name]}

    def put_back(self):
        self.before.backup(self.disk)
        self.version = self._version()


@pytest.fixture
def house(app):
    another_partner()
    of_both()
    messages.tell([viewer("rita").volunteer, viewer("fatiha").volunteer], notices.RENEW, clock.now(), partner="x",
                  day=clock.today(), path="/")
    made = House(app)
    with closing(made.disk), closing(made.before):
        yield made
    database.connect(reuse_if_open=True)


@pytest.mark.parametrize("part", range(4))
def test_every_address_with_every_id_is_404_unless_it_is_shared(app, house, part):
    database.connect(reuse_if_open=True)
    hers, ids, known, tried, met, wrong = shared(), all_ids(), words(), set(), set(), []
    foreign = {row.id for row in Message.select().where(Message.recipient != viewer("fatiha").volunteer)}
    database.close()
    assert len(ids) > 100 and foreign
    rules = sorted({rule.rule: rule for rule in app.url_map.iter_rules()}.items())[part::4]
    names = {endpoint(app, path, method) for _, rule in rules for path, _ in addresses(rule, ids[:2], known)
             for method in ("GET", "POST")}
    for _, rule in rules:
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
    assert met == names & (OPEN | OWN | set(SHARED)), "every page that is hers did answer her"
    assert len(tried) == PAIRS[part], f"PAIRS[{part}] is {len(tried)} now"
