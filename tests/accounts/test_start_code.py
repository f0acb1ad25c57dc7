"""The code of the letter: once, seven days, however it is typed."""

import pytest
from door import account, another, enter, later, who

from wvg import demo
from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.commons.accounts import rules_codes, rules_door
from wvg.commons.accounts.models import StartCode

NEW = "banaan lepel zon fiets"


def code_for(name="rita"):
    return rules_codes.start_code(account(name), NOBODY, clock.now())[0]


def begin(browser, code, password=NEW):
    return browser.post("/start", {"code": code, "password": password})


def test_with_the_code_somebody_chooses_a_password_and_is_in(browser):
    answer = begin(browser, code_for())
    assert answer.status_code == 303 and answer.location == "/"
    page = browser.get("/")
    assert "Rita" in page.text and 'class="toast"' in page.text  # the welcome is not lost with the old cookie
    assert enter(another(browser), "rita", NEW).status_code == 303
    assert enter(another(browser), "rita", demo.PASSWORD).status_code == 422


def test_the_page_offers_four_words(browser):
    assert 'autocomplete="new-password"' in browser.get("/start").text


def test_it_works_once(browser):
    code = code_for()
    begin(browser, code)
    answer = begin(another(browser), code, "ander wachtwoord voor rita")
    assert answer.status_code == 422
    assert enter(another(browser), "rita", NEW).status_code == 303


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " "),
                                   lambda code: f"  {code.lower().replace('-', ' - ')} ."])
def test_capitals_dashes_and_spaces_are_free(browser, typed):
    assert begin(browser, typed(code_for())).status_code == 303


def test_it_works_for_seven_days(browser):
    code, last_day = rules_codes.start_code(account("rita"), NOBODY, clock.now())
    assert (last_day - clock.today()).days == 7
    with later(days=7, hours=13, minutes=59):  # a minute before midnight in Ghent
        assert begin(browser, code).status_code == 303


def test_after_seven_days_it_does_not(browser):
    code = code_for()
    with later(days=7, hours=14):
        assert begin(browser, code).status_code == 422
        assert who(browser) is None


def test_a_newer_letter_ends_the_older(browser):
    old, new = code_for(), code_for()
    assert begin(browser, old).status_code == 422
    assert begin(browser, new).status_code == 303


def test_a_letter_ends_the_password_and_the_sessions_at_once(browser, as_person):
    rita, luc = as_person("rita"), as_person("luc")
    code_for()
    assert who(rita) is None and who(luc) == "Luc"
    assert enter(browser, "rita").status_code == 422


@pytest.mark.parametrize("password", ["kort", "", "rita rita rita", "werkgroep vluchtelingen gent", "1234567890123",
                                      "0400000010 0400000010", "aaaaaaaaaaaaaa", "qwertyuiop123", "x" * 201])
def test_a_password_that_is_too_easy_does_not_use_up_the_code(browser, password):
    code = code_for()
    answer = begin(browser, code, password)
    assert answer.status_code == 422 and 'id="password-err"' in answer.text
    assert who(browser) is None
    assert begin(browser, code).status_code == 303


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "x" * 41, "' OR 1=1 --", "\x00", "é²"])
def test_a_wrong_code_is_told_beside_its_field(browser, code):
    answer = begin(browser, code)
    assert answer.status_code == 422 and 'id="code-err"' in answer.text


def test_guessing_codes_waits(browser):
    code = code_for()
    for _ in range(30):
        assert begin(browser, "AAAA-BBBB-CCCC").status_code == 422
    assert begin(browser, code).status_code == 422
    with later(minutes=1, seconds=1):
        assert begin(browser, code).status_code == 303


def test_somebody_who_forgot_and_guessed_can_sign_in_again_after_the_letter(browser):
    for _ in range(5):
        rules_door._take_turn([f"account:{account('rita').id}"], "192.0.2.1", clock.now())
    assert enter(browser, "rita").status_code == 422
    begin(browser, code_for())
    assert enter(another(browser), "rita", NEW).status_code == 303


def test_the_code_of_a_closed_account_opens_nothing(browser):
    code, rita = code_for(), account("rita")
    rita.closed_at = clock.now()
    rita.save()
    assert begin(browser, code).status_code == 422


def test_a_link_for_the_first_admin_is_no_start_code(browser):
    assert begin(browser, rules_codes.first_admin_link(clock.now())).status_code == 422


def test_a_letter_made_meanwhile_wins(browser, monkeypatch):
    code = code_for()
    hashed = rules_codes.passwords.hashed

    def while_hashing(password):
        code_for()
        return hashed(password)

    monkeypatch.setattr(rules_codes.passwords, "hashed", while_hashing)
    assert begin(browser, code).status_code == 422
    assert account("rita").password_hash is None and who(browser) is None


def test_only_a_hash_of_the_code_is_stored(app, tmp_path):
    code = code_for()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("wvg.db*"))
    assert StartCode.get().code_hash.encode() in stored
    assert code.encode() not in stored and code.replace("-", "").encode() not in stored


def test_codes_have_sixty_bits_and_no_sign_that_looks_like_another():
    assert len(set(rules_codes.ALPHABET)) == 32
    assert not set("01IO") & set(rules_codes.ALPHABET)
