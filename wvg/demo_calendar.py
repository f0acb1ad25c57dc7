"""What the other groups of the demo meet for, around today, made by the rules themselves. Nobody in it exists."""

from dataclasses import replace
from datetime import time, timedelta

from wvg.commons.calendar.appointments import rules
from wvg.commons.planning import dates, rules_assign
from wvg.commons.planning.models import Role, Seat
from wvg.commons.volunteers.models import Volunteer

MONDAY, TUESDAY, THURSDAY, SATURDAY = 0, 1, 3, 5
EVENING = {"starts": time(19, 30), "ends": time(21, 30)}
ROOM = "Lokaal, eerste verdieping"


def appointments(viewer, now, today):
    """Meetings that come back, an outing, days away, and two hours that only those on them know of.

    viewer: gives a volunteer of the demo by first name, as the one who acts.
    """
    week, now = dates.monday(*dates.week_of(today)), now - timedelta(days=3)
    # Nobody coordinates the visits in the demo: Katrien wrote these down.
    visits = replace(viewer("katrien"), grants=frozenset({("coordinator", "visits")}))

    def add(who, group, title, day, audience="everyone", until=None, places=0, **more):
        values = {"group": group, "title": title, "place": ROOM, "audience": audience, "date": day,
                  "end_date": until or day, "starts": None, "ends": None, **more}
        return rules.add(values, places, Role.get(Role.key == "helper").id, who, now)

    def comes_back(who, group, title, day, rule, audience="everyone"):
        add(who, group, title, day, audience, rule=rule, last_day=None, on_public="skip", on_school="skip", **EVENING)

    comes_back(viewer("hugo"), "steering", "Stuurgroep", today,
               dates.rule_text("nth_weekday", nth=2, weekdays=[MONDAY]), "group")
    comes_back(viewer("hugo"), "steering", "Intervisie", today,
               dates.rule_text("nth_weekday", nth=1, weekdays=[THURSDAY]))
    comes_back(viewer("lotte"), "policy", "Beleidsgroep", week + timedelta(days=14 + TUESDAY),
               dates.rule_text("weekly", every=2, weekdays=[TUESDAY]))
    add(viewer("christine"), "onboarding", "Vorming: discretie", week + timedelta(days=14 + THURSDAY), **EVENING)
    add(viewer("marijke"), "youth", "Uitstap naar het museum", week + timedelta(days=56 + SATURDAY), places=2,
        starts=time(13), ends=time(17), place="Sint-Pietersstation, aan de klok")
    add(viewer("marijke"), "youth", "Speelweek", week + timedelta(days=63), until=week + timedelta(days=67),
        place="Speelplein")
    for days, title, name in [(8, "Mee naar het ziekenhuis", "Elira"), (16, "Mee naar de school", "Nadia")]:
        row = add(visits, "visits", title, week + timedelta(days=days), "those on it", places=1, starts=time(10),
                  ends=time(11, 30), place="Afgesproken met het gezin")
        who = Volunteer.get(Volunteer.first_name == name)
        rules_assign.assign(Seat.get(Seat.activity == row).id, who.id, visits, now)
