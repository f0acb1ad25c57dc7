"""Month, week, list and day: what stands there, for whom, and what the address says."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from people import BREAD, NOV_28, activity, seat, viewer

from wvg.base import clock
from wvg.commons.calendar import queries
from wvg.commons.planning import dates
from wvg.commons.planning.models import APPOINTMENT, Activity, Closure, Role, Seat, SignUp

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12)
PAGES = ["/calendar/", "/calendar/week", "/calendar/list", "/calendar/day"]


@pytest.fixture(autouse=True)
def only_the_rounds(app):
    """Of the demo only the rounds: what a test says that is not there must not be the demo's."""
    meetings = Activity.select(Activity.id).where(Activity.kind == APPOINTMENT)
    for table, column in ((SignUp, SignUp.activity), (Seat, Seat.activity), (Activity, Activity.id)):
        table.delete().where(column.in_([row.id for row in meetings])).execute()


def make(title, day=TODAY, group="policy", audience="everyone", until=None, starts=time(19, 30), ends=time(21, 30),
         **more):
    return Activity.create(
        group=group, kind=APPOINTMENT, title=title, date=day, end_date=until or day, audience=audience, starts=starts,
        ends=ends, minimum=0, place="Achterstraat 5", public_place="Lokaal", **more,
    )


def sit(row, name):
    place = Seat.create(activity=row, role=Role.get(Role.key == "helper"), position=1)
    SignUp.create(seat=place, activity=row, volunteer=viewer(name).volunteer, made_at=clock.now())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["rita", "bart", "katrien", "hugo"])
def test_the_pages_open_for_who_helps(as_person, path, name):
    assert as_person(name).get(path).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/calendar/go?day=24/12"])
def test_a_partner_has_no_calendar(as_person, path):
    assert as_person("fatiha").get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_changed_there(as_person, path):
    assert as_person("rita").post(path).status_code == 405


@pytest.mark.parametrize("path", [
    "/calendar/?month=2026-13", "/calendar/?month=november", "/calendar/?month=1999-12", "/calendar/week?week=2026-W54",
    "/calendar/week?week=48", "/calendar/list?from=24/11", "/calendar/list?from=2026-02-30", "/calendar/day?day=morgen",
    "/calendar/day?day=9999-12-31", "/calendar/list?from=0001-01-01", "/calendar/?month=２０２６-11",
])
def test_an_address_that_cannot_be_is_not_there(as_person, path):
    assert as_person("rita").get(path).status_code == 404


@pytest.mark.parametrize(("typed", "there"), [
    ("24/12", "2026-12-24"), ("24 december", "2026-12-24"), ("morgen", "2026-11-25"), ("1/1/2027", "2027-01-01"),
    ("3/1/2000", "2000-01-03"),
])
def test_going_to_a_day_as_people_write_it(as_person, typed, there):
    answer = as_person("rita").get("/calendar/go", query_string={"day": typed})
    assert (answer.status_code, answer.location) == (303, f"/calendar/day?day={there}")


@pytest.mark.parametrize("typed", ["", "gisteren of zo", "31/2", "31/12/9999", "1/1/2000", "<b>"])
def test_a_day_that_cannot_be_brings_one_back_with_a_sentence(as_person, typed):
    rita, back = as_person("rita"), "/calendar/week?week=2027-W08&g=rounds"
    answer = rita.get("/calendar/go", query_string={"day": typed, "back": back})
    assert (answer.status_code, answer.location) == (303, back)
    assert "Vul een datum in, bijvoorbeeld 24/12/2026" in rita.get(answer.location).text
    answer = rita.get("/calendar/go", query_string={"day": typed, "back": "//evil.example"})
    assert answer.location == "/calendar/"


@pytest.mark.parametrize(("path", "later"), [
    ("/calendar/?month=2026-12&g=rounds&mine=1", "/calendar/?month=2027-01&amp;g=rounds&amp;mine=1"),
    ("/calendar/week?week=2026-W53", "/calendar/week?week=2027-W01"),
    ("/calendar/list?from=2026-11-24&g=rounds", "/calendar/list?from=2026-12-22&amp;g=rounds"),
    ("/calendar/day?day=2026-12-31", "/calendar/day?day=2027-01-01"),
])
def test_one_pages_on_with_the_same_choice(as_person, path, later):
    assert f'href="{later}"' in as_person("rita").get(path).text


@pytest.mark.parametrize(("path", "missing"), [
    ("/calendar/?month=2199-12", "2200"), ("/calendar/list?from=2199-11-20", "2200"),
    ("/calendar/?month=2000-02", "1999"),
])
def test_paging_ends_where_the_calendar_ends(as_person, path, missing):
    answer = as_person("rita").get(path)
    assert answer.status_code == 200 and missing not in answer.text


def test_the_month_has_whole_weeks_with_their_numbers_and_the_names_of_holidays(as_person):
    text = as_person("rita").get("/calendar/?month=2026-12").text
    assert re.findall(r'week </span>(\d+)</th>', text) == ["49", "50", "51", "52", "53"]
    assert "Kerstmis" in text and "Kerstvakantie" in text and "Nieuwjaar" in text
    assert text.count('<td class="') == 35
    # Once in each week, though every day of it has that name.
    assert len(re.findall(r'class="hol">Kerstvakantie', text)) == 2


def test_the_name_of_a_holiday_is_in_the_language_of_the_reader(as_person):
    rita = as_person("rita")
    rita.post("/language", {"language": "fr"})
    assert "Noël" in rita.get("/calendar/?month=2026-12").text


@pytest.mark.parametrize("path", PAGES)
def test_each_sees_what_is_theirs_to_see(as_person, path):
    make("Voor iedereen", audience="everyone")
    make("Alleen de beleidsgroep", audience="group")
    private = make("Met mevrouw Kanarie", group="visits", audience="those on it")
    sit(private, "elira")

    def seen(name):
        text = as_person(name).get(path).text
        return ["Voor iedereen" in text, "Alleen de beleidsgroep" in text, "Kanarie" in text,
                bool(re.search(r">Begeleiding\s*<", text))]

    assert seen("rita") == [True, False, False, True]
    assert seen("lotte") == [True, True, False, True]
    assert seen("elira") == [True, False, True, False]
    assert seen("katrien") == [True, False, False, True]


@pytest.mark.parametrize("path", PAGES)
def test_an_hour_that_a_group_is_busy_tells_nothing_more(as_person, path):
    private = make("Met mevrouw Kanarie", group="visits", audience="those on it", starts=time(10), ends=time(11, 30))
    sit(private, "elira")
    text = as_person("rita").get(path).text
    assert "10.00" in text
    for word in ("Kanarie", "Achterstraat", "Elira", f"activity-{private.id}", f"/activities/{private.id}", "Lokaal"):
        assert word not in text
    # Nothing to press: it leads nowhere.
    line = re.search(r"<(?:span class=\"ev Z\"|span class=\"agi\"|p class=\"agi no-print\").*?Begeleiding", text, re.S)
    assert line and "href" not in line[0]


@pytest.mark.parametrize("path", PAGES)
def test_dossiers_are_not_even_busy_for_others(as_person, path):
    sit(make("Aanvraag van Kanarie", group="dossiers", audience="those on it"), "mieke")
    text = as_person("rita").get(path).text
    assert "Kanarie" not in text and "Dossiers" not in text
    assert "Kanarie" in as_person("mieke").get(path).text
    assert "Kanarie" in as_person("annelies").get(path).text, "who coordinates the group sees it"


@pytest.mark.parametrize("path", PAGES)
def test_a_busy_hour_that_does_not_go_on_is_not_there(as_person, path):
    make("Met mevrouw Kanarie", group="visits", audience="those on it", state="cancelled")
    assert "Begeleiding" not in re.sub("Zieken en begeleiding", "", as_person("rita").get(path).text)


def test_only_mine_and_only_some_groups(as_person):
    make("Beleid", NOV_28)
    rita = as_person("rita")
    everything = rita.get("/calendar/").text
    assert "Beleid<" in everything and BREAD in everything
    rounds = rita.get("/calendar/?g=rounds").text
    assert "Beleid<" not in rounds and "Voedselronde" in rounds
    assert 'id="g-rounds" value="rounds" checked' in rounds and 'id="g-policy" value="policy">' in rounds
    both = rita.get("/calendar/?g=rounds&g=policy&g=nothing").text
    assert "Beleid<" in both and BREAD in both
    mine = rita.get("/calendar/list?mine=1").text
    assert f"activity-{activity(BREAD, NOV_28).id}" in mine
    assert "Beleid<" not in mine and "Begeleiding" not in re.sub("Zieken en begeleiding", "", mine)
    assert f"activity-{activity('Voedselronde', date(2026, 11, 25)).id}" not in mine


@pytest.mark.parametrize("path", PAGES[:3])
def test_for_htmx_only_the_part(as_person, path):
    text = as_person("rita").get(path, headers={"HX-Request": "true"}).text
    assert text.lstrip().startswith('<div id="calendar">') and "<html" not in text


def test_more_than_three_on_a_day_are_counted_and_stand_on_paper(as_person):
    for n in range(5):
        make(f"Nummer {n}", date(2026, 12, 18))
    text = as_person("rita").get("/calendar/?month=2026-12").text
    assert "nog 2" in text
    assert [f"Nummer {n}" in text for n in range(5)] == [True] * 5
    assert len(re.findall(r'<li class="extra">', text)) == 2


def test_what_goes_on_for_days_stands_on_each_of_them_also_over_the_end_of_a_month(as_person):
    make("Kamp", date(2026, 11, 29), until=date(2026, 12, 2), starts=None, ends=None)
    for path, times in [("/calendar/?month=2026-11", 4), ("/calendar/week?week=2026-W48", 1),
                        ("/calendar/week?week=2026-W49", 3), ("/calendar/?month=2026-12", 3)]:
        table = as_person("rita").get(path).text.split("</table>")[0]
        assert table.count("Kamp") == times, path
    assert as_person("rita").get("/calendar/list?from=2026-12-01").text.count("Kamp<") == 1
    for day, there in [("2026-11-28", False), ("2026-11-29", True), ("2026-12-02", True), ("2026-12-03", False)]:
        assert ("Kamp" in as_person("rita").get(f"/calendar/day?day={day}").text) is there


def test_sixty_days_are_found_from_their_last_one_too(as_person):
    make("Expo", date(2026, 10, 1), until=date(2026, 10, 1) + timedelta(days=60))
    assert "Expo" in as_person("rita").get("/calendar/day?day=2026-11-30").text


def test_a_cancelled_one_says_so(as_person):
    make("Vergadering", state="cancelled", reason="Niemand kan")
    for path in PAGES:
        text = as_person("rita").get(path).text
        assert "Gaat niet door:" in text and "Vergadering" in text


@pytest.mark.parametrize("title", ["D'Hondt-Çelik <b>", "\"&'<script>alert(1)</script>", "אבג 🍞"])
@pytest.mark.parametrize("path", PAGES)
def test_a_title_is_shown_as_it_was_typed(as_person, path, title):
    from html import unescape

    make(title)
    text = as_person("rita").get(path).text
    assert title in unescape(text) and "<script>alert" not in text and "<b>\"" not in text


@pytest.mark.parametrize("path", ["/calendar/list?from=2026-11-25", "/calendar/day?day=2026-12-12"])
def test_a_place_is_taken_from_the_list_and_from_the_day(as_person, path):
    place = seat(BREAD, date(2026, 12, 12), 2)
    rita = as_person("rita")
    text = rita.get(path).text
    form = re.search(rf'<form method="post" action="/seats/{place.id}/sign-up".*?</form>', text, re.S)[0]
    back = re.search(r'name="back" value="([^"]+)"', form)[1]
    answer = rita.post(f"/seats/{place.id}/sign-up", {"back": back.replace("&amp;", "&")})
    assert answer.status_code == 303 and answer.location == f"{path}#activity-{place.activity_id}"
    assert "Je staat ingeschreven" in rita.get(path).text


def test_the_list_goes_on_over_the_end_of_the_month_and_shows_each_once(as_person):
    text = as_person("rita").get("/calendar/list").text
    shown = re.findall(r'id="activity-(\d+)"', text)
    assert len(shown) == len(set(shown)) > 5
    assert activity(BREAD, date(2026, 12, 19)).id in {int(n) for n in shown}
    assert activity(BREAD, date(2026, 12, 26)).id not in {int(n) for n in shown}


def test_from_the_first_day_to_the_last_nothing_is_lost_or_twice(as_person):
    """Month by month, week by week and in the list the same activities, for a year."""
    who = viewer("bart")
    first, last = date(2026, 11, 2), date(2027, 10, 31)
    want = [(a.id) for a in Activity.select().where(Activity.date.between(first, last), Activity.group == "rounds")]
    by_week, day = [], first
    while day <= last:
        for found in queries.days(who, NOON, day, day + timedelta(days=6)).values():
            by_week += [item.activity.id for item in found.items]
        day += timedelta(weeks=1)
    assert sorted(by_week) == sorted(want)
    by_month, day = [], date(2026, 11, 1)
    while day <= last:
        shown = [d for week in queries.month(who, NOON, day) for d in week if not d.outside and first <= d.date <= last]
        by_month += [item.activity.id for d in shown for item in d.items]
        day = dates.next_month(day)
    assert sorted(by_month) == sorted(want)


def test_what_is_closed_stands_behind_the_day_with_its_reason(as_person):
    Closure.create(first_day=date(2026, 12, 15), last_day=date(2026, 12, 16), scope="partner", of="De Vlieger",
                   reason="Studiedag <b>", policy="skip")
    Closure.create(first_day=date(2026, 12, 15), last_day=date(2026, 12, 15), scope="group", of="steering",
                   reason="Geen zaal", policy="skip")
    rita = as_person("rita")
    month = rita.get("/calendar/?month=2026-12").text.split("</table>")[0]
    assert month.count("Studiedag &lt;b&gt;") == 2 and "Geen zaal" not in month
    assert "Geen zaal" in as_person("hugo").get("/calendar/?month=2026-12").text
    for path in ("/calendar/week?week=2026-W51", "/calendar/list?from=2026-12-15", "/calendar/day?day=2026-12-16"):
        assert "De Vlieger: Studiedag &lt;b&gt;" in rita.get(path).text, path


def test_a_gap_shows_while_somebody_can_still_take_it(as_person):
    rita, place = as_person("rita"), seat(BREAD, NOV_28, 1)
    row = place.activity
    assert "1 open" in rita.get("/calendar/week").text
    assert "open</span>" not in rita.get("/calendar/week?week=2026-W46").text, "what is over asks nobody"
    with clock.standing_still(clock.now() + timedelta(days=4, hours=12)):
        assert "1 open" not in as_person("rita").get("/calendar/week").text
    assert row.date == NOV_28


def test_who_looks_for_a_substitute_shows_everywhere(as_person):
    rita = as_person("rita")
    for path in ("/calendar/?month=2026-12", "/calendar/week?week=2026-W49"):
        assert "zoekt vervanging" in rita.get(path).text, path


def test_several_days_are_counted(as_person):
    make("Kamp", date(2026, 12, 8), until=date(2026, 12, 10), starts=time(18), ends=time(16))
    week = as_person("rita").get("/calendar/week?week=2026-W50").text
    table, phone = week.split("</table>")
    assert [f"dag {n} van 3" in table for n in (1, 2, 3)] == [True] * 3
    lines = re.findall(r'class="agi[^"]*" href="[^"]*day=2026-12-(\d+)#[^"]*"><span class="t">(.*?)</span>', phone)
    assert [(day, re.sub("<[^>]+>", " ", hours).strip()) for day, hours in lines if day in ("08", "10")] == [
        ("08", "18.00"), ("10", "tot 16.00")]


@pytest.mark.parametrize("path", ["/calendar/list", "/calendar/day"])
def test_what_may_not_hang_on_the_wall_is_not_printed_with_the_list_either(as_person, path):
    sit(make("Mee naar de dokter", group="visits", audience="those on it"), "elira")
    make("Bezoekersoverleg", group="visits")
    text = as_person("elira").get(path).text
    for title in ("Mee naar de dokter", "Bezoekersoverleg"):
        card = text[:text.index(title)].rindex("<article")
        assert text[:card].rstrip().endswith('<div class="no-print">'), title


def test_the_rounds_do_not_show_what_the_group_only_meets_for(as_person):
    make("Overleg", NOV_28, group="rounds", audience="group")
    bart = as_person("bart")
    for path in ("/rounds/", "/rounds/roster", "/fill/rounds", "/rounds/hours"):
        assert "Overleg" not in bart.get(path).text, path
    assert "Overleg" in bart.get("/calendar/").text
    number = Activity.get(Activity.title == "Overleg").id
    assert bart.get(f"/rounds/runs/{number}").status_code == 404


def test_giving_back_a_place_that_only_those_on_it_see_says_that_it_is_done(as_person):
    row = make("Met mevrouw Kanarie", group="visits", audience="those on it", day=date(2026, 12, 1))
    sit(row, "elira")
    place, elira = Seat.get(Seat.activity == row), as_person("elira")
    answer = elira.htmx(f"/seats/{place.id}/withdrawal", {"back": "/calendar/day?day=2026-12-01"})
    assert answer.status_code == 200 and answer.headers["HX-Redirect"] == "/calendar/day?day=2026-12-01"
    assert not SignUp.select().where(SignUp.activity == row, SignUp.ended_at.is_null()).exists()
    assert "Ongedaan maken" in elira.get("/calendar/day?day=2026-12-01").text
