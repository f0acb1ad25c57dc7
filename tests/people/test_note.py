"""The note for families, in nine languages; and the word that no real family may be written down yet."""

import re

import pytest
from families import page_of
from office import Browser, running, sign_in_quietly

from wvg.commons.keeping.models import Period
from wvg.commons.volunteers.models import Volunteer

LANGUAGES = ["nl", "fr", "en", "ar", "tr", "bg", "sq", "ro", "sk"]
NOT_YET = "No real families yet: backups, lock and keeping come with the next version."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_says_how_long_and_whom_to_ask(as_person, language):
    Period.update(months=7).where(Period.key == "household").execute()
    page = as_person("bart").get(f"/people/note?language={language}").text
    note = re.search(r"<article.*?</article>", page, re.S)[0]
    assert f'lang="{language}"' in note and page.count("<article") == 1
    assert ('dir="rtl"' in note) == (language == "ar")
    assert re.search(r"\b7\b", note) and "Katrien" in note and "0400 00 00 04" in note
    assert 9 <= note.count("<p>") <= 10 and "print-only" not in note


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_speaks_it_must_still_read_six_of_them_and_paper_does_not_say_so(as_person, language):
    page = as_person("bart").get(f"/people/note?language={language}").text
    said = "were not read over yet" in page
    assert said == (language not in ("nl", "fr", "en"))
    above = page.split("<article")[0].split('class="no-print stack')
    assert len(above) == 2 and (not said or "were not read over yet" in above[1])


def test_all_of_them_one_after_the_other(as_person):
    page = as_person("bart").get("/people/note?language=all").text
    assert re.findall(r'<article[^>]* lang="(\w+)"', page) == LANGUAGES
    assert len(set(re.findall(r'id="([^"]+)"', page.split("<main")[1].split("</main")[0]))) >= 18


@pytest.mark.parametrize("language", ["xx", "../family", "nl/../ar", ""])
def test_another_language_is_not_there(as_person, language):
    assert as_person("bart").get("/people/note", query_string={"language": language}).status_code == 404


def test_without_a_language_it_is_that_of_the_reader(as_person):
    bart = as_person("bart")
    Volunteer.update(language="fr").execute()
    assert '<article class="letter" id="note-fr"' in bart.get("/people/note").text


def addresses():
    return ["/people/", "/people/new", "/people/import", "/people/to-erase", "/people/note",
            *(page_of("Merel", more) for more in ("", "/pause", "/end", "/erase"))]


def test_until_it_is_safe_every_page_says_no_real_families(as_person):
    bart = as_person("bart")
    for path in addresses():
        assert NOT_YET in bart.get(path).text, path
    assert "Real families" in bart.get("/people/").text
    assert NOT_YET not in bart.get("/rounds/").text


def test_when_it_is_safe_no_page_says_so(templates, tmp_path):
    with running(templates["demo"], tmp_path, {"WVG_REAL_FAMILIES": "backup disk this-pc"}) as app:
        Volunteer.update(language="en").execute()
        bart = Browser(app)
        sign_in_quietly(bart, "bart")
        for path in addresses():
            page = bart.get(path)
            assert page.status_code == 200 and NOT_YET not in page.text, path
