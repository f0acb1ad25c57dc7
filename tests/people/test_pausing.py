"""A family is paused, or not visited any more, and comes back."""

from datetime import date, timedelta

import pytest
from families import fields, named, page_of, words
from people import viewer

from wvg.base import clock
from wvg.commons.people import queries, rules
from wvg.commons.people.models import Household

NOV_24, DEC_1 = date(2026, 11, 24), date(2026, 12, 1)


def post(browser, more, **typed):
    path = page_of("Merel", more)
    return browser.post(path, {**fields(browser.get(path)), **typed})


def test_a_pause_has_a_reason_and_a_last_day(as_person):
    bart = as_person("bart")
    answer = post(bart, "/pause", reason="bij familie", until="1/12")
    assert answer.status_code == 303 and answer.location == page_of("Merel")
    assert (named("Merel").paused_until, words("Merel").pause_reason) == (DEC_1, "bij familie")
    page = bart.get(page_of("Merel")).text
    assert "bij familie" in page and "Tuesday 1 December 2026" in page and "End the pause" in page
    assert words("Merel").address, "the rest stays"


@pytest.mark.parametrize(
    ("reason", "until", "field"),
    [("", "1/12", "reason"), ("x", "", "until"), ("", "", "reason"), ("x", "24/11/2026", "until"),
     ("x", "23/11/2026", "until"), ("x", "soon", "until"), ("x", "25/11/2027", "until"), ("x" * 121, "1/12", "reason")],
)
def test_a_pause_that_cannot_be_comes_back_as_typed(as_person, reason, until, field):
    answer = post(as_person("bart"), "/pause", reason=reason, until=until)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert f'value="{reason}"' in answer.text and f'value="{until}"' in answer.text
    assert named("Merel").paused_until is None


def test_a_pause_ends_by_itself_or_at_once(as_person):
    bart = as_person("bart")
    post(bart, "/pause", reason="x", until="1/12")

    def paused(day):
        return queries.family(named("Merel").id, viewer("bart"), day).paused

    assert paused(DEC_1) and not paused(DEC_1 + timedelta(days=1))
    assert bart.post(page_of("Merel", "/pause/end")).status_code == 303
    assert not paused(DEC_1) and words("Merel").pause_reason == ""
    version = named("Merel").version
    assert bart.post(page_of("Merel", "/pause/end")).status_code == 303
    assert named("Merel").version == version, "ending what is over changes nothing"


def test_a_pause_that_is_over_is_not_shown(as_person):
    bart = as_person("bart")
    post(bart, "/pause", reason="x", until="1/12")
    Household.update(paused_until=NOV_24 - timedelta(days=1)).execute()
    assert "paused until" not in bart.get("/people/").text and "End the pause" not in bart.get(page_of("Merel")).text


@pytest.mark.parametrize("more", ["/pause", "/end"])
def test_who_looked_before_somebody_else_changed_it_sees_both(as_person, more):
    bart = as_person("bart")
    form = {**fields(bart.get(page_of("Merel", more))), "reason": "getypt", "until": "1/12"}
    rules.change(named("Merel").id, 1, {"adults": 4}, viewer("bart"), clock.now())
    answer = bart.post(page_of("Merel", more), form)
    assert answer.status_code == 409 and 'value="getypt"' in answer.text
    assert (named("Merel").paused_until, named("Merel").ended_on) == (None, None)
    assert bart.post(page_of("Merel", more), {**fields(answer), "until": "1/12"}).status_code == 303


def test_another_pause_meanwhile_is_shown_beside(as_person):
    bart = as_person("bart")
    form = {**fields(bart.get(page_of("Merel", "/pause"))), "reason": "getypt", "until": "1/12"}
    post(bart, "/pause", reason="van een ander", until="2/12")
    answer = bart.post(page_of("Merel", "/pause"), form)
    assert answer.status_code == 409 and "van een ander" in answer.text and "getypt" in answer.text


def test_not_visited_any_more_and_back_again(as_person):
    bart = as_person("bart")
    post(bart, "/pause", reason="x", until="1/12")
    assert post(bart, "/end", reason="verhuisd naar Aalst").status_code == 303
    row = named("Merel")
    assert (row.ended_on, row.paused_until, words("Merel").ended_because) == (NOV_24, None, "verhuisd naar Aalst")
    page = bart.get(page_of("Merel")).text
    assert "verhuisd naar Aalst" in page and "Visit again" in page
    assert post(bart, "/pause", reason="x", until="1/12").status_code == 409, "there is nothing to pause"
    assert bart.post(page_of("Merel", "/return")).status_code == 303
    assert named("Merel").ended_on is None and words("Merel").ended_because == ""
    version = named("Merel").version
    bart.post(page_of("Merel", "/return"))
    assert named("Merel").version == version


def test_why_they_are_not_visited_any_more_must_be_said(as_person):
    answer = post(as_person("bart"), "/end", reason="")
    assert answer.status_code == 422 and 'href="#reason"' in answer.text and named("Merel").ended_on is None
