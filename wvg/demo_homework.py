"""Homework support in the demo: a partner, two groups, seven children. Nobody in it exists."""

from datetime import UTC, date, datetime, time, timedelta

from wvg.base import clock
from wvg.commons.partners.models import PAPER, Contact, Location, Partner, PartnerAgreement, PartnerPerson
from wvg.commons.planning import dates, rules, rules_assign
from wvg.commons.planning.models import Activity, Seat
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import PaperKind, PaperSeen
from wvg.groups.homework.booking import queries_weekly, rules_weekly
from wvg.groups.homework.booking import rules as booking
from wvg.groups.homework.models import Booking, HomeworkSession, Pairing, Subject, TutorSubject
from wvg.groups.homework.pupils import rules as pupils
from wvg.groups.homework.sessions import rules_groups

TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
# first name, class, subjects, language, whose, days of De Vissen or De Ledeberg
PUPILS = [
    ("Amina", "2e leerjaar", "reading", "ar", "us", "vissen 1 3"),
    ("Yusuf", "5e leerjaar", "maths", "tr", "us", "vissen 1 3"),
    ("Elena", "OKAN", "dutch", "bg", "them", "vissen 1 3"),
    ("Dawit", "1e secundair", "french", "ti", "us", "vissen 1"),
    ("Sara", "6e leerjaar", "dutch", "fa", "them", "vissen 1 3"),
    ("Arben", "3e leerjaar", "maths", "sq", "us", "ledeberg 2"),
    ("Mariam", "3e secundair", "maths", "ar", "us", "ledeberg 2"),
]
SUBJECTS = {"jonas": "dutch reading", "zeynep": "maths", "fatiha": "french"}


def homework(viewer, now, today):
    """Two groups since the autumn, their tutors, pupils and bookings.

    viewer: gives a volunteer of the demo by first name, as the one who acts.
    """
    marijke, fatiha = viewer("marijke"), viewer("fatiha")
    week = dates.monday(*dates.week_of(today))
    start = max(week - timedelta(weeks=4), date(today.year if today.month >= 7 else today.year - 1, 9, 1))
    partner = _partner(fatiha, marijke, now, today)
    vissen = Location.create(partner=partner, name="Buurtlokaal De Vissen", address="Forelstraat 9900, 9000 Gent")
    ledeberg = Location.create(name="Lokaal De Ledeberg", address="Ledebergstraat 9900, 9050 Ledeberg")
    subjects = {row.key: row for row in Subject.select()}
    paper = PaperKind.get(PaperKind.key == PAPER)
    for name, keys in SUBJECTS.items():
        who = viewer(name)
        PaperSeen.create(volunteer=who.volunteer, kind=paper, seen_on=today - timedelta(days=80),
                         seen_by=marijke.account)
        for key in keys.split():
            TutorSubject.create(volunteer=who.volunteer, subject=subjects[key])

    def group(title, place, days, hours, places, share, tutors, of=None):
        return rules_groups.make_group(
            {"title": title, "location": place.id, "partner": of and of.id, "weekdays": days, "starts": hours[0],
             "ends": hours[1], "first_day": start, "places": places, "share": share, "tutors": tutors, "paper": True},
            marijke, now)

    groups = {
        "vissen": group("Huiswerk De Vissen", vissen, [TUESDAY, THURSDAY], (time(16, 15), time(17, 45)), 8, 4, 4,
                        partner),
        "ledeberg": group("Huiswerk De Ledeberg", ledeberg, [WEDNESDAY], (time(13, 30), time(15, 30)), 6, 0, 3),
    }
    _tutors(groups, viewer, marijke, now, today)
    _pupils(groups, marijke, fatiha, viewer, now, today)


def _partner(fatiha, marijke, now, today):
    partner = Partner.create(key="hand-in-hand", name="Hand in Hand (demo)", phone="+3290000004",
                             email="info@example.org", made_at=now)
    Contact.create(partner=partner, name="Fatiha Benali", does="huiswerkbegeleiding", phone="+32400000007",
                   email="fatiha@example.org")
    Contact.create(partner=partner, name="Onthaal", does="sleutel en lokaal", phone="+3290000004")
    year = today.year if today.month < 9 else today.year + 1
    PartnerAgreement.create(
        partner=partner, hours="Dinsdag en donderdag van 16.15 tot 17.45. De deur gaat open om 16.00.",
        key="De sleutel ligt in het kastje naast de deur. De code heeft de coördinator.",
        closing="Ramen dicht, verwarming op 15, lichten uit. Twee keer op slot.",
        snack="Fruit en water. Geen noten.", photo="Geen foto's van kinderen.",
        phones="Elk belt de ouders van de eigen kinderen.",
        consent="De ouders tekenen in september. Het blad blijft bij wie inschrijft.",
        renew_on=date(year, 6, 30), changed_by=marijke.account, changed_at=now,
        ours_by=marijke.account, ours_at=now, theirs_by=fatiha.account, theirs_at=now,
    )
    PartnerPerson.create(partner=partner, volunteer=fatiha.volunteer, made_at=now)
    for first, last, number in (("Nora", "Claes", 31), ("Stijn", "Maes", 32)):
        row = volunteers.add({"first_name": first, "last_name": last, "mobile": f"+324000000{number}"}, by=marijke,
                             now=now)
        PartnerPerson.create(partner=partner, volunteer=row, made_at=now)
        if first == "Nora":
            PaperSeen.create(volunteer=row, kind=PaperKind.get(PaperKind.key == PAPER),
                             seen_on=today - timedelta(days=60), seen_by=fatiha.account)
    return partner


def _tutors(groups, viewer, marijke, now, today):
    """Jonas and Zeynep every time, a tutor of the partner on Tuesdays; the rest stays open."""
    nora = PartnerPerson.select().join(Partner).where(Partner.key == "hand-in-hand").order_by(
        PartnerPerson.id)[1].volunteer_id
    rows = Activity.select().where(
        Activity.group == "homework", Activity.state == "planned", Activity.date < today + timedelta(weeks=9)
    ).order_by(Activity.date)
    for activity in rows:
        before = min(now - timedelta(hours=1), week_before(activity.date))
        seats = list(Seat.select().where(Seat.activity == activity).order_by(Seat.position))
        for seat, name in zip(seats, ("jonas", "zeynep"), strict=False):
            rules.sign_up(seat.id, viewer(name), before)
        if activity.series_id == groups["vissen"].series_id and activity.date.weekday() == TUESDAY:
            rules_assign.assign(seats[2].id, nora, marijke, before)
    Activity.update(changed_at=None).where(Activity.group == "homework").execute()


def _pupils(groups, marijke, fatiha, viewer, now, today):
    made, early = {}, now - timedelta(weeks=4)
    for number, (name, year, subjects, language, side, where) in enumerate(PUPILS, 41):
        by = marijke if side == "us" else fatiha
        words = {"first_name": name, "year": year, "school": "Basisschool De Demo", "subjects": subjects.split(),
                 "language": language, "parent": f"ouder van {name}", "phone": f"+324000000{number}"}
        if side == "them":
            words["reference"] = f"HIH-{number}"
        made[name] = pupils.add(words, by, early, consent_on=today - timedelta(days=75) if name != "Dawit" else None)
        key, *days = where.split()
        coming = queries_weekly.coming(groups[key], today, today + timedelta(weeks=20), now)
        until = coming[min(len(coming), 8) - 1].activity.date if coming else today + timedelta(days=7)
        rules_weekly.enrol(groups[key].id, made[name].id, [int(day) for day in days],
                           clock.local(early).date(), until, by, early)
    # One more waits for an answer.
    coming = queries_weekly.coming(groups["vissen"], today, today + timedelta(weeks=20), now)
    extra = pupils.add({"first_name": "Lea", "year": "4e leerjaar", "school": "Basisschool De Demo",
                        "subjects": ["reading"], "language": "ro", "parent": "ouder van Lea",
                        "phone": "+32400000048", "reference": "HIH-48"}, fatiha, now - timedelta(days=2))
    if len(coming) > 3:
        HomeworkSession.update(share=1).where(HomeworkSession.id == coming[3].id).execute()
        booking.book(coming[3].activity_id, extra.id, fatiha, now - timedelta(days=2))
    if len(coming) > 4:
        HomeworkSession.update(share=6).where(HomeworkSession.id == coming[4].id).execute()
        booking.book(coming[4].activity_id, made["Mariam"].id, marijke, now - timedelta(days=1))
    _came(today, marijke, now)
    Pairing.create(pupil=made["Amina"], group=groups["vissen"], tutor=viewer("jonas").volunteer, by=marijke.account,
                   made_at=early)


def _came(today, by, now):
    """Who came to the sessions of the past weeks."""
    past = Booking.select(Booking.id).join(HomeworkSession).join(Activity).where(
        Activity.date < today, Booking.state == "confirmed").order_by(Booking.id)
    for number, row in enumerate(past):
        Booking.update(
            attendance={5: "absent", 11: "late", 17: "excused"}.get(number % 19, "present"), attended_by=by.account,
            attended_at=now,
        ).where(Booking.id == row.id).execute()


def week_before(day):
    """A moment a week before a day, so that rules let people on rounds that are over by now."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(days=7)
