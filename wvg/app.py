"""Makes the app. This is the only file that knows every room."""

from pathlib import Path

from flask import Flask, request, session
from flask_babel import Babel, get_locale
from flask_compress import Compress
from werkzeug.routing import IntegerConverter

from wvg.base import access, db, errors, headers, htmx, masked, settings, vault, words
from wvg.base.access import SIGNED_IN, Group
from wvg.base.words import say
from wvg.commons.accounts import permissions as accounts_permissions
from wvg.commons.accounts import queries as accounts_queries
from wvg.commons.accounts import routes as accounts_routes
from wvg.commons.accounts import routes_admin as accounts_admin
from wvg.commons.accounts import rules as accounts_rules
from wvg.commons.accounts import sessions
from wvg.commons.calendar import permissions as calendar_permissions
from wvg.commons.calendar import routes as calendar_routes
from wvg.commons.calendar.appointments import routes as appointments_routes
from wvg.commons.calendar.board import routes as board_routes
from wvg.commons.calendar.closings import routes as closings_routes
from wvg.commons.calendar.feeds import routes as feeds_routes
from wvg.commons.calendar.feeds import rules as feeds_rules
from wvg.commons.home import routes as home_routes
from wvg.commons.keeping import routes as keeping_routes
from wvg.commons.messages import queries_mail as messages_mail
from wvg.commons.needs import permissions as needs_permissions
from wvg.commons.needs import routes as needs_routes
from wvg.commons.needs import routes_one as one_need
from wvg.commons.partners import routes as partners_routes
from wvg.commons.partners import routes_agreement as partners_agreement
from wvg.commons.partners import routes_contacts as partners_contacts
from wvg.commons.partners import routes_people as partners_people
from wvg.commons.partners import rules as partners_rules
from wvg.commons.partners import rules_people as rules_partners_people
from wvg.commons.people import permissions as people_permissions
from wvg.commons.people import routes as people_routes
from wvg.commons.people import rules as people_rules
from wvg.commons.planning import routes as planning_routes
from wvg.commons.planning import rules_undo, seating
from wvg.commons.planning.afterwards import routes_attendance
from wvg.commons.planning.away import routes_absences, routes_leaving, rules_leaving
from wvg.commons.planning.changes import routes as routes_changes
from wvg.commons.planning.changes import routes_from_here, rules_cancel
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.evening import routes as routes_evening
from wvg.commons.planning.fill import routes as routes_fill
from wvg.commons.planning.series import routes_regulars, rules_closures
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.team import routes_wishes
from wvg.commons.planning.who_can import routes as routes_who_can
from wvg.commons.volunteers import queries as volunteers_queries
from wvg.commons.volunteers import routes as volunteers_routes
from wvg.groups.homework import permissions as homework_permissions
from wvg.groups.homework import queries as homework_queries
from wvg.groups.homework.booking import routes as homework_booking
from wvg.groups.homework.booking import routes_answers as homework_answers
from wvg.groups.homework.closing import queries_calls as homework_calls
from wvg.groups.homework.closing import routes as homework_closing
from wvg.groups.homework.closing import rules as homework_rules_closing
from wvg.groups.homework.during import routes as homework_session
from wvg.groups.homework.during import routes_pupil as homework_during
from wvg.groups.homework.during import routes_worries as homework_worries
from wvg.groups.homework.during import rules_in_need
from wvg.groups.homework.paper import routes as homework_paper
from wvg.groups.homework.paper import routes_counts as homework_counts
from wvg.groups.homework.pupils import routes as homework_pupils
from wvg.groups.homework.pupils import routes_one as homework_pupil
from wvg.groups.homework.sessions import routes as homework_routes
from wvg.groups.homework.sessions import routes_changes as homework_changes
from wvg.groups.homework.sessions import routes_groups as homework_groups
from wvg.groups.homework.sessions import routes_tutors as homework_tutors
from wvg.groups.homework.sessions import rules_groups as rules_homework_groups
from wvg.groups.homework.sessions import rules_without as rules_homework_without
from wvg.groups.homework.shared import routes as homework_shared
from wvg.groups.rounds import permissions as rounds_permissions
from wvg.groups.rounds import routes as rounds_routes
from wvg.groups.rounds import routes_after as rounds_after
from wvg.groups.rounds import routes_paper as rounds_paper
from wvg.groups.rounds import routes_series as rounds_series
from wvg.groups.rounds.run import queries_seen as run_seen
from wvg.groups.rounds.run import queries_told as run_told
from wvg.groups.rounds.run import routes as run_routes
from wvg.groups.rounds.run import routes_counts as run_counts
from wvg.groups.rounds.run import routes_donors as run_donors
from wvg.groups.rounds.run import routes_report as run_report
from wvg.groups.rounds.run import routes_steer as run_steer
from wvg.groups.rounds.run import rules_forget as run_forget

# In the order of the menu. The letter never changes, in no language.
GROUPS = [
    rounds_permissions.GROUP,
    homework_permissions.GROUP,
    Group("youth", "J", say("Youth")),
    Group("visits", "Z", say("Visits and accompaniment"), busy=say("Accompaniment"), on_paper=False),
    Group("dossiers", "D", say("Dossiers"), on_paper=False, shared=False),
    Group("steering", "S", say("Steering group")),
    Group("policy", "B", say("Policy group")),
    Group("onboarding", "O", say("New volunteers")),
]

# (endpoint, words, icon, permission)
MENU = [
    ("home.today", say("Today"), "sun", SIGNED_IN),
    ("rounds.board", say("Rounds"), "truck", rounds_permissions.VIEW),
    ("homework.board", say("Homework"), "book-open", homework_permissions.VIEW),
    ("calendar.month", say("Calendar"), "calendar-days", calendar_permissions.VIEW),
    ("people.index", say("Families"), "map-pin", people_permissions.KEEP),
    ("needs.board", say("Needs"), "message-circle", needs_permissions.TAKE),
    ("home.organisation", say("Organisation"), "users", accounts_permissions.MANAGE),
]

LONGEST_FORM = 200_000  # bytes

BLUEPRINTS = [
    volunteers_routes.rooms, accounts_routes.rooms, accounts_admin.rooms, planning_routes.rooms, home_routes.rooms,
    rounds_routes.rooms, rounds_series.rooms, routes_absences.rooms, routes_leaving.rooms,
    routes_who_can.rooms, routes_fill.rooms, routes_evening.rooms, routes_wishes.rooms,
    routes_changes.rooms, routes_from_here.rooms, routes_regulars.rooms,
    routes_attendance.rooms, rounds_after.rooms, rounds_paper.rooms, run_report.rooms, run_counts.rooms,
    people_routes.rooms, keeping_routes.rooms,
    run_routes.rooms, run_steer.rooms, run_donors.rooms,
    needs_routes.rooms, one_need.rooms,
    calendar_routes.rooms, closings_routes.rooms, feeds_routes.rooms, board_routes.rooms, appointments_routes.rooms,
    homework_routes.rooms, homework_groups.rooms, homework_session.rooms,
    homework_changes.rooms, homework_tutors.rooms,
    homework_paper.rooms, homework_counts.rooms,
    homework_during.rooms, homework_worries.rooms, homework_closing.rooms,
    homework_booking.rooms, homework_answers.rooms, homework_pupils.rooms, homework_pupil.rooms,
    partners_routes.rooms, partners_contacts.rooms, partners_agreement.rooms, partners_people.rooms,
    homework_shared.rooms,
]


def create_app(instance, **how):
    """The WSGI app for an instance folder; `how` goes to settings.load. Raises WrongSetting with one sentence."""
    chosen = settings.load(instance, **how)
    vault.load(chosen.key_file)
    app = Flask("wvg", instance_path=str(Path(instance).resolve()), static_folder=None,
                template_folder="templates")
    app.secret_key = vault.cookie_secret()
    app.config.update(
        WVG=chosen,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="__Host-wvg" if chosen.https else "wvg",
        SESSION_COOKIE_SECURE=chosen.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(chosen.trusted_hosts) or None,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_TRANSLATION_DIRECTORIES="translations",
        COMPRESS_ALGORITHM_STREAMING=["zstd", "br", "gzip", "deflate"],
        COMPRESS_ZSTD_LEVEL=6,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"],
    )
    app.url_map.converters["int"] = Number
    access.groups.clear()
    access.groups.update((group.key, group) for group in GROUPS)
    volunteers_queries.open_accounts.use(accounts_queries.open_accounts)
    volunteers_queries.refused_addresses.use(messages_mail.refused)
    accounts_rules.when_closing[:] = [rules_leaving.leave_all, feeds_rules.end_all]
    accounts_rules.when_ending_right[:] = [rules_leaving.leave_group, feeds_rules.end_of_group]
    partners_rules.when_ended[:] = [rules_homework_without.ended]
    rules_partners_people.when_taken_off[:] = [rules_leaving.leave_group]
    access.first_page_outside = "homework_shared.first"
    people_rules.when_erasing[:] = [run_forget.forget_household]
    rules_undo.looked[:] = [run_seen.looked, homework_queries.looked]
    rules_closures.when_turned[:] = [homework_rules_closing.tell_of]
    rules_series.when_made[:] = [rules_homework_groups.made]
    queries_evening.also_to_tell[:] = [run_told.also, homework_calls.also]
    rules_cancel.before_going_on[:] = [homework_rules_closing.must_be_open]
    seating.when_left[:], seating.when_seated[:] = [rules_in_need.left], [rules_in_need.seated]
    db.connect(chosen.database_url)
    Compress(app)
    Babel(app, locale_selector=locale)
    db.init_app(app)
    errors.init_app(app)
    headers.init_app(app, chosen.https)
    masked.init_app(app)
    app.before_request(refuse_long_forms)
    sessions.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        viewer=access.viewer, told=htmx.told, is_htmx=htmx.is_htmx, menu=MENU, groups=access.groups,
        languages=words.LANGUAGES, settings=chosen, get_locale=get_locale, seconds_left=sessions.seconds_left,
        hours=words.hours, when_short=words.when_short, when_full=words.when_full,
    )
    app.jinja_env.filters.update(
        day_short=words.day_short, day_long=words.day_long, day_full=words.day_full,
        month=words.month, month_year=words.month_year, number=words.number,
        date_numeric=words.date_numeric, week_dates=words.week_dates, clock=words.clock, phone=words.phone,
        in_days=words.in_days, weekday=words.weekday, named=words.named,
        short=lambda person: words.short_name(person.first_name, person.last_name),
        initials=lambda person: words.initials(person.first_name, person.last_name),
    )
    return app


def refuse_long_forms():
    """A form without a file is read whole into memory: longer than this nobody types. Files: MAX_CONTENT_LENGTH."""
    if request.mimetype != "multipart/form-data" and (request.content_length or 0) > LONGEST_FORM:
        return errors.answer(413, say("That is too much text. Nothing was saved. Make it shorter."))
    return None


class Number(IntegerConverter):
    """The number of a row: nine digits fit every database; more is an unknown address."""

    regex = r"[0-9]{1,9}"


def locale():
    """The reader's language: as they set it, else as this browser chose, else Dutch."""
    if not request:
        return "nl"
    viewer = access.viewer()
    chosen = viewer.language if viewer is not access.NOBODY else session.get("language")
    return chosen if chosen in words.LANGUAGES else "nl"
