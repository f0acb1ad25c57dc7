"""The coordinator's pages: make a round, see its dates and what is closed."""

from people import BREAD, DEC_12, activity, closed_to

from wvg.commons.planning.models import Activity, Role, Series, SeriesSeatNeed, Skill

PATHS = ["/rounds/series/", "/rounds/series/1", "/rounds/series/new"]


def form(**more):
    role, car = Role.get(Role.key == "place").id, Skill.get(Skill.key == "car").id
    return {
        "title": "Soepronde", "kind": "food", "place": "Keuken, Dampoort", "pattern": "weekly", "every": "2",
        "weekdays": ["3"], "starts": "18.30", "ends": "20u", "first_day": "26/11/2026", "minimum": "1",
        "seats-0-role": role, "seats-0-skill": car, "seats-0-required": "y", "seats-1-role": role,
        "on_public": "skip", "on_school": "go", "audience": "group", **more,
    }


def test_bart_makes_a_round_and_sees_its_dates(as_person):
    bart = as_person("bart")
    answer = bart.post("/rounds/series/new", form())
    assert answer.status_code == 303, answer.text
    series = Series.get(Series.title == "Soepronde")
    assert answer.location == f"/rounds/series/{series.id}"
    days = [a.date.isoformat() for a in Activity.select().where(Activity.series == series).order_by(Activity.date)]
    assert days[:3] == ["2026-11-26", "2026-12-10", "2026-12-24"]
    assert SeriesSeatNeed.select().count() > 0
    page = bart.get(answer.location).text
    assert "18.30 – 20.00" in page
    assert "Soepronde" in bart.get("/rounds/").text


def test_what_is_wrong_comes_back_as_typed_with_a_sentence_beside_it(as_person):
    bart = as_person("bart")
    for more in (
        {"title": ""}, {"kind": "circus"}, {"pattern": "weekly", "weekdays": []}, {"starts": "half zes"},
        {"ends": "17.00"}, {"first_day": "31/2/2026"}, {"first_day": ""}, {"every": "abc"}, {"every": "99"},
        {"minimum": "x"}, {"seats-0-role": "999"}, {"seats-0-role": "", "seats-1-role": ""},
        {"pattern": "month_day", "day": ""}, {"pattern": "dates", "dates": ""}, {"pattern": "dates", "dates": "soon"},
        {"pattern": "nth_weekday", "weekdays": ["1", "2"]}, {"audience": "the street"}, {"weekdays": ["x"]},
        {"title": "x" * 500}, {"last_day": "1/1/2020"}, {"pattern": ""},
        {"first_day": "31/12/9999"}, {"first_day": "0001-01-01"}, {"last_day": "31/12/9999"},
        {"pattern": "dates", "dates": "5/12/2026, 31/12/9999"}, {"pattern": "dates", "dates": "5/12/2026," * 401},
    ):
        answer = bart.post("/rounds/series/new", form(**more))
        assert answer.status_code == 422, more
        assert 'class="errsum"' in answer.text, more
        if "title" not in more:
            assert "Soepronde" in answer.text, "as typed"
    assert not Series.select().where(Series.title == "Soepronde").exists()


def test_four_hundred_dates_are_enough(as_person):
    bart = as_person("bart")
    many = bart.post("/rounds/series/new", form(pattern="dates", dates="5/12/2026," * 401)).text
    assert "400" in many and 'href="#dates"' in many
    assert bart.post("/rounds/series/new", form(pattern="dates", dates="5/12/2026," * 400)).status_code == 303


def test_a_slip_of_the_finger_in_the_year_is_a_sentence_everywhere(as_person):
    bart, number = as_person("bart"), activity(BREAD, DEC_12).id
    for path, field in (
        ("/series/1/change", "first_day"), ("/calendar/closings/new", "first_day"),
        ("/calendar/closings/new", "last_day"), ("/who-can/groups/rounds", "first_day"),
        ("/who-can/groups/rounds", "last_day"), ("/deputies/rounds", "until"), (f"/activities/{number}/change", "date"),
        ("/me/absences", "first_day"), ("/me/absences", "last_day"),
    ):
        for day in ("31/12/9999", "0001-01-01"):
            days = {"first_day": "12/12/2026", "last_day": "13/12/2026", "deadline": "1/12/2026", field: day}
            answer = bart.post(path, days)
            assert answer.status_code == 422 and f'href="#{field}"' in answer.text, (path, field, day)
    for first, last in (("31/12/9999", "31/12/9999"), ("0001-01-01", "9999-12-31")):
        days = {"first_day": first, "last_day": last}
        assert bart.get("/rounds/hours", query_string=days).status_code == 422
        assert bart.post("/rounds/hours/download", days).status_code in (200, 404, 422)


def test_names_with_quotes_and_tags_are_only_words(as_person):
    bart = as_person("bart")
    bart.post("/rounds/series/new", form(title="D'Hondt-Çelik <b>\"x\"</b> & co"))
    page = bart.get("/rounds/").text
    assert "<b>\"x\"" not in page and "D&#39;Hondt-Çelik &lt;b&gt;" in page


def test_only_the_coordinator_sees_these_pages(as_person):
    for name in ("rita", "katrien", "hugo", "fatiha"):
        who = as_person(name)
        for path in PATHS:
            assert who.get(path).status_code == closed_to(name), (name, path)
        assert who.post("/rounds/series/new", form()).status_code == closed_to(name)
    bart = as_person("bart")
    for path in PATHS:
        assert bart.get(path).status_code == 200, path
    assert bart.get("/rounds/series/999").status_code == 404
    assert bart.post("/rounds/series/").status_code == 405


def test_what_is_closed_stands_there_with_the_way_to_close_more(as_person):
    bart = as_person("bart")
    page = bart.get("/rounds/series/").text
    assert 'href="/calendar/closings/new?group=rounds&amp;back=/rounds/series/"' in page
    place = activity(BREAD, DEC_12).place
    good = {"first_day": "12/12", "what": f"place rounds {place}", "reason": "Verbouwing", "policy": "skip"}
    answer = bart.post("/calendar/closings/new?back=/rounds/series/", good)
    assert answer.status_code == 303 and answer.location == "/rounds/series/"
    elsewhere = {"what": "partner", "partner": "De Sleutel", "first_day": "12/12", "reason": "Studiedag"}
    assert bart.post("/calendar/closings/new", elsewhere).status_code == 303
    page = bart.get("/rounds/series/").text
    assert "Verbouwing" in page and "Studiedag" not in page
