"""The one module that knows flask-login: who is signed in, and forms that stood open too long."""

from flask import g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer

from wvg.base import access, clock
from wvg.base.errors import answer
from wvg.base.htmx import is_htmx, is_poll, own_path, see_other
from wvg.base.words import say
from wvg.commons.accounts import queries, rules

csrf = CSRFProtect()
manager = LoginManager()
NEVER_KEPT = {"csrf_token", "password", "old_password", "password_again", "code"}


class SignedIn(UserMixin):
    """A live session: its token is the only thing the cookie holds."""

    def __init__(self, token, row, now):
        self.token, self.row = token, row
        self.viewer = queries.viewer_of(row.account, clock.local(now).date())

    def get_id(self):
        return self.token


@manager.user_loader
def load(token):
    now = clock.now()
    row = queries.open_session(token, now)
    if row is None:
        return None
    if not is_poll():
        rules.still_here(row, now)
    return SignedIn(token, row, now)


def begin(account, token, form_secret):
    """Sign this browser in; whatever the cookie held before is gone (session fixation)."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session["csrf_token"] = form_secret
    g.pop("csrf_token", None)
    login_user(SignedIn(token, queries.open_session(token, clock.now()), clock.now()))


def end():
    """Sign this browser out and empty its cookie, but for the language."""
    if current_user.is_authenticated:
        rules.sign_out(current_user.token, clock.now())
    logout_user()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def token():
    return current_user.token


def seconds_left():
    """Seconds until this session ends by itself; 0 when nobody is signed in."""
    if not current_user.is_authenticated:
        return 0
    return max(0, queries.seconds_left(current_user.row, clock.now()))


def sign_in_address():
    """Where to sign in, coming back to the page that was asked for."""
    path = request.full_path.rstrip("?") if request.method == "GET" and not is_htmx() else None
    from flask import url_for

    if path in (None, "/"):
        return url_for("accounts.sign_in")
    return url_for("accounts.sign_in", next=own_path(path))


def unauthorized():
    """Nobody is signed in: a form that came too late is kept for its owner, then to the sign-in page."""
    if request.method == "POST":
        owner = _owner_of_form()
        if owner is not None:
            _keep(owner.account_id)
    if is_htmx():
        response = answer(401)
        response.headers["HX-Redirect"] = sign_in_address()
        return response
    return see_other(sign_in_address())


def _owner_of_form():
    """The session that made this form, read from its token; the token itself may be of any age."""
    signed = request.form.get("csrf_token") or request.headers.get("X-CSRFToken", "")
    try:
        secret = URLSafeTimedSerializer(manager.secret, salt="wtf-csrf-token").loads(signed)
    except BadData:
        return None
    return queries.session_of_form(secret) if isinstance(secret, str) else None


def _keep(account):
    fields = [
        [name, value] for name, value in request.form.items(multi=True) if name not in NEVER_KEPT
    ]
    return rules.keep_form(account, request.path, fields, clock.now())


def init_app(app):
    manager.secret = app.secret_key
    manager.init_app(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # Checked below, after who may come in: a form that came too late must first be kept.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    access.init_app(app, unauthorized)
    app.before_request(check_form)


def check_form():
    """Every POST carries its token; one made in an earlier session of the same account comes back as typed."""
    if request.method != "POST" or request.endpoint is None:
        return None
    try:
        csrf.protect()
    except CSRFError:
        owner = _owner_of_form()
        if not current_user.is_authenticated:
            return answer(400, say("This page was open for a long time. Nothing was saved. Try again."))
        if owner is None or owner.account_id != access.viewer().account:
            return answer(
                400, say("This form belonged to somebody who has signed out. Nothing was saved.")
            )
        from flask import url_for

        return see_other(url_for("accounts.kept", key=_keep(owner.account_id)))
    return None
