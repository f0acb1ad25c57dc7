"""Prints milliseconds to read a feed of 500 and of 1,000 events: built anew, and not changed (304). Asserts nothing."""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from feeds import OWN, address  # noqa: E402
from office import Browser, sign_in_quietly  # noqa: E402
from peewee import fn  # noqa: E402

from wvg import demo  # noqa: E402
from wvg.app import create_app  # noqa: E402
from wvg.base import clock, db  # noqa: E402
from wvg.commons.planning.models import Activity, Role, Seat, SignUp  # noqa: E402

TIMES = 20


def fill(number):
    """`number` activities in the coming year, with Rita on every second one, and as many in other years."""
    rita, role = demo.viewer("rita", clock.today()).volunteer, Role.get(Role.key == "driver")
    first = (Activity.select(fn.MAX(Activity.id)).scalar() or 0) + 1
    with db.database.atomic():
        for n in range(number * 2):
            day = clock.today() + timedelta(days=n % 300 if n < number else n % 3000 - 3200)
            row = Activity.create(id=first + n, group="rounds", kind="other", title=f"Ronde {n}", date=day,
                                  end_date=day, public_place="Kantoor", force_insert=True)
            seat = Seat.create(activity=row, role=role, position=1)
            if n % 2:
                SignUp.create(seat=seat, activity=row, volunteer=rita, made_at=clock.now())


def measure(browser, path, **headers):
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = browser.get(path, headers=headers)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), answer


def main():
    app = create_app(Path(tempfile.mkdtemp()), environ={})
    db.database.connect()
    db.migrate()
    demo.make(clock.now(), clock.today())
    rita = Browser(app)
    sign_in_quietly(rita, "rita")
    path = address(rita, OWN, ["rounds"])
    print(f"{'events':>7} {'status':>7} {'median ms':>10} {'bytes':>8}")
    for number in (400, 500):
        fill(number)
        built, answer = measure(rita, path)
        same, none = measure(rita, path, **{"If-None-Match": answer.headers["ETag"]})
        for median, got in ((built, answer), (same, none)):
            print(f"{answer.data.count(b'BEGIN:VEVENT'):7} {got.status_code:7} {median:10.1f} {len(got.data):8}")


if __name__ == "__main__":
    main()
