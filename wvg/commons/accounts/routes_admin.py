from flask import Blueprint, request, url_for
from flask_babel import force_locale

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.accounts import queries, rules, rules_codes
from wvg.commons.accounts.forms import AccountForm, GrantForm
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.volunteers import queries as volunteers

rooms = Blueprint("accounts_admin", __name__, url_prefix="/accounts")


@rooms.get("/")
@needs(MANAGE)
def index():
    return page("accounts/accounts.html", lines=queries.accounts(clock.today()),
                without=queries.volunteers_without_account())


@rooms.route("/new/<int:number>", methods=["GET", "POST"])
@needs(MANAGE)
def new(number):
    volunteer = volunteers.volunteer(number)
    form = AccountForm()
    if form.sent():
        try:
            account = rules.open_account(volunteer, form.user_name.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            return _letter(account)
    if request.method == "GET":
        form.user_name.data = rules.propose_user_name(volunteer)
    return page("accounts/new.html", form=form, volunteer=volunteer, status=422 if form.errors else 200)


def _letter(account):
    """The start letter, in the language of who gets it. The code is on this one answer and nowhere else."""
    code, last_day = rules_codes.start_code(account, viewer(), clock.now())
    with force_locale(account.volunteer.language):
        return page("accounts/letter.html", account=account, code=code, last_day=last_day)


@rooms.get("/<int:number>")
@needs(MANAGE)
def account(number):
    return _account(queries.account(number), _grant_form())


def _grant_form():
    form = GrantForm()
    form.group.choices = options([("", "–"), *((group.key, group.label) for group in groups.values())])
    return form


def _account(account, form, status=200):
    return page("accounts/account.html", account=account, form=form, status=status,
                grants=queries.grants_of(account, clock.today()), own=account.id == viewer().account)


@rooms.post("/<int:number>/rights")
@needs(MANAGE)
def grant(number):
    account, form = queries.account(number), _grant_form()
    group = "" if form.role.data == "admin" else form.group.data
    status, _row = form.attempt(
        lambda: rules.grant(account, form.role.data, group, form.until.data, viewer(), clock.now())
    )
    if status == 303:
        tell(say("%(name)s has this right from now on.", name=account.volunteer.first_name))
        return see_other(url_for("accounts_admin.account", number=number))
    return _account(account, form, status)


@rooms.post("/<int:number>/rights/<int:right>/end")
@needs(MANAGE)
def end_grant(number, right):
    account = queries.account(number)
    rules.end_grant(queries.grant(right, account), viewer(), clock.now())
    tell(say("%(name)s no longer has this right.", name=account.volunteer.first_name))
    return see_other(url_for("accounts_admin.account", number=number))


@rooms.route("/<int:number>/letter", methods=["GET", "POST"])
@needs(MANAGE)
def letter(number):
    account = queries.account(number)
    if request.method == "GET":
        return page("accounts/new_letter.html", account=account)
    rules.open_again(account, viewer(), clock.now())
    return _letter(account)


@rooms.route("/<int:number>/closing", methods=["GET", "POST"])
@needs(MANAGE)
def close(number):
    account = queries.account(number)
    if request.method == "GET":
        return page("accounts/close.html", account=account, grants=queries.grants_of(account, clock.today()))
    rules.close_account(account, viewer(), clock.now())
    tell(say("The account of %(name)s is closed.", name=account.volunteer.first_name))
    return see_other(url_for("accounts_admin.index"))
