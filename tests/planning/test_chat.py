"""The open places of the coming weeks as plain text for a group chat, in three languages."""

import html
import re
from datetime import timedelta

import pytest
from people import BREAD, DEC_12, NOV_28, activity, call_off, seat, viewer

from wvg.base import clock
from wvg.commons.planning import rules
from wvg.commons.planning.models import Activity, Seat
from wvg.commons.volunteers.models import Volunteer


def text(browser, path="/rounds/chat?language=en"):
    """What stands in the box, as it is copied."""
    page = browser.get(path)
    assert page.status_code == 200
    found = re.search(r'<textarea[^>]*id="chat-text"[^>]*>(.*?)</textarea>', page.text, re.S)
    return html.unescape(found[1]) if found else None


def test_every_open_place_of_four_weeks_and_nothing_else(as_person):
    words = text(as_person("bart"))
    assert words.startswith("Who can help with this?")
    assert "Broodronde, Saturday 28 November, 17:00" in words and "- Place 1 (with car)" in words
    assert "Rita goes already." in words
    days = {day for day in re.findall(r"\d+ (?:November|December)", words)}
    assert days == {"28 November", "5 December", "12 December", "9 December", "16 December"}, days
    assert "19 December" not in words, "complete"


def test_who_looks_for_a_substitute_is_in_it(as_person):
    words = text(as_person("bart"))
    five = words.partition("Broodronde, Saturday 5 December")[2].partition("\n\n")[0]
    assert "(instead of Luc)" in five and "Samir goes already." in five


def test_first_names_only_and_no_numbers(as_person):
    words = text(as_person("bart"))
    for volunteer in Volunteer.select():
        assert volunteer.last_name not in words and str(volunteer.mobile) not in words
    assert not re.search(r"0400|\+32|@", words)


def test_it_ends_with_where_to_sign_up(as_person, app):
    assert text(as_person("bart")).splitlines()[-1] == f"Sign up: {app.config['WVG'].base_url}/rounds/"


@pytest.mark.parametrize(("language", "day"), [("nl", "zaterdag 28 november"), ("fr", "samedi 28 novembre"),
                                               ("en", "Saturday 28 November")])
def test_in_three_languages_whatever_that_of_the_page(as_person, language, day):
    bart = as_person("bart")
    page = bart.get(f"/rounds/chat?language={language}")
    assert day in page.text and '<html lang="nl"' in page.text and f'readonly lang="{language}"' in page.text
    for code in ("nl", "fr", "en"):
        assert f'href="/rounds/chat?language={code}#chat"' in page.text


@pytest.mark.parametrize("odd", ["", "?language=xx", "?language=", "?language=nl&language=fr"])
def test_another_language_is_that_of_the_reader(as_person, odd):
    assert "zaterdag 28 november" in text(as_person("bart"), f"/rounds/chat{odd}")


def test_what_is_over_skipped_or_in_doubt_is_not_in_it(as_person):
    bart = as_person("bart")
    call_off(activity(BREAD, NOV_28), "ziek")
    Activity.update(state="to confirm").where(Activity.id == activity(BREAD, DEC_12).id).execute()
    words = text(bart)
    assert "28 November" not in words and "12 December" not in words
    with clock.standing_still(clock.now() + timedelta(days=12)):  # Sunday 6 December, signed in anew
        assert "\n5 December" not in text(as_person("bart")) and "Saturday 5" not in text(as_person("bart"))


def test_blank_lines_part_the_rounds_and_none_is_double(as_person):
    words = text(as_person("bart"))
    assert "\n\n\n" not in words and words == words.strip()
    assert all(line == line.rstrip() for line in words.splitlines())


def test_when_all_is_complete_it_says_so(as_person):
    bart = as_person("bart")
    Activity.update(state="skipped", reason="x").where(Activity.date >= clock.today()).execute()
    assert text(bart) is None and "Alle plaatsen zijn ingevuld" in bart.get("/rounds/chat").text


def test_the_copy_button_waits_for_javascript(as_person):
    assert re.search(r'<button[^>]*data-copy="[^"]+"[^>]* hidden>', as_person("bart").get("/rounds/chat").text)


def test_only_coordinators_and_the_board_leads_them_there(as_person):
    assert 'href="/rounds/chat"' in as_person("bart").get("/rounds/").text
    for name in ("rita", "katrien", "hugo"):
        who = as_person(name)
        assert who.get("/rounds/chat").status_code == 403
        page = who.get("/rounds/")
        assert 'href="/rounds/chat"' not in page.text


def test_the_text_of_one_evening_is_about_that_evening_alone(as_person):
    path = f"/activities/{activity(BREAD, NOV_28).id}/evening?language=en"
    words = text(as_person("bart"), path)
    assert "28 November" in words and "December" not in words
    assert as_person("bart").get(path).text.count("?language=fr#chat") == 1


def test_a_round_on_which_the_coordinator_is_too(as_person):
    place = seat(BREAD, DEC_12, 2)
    rules.sign_up(place.id, viewer("rita"), clock.now())
    assert "12 December" not in text(as_person("bart"))
    rules.seek(place.id, viewer("rita"), clock.now())
    assert "(instead of Rita)" in text(as_person("bart"))


def test_an_extra_place_asks_too(as_person):
    place = seat(BREAD, DEC_12, 2)
    Seat.update(required=False).where(Seat.id == place.id).execute()
    assert "12 December" in text(as_person("bart"))
