import json
import pickle
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from wvg.base import words
from wvg.base.words import Sentence, say, say_n, text

TODAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)


@pytest.fixture
def app(tmp_path):
    """An app whose reader is Dutch, with three translated sentences."""
    catalog = Catalog(locale="nl")
    catalog.add("%(name)s comes on %(day)s at %(at)s.", "%(name)s komt op %(day)s om %(at)s.")
    catalog.add("today", "vandaag")
    catalog.add(("in %(n)s day", "in %(n)s days"), ("over %(n)s dag", "over %(n)s dagen"))
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    app = Flask(__name__)
    Babel(app, default_locale="nl", default_translation_directories=str(tmp_path))
    return app


# Sentences


def test_a_sentence_is_english_by_itself():
    sentence = say("%(name)s comes on %(day)s at %(at)s.", name="Luc", day=SATURDAY, at=time(9, 30))
    assert str(sentence) == "Luc comes on Saturday 28 November at 9:30."


def test_a_sentence_is_shown_in_the_language_of_the_reader(app):
    sentence = say("%(name)s comes on %(day)s at %(at)s.", name="Luc", day=SATURDAY, at=time(9, 30))
    with app.app_context():
        assert text(sentence) == "Luc komt op zaterdag 28 november om 9.30."
        with force_locale("fr"):  # no French catalogue here: the sentence stays English, the date does not
            assert text(sentence) == "Luc comes on samedi 28 novembre at 9h30."


def test_a_sentence_outside_an_app_is_shown_in_english():
    assert text(say_n("%(n)s place", "%(n)s places", 2)) == "2 places"


def test_a_plural_follows_its_number(app):
    assert str(say_n("%(n)s place", "%(n)s places", 1)) == "1 place"
    assert str(say_n("%(n)s place for %(who)s", "%(n)s places for %(who)s", 0, who="An")) == "0 places for An"
    with app.app_context():
        assert text(say_n("in %(n)s day", "in %(n)s days", 1)) == "over 1 dag"
        assert text(say_n("in %(n)s day", "in %(n)s days", 4)) == "over 4 dagen"


def test_a_sentence_in_a_sentence_is_translated_too(app):
    sentence = say("Next round: %(when)s", when=words.in_days(4))
    assert str(sentence) == "Next round: in 4 days"
    with app.app_context():
        assert text(sentence) == "Next round: over 4 dagen"


def test_a_template_shows_a_sentence_translated_and_escaped(app):
    with app.app_context():
        shown = render_template_string("{{ a }}, {{ b }}", a=words.in_days(0), b=say("%(x)s", x="<b>"))
    assert shown == "vandaag, &lt;b&gt;"


def test_a_percent_sign_and_any_name_of_a_param_are_fine(app):
    with app.app_context():
        assert text(say("100% sure")) == "100% sure"
        assert text(say("%(string)s %(num)s %(msgid)s", string="a", num=1, msgid="b")) == "a 1 b"
        plural = say_n("%(singular)s", "%(singular)s %(plural)s %(n)s", 2, singular="a", plural="b")
        assert text(plural) == "a b 2"


def test_equal_sentences_are_one_in_a_set_and_survive_pickling():
    one, two = say("%(a)s %(b)s", a=1, b=SATURDAY), say("%(a)s %(b)s", b=SATURDAY, a=1)
    assert {one, two} == {pickle.loads(pickle.dumps(one))}
    with pytest.raises(AttributeError):
        one.msgid = "other"


def test_a_sentence_is_stored_as_json_and_comes_back():
    sentence = say("%(day)s", day=SATURDAY)
    assert sentence.as_json() == {
        "sentence": "%(day)s",
        "plural": None,
        "params": {"day": {"date": "2026-11-28"}},
    }
    inner = say_n("%(n)s place", "%(n)s places", 3, day=SATURDAY, at=time(17, 0), km=1.5)
    whole = say("%(name)s: %(what)s", name="Zoë", what=inner)
    assert Sentence.from_json(json.loads(json.dumps(whole.as_json()))) == whole


@pytest.mark.parametrize("value", [None, [1], datetime(2026, 11, 28, 17, 0), object()])
def test_a_sentence_takes_only_what_can_be_said_and_stored(value):
    with pytest.raises(TypeError):
        say("%(value)s", value=value)


def test_making_a_sentence_needs_no_flask():
    program = f"""if True:
        import runpy, sys
        print(runpy.run_path({words.__file__!r})["say"]("%(n)s places", n=3))
        assert not [name for name in sys.modules if name.startswith("flask")]
    """
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "3 places\n"


# Days and times


@pytest.mark.parametrize(
    ("language", "short", "long", "full"),
    [
        ("nl", "za 28 nov", "zaterdag 28 november", "zaterdag 28 november 2026"),
        ("fr", "sam. 28 nov.", "samedi 28 novembre", "samedi 28 novembre 2026"),
        ("en", "Sat 28 Nov", "Saturday 28 November", "Saturday 28 November 2026"),
    ],
)
def test_a_day_has_a_short_a_long_and_a_full_name(language, short, long, full):
    assert words.day_short(SATURDAY, language) == short
    assert words.day_long(SATURDAY, language) == long
    assert words.day_full(SATURDAY, language) == full


def test_dutch_abbreviations_have_no_dots():
    for number in range(366):
        day = date(2028, 1, 1) + timedelta(number)
        assert "." not in words.day_short(day, "nl") + words.week_dates(day, "nl")


def test_the_first_of_the_month_is_premier_in_french():
    assert words.day_long(date(2026, 12, 1), "fr") == "mardi 1er décembre"
    assert words.week_dates(date(2027, 2, 1), "fr") == "1er – 7 févr."
    assert words.day_long(date(2026, 12, 1), "nl") == "dinsdag 1 december"


def test_without_a_language_it_is_that_of_the_reader_and_dutch_outside_an_app(app):
    assert words.day_short(SATURDAY) == "za 28 nov"
    with app.app_context(), force_locale("en"):
        assert words.day_short(SATURDAY) == "Sat 28 Nov"
        assert words.clock(time(17, 0)) == "17:00"


def test_a_numeric_date_is_day_month_year():
    assert words.date_numeric(SATURDAY) == "28/11/2026"
    assert words.date_numeric(date(2027, 5, 1), "en") == "1/5/2027"


@pytest.mark.parametrize(("language", "shown"), [("nl", "17.00"), ("fr", "17h00"), ("en", "17:00")])
def test_a_time_is_written_as_people_write_it(language, shown):
    assert words.clock(time(17, 0), language) == shown


def test_hours_have_an_en_dash_between_start_and_end():
    assert words.hours(time(17, 0), time(19, 30)) == "17.00 – 19.30"
    assert words.hours(time(9, 5), None) == "9.05"
    assert words.hours(time(0, 0), time(0, 30)) == "0.00 – 0.30"
    assert words.hours(None, None) == ""


@pytest.mark.parametrize(
    ("monday", "shown"),
    [
        (date(2026, 11, 23), "23 – 29 nov"),
        (date(2026, 11, 30), "30 nov – 6 dec"),
        (date(2026, 12, 28), "28 dec – 3 jan"),
    ],
)
def test_a_week_is_its_first_and_last_day(monday, shown):
    assert words.week_dates(monday) == shown


@pytest.mark.parametrize(
    ("n", "english"),
    [(0, "today"), (1, "tomorrow"), (4, "in 4 days"), (-1, "1 day ago"), (-3, "3 days ago")],
)
def test_a_number_of_days_is_put_into_words(n, english):
    assert str(words.in_days(n)) == english


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24/11", TODAY),
        ("23/11", date(2027, 11, 23)),
        ("5/1", date(2027, 1, 5)),
        ("24-11-2026", TODAY),
        ("24.11.26", TODAY),
        ("2026-11-24", TODAY),
        (" 24 / 11 / 2026 ", TODAY),
        ("1/1/2020", date(2020, 1, 1)),
        ("29/2", date(2028, 2, 29)),
        ("24 november", TODAY),
        ("24 nov 2026", TODAY),
        ("24 NOV.", TODAY),
        ("1 mrt", date(2027, 3, 1)),
        ("1er décembre", date(2026, 12, 1)),
        ("14 févr. 2027", date(2027, 2, 14)),
        ("15 aout 2027", date(2027, 8, 15)),
        ("3 March", date(2027, 3, 3)),
        ("vandaag", TODAY),
        ("Morgen", date(2026, 11, 25)),
        ("overmorgen", date(2026, 11, 26)),
        ("aujourd’hui", TODAY),
        ("demain", date(2026, 11, 25)),
        ("après-demain", date(2026, 11, 26)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 25)),
        ("day after tomorrow", date(2026, 11, 26)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, day):
    assert words.parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", "x", "24", "31/11", "29/2/2027", "24/13", "0/1", "24/11/", "24/11/226", "24/11-2026", "24 foo",
        "24 11", "november", "2026-13-01", "0000-01-01", "٢٤/١١", "24/11 x", "gisteren",
        "31/12/1999", "1/1/2101", "31/12/9999", "9999-12-31", "0001-01-01", "24 november 9999",
    ],
)  # fmt: skip
def test_what_is_not_a_day_is_refused(typed):
    with pytest.raises(ValueError):
        words.parse_day(typed, TODAY)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_that_was_shown_can_be_typed_back(day):
    assert words.parse_day(words.date_numeric(day), TODAY) == day
    for language in words.LANGUAGES:
        _, _, without_weekday = words.day_full(day, language).partition(" ")
        assert words.parse_day(without_weekday, TODAY) == day


@given(st.dates(date(2026, 11, 24), date(2032, 11, 24)))
def test_without_a_year_it_is_the_next_such_date(day):
    found = words.parse_day(f"{day.day}/{day.month}", TODAY)
    assert TODAY <= found <= day
    assert (found.day, found.month) == (day.day, day.month)


@pytest.mark.parametrize(
    "typed", ["18.30", "18:30", "18u30", "18h30", "18 u 30", "18H30", "1830", "18 30", "18.30 uur", " 18.30 "]
)
def test_half_past_six_is_read_as_people_type_it(typed):
    assert words.parse_time(typed) == time(18, 30)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("18u", time(18, 0)),
        ("18", time(18, 0)),
        ("18 uur", time(18, 0)),
        ("9.05", time(9, 5)),
        ("930", time(9, 30)),
        ("0.00", time(0, 0)),
    ],
)
def test_a_whole_hour_and_a_short_one_are_read_too(typed, moment):
    assert words.parse_time(typed) == moment


@pytest.mark.parametrize(
    "typed", ["", "24", "24.00", "18.60", "18.3", "18,30,00", "half zeven", "-1", "18:30:00", "12345", "١٨"]
)
def test_what_is_not_a_time_is_refused(typed):
    with pytest.raises(ValueError):
        words.parse_time(typed)


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_a_time_that_was_shown_can_be_typed_back(moment):
    for language in words.LANGUAGES:
        assert words.parse_time(words.clock(moment, language)) == moment


# Phone numbers


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+32400000002", "0400 00 00 02"),
        ("+32470123456", "0470 12 34 56"),
        ("+3292669911", "09 266 99 11"),
        ("+3242221111", "04 222 11 11"),
        ("+3253123456", "053 12 34 56"),
        ("+3280012345", "0800 12 345"),
        ("+31201234567", "+31201234567"),
        ("1712", "1712"),
    ],
)
def test_a_phone_number_is_shown_as_belgians_write_it(e164, shown):
    assert words.phone(e164) == shown


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("0470-12-34-56", "+32470123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("+32 0470 12 34 56", "+32470123456"),
        ("0032 470 12 34 56", "+32470123456"),
        ("(09) 266 99 11", "+3292669911"),
        ("0400 00 00 02", "+32400000002"),
        ("+31 20 123 45 67", "+31201234567"),
        ("0033 1 23 45 67 89", "+33123456789"),
        ("+1234567", "+1234567"),
    ],
)
def test_a_phone_number_is_read_as_people_type_it(typed, e164):
    assert words.parse_phone(typed) == e164


@pytest.mark.parametrize(
    "typed",
    [
        "", "+", "0", "112", "470123456", "0470 12 34 5", "0470 12 34 567", "09 266 99 1", "gsm 0470 123456",
        "+123456", "+1234567890123456", "++32470123456", "+0470123456", "00000000000", "٠٤٧٠١٢٣٤٥٦",
    ],
)  # fmt: skip
def test_what_is_not_a_phone_number_is_refused(typed):
    with pytest.raises(ValueError):
        words.parse_phone(typed)


@given(st.from_regex(r"\+32(4[0-9]{8}|[1235-9][0-9]{7})", fullmatch=True))
def test_a_phone_number_that_was_shown_can_be_typed_back(e164):
    assert words.parse_phone(words.phone(e164)) == e164


# Names


def test_initials_and_short_names_do_not_need_a_last_name():
    assert words.initials("Godelieve", "Van Hecke") == "GV"
    assert words.initials("élise", "") == "É"
    assert words.initials("Luc", None) == "L"
    assert words.short_name("Godelieve", "Van Hecke") == "Godelieve V."
    assert words.short_name("Luc", "") == words.short_name("Luc", None) == "Luc"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Zoë   DE  Smet ", "zoe de smet"),
        ("D’Hondt", "d'hondt"),
        ("Straße", "strasse"),
        ("Şahin İpek", "sahin ipek"),
        ("ℌ", "h"),
        ("", ""),
    ],
)
def test_names_are_folded_for_search(typed, folded):
    assert words.fold(typed) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(typed):
    assert words.fold(words.fold(typed)) == words.fold(typed)


def test_a_row_without_a_name_in_a_language_is_named_in_dutch(app):
    row = SimpleNamespace(name_nl="Chauffeur", name_fr="", name_en="Driver")
    assert words.named(row) == "Chauffeur"
    assert words.named(row, "en") == "Driver"
    assert words.named(row, "fr") == "Chauffeur"
    assert words.named(SimpleNamespace(name_nl="Chauffeur"), "en") == "Chauffeur"
    with app.app_context(), force_locale("en"):
        assert words.named(row) == "Driver"


@dataclass
class Moment:
    date: date
    end_date: date
    starts: time | None = None
    ends: time | None = None


EVENING = Moment(date(2026, 11, 24), date(2026, 11, 24), time(19, 30), time(21))
CAMP, CAMP_WITH_HOURS = (
    Moment(date(2026, 11, 28), date(2026, 11, 30), *hours) for hours in ((), (time(10), time(16)))
)
OVER_A_MONTH, OVER_A_YEAR = Moment(date(2026, 11, 30), date(2026, 12, 2)), Moment(date(2026, 12, 31), date(2027, 1, 2))


@pytest.mark.parametrize("moment, language, said", [
    (EVENING, "nl", "di 24 nov, 19.30 – 21.00"), (EVENING, "fr", "mar. 24 nov., 19h30 – 21h00"),
    (Moment(date(2026, 11, 24), date(2026, 11, 24)), "nl", "di 24 nov, hele dag"),
    (Moment(date(2026, 11, 24), date(2026, 11, 24), time(19)), "en", "Tue 24 Nov, 19:00"),
    (CAMP, "nl", "za 28 – ma 30 nov"), (CAMP_WITH_HOURS, "nl", "za 28 nov, 10.00 – ma 30 nov, 16.00"),
    (OVER_A_MONTH, "nl", "ma 30 nov – wo 2 dec"), (OVER_A_YEAR, "nl", "do 31 dec 2026 – za 2 jan 2027"),
    (Moment(date(2026, 12, 1), date(2026, 12, 2)), "fr", "mar. 1er – mer. 2 déc."),
])
def test_when_something_is_in_a_few_words(moment, language, said):
    assert words.when_short(moment, language) == said


@pytest.mark.parametrize("moment, said", [
    (EVENING, "Tuesday 24 November 2026, 19:30 – 21:00"), (CAMP, "Saturday 28 to Monday 30 November 2026"),
    (CAMP_WITH_HOURS, "Saturday 28 November, 10:00 to Monday 30 November 2026, 16:00"),
    (OVER_A_MONTH, "Monday 30 November to Wednesday 2 December 2026"),
    (OVER_A_YEAR, "Thursday 31 December 2026 to Saturday 2 January 2027"),
])
def test_when_something_is_written_out(moment, said):
    assert words.when_full(moment, "en") == said
