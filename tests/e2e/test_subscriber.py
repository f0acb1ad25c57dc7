"""Somebody's telephone, a process of its own, asks again and again: it sees each change as one of the same event."""

import json
import subprocess
import sys
from datetime import time, timedelta
from pathlib import Path

import pytest
from door import in_english
from feeds import OWN, address
from people import BREAD, NOV_28, activity, call_off, viewer

from wvg.base import clock
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity


@pytest.fixture
def asked(site, as_person):
    """A function: what the telephone of Rita holds after it asked once more."""
    in_english()
    path = address(as_person("rita"), OWN)
    program = subprocess.Popen([sys.executable, Path(__file__).with_name("subscriber.py"), site.address + path],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def once_more():
        program.stdin.write("\n")
        program.stdin.flush()
        return json.loads(program.stdout.readline())

    yield once_more
    program.stdin.close()
    program.stdout.close()
    assert program.wait(10) == 0


def change(row, **values):
    now = Activity.get_by_id(row.id)
    same = {name: getattr(now, name) for name in ("date", "starts", "ends", "place", "title", "minimum")}
    rules_changes.change_one(row.id, {**same, **values}, viewer("bart"), now.version, clock.now())


def test_a_move_a_new_title_and_cancelling_are_changes_of_the_same_event(asked):
    row = activity(BREAD, NOV_28)
    uid = f"activity-{row.id}@127.0.0.1"
    seen = [asked()]
    changes = [
        lambda: change(row, date=NOV_28 + timedelta(days=1), starts=time(18), ends=time(20)),
        lambda: change(row, title="Brood en koeken"),
        lambda: call_off(row, "Bakker ziek"),
        lambda: rules_cancel.confirm(row.id, viewer("bart"), clock.now()),
    ]
    for minutes, act in enumerate(changes, 1):
        assert asked() == {"status": 304, "events": seen[-1]["events"]}
        with clock.standing_still(clock.now() + timedelta(minutes=minutes)):
            act()
            seen.append(asked())
            assert seen[-1]["status"] == 200
            assert asked()["status"] == 304
    held = [answer["events"][uid] for answer in seen]
    assert [words for _, _, _, words, _ in held] == [
        BREAD, BREAD, "Brood en koeken", "Does not go on: Brood en koeken", "Brood en koeken"]
    assert [status for _, _, status, _, _ in held] == [*["CONFIRMED"] * 3, "CANCELLED", "CONFIRMED"]
    assert [begin for *_, begin in held] == ["2026-11-28T17:00:00+01:00", *["2026-11-29T18:00:00+01:00"] * 4]
    sequences, moments = [one[0] for one in held], [one[1] for one in held]
    assert sequences == sorted(set(sequences)) and moments == sorted(set(moments))
    assert {len(answer["events"]) for answer in seen} == {len(seen[0]["events"])}, "no second one beside it"
    others = [{u: e for u, e in answer["events"].items() if u != uid} for answer in seen]
    assert all(other == others[0] for other in others)


def test_a_new_day_is_read_anew_and_a_stopped_address_is_not_there(asked):
    from wvg.commons.calendar.feeds import rules
    from wvg.commons.calendar.models import Feed

    first = asked()
    with clock.standing_still(clock.now() + timedelta(days=1)):
        assert asked()["status"] == 200 and asked()["status"] == 304
    rules.end_address(Feed.get().id, viewer("rita"), clock.now())
    assert asked()["status"] == 404
    assert first["events"]
