"""The power goes while a report is written: what was said to be kept is there; nothing is there by half."""

import os
import subprocess
import sys
import time

import pytest
from saturday import SIX, at, family, goods, planned, run

from wvg.base import db
from wvg.commons.needs.models import Need, NeedKind
from wvg.groups.rounds.models import Stop

REPORTER = """
import sys
from saturday import at, goods
from office import Browser, sign_in_quietly
from wvg.app import create_app
from wvg.base import db
from wvg.groups.rounds.models import Stop
from wvg.commons.needs.models import NeedKind

folder, *stops = sys.argv[1:]
with at(2):
    app = create_app(folder, environ={})
    app.testing = True
    db.database.connect()
    letter, bread = NeedKind.get(NeedKind.key == "letter").id, goods("bread")
    rita = Browser(app)
    sign_in_quietly(rita, "rita")
    print("ready", flush=True)
    for number in stops:
        prefix = f"stop-{number}-"
        version = Stop.get_by_id(number).version
        answer = rita.post(f"/rounds/stops/{number}/report", {
            prefix + "version": version, prefix + "result": "visited", prefix + "urgency": "today",
            prefix + "given": bread, prefix + "kinds": letter, prefix + "line": "gehoord aan de deur",
        })
        assert answer.status_code == 303, answer.text
        print(number, flush=True)
"""


@pytest.mark.parametrize("doors", [0, 1, 2, 3, 5])
def test_what_was_said_to_be_kept_is_there_after_kill_9(app, doors):
    stops = planned()
    numbers = [str(stops[name].id) for name in SIX]
    db.database.close()
    reporter = subprocess.Popen(
        [sys.executable, "-c", REPORTER, app.instance_path, *numbers], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert reporter.stdout.readline() == "ready\n"
    kept = [reporter.stdout.readline().strip() for _ in range(doors)]
    time.sleep(0.004 * doors)  # somewhere inside the next one
    reporter.kill()
    kept += [line.strip() for line in reporter.communicate()[0].splitlines()]
    db.database.connect()

    assert db.database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    reported = {str(row.id): row for row in Stop.select().where(Stop.run == run(), Stop.result != "")}
    assert set(kept) <= set(reported), "a door that was said to be kept is gone"
    letter = NeedKind.get(NeedKind.key == "letter")
    for row in reported.values():
        assert row.opened() == {"line": "gehoord aan de deur"}
        assert [given.kind_id for given in row.goods] == [goods("bread")]
        assert Need.get(Need.household == row.household_id, Need.kind == letter,
                        Need.activity == run().activity).urgency == "today"
    for name in SIX:
        if str(stops[name].id) not in reported:
            assert not Need.select().where(Need.household == family(name), Need.kind == letter,
                                           Need.activity == run().activity).exists()
    assert (run().reported_at is not None) == (len(reported) == len(SIX))


def test_the_reporter_goes_on_where_it_was_cut_off(app, as_person):
    stops = planned()
    with at(2):
        rita = as_person("rita")
        prefix = f"stop-{stops['Merel'].id}-"
        rita.post(f"/rounds/stops/{stops['Merel'].id}/report", {
            prefix + "version": "1", prefix + "result": "visited", prefix + "urgency": "today"})
        page = as_person("rita").get(f"/rounds/runs/{run().activity_id}/report").text
    assert page.count("badge--ok") == 1
