"""The one module that knows flask-login: who is signed in, and forms that stood open too long."""

from flask import after_this_request, current_app, g, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from wvg.base import access, clock
from wvg.base.errors import answer
from wvg.base.htmx import is_htmx, is_poll, own_path, see_other, tell
from wvg.base.words import say
from wvg.commons.accounts import queries, rules
from wvg.commons.accounts.permissions import MANAGE

csrf = CSRFProtect()
manager = LoginManager()
SENT_AGAIN = "kept_form"  # the field that tells which kept form this is


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
    if current_user.is_authenticated:
        rules.sign_out(current_user.token, clock.now())
    _empty_cookie()
    session["csrf_token"] = form_secret
    g.pop("csrf_token", None)
    login_user(SignedIn(token, queries.open_session(token, clock.now()), clock.now()))


def end():
    """Sign this browser out and empty its cookie, but for the language."""
    # Also when the session was idle for too long: from now on no form of it is kept either.
    if "_user_id" in session:
        rules.sign_out(session["_user_id"], clock.now())
    logout_user()
    _empty_cookie()


def _empty_cookie():
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
    """Where to sign in, coming back to the page that was asked for, or on which the button stood."""
    if request.method == "POST":
        path = request.form.get("back")
    else:
        path = None if is_htmx() else request.full_path.rstrip("?")
    path = own_path(path)
    return url_for("accounts.sign_in", next=path if path != "/" else None)


def unauthorized():
    """Nobody is signed in: a form that came too late is kept for its owner, then to the sign-in page."""
    if request.method == "POST":
        owner = _owner_of_form()
        # After "I'm done" the owner is gone, and in another browser they never were: then somebody else sends it.
        kept = owner is not None and owner.ended_at is None and _was_here(owner) and _keep(owner.account_id)
        tell(say("You were away for a while. Sign in, then you can send it again.") if kept
             else say("Nobody is signed in any more. Nothing was saved."), bad=not kept)
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
    return queries.session_of_form(secret)


def _was_here(owner):
    """Whether this browser still has the cookie of that session, though it has ended by itself."""
    return queries.digest(session.get("_user_id", "")) == owner.token_hash


def _keep(account):
    """The key of what was typed, kept for this account; None when it was only a button, or gives rights."""
    # Whoever finds the page of somebody else could lay a form ready in it, to be sent on without a thought.
    view = current_app.view_functions[request.endpoint]
    if view.access is MANAGE or getattr(view, "gives_rights", False):
        return None
    fields = [
        [name, value] for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", SENT_AGAIN) and "password" not in name
    ]
    with_file = any(file.filename for file in request.files.values())
    if not with_file and not any(value.strip() for name, value in fields if name != "back"):
        return None
    path = request.full_path.rstrip("?")
    return rules.keep_form(account, path, fields, clock.now(), with_file)


def may_send(path):
    """Whether the viewer has, still, the permission for the form of this path."""
    try:
        endpoint, _ = current_app.create_url_adapter(request).match(path.partition("?")[0], method="POST")
    except HTTPException:
        return False
    allowed = getattr(current_app.view_functions[endpoint], "access", None)
    return isinstance(allowed, str) or (allowed is not None and access.viewer().can(allowed))


def init_app(app):
    manager.secret = app.secret_key
    manager.init_app(app, add_context_processor=False)  # a page that asks who is there asks viewer()
    manager.session_protection = None  # a phone changes its address on the way; the token is all that counts
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # Checked below, after who may come in: a form that came too late must first be kept.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    access.init_app(app, unauthorized)
    app.before_request(check_form)


def check_form():
    """Everything that changes something carries its token, on the open pages too.

    A form made in an earlier session of the same account comes back as typed.
    """
    if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint is None:
        return None
    try:
        csrf.protect()
    except CSRFError:
        return _form_without_token()
    if key := request.form.get(SENT_AGAIN):
        after_this_request(lambda response: _sent_again(key, response))
    return None


def _form_without_token():
    owner = _owner_of_form()
    open_to_all = isinstance(current_app.view_functions[request.endpoint].access, str)
    if owner is None or open_to_all or not current_user.is_authenticated:
        return answer(400, say("This page was open for a long time. Nothing was saved. Try again."))
    if owner.account_id != access.viewer().account:
        return answer(400, say("This form belonged to somebody who has signed out. Nothing was saved."))
    key = _keep(owner.account_id)
    if key:
        return see_other(url_for("accounts.kept", key=key))
    tell(say("This page was open for a long time. Nothing was saved. Try again."), bad=True)
    return see_other(own_path(request.form.get("back")) or url_for("home.today"))


def _sent_again(key, response):
    # Not after a refusal: then it stays. After 422 the page itself shows what was typed.
    if response.status_code < 400 or response.status_code == 422:
        rules.drop_kept_form(key, access.viewer())
    return response
