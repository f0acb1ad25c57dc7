"""The same headers on every answer: pages, parts, errors, static files."""

import pytest

EXACT = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
ANSWERS = [
    "/", "/rounds/", "/sign-in", "/nowhere", "/seats/1/sign-up", "/rounds/?week=x", "/session", "/signed-out.css",
]


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_every_answer_is_hardened_and_kept_nowhere(as_person, path, htmx):
    answer = as_person("rita").get(path, headers=htmx)
    for name, value in EXACT.items():
        assert answer.headers[name] == value, name
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'") and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy


def test_static_files_are_kept_for_ever_under_their_hash(app, browser):
    build = app.config["STATIC_HASH"]
    answer = browser.get(f"/static/{build}/wvg.css")
    assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers["Vary"]
    answer.close()
    for path in ("/static/000000000000/wvg.css", f"/static/{build}/nothing.css", f"/static/{build}/../app.py",
                 f"/static/{build}/%2e%2e/app.py"):
        assert browser.get(path).status_code == 404


def test_pages_and_styles_are_sent_small(as_person):
    rita = as_person("rita")
    for path in ("/rounds/", f"/static/{rita.app.config['STATIC_HASH']}/wvg.css"):
        answer = rita.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < 11_000, path
        answer.close()


@pytest.mark.parametrize("host, code", [("wvg.example.org", 200), ("evil.example", 400)])
def test_only_hosts_that_are_trusted_are_answered(templates, tmp_path, host, code):
    from office import Browser, running

    with running(templates["empty"], tmp_path, {"WVG_TRUSTED_HOSTS": "wvg.example.org"}) as app:
        assert Browser(app).get("/sign-in", headers={"Host": host}).status_code == code


def test_over_https_the_cookie_is_bound_to_this_host(templates, tmp_path):
    from office import Browser, running

    with running(templates["empty"], tmp_path, {"WVG_BASE_URL": "https://wvg.example.org"}) as app:
        answer = Browser(app).get("/sign-in", base_url="https://wvg.example.org")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-wvg=") and "Secure" in cookie and "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie and "Max-Age" not in cookie and "Expires" not in cookie
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/me/absences"])
def test_a_form_of_a_book_is_refused_at_the_door(as_person, path):
    rita = as_person("rita")
    token = rita.token()
    answer = rita.post(path, {"first_day": "x" * 200_000}, token=token)
    assert answer.status_code == 413 and "2 MB" not in answer.text
    assert rita.post(path, {"first_day": "x" * 190_000}, token=token).status_code != 413


def test_a_mistake_of_ours_is_one_sentence_and_no_trace(app, as_person, monkeypatch):
    app.config["CATCH_ALL"] = True
    from wvg.groups.rounds import queries

    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(queries, "board", broken)
    for headers in ({}, {"HX-Request": "true"}):
        answer = as_person("rita").get("/rounds/", headers=headers)
        assert answer.status_code == 500 and "secret detail" not in answer.text and "Traceback" not in answer.text
