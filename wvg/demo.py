"""A lively invented organisation around today's date, made by the rules themselves. Nobody in it exists."""

from datetime import date, time, timedelta

from wvg import demo_calendar, demo_homework, demo_run
from wvg.base import clock
from wvg.base.access import Viewer
from wvg.base.db import database
from wvg.commons.accounts import passwords
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.partners import queries_access as partners_access
from wvg.commons.planning import dates, rules
from wvg.commons.planning.models import Activity, Role, Seat
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_closures
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.planning.who_can import rules as rules_who_can
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import (
    PARTS,
    Availability,
    Language,
    PaperKind,
    PaperSeen,
    Skill,
    Volunteer,
    VolunteerLanguage,
    VolunteerSkill,
)

PASSWORD = "brood huistaken en koffie"  # noqa: S105 - everybody may know the demo's password
HOW_TO_SIGN_IN = f"""The demo organisation is invented. Sign in with a first name and the password: {PASSWORD}
  godelieve, rita, samir … take rounds; bart coordinates them; katrien manages the accounts."""

# first name, last name, grants, skills, languages
PEOPLE = [
    ("Godelieve", "Van Hecke", ["volunteer rounds", "volunteer visits"], [], "nl"),
    ("Bart", "De Clippeleir", ["coordinator rounds", "volunteer rounds"], ["licence", "car"], "nl fr"),
    ("Annelies", "Verstraeten", ["coordinator dossiers"], [], "nl fr en"),
    ("Katrien", "Lootens", ["admin", "volunteer steering"], [], "nl en"),
    ("Jonas", "Baeyens", ["volunteer homework"], [], "nl en"),
    ("Samir", "Al-Khatib", ["volunteer rounds", "volunteer visits"], ["licence", "car", "language_help"], "ar nl"),
    ("Fatiha", "Benali", ["partner hand-in-hand"], [], "nl fr ar"),
    ("Luc", "Goethals", ["volunteer rounds"], ["cargo_bike"], "nl"),
    ("Mieke", "Van den Bossche", ["volunteer dossiers", "volunteer rounds"], [], "nl"),
    ("Rita", "Coppens", ["volunteer rounds"], [], "nl"),
    ("Zeynep", "Yildirim", ["volunteer homework"], [], "nl tr"),
    ("Hugo", "De Pauw", ["coordinator steering"], ["licence"], "nl fr"),
    ("Elira", "Hoxha", ["volunteer visits"], ["language_help"], "sq nl"),
    ("Tesfay", "Haile", ["volunteer rounds"], [], "ti nl en"),
    ("Marijke", "Temmerman", ["coordinator youth", "coordinator homework"], ["licence", "first_aid"], "nl"),
    ("Nadia", "Ahmadi", ["volunteer visits", "volunteer rounds"], ["language_help"], "fa nl"),
    ("Wim", "Roels", ["volunteer rounds", "volunteer youth"], ["licence", "car"], "nl"),
    ("Lotte", "Meirlaen", ["coordinator policy"], [], "nl en fr"),
    ("Ivan", "Dimitrov", ["volunteer visits", "volunteer rounds"], ["licence", "car", "language_help"], "bg nl"),
    ("Christine", "Dhaene", ["coordinator onboarding", "volunteer rounds"], [], "nl fr"),
]

# Who sits where, by week counted from this one; a dash is an open place, a ~ looks for a substitute.
BREAD = {
    -4: "Samir Luc", -3: "Wim Godelieve", -2: "Bart Rita", -1: "Ivan Luc", 0: "- Rita", 1: "Samir ~Luc",
    2: "Bart -", 3: "Wim Godelieve", 4: "Samir Tesfay", 6: "- Mieke", 7: "- -",
}
FOOD = {
    -4: "Wim Rita Luc", -3: "Samir Godelieve Tesfay", -2: "Wim Christine Luc", -1: "Samir Rita Christine",
    0: "Samir Luc Christine", 1: "Wim Godelieve Tesfay", 2: "Wim - -", 3: "- Luc -", 4: "Samir Christine Mieke",
    5: "Wim - -",
}


def settings(instance):
    """Whom to call for help, in the demo's own folder."""
    instance.mkdir(parents=True, exist_ok=True)
    config = instance / "config.toml"
    if not config.exists():
        config.write_text('help_name = "Katrien"\nhelp_phone = "+32400000004"\n')


def make(now, today):
    """Fill an empty database with the demo organisation; do nothing when there are volunteers already."""
    if Volunteer.select().exists():
        return
    with database.atomic():
        _people(now, today)
        start = dates.monday(*dates.week_of(today)) - timedelta(weeks=4)
        _closures(now, today)
        for series, seated in _series(now, start):
            _sit(series, seated, now, today)
        _ask(start + timedelta(weeks=6), now, today)
        bart = viewer("Bart", today)
        families = demo_run.families(bart, now, today)
        demo_run.runs(families, bart, now, today)
        demo_run.needs(families, lambda name: viewer(name, today), now, today)
        demo_calendar.appointments(lambda name: viewer(name, today), now, today)
        demo_homework.homework(lambda name: viewer(name, today), now, today)


def _people(now, today):
    skills = {row.key: row for row in Skill.select()}
    languages = {row.key: row for row in Language.select()}
    papers = list(PaperKind.select().where(PaperKind.key != "criminal_record"))
    password_hash = passwords.hashed(PASSWORD)
    for number, (first, last, grants, can, speaks) in enumerate(PEOPLE, 1):
        name = first.lower()
        volunteer = volunteers.add(
            {"first_name": first, "last_name": last, "email": f"{name}@example.org",
             "mobile": f"+324000000{number:02}"}, by=Viewer(), now=now,
        )
        account = Account.create(volunteer=volunteer, user_name=name, password_hash=password_hash, made_at=now)
        for grant in grants:
            role, _, group = grant.partition(" ")
            until = partners_access.until(today) if role == "partner" else None
            Grant.create(account=account, role=role, group=group, until=until, given_at=now)
        for key in can:
            VolunteerSkill.create(volunteer=volunteer, skill=skills[key])
        for key in speaks.split():
            VolunteerLanguage.create(volunteer=volunteer, language=languages[key])
        for kind in papers:
            PaperSeen.create(volunteer=volunteer, kind=kind, seen_on=today - timedelta(days=200))
        for weekday in range(7):
            for part in PARTS:
                if (weekday + number) % 3:
                    Availability.create(volunteer=volunteer, weekday=weekday, part=part)
    Volunteer.update(max_per_month=2).where(Volunteer.first_name == "Godelieve").execute()
    Volunteer.update(new_since=today - timedelta(days=10)).where(Volunteer.first_name == "Mieke").execute()


def viewer(first_name, today):
    """A volunteer of the demo as the one who acts."""
    account = Account.get(Account.user_name == first_name.lower())
    return accounts.viewer_of(account, today)


PANOS = "Panos (demo), Veldstraat"


def _closures(now, today):
    """The bakery rests on 1 and 2 January, and on 26 December somebody must say whether it goes on."""
    for year in (today.year - 1, today.year, today.year + 1):
        for first, days, reason, policy in [
            (date(year, 12, 26), 0, "Dag na Kerstmis", "ask"), (date(year + 1, 1, 1), 1, "Bakker gesloten", "skip"),
        ]:
            last, then = first + timedelta(days=days), now - timedelta(weeks=9)  # written down before the demo begins
            if last < clock.local(then).date():
                continue
            rules_closures.close(
                {"first_day": first, "last_day": last, "scope": "place", "group": "rounds",
                 "of": PANOS, "reason": reason, "policy": policy},
                by=viewer("Bart", today), now=then,
            )


def _series(now, start):
    roles = {row.key: row.id for row in Role.select()}
    skills = {row.key: row.id for row in Skill.select()}
    bart = viewer("Bart", start)

    def seat(role, skill=None):
        return {"role": roles[role], "required": True,
                "needs": [{"skill": skills[skill], "blocks": True}] if skill else []}

    def make(kind, title, place, rule, hours, seats, **more):
        values = {
            "group": "rounds", "kind": kind, "title": title, "place": place, "public_place": place.partition(",")[0],
            "rule": rule, "starts": time(*hours[0]), "ends": time(*hours[1]), "first_day": start, **more,
        }
        return rules_series.make_series(values, seats, bart, now, start)

    weekly = dates.rule_text
    yield make(
        "bread", "Broodronde", PANOS, weekly("weekly", every=1, weekdays=[5]), ((17, 0), (19, 30)),
        [seat("place", "car"), seat("place")], minimum=2, with_experienced=True,
    ), BREAD
    yield make(
        "food", "Voedselronde", "Kantoor, levering Foodsavers 10.30", weekly("weekly", every=1, weekdays=[2]),
        ((13, 30), (16, 0)), [seat("driver", "licence"), seat("helper"), seat("helper")], minimum=2,
    ), FOOD
    yield make(
        "baby", "Babyronde", "Kantoor", weekly("nth_weekday", nth=1, weekdays=[5]), ((10, 0), (12, 0)),
        [seat("driver", "licence"), seat("helper")], minimum=2,
    ), None


def _sit(series, seated, now, today):
    this_week = dates.monday(*dates.week_of(today))
    coming = Activity.select().where(
        Activity.series == series, Activity.state == "planned", Activity.date < this_week + timedelta(weeks=8)
    ).order_by(Activity.date)
    for turn, activity in enumerate(coming):
        week = (activity.date - this_week).days // 7
        line = seated.get(week, "") if seated is not None else ["Bart Nadia", "Ivan -", "- -"][turn % 3]
        seats = Seat.select().where(Seat.activity == activity).order_by(Seat.position)
        for seat, name in zip(seats, line.split(), strict=False):
            if name == "-":
                continue
            who = viewer(name.lstrip("~"), today)
            before = min(now - timedelta(hours=1), demo_homework.week_before(activity.date))
            rules.sign_up(seat.id, who, before)
            if name.startswith("~"):
                rules.seek(seat.id, who, before)


# What some said when Bart asked, date by date and then from the beginning again; a dash is not said.
SAID = {
    "Bart": "yes no no", "Godelieve": "rather_not no yes no", "Samir": "yes yes no", "Luc": "no yes -",
    "Christine": "no yes no no", "Wim": "yes no", "Mieke": "no - rather_not",
}


def _ask(first_day, now, today):
    """Bart asked four days ago who can when in the eight weeks from `first_day`; half of them have answered."""
    asked = now - timedelta(days=4)
    asking = rules_who_can.ask(
        "rounds", first_day, first_day + timedelta(weeks=8, days=-1), today + timedelta(days=5),
        viewer("Bart", today), asked,
    )
    activities = queries_who_can.dates(asking, clock.local(asked))
    for name, line in SAID.items():
        said = [word.replace("_", " ") for word in line.split()]
        answers = {a.id: said[n % len(said)] for n, a in enumerate(activities)}
        rules_who_can.answer(
            asking.id, {a: word for a, word in answers.items() if word != "-"}, viewer(name, today),
            asked + timedelta(hours=5),
        )
