"""Prints what pages of homework support cost with 40 pupils in 400 sessions and with ten times as many, as a ratio.

Asserts nothing.
"""

import statistics
import sys
import tempfile
import time
from datetime import time as hour
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from office import Browser, sign_in_quietly  # noqa: E402
from peewee import fn  # noqa: E402

from wvg import demo  # noqa: E402
from wvg.app import create_app  # noqa: E402
from wvg.base import clock, db  # noqa: E402
from wvg.commons.planning.models import Activity, Role, Seat, SignUp  # noqa: E402
from wvg.groups.homework import queries  # noqa: E402
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession, Pupil  # noqa: E402
from wvg.groups.homework.pupils import queries as queries_pupils  # noqa: E402

FEW, MORE, TIMES, A_SESSION = (40, 400), 10, 40, 8
PERSON = "marijke"


def another(folder, pupils, sessions):
    """The demo with so many more pupils, and sessions of its first group before and after this month, all full."""
    app = create_app(folder, environ={})
    db.database.connect(reuse_if_open=True)
    db.migrate()
    demo.make(clock.now(), clock.today())
    group, role = HomeworkGroup.select().order_by(HomeworkGroup.id).first(), Role.get(Role.key == "tutor")
    jonas, now = demo.viewer("jonas", clock.today()).volunteer, clock.now()
    made = []
    with db.database.atomic():
        for n in range(pupils):
            row = Pupil(goes_on=2026, made_at=now)
            row.seal({"first_name": f"Kind{n}", "year": "2e leerjaar", "subjects": ["maths"], "phone": "+32400000099"})
            row.save(force_insert=True)
            made.append(row.id)
        first = Activity.select(fn.MAX(Activity.id)).scalar() + 1
        rows = {table: [] for table in (Activity, HomeworkSession, Seat, SignUp, Booking)}
        for n in range(sessions):
            number, day = first + n, clock.today() + timedelta(days=30 + n // 2 % 300 if n % 2 else -30 - n // 2 % 3000)
            rows[Activity].append({
                "id": number, "group": "homework", "kind": "session", "title": group.series.title, "date": day,
                "end_date": day, "starts": hour(16), "ends": hour(17, 30), "audience": "group"})
            rows[HomeworkSession].append({"id": number, "activity": number, "group": group, "places": 8, "share": 4})
            rows[Seat].append({"id": 10**7 + n, "activity": number, "role": role, "position": 1})
            rows[SignUp].append({"seat": 10**7 + n, "activity": number, "volunteer": jonas, "made_at": now})
            rows[Booking] += [{
                "pupil": made[(n * A_SESSION + k) % pupils], "session": number, "side": "us", "state": "confirmed",
                "made_at": now, "attendance": "present" if n % 2 == 0 else "unknown"} for k in range(A_SESSION)]
        for table, found in rows.items():
            for at in range(0, len(found), 1000):
                table.insert_many(found[at:at + 1000]).execute()
    # The session of today, with as many pupils as it has places.
    today = queries.sessions().where(HomeworkSession.group == group, Activity.date >= clock.today()).order_by(
        Activity.date).first()
    there = {booking.pupil_id for booking in Booking.select().where(Booking.session == today)}
    for number in [number for number in made if number not in there][:A_SESSION - len(there)]:
        Booking.create(pupil=number, session=today, side="us", state="confirmed", made_at=now)
    addresses = pages(app, group.id, today.activity_id, made[0])
    db.database.close()
    return app, addresses


def pages(app, group, session, pupil):
    """{what: address} of the pages that there are."""
    with app.test_request_context():
        build, there = app.url_map.bind("").build, {rule.endpoint for rule in app.url_map.iter_rules()}
        wanted = {
            "board": ("homework.board", None), "session": ("homework_session.one", session),
            "pupils": ("homework_pupils.index", None), "pupil": ("homework_pupils.one", pupil),
            "list": ("homework_paper.attendance", session), "timetable": ("homework_paper.timetable", group),
            "counts": ("homework_counts.show", None),
        }
        return {what: build(endpoint, {"number": number} if number else {})
                for what, (endpoint, number) in wanted.items() if endpoint in there}


def seen(person):
    """Milliseconds to ask for all pupils of somebody and open their words, as a page of pupils does."""
    begun = time.perf_counter()
    viewer = demo.viewer(person, clock.today())
    number = len([queries_pupils.words(row) for row in Pupil.select().where(
        queries_pupils.seen(viewer, clock.today()))])
    return (time.perf_counter() - begun) * 1000, number


def main():
    readers = []
    for times in (1, MORE):
        app, addresses = another(Path(tempfile.mkdtemp()), *(number * times for number in FEW))
        readers.append((app, Browser(app), addresses, {what: [] for what in (*addresses, "(pupils opened)")}))
    for turn in range(TIMES + 3):  # one after the other, so that a busy minute of the machine hits both
        for app, browser, addresses, taken in readers:
            db.connect(app.config["WVG"].database_url)
            db.database.connect(reuse_if_open=True)
            if turn == 0:
                sign_in_quietly(browser, PERSON)
            for what, address in addresses.items():
                begun = time.perf_counter()
                answer = browser.get(address)
                assert answer.status_code == 200, (what, answer.status_code)
                taken[what].append((time.perf_counter() - begun) * 1000)
            taken["(pupils opened)"].append(seen(PERSON)[0])
            db.database.close()
    head = ["{} pupils, {} sessions".format(*(number * times for number in FEW)) for times in (1, MORE)]
    print(f"{'median ms of':18} {head[0]:>26} {head[1]:>28} {'ratio':>6}")
    for what in readers[0][3]:
        few, many = (statistics.median(reader[3][what][3:]) for reader in readers)
        print(f"{what:18} {few:26.1f} {many:28.1f} {many / few:6.2f}")


if __name__ == "__main__":
    main()
