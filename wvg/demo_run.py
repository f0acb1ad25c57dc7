"""The families of the demo, their runs, and what was heard. Streets exist, house numbers and people do not."""

from datetime import UTC, datetime, time, timedelta

from wvg.commons.needs import rules as rules_needs
from wvg.commons.needs import rules_close, rules_desk, rules_owner
from wvg.commons.needs.models import NeedKind
from wvg.commons.people import rules as people
from wvg.commons.people.queries import BANDS
from wvg.commons.planning.dates import monday, week_of
from wvg.commons.planning.models import Activity, Series
from wvg.groups.rounds.models import GoodsKind, Run, Sheet, Stop
from wvg.groups.rounds.run import rules_plan, rules_report, rules_usual

# code name, adults, children by band (0-2, 3-5, 6-11, 12-17), address, what the next visit needs, weeks since a visit
FAMILIES = [
    ("Merel", 2, (1, 1, 1, 0), "Visserij 9901, 9000 Gent",
     {"nappies": ["5"], "wishes": ["no_pork"], "languages": ["bg"], "bell_name": "Demo-Marinov"}, 5),
    ("Zwaluw", 1, (1, 0, 1, 0), "Dendermondsesteenweg 9902, 9000 Gent",
     {"baby_food": "melk 1", "nappies": ["2"], "bell_name": "Demo-Tekle", "languages": ["ti", "en"]}, 4),
    ("Koolmees", 2, (0, 1, 2, 1), "Forelstraat 9903, 9000 Gent",
     {"wishes": ["halal"], "bell_name": "Demo-Haddad", "languages": ["ar"]}, 3),
    ("Reiger", 1, (0, 0, 0, 0), "Kasteellaan 9904, 9000 Gent",
     {"access": "4e verdieping, geen lift", "bell_name": "Demo-Petrov", "languages": ["ru"]}, 7),
    ("Spreeuw", 2, (0, 0, 1, 0), "Wondelgemstraat 9905, 9000 Gent",
     {"allergies": "noten", "bell_name": "Demo-Gashi", "languages": ["sq"]}, 2),
    ("Kievit", 1, (0, 1, 2, 0), "Bevrijdingslaan 9906, 9000 Gent",
     {"access": "bel stuk, telefoneren", "bell_name": "Demo-Kaya", "languages": ["tr"]}, 6),
    ("Uil", 2, (0, 0, 2, 0), "Brusselsesteenweg 9907, 9050 Gentbrugge",
     {"access": "niet na 20.00", "bell_name": "Demo-Rahimi", "languages": ["fa"]}, 4),
    ("Lijster", 3, (1, 0, 1, 0), "Sleepstraat 9908, 9000 Gent",
     {"access": "twee gezinnen achter één deur", "bell_name": "Demo-Horvath", "languages": ["sk"], "nappies": ["4"]},
     3),
    ("Pimpelmees", 2, (2, 1, 1, 1), "Antwerpsesteenweg 9909, 9040 Sint-Amandsberg",
     {"nappies": ["3", "6"], "bell_name": "Demo-Stan", "languages": ["rom", "fr"]}, 5),
    ("Winterkoning", 1, (0, 0, 0, 1), "Voskenslaan 9910, 9000 Gent",
     {"bell_name": "Demo-Osman", "languages": ["ar", "en"]}, 8),
]


# name, place, contact, phone
DONORS = [
    ("Panos (demo)", "Veldstraat, Gent", "de winkel", "+3290000001"),
    ("Foodsavers (demo)", "Maïsstraat, Gent", "planning", "+3290000002"),
    ("Voedselbank (demo)", "Gent", "", "+3290000003"),
]
USUAL = {"Broodronde": (6, "Panos (demo)"), "Voedselronde": (8, "Foodsavers (demo)"), "Babyronde": (5, None)}
# The bread rounds of the past weeks, counted from this one; ! was not at home, - had enough, ~ was just a visit.
PAST = {
    -4: "Merel Zwaluw Koolmees Reiger Kievit ~Uil",
    -3: "Lijster Pimpelmees Winterkoning Spreeuw Zwaluw Merel",
    -2: "Koolmees Reiger -Uil Kievit Pimpelmees Lijster",
    -1: "Zwaluw Winterkoning Spreeuw !Merel Pimpelmees ~Reiger",
}


def families(bart, now, today):
    """The ten households, kept by Bart; {code name: Household}."""
    made = {}
    for number, (code_name, adults, ages, address, more, weeks) in enumerate(FAMILIES, 1):
        made[code_name] = people.add(
            {"code_name": code_name, "adults": adults, "children": sum(ages), "address": address,
             "ages": {band: n for band, n in zip(BANDS, ages, strict=True) if n},
             "phone": f"+324000000{number + 50:02}",
             "priority": code_name in ("Zwaluw", "Pimpelmees"), "last_visit": today - timedelta(weeks=weeks), **more},
            bart, now,
        )
    return made


def runs(made, bart, now, today):
    """Donors, what is usual, and the bread rounds of the past four weeks with what came of them.

    made: {code name: Household}. The run of this Saturday is not planned yet.
    """
    donors = {}
    for name, place, contact, phone in DONORS:
        donors[name] = rules_usual.add_donor(
            {"name": name, "place": place, "contact": contact, "phone": phone, "active": True}, bart, now
        )
    for title, (stops, donor) in USUAL.items():
        series = Series.get(Series.title == title)
        rules_usual.set_usual(series.id, stops, donor and donors[donor].id, bart, now)
    this_week = monday(*week_of(today))
    for week, line in PAST.items():
        day = this_week + timedelta(weeks=week, days=5)
        activity = Activity.get_or_none(
            Activity.title == "Broodronde", Activity.date == day, Activity.state.in_(("planned", "done"))
        )
        if activity is not None:
            _run(activity, line.split(), made, bart, _at(day - timedelta(days=2), 12))
            _report(Run.get(Run.activity == activity), line.split(), made, bart, _at(day, 19))


def _run(activity, names, made, bart, at):
    wanted = [made[name.lstrip("!-~")].id for name in names]
    just_visit = {made[name[1:]].id for name in names if name[0] == "~"}
    run = rules_plan.plan(activity.id, wanted, just_visit, 0, bart, at)
    Sheet.create(run=run, printed_by=bart.account, printed_at=at, returned_at=at + timedelta(days=4),
                 returned_to=bart.account)


def _report(run, names, made, bart, at):
    """The report as it was keyed in that evening."""
    results = {"!": "not home", "-": "not needed"}
    for name in names:
        stop = Stop.get(Stop.run == run, Stop.household == made[name.lstrip("!-~")])
        rules_report.report(
            stop.id, stop.version, {"result": results.get(name[0], "visited"), "given": _given(name), "kinds": set(),
                                    "urgency": "this week", "line": ""}, bart, at,
        )


def _given(name):
    keys = [] if name[0] in "!-~" else ["bread", *(["nappies"] if name in ("Pimpelmees", "Merel", "Lijster") else [])]
    return {kind.id for kind in GoodsKind.select().where(GoodsKind.key.in_(keys))}


def _at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


# weeks ago (of the bread round) or None (at the desk), who, kind, code name, urgency, line
HEARD = [
    (3, "godelieve", "furniture", "Koolmees", "can wait", "Een bed voor het middelste kind."),
    (3, "wim", "clothes", "Lijster", "this week", "Winterjassen voor de kinderen."),
    (2, "rita", "school", "Uil", "this week", "Vraagt wie de oudste met wiskunde kan helpen."),
    (2, "bart", "nappies", "Pimpelmees", "this week", "Maat 6 ontbrak in de zak."),
    (1, "luc", "company", "Reiger", "this week", "Komt weinig buiten, zou graag wandelen."),
    (1, "luc", "letter", "Zwaluw", "today", "Brief van de verhuurder, ze begrijpt hem niet."),
    (None, "bart", "energy", "Kievit", "today", "De verwarming doet het niet meer."),
]


def needs(families, viewer, now, today):
    """What was heard: five open ones around today, two closed. viewer: from a first name to who acts."""
    kinds = {kind.key: kind for kind in NeedKind.select()}
    rounds = Activity.select().where(Activity.title == "Broodronde", Activity.date < today, Activity.state == "planned")
    past = list(rounds.order_by(Activity.date.desc()))
    made = {}
    for weeks, name, key, family, urgency, line in HEARD:
        if weeks is None or len(past) < weeks:
            made[key], _ = rules_desk.write_down(
                kinds[key].id, urgency, line, families[family].id, viewer("bart"), now - timedelta(hours=1)
            )
        else:
            activity = past[weeks - 1]
            made[key] = rules_needs.heard(
                activity, families[family], {kinds[key].id}, urgency, line, viewer(name),
                datetime.combine(activity.date, time(19), UTC),
            )[0]
    annelies, nadia, bart = viewer("annelies"), viewer("nadia"), viewer("bart")
    rules_owner.take(made["letter"].id, annelies, now - timedelta(days=1))
    rules_close.plan(made["letter"].id, 2, "Samen lezen op het kantoor.", today + timedelta(days=2), annelies,
                     now - timedelta(days=1))
    rules_owner.hand_over(made["company"].id, 1, nadia.volunteer, bart, now - timedelta(days=2))
    rules_close.plan(made["company"].id, 2, "Bellen voor een wandeling.", today, nadia, now - timedelta(days=1))
    rules_close.close(made["nappies"].id, 1, "helped", "", bart, now - timedelta(days=5))
    rules_close.close(made["clothes"].id, 1, "passed on", "Naar de kledijwinkel van een partner.", bart,
                      now - timedelta(days=8))
