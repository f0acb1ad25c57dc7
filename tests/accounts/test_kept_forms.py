"""Forms that stood open too long: nothing typed is lost, and nobody else ever sees it."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from door import account, another, enter, in_english, later, who
from people import BREAD, DEC_5, seat

from wvg.base import clock
from wvg.commons.accounts import rules
from wvg.commons.accounts.models import Grant, KeptForm
from wvg.commons.volunteers.models import Volunteer

TYPED = "paarse olifant & <b>zeven</b>"


def is_there():
    """Whether the volunteer of Katrien's form was saved."""
    return Volunteer.select().where(Volunteer.last_name == TYPED).exists()


def new_volunteer():
    """A form of Katrien: its address, and what she typed."""
    return "/volunteers/new", {"first_name": "Els", "last_name": TYPED, "language": "fr"}


def send_again(browser, page):
    """Press "Send it now" on the page of a kept form: the form as a browser reads it."""
    form = re.search(r'<form method="post" action="(/(?!kept)[^"]*)">(.*?)</form>', page.split('id="content"')[1], re.S)
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[2])
    data = {html.unescape(name): html.unescape(value) for name, value in fields}
    return browser.post(html.unescape(form[1]), data, token=data["csrf_token"])


def leave_and_send(katrien, **more):
    """A day later, the session long over, Katrien's form is sent."""
    token = katrien.token()
    path, data = new_volunteer()
    with later(days=1):
        return katrien.post(path, data, token=token, **more)


def test_a_form_sent_a_day_later_is_kept_offered_after_signing_in_and_sent_again(as_person):
    katrien = as_person("katrien")
    answer = leave_and_send(katrien)
    assert answer.status_code == 303 and answer.location == "/sign-in"
    assert not is_there()
    with later(days=1, minutes=1):
        answer = enter(katrien, "katrien")
        assert answer.location.startswith("/kept/")
        page = katrien.get(answer.location)
        assert html.escape(TYPED) in page.text and TYPED not in page.text
        assert send_again(katrien, page.text).status_code == 303
        assert is_there()
        assert katrien.get(answer.location).status_code == 404  # sent is sent
        assert enter(another(katrien), "katrien").location == "/"


def test_with_htmx_it_is_kept_too(as_person):
    answer = leave_and_send(as_person("katrien"), headers={"HX-Request": "true"})
    assert answer.status_code == 401 and answer.headers["HX-Redirect"] == "/sign-in"
    assert KeptForm.get().account_id == account("katrien").id


def test_in_the_database_it_cannot_be_read(as_person, tmp_path):
    leave_and_send(as_person("katrien"))
    kept = KeptForm.get()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("wvg.db*"))
    assert kept.key.encode() in stored
    for secret in (b"paarse olifant", b'"last_name", ', b"/volunteers/new"):
        assert secret not in stored
    assert dict(rules.opened(kept)["fields"])["last_name"] == TYPED


def test_moved_to_another_account_it_cannot_be_opened(as_person):
    leave_and_send(as_person("katrien"))
    KeptForm.update(account=account("rita")).execute()
    rita = as_person("rita")
    assert rita.get(f"/kept/{KeptForm.get().key}").status_code == 404
    assert not KeptForm.select().exists()


def test_nobody_else_sees_it_or_throws_it_away(as_person):
    katrien, rita = as_person("katrien"), as_person("rita")
    leave_and_send(katrien)
    path = f"/kept/{KeptForm.get().key}"
    assert rita.get(path).status_code == 404
    rita.post(path)
    assert KeptForm.select().exists()
    with later(days=1):
        assert enter(katrien, "rita").location == "/"
        assert TYPED not in katrien.get("/").text


def test_its_owner_throws_it_away(as_person):
    leave_and_send(as_person("katrien"))
    katrien = as_person("katrien")
    assert katrien.post(f"/kept/{KeptForm.get().key}").status_code == 303
    assert not KeptForm.select().exists()


def test_it_is_kept_for_seven_days(as_person):
    leave_and_send(as_person("katrien"))
    with later(days=8, minutes=1):
        assert enter(as_person("luc"), "katrien").location == "/"
        assert not KeptForm.select().exists()


def test_only_the_last_one_is_kept(as_person):
    katrien = as_person("katrien")
    leave_and_send(katrien)
    first = KeptForm.get().key
    leave_and_send(as_person("katrien"))
    assert [row.key for row in KeptForm.select()] != [first] and KeptForm.select().count() == 1


def test_after_i_am_done_nothing_of_that_session_is_kept(as_person):
    # The owner said that she left; whoever sends her form then is somebody else.
    katrien = as_person("katrien")
    token = katrien.token()
    katrien.post("/sign-out")
    path, data = new_volunteer()
    assert katrien.post(path, data, token=token).status_code == 303
    assert not KeptForm.select().exists()


def test_nothing_is_kept_that_comes_from_another_browser(as_person):
    # With the token of a page that Katrien left open, somebody could lay a form ready for her.
    katrien = as_person("katrien")
    token = katrien.token()
    path, data = new_volunteer()
    with later(days=1):
        answer = another(katrien).post(path, data, token=token)
        assert answer.status_code == 303 and not KeptForm.select().exists()


def test_nothing_is_kept_for_an_account_that_closed(as_person):
    katrien = as_person("katrien")
    token = katrien.token()
    row = account("katrien")
    row.closed_at = clock.now()
    row.save()
    path, data = new_volunteer()
    assert katrien.post(path, data, token=token).status_code == 303
    assert not KeptForm.select().exists()


def test_a_form_of_an_earlier_session_comes_back_as_typed(as_person, app):
    katrien = as_person("katrien")
    token = katrien.token()
    path, data = new_volunteer()
    with later(minutes=30):
        enter(katrien, "katrien")
        answer = katrien.post(path, data, token=token)
        assert answer.status_code == 303 and answer.location.startswith("/kept/")
        page = katrien.get(answer.location).text
        assert html.escape(TYPED) in page and 'name="language" value="fr"' in page
        assert not is_there()
        assert katrien.post(path, data, token=token, headers={"HX-Request": "true"}).headers["HX-Redirect"].startswith(
            "/kept/")


def test_a_form_of_somebody_else_in_this_browser_saves_and_shows_nothing(as_person):
    browser = as_person("katrien")
    token = browser.token()
    data = new_volunteer()[1]
    with later(minutes=30):
        enter(browser, "bart")
        answer = browser.post("/me", data, token=token)
        assert answer.status_code == 400
        page = answer.text.partition("<footer")[0]  # where the helper's name stands
        assert "olifant" not in page and "Katrien" not in page
        assert not KeptForm.select().exists() and who(browser) == "Bart"


@pytest.mark.parametrize(
    "name, path", [("bart", "/deputies/rounds"), ("katrien", "/accounts/1/rights")],
)
def test_a_form_that_gives_rights_is_not_kept(as_person, name, path):
    # Whoever sits down at Bart's page could lay a form ready in it that makes a coordinator of themselves.
    browser = as_person(name)
    token = browser.token()
    with later(minutes=11):
        answer = browser.post(path, {"volunteer": "1", "until": "20/1/2027"}, token=token)
        assert answer.status_code == 303 and answer.location.startswith("/sign-in")
        assert not KeptForm.select().exists()
        enter(browser, name)
        browser.post(path, {"volunteer": "1", "until": "20/1/2027"}, token=token)
        assert not KeptForm.select().exists()


def test_passwords_are_never_kept(as_person):
    rita = as_person("rita")
    token = rita.token()
    secret = {"old_password": "brood huistaken en koffie", "password": "banaan lepel zon fiets"}
    with later(days=1):
        rita.post("/me/password", secret, token=token)
        assert not KeptForm.select().exists()
        rita.post("/me/password", {**secret, "remark": TYPED}, token=token)
        assert rules.opened(KeptForm.get())["fields"] == [["remark", TYPED]]


def test_a_button_without_anything_typed_is_not_kept(as_person):
    rita = as_person("rita")
    in_english("rita")
    token = rita.token()
    leave_and_send(as_person("katrien"))
    before = KeptForm.get().key
    with later(days=1):
        answer = rita.post("/seats/1/sign-up", {"back": "/rounds/?show=mine"}, token=token)
        assert answer.location == "/sign-in?next=/rounds/?show%3Dmine"
        assert rita.post("/session", token=token).status_code == 303
        assert [row.key for row in KeptForm.select()] == [before]
        assert 'class="notice' in rita.get("/sign-in").text  # it says that nothing was saved


def test_a_button_of_an_earlier_session_does_nothing_and_says_so(as_person):
    rita = as_person("rita")
    token = rita.token()
    with later(minutes=30):
        enter(rita, "rita")
        answer = rita.post("/me/absences/1/removal", {"back": "//evil.example"}, token=token)
        assert answer.status_code == 303 and answer.location == "/"
        assert "notice--bad" in rita.get("/").text


def test_a_file_is_said_to_be_lost(as_person):
    in_english("katrien")
    katrien = as_person("katrien")
    token = katrien.token()
    with later(days=1):
        katrien.post("/volunteers/import", {"file": (BytesIO(b"voornaam\nTest"), "lijst.csv")}, token=token,
                     content_type="multipart/form-data")
        page = katrien.get(enter(katrien, "katrien").location).text
        assert "file that you chose was not kept" in page
    leave_and_send(as_person("katrien"))
    katrien = as_person("katrien")
    assert "file that you chose" not in katrien.get(f"/kept/{KeptForm.get().key}").text


@pytest.mark.parametrize("path", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_it_is_only_ever_sent_to_this_site(as_person, path):
    key = rules.keep_form(account("rita").id, path, [["remark", TYPED]], clock.now())
    assert as_person("rita").get(f"/kept/{key}").status_code == 404


def test_the_address_it_is_sent_to_is_the_one_it_came_to(as_person):
    rita = as_person("rita")
    token = rita.token()
    with later(days=1):
        for path in ("/me?x=1", "/me"):
            rita.post(path, {"first_name": "Rita"}, token=token)
            assert rules.opened(KeptForm.get())["path"] == path


def test_a_refusal_does_not_throw_it_away(as_person):
    # The place is taken: she can still read what she typed.
    key = rules.keep_form(account("rita").id, f"/seats/{seat(BREAD, DEC_5, 1).id}/sign-up", [["remark", TYPED]],
                          clock.now())
    rita = as_person("rita")
    assert send_again(rita, rita.get(f"/kept/{key}").text).status_code == 409
    assert html.escape(TYPED) in rita.get(f"/kept/{key}").text


def test_what_is_wrong_in_it_is_said_on_the_page_of_the_form_itself(as_person):
    katrien = as_person("katrien")
    token = katrien.token()
    path, data = new_volunteer()
    with later(days=1):
        katrien.post(path, {**data, "email": "geen adres"}, token=token)
        answer = send_again(katrien, katrien.get(enter(katrien, "katrien").location).text)
        assert answer.status_code == 422 and 'value="geen adres"' in answer.text
        assert not KeptForm.select().exists() and not is_there()


def test_a_form_that_gives_rights_is_never_kept(as_person):
    # Somebody at the page that an admin left open could lay it ready for her to send on.
    katrien = as_person("katrien")
    token = katrien.token()
    path, data = f"/accounts/{account('rita').id}/rights", {"role": "admin", "until": "30/6/2027"}
    with later(days=1):
        assert katrien.post(path, data, token=token).location == "/sign-in"
        enter(katrien, "katrien")
        assert katrien.post(path, data, token=token).location == "/"
    assert not KeptForm.select().exists()


def test_choices_are_counted_and_what_was_typed_is_shown(as_person):
    in_english("rita")
    fields = [["back", "/me"], ["role", "coordinator"], ["when", "0-morning"], ["empty", ""], ["remark", TYPED]]
    page = as_person("rita").get(f"/kept/{rules.keep_form(account('rita').id, '/me', fields, clock.now())}").text
    shown = page.partition('class="n stack"')[2].partition("</ul>")[0]
    assert html.escape(TYPED) in shown and "2 choices" in shown and "morning" not in shown and "/me" not in shown
    assert 'name="when" value="0-morning"' in page


@pytest.mark.parametrize("key", ["x", "%00", "' OR 1=1 --"])
def test_a_guessed_form_is_no_page(as_person, key):
    rita = as_person("rita")
    assert rita.get(f"/kept/{key}").status_code == 404
    assert rita.post(f"/kept/{key}").status_code == 303


def test_damaged_it_is_gone_and_signing_in_goes_on(as_person):
    leave_and_send(as_person("katrien"))
    KeptForm.update(sealed=b"\x01\x01" + bytes(40)).execute()
    katrien = as_person("katrien")
    assert katrien.get(f"/kept/{KeptForm.get().key}").status_code == 404
    assert not KeptForm.select().exists()


def test_without_the_right_any_more_it_is_gone_at_the_next_look(as_person):
    katrien = as_person("katrien")
    leave_and_send(katrien)
    path = f"/kept/{KeptForm.get().key}"
    assert as_person("katrien").get(path).status_code == 200, "the right is still there"
    Grant.update(until=clock.today() - timedelta(days=1)).where(
        Grant.account == account("katrien"), Grant.role == "admin"
    ).execute()
    answer = as_person("katrien").get(path)
    assert answer.status_code == 404 and "paarse olifant" not in answer.text
    assert not KeptForm.select().exists()


def test_of_a_page_that_is_not_there_any_more_it_is_gone_too(as_person):
    key = rules.keep_form(account("rita").id, "/volunteers/old-page", [["text", TYPED]], clock.now())
    assert as_person("rita").get(f"/kept/{key}").status_code == 404
    assert not KeptForm.select().exists()


def test_signing_in_after_the_right_ended_shows_no_error(as_person):
    katrien = as_person("katrien")
    leave_and_send(katrien)
    Grant.update(ended_at=clock.now()).where(Grant.account == account("katrien"), Grant.role == "admin").execute()
    with later(days=1, minutes=1):
        answer = enter(katrien, "katrien")
        assert answer.status_code == 303 and answer.location == "/"
        assert not KeptForm.select().exists()
