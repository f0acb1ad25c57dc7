"""A report that does not come: after a day those who went are reminded, after three the coordinators."""

from datetime import timedelta

import pytest
from people import BREAD, NOV_28, activity
from saturday import BEGIN, at, planned

from wvg.base import clock
from wvg.commons.messages import queries as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning.models import Activity
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import notices, rules_reminders

MISSING, STILL = notices.REPORT_MISSING, notices.REPORT_STILL_MISSING


def kinds(name):
    from people import viewer

    return [message.kind for message, _ in messages.unread(viewer(name)) if message.kind in (MISSING, STILL)]


def remind(hours):
    """Look, so many hours after the round ended (half past seven)."""
    with at(hours + 2.5):
        return rules_reminders.remind(clock.now())


@pytest.mark.parametrize(("hours", "rita", "bart"), [
    (23, [], []), (25, [MISSING], []), (71, [MISSING], []), (73, [MISSING], [STILL]), (24 * 31, [], []),
])
def test_who_is_told_when(app, hours, rita, bart):
    planned()
    remind(hours)
    assert (kinds("rita"), kinds("bart")) == (rita, bart)


def test_everybody_is_told_once(app):
    planned()
    for hours in (25, 26, 73, 74):
        remind(hours)
    assert Message.select().where(Message.kind.in_((MISSING, STILL))).count() == 2


def test_nobody_who_did_not_go_is_told(app):
    planned()
    remind(25)
    assert kinds("godelieve") == kinds("samir") == []


def test_the_proxy_is_reminded_too(app):
    from people import viewer

    planned()
    Run.update(proxy=viewer("mieke").volunteer).execute()
    remind(25)
    assert kinds("mieke") == [MISSING]


def test_not_without_families_and_not_when_it_did_not_go_on(app):
    planned()
    Activity.update(state="cancelled").where(Activity.id == activity(BREAD, NOV_28).id).execute()
    assert remind(25) == 0
    Activity.update(state="planned").where(Activity.id == activity(BREAD, NOV_28).id).execute()
    Stop.delete().execute()
    assert remind(25) == 0


def test_a_report_that_comes_in_takes_the_reminder_away(app, as_person):
    stop = planned(["Merel"])["Merel"]
    remind(25)
    with clock.standing_still(BEGIN + timedelta(hours=30)):
        rita = as_person("rita")
        assert f"/rounds/runs/{activity(BREAD, NOV_28).id}/report" in rita.get("/").text
        prefix = f"stop-{stop.id}-"
        rita.post(f"/rounds/stops/{stop.id}/report",
                  {prefix + "version": "1", prefix + "result": "visited", prefix + "urgency": "this week"})
    assert kinds("rita") == []
    assert remind(80) == 0
