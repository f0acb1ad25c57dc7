"""Prints milliseconds per page with more and more activities, and thirty people at one place. Asserts nothing."""

import statistics
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from office import Browser, sign_in_quietly  # noqa: E402
from peewee import fn  # noqa: E402

from wvg import demo  # noqa: E402
from wvg.app import create_app  # noqa: E402
from wvg.base import clock, db  # noqa: E402
from wvg.base.access import Viewer  # noqa: E402
from wvg.commons.people import rules as people  # noqa: E402
from wvg.commons.people.models import Household  # noqa: E402
from wvg.commons.planning import queries_candidates  # noqa: E402
from wvg.commons.planning.models import Activity, Role, Seat, SignUp  # noqa: E402
from wvg.commons.volunteers import rules as volunteers  # noqa: E402
from wvg.commons.volunteers.models import Volunteer  # noqa: E402
from wvg.groups.rounds.models import Run, Stop  # noqa: E402
from wvg.groups.rounds.run import queries_plan  # noqa: E402

TIMES, PEOPLE, ROUNDS = 40, 30, 20
VOLUNTEERS, WEEKS, RUNS = 40, 13, 520
COORDINATOR = ["/rounds/", "/fill/rounds", "/who-can/1", "/activities/5/evening", "/rounds/hours", "/rounds/handover"]


def fill(number):
    """Bring the number of activities up to `number`, spread over eleven years."""
    start, role, today = Activity.select().count(), Role.get(Role.key == "helper"), clock.today()
    with db.database.atomic():
        for n in range(start, number):
            day = today + timedelta(days=n % 4000 - 3600)
            row = Activity.create(group="rounds", kind="other", title=f"Extra {n}", date=day, end_date=day)
            Seat.create(activity=row, role=role, position=1)


def measure(browser, path):
    taken = []
    for _ in range(TIMES + 3):
        begun = time.perf_counter()
        browser.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
    taken = sorted(taken[3:])
    return statistics.median(taken), taken[int(TIMES * 0.95) - 1], len(browser.get(path).data)


def press_at_once(app):
    names = ["godelieve", "rita", "luc", "tesfay", "wim", "samir", "ivan", "nadia", "christine", "bart"]
    people = []
    for n in range(PEOPLE):
        browser = Browser(app)
        people.append((browser.client, sign_in_quietly(browser, names[n % len(names)])))
    winners, errors, begun = 0, 0, time.perf_counter()
    for _ in range(ROUNDS):
        day = clock.today() + timedelta(days=3)
        row = Activity.create(group="rounds", kind="other", title="Samen", date=day, end_date=day)
        place = Seat.create(activity=row, role=Role.get(Role.key == "helper"), position=1)
        db.database.close()
        codes = []

        def press(client, token, number=place.id, codes=codes):
            answer = client.post(
                f"/seats/{number}/sign-up", data={"csrf_token": token}, headers={"HX-Request": "true"}
            )
            codes.append(answer.status_code)

        threads = [threading.Thread(target=press, args=person) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.database.connect(reuse_if_open=True)
        winners += SignUp.select().where(SignUp.seat == place, SignUp.ended_at.is_null()).count()
        errors += sum(code not in (200, 409) for code in codes)
    return winners, errors, PEOPLE * ROUNDS / (time.perf_counter() - begun)


def suggestions():
    """Milliseconds to find who could best take each place of thirteen weeks, of forty volunteers."""
    for n in range(Volunteer.select().count(), VOLUNTEERS):
        volunteers.add({"first_name": f"Extra{n}", "last_name": "Zee"}, by=Viewer(), now=clock.now())
    today, taken = clock.today(), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        coming = list(Activity.select().where(
            Activity.series.is_null(False), Activity.date.between(today, today + timedelta(weeks=WEEKS))
        ))
        queries_candidates.candidates_of(coming, today)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def proposing():
    """Milliseconds to propose a run, of thirty families that were visited each week for ten years."""
    for n in range(Household.select().count(), PEOPLE):
        people.add({"code_name": f"Vogel{n}"}, demo.viewer("Bart", clock.today()), clock.now())
    families, today = [row.id for row in Household.select()], clock.today()
    first = Activity.select(fn.MAX(Activity.id)).scalar() + 1
    with db.database.atomic():
        for n in range(RUNS):
            day = today - timedelta(weeks=n + 1)
            Activity.create(id=first + n, group="rounds", kind="bread", title="Vroeger", date=day, end_date=day,
                            force_insert=True)
            run = Run.create(activity=first + n)
            for place in range(6):
                Stop.create(run=run, household=families[(n * 6 + place) % PEOPLE], position=place, result="visited",
                            reported_at=clock.now())
    coming = Activity.get(Activity.series.is_null(False), Activity.date >= today, Activity.kind == "bread")
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        queries_plan.proposed(coming, 6)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def main():
    folder = Path(tempfile.mkdtemp())
    app = create_app(folder, environ={})
    db.database.connect()
    db.migrate()
    demo.make(clock.now(), clock.today())
    rita, bart = Browser(app), Browser(app)
    sign_in_quietly(rita, "rita")
    sign_in_quietly(bart, "bart")
    print(f"{'page':22} {'activities':>10} {'median ms':>10} {'95 % ms':>8} {'bytes':>7}")
    for number in (0, 1_000, 10_000):
        fill(number)
        for browser, path in [(rita, "/rounds/"), (rita, "/"), *((bart, path) for path in COORDINATOR)]:
            median, slow, size = measure(browser, path)
            print(f"{path:22} {Activity.select().count():10} {median:10.1f} {slow:8.1f} {size:7}")
    taken = suggestions()
    print(f"suggestions for {Volunteer.select().count()} volunteers, {WEEKS} weeks: {taken:.0f} ms")
    print(f"a proposal of {PEOPLE} families, {RUNS} runs before: {proposing():.1f} ms (must be under 50)")
    winners, errors, rate = press_at_once(app)
    print(f"{PEOPLE} at once, {ROUNDS} places: {winners} winners, {errors} errors, {rate:.0f} presses a second")


if __name__ == "__main__":
    main()
