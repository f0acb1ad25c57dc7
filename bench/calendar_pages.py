"""Prints what a month and a week cost among 500 and among 50,000 activities, as a ratio in one run. Asserts nothing."""

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
from wvg.commons.planning.models import APPOINTMENT, Activity, Role, Seat, SignUp  # noqa: E402

FEW, MANY, A_MONTH, TIMES = 500, 50_000, 150, 60
GROUPS = ["rounds", "homework", "youth", "visits", "steering", "policy"]
AUDIENCES = ["everyone", "group", "everyone", "those on it"]


def another(folder, number):
    """The demo with `number` activities, 150 more in this month, the others in the ten years before and the year after.
    """
    app = create_app(folder, environ={})
    db.database.connect(reuse_if_open=True)
    db.migrate()
    demo.make(clock.now(), clock.today())
    rita = demo.viewer("rita", clock.today()).volunteer
    role, first = Role.get(Role.key == "helper"), Activity.select(fn.MAX(Activity.id)).scalar() + 1
    month = clock.today().replace(day=1)
    activities, seats, sign_ups = [], [], []
    for n in range(number - first + 1):
        day = month + timedelta(days=n % 28)
        if n >= A_MONTH:  # nothing else where the pages look
            day += timedelta(days=80 + n % 300 if n % 11 == 0 else -100 - n % 3600)
        activities.append({
            "id": first + n, "group": GROUPS[n % 6], "kind": APPOINTMENT, "title": f"Afspraak {n}", "date": day,
            "end_date": day, "starts": hour(8 + n % 12), "ends": hour(9 + n % 12), "audience": AUDIENCES[n % 4],
            "place": "Lokaal", "public_place": "Lokaal",
        })
        seats.append({"id": 10**7 + n, "activity": first + n, "role": role, "position": 1})
        if n % 3 == 0:
            sign_ups.append({"seat": 10**7 + n, "activity": first + n, "volunteer": rita, "made_at": clock.now()})
    with db.database.atomic():
        for table, rows in ((Activity, activities), (Seat, seats), (SignUp, sign_ups)):
            for at in range(0, len(rows), 1000):
                table.insert_many(rows[at:at + 1000]).execute()
    db.database.close()
    return app


def main():
    pages = ["/calendar/", "/calendar/week", "/calendar/list", "/calendar/day"]
    readers = {}
    for number in (FEW, MANY):
        app = another(Path(tempfile.mkdtemp()), number)
        readers[number] = (app, Browser(app))
    taken = {(number, path): [] for number in readers for path in pages}
    for turn in range(TIMES + 3):  # one after the other, so that a busy minute of the machine hits both
        for number, (app, browser) in readers.items():
            db.connect(app.config["WVG"].database_url)
            db.database.connect(reuse_if_open=True)
            if turn == 0:
                sign_in_quietly(browser, "rita")
            for path in pages:
                begun = time.perf_counter()
                answer = browser.get(path)
                if turn > 2:
                    taken[number, path].append((time.perf_counter() - begun) * 1000)
                assert answer.status_code == 200
            db.database.close()
    print(f"{'page':16} {'ms of ' + str(FEW):>12} {'ms of ' + str(MANY):>13} {'ratio':>6}")
    for path in pages:
        few, many = (statistics.median(taken[number, path]) for number in (FEW, MANY))
        print(f"{path:16} {few:12.1f} {many:13.1f} {many / few:6.2f}")


if __name__ == "__main__":
    main()
