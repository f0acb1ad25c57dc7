"""Who can when: volunteers answer; coordinators ask, remind, write down what they hear, and look at it."""

from datetime import timedelta

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import Sentence, say, say_n
from wvg.commons.planning.dates import monday, week_of
from wvg.commons.planning.permissions import ASSIGN, TAKE
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.planning.who_can import queries_overview as queries_who_can_overview
from wvg.commons.planning.who_can import rules as rules_who_can
from wvg.commons.planning.who_can.forms import WORDS, Answers, AskForm, name
from wvg.commons.volunteers import queries as volunteers

rooms = Blueprint("who_can", __name__, url_prefix="/who-can")

ON_A_SHEET = 13  # dates that fit on a line of paper


@rooms.route("/groups/<group>", methods=["GET", "POST"])
@needs(ASSIGN)
def ask(group):
    """Ask the volunteers of a group; and what was asked before."""
    if group not in groups:
        raise Unknown
    if not viewer().can(ASSIGN, group):
        raise NotAllowed
    today, status = clock.today(), 200
    asked = queries_who_can.askings(group, viewer())
    form = AskForm(data=_proposal(asked, today))
    if form.sent():
        try:
            asking = rules_who_can.ask(
                group, form.first_day.data, form.last_day.data, form.deadline.data, viewer(), clock.now()
            )
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.refuse(Invalid("", refused.sentence))
            status = 409
        else:
            tell(say("The volunteers have been asked."))
            return see_other(url_for("who_can.overview", number=asking.id))
    status = 422 if form.errors and status == 200 else status
    return page("planning/who_can_ask.html", form=form, group=group, asked=asked, today=today,
                is_open=queries_who_can.is_open, status=status)


def _proposal(asked, today):
    """Thirteen weeks from the Monday after next, or after what is asked already."""
    first = monday(*week_of(today)) + timedelta(weeks=2)
    later = [one.last_day + timedelta(days=1) for one in asked if queries_who_can.is_open(one, today)]
    first = max([first, *later])
    return {"first_day": first, "last_day": first + timedelta(weeks=13, days=-1),
            "deadline": min(first - timedelta(days=1), today + timedelta(weeks=2))}


@rooms.get("/mine")
@needs(TAKE)
def mine():
    """What is asked of oneself, to come back to what one said."""
    return page("planning/who_can_mine.html", asked=queries_who_can.of_volunteer(viewer(), clock.today()))


@rooms.get("/<int:number>")
@needs(ASSIGN)
def overview(number):
    asking, today = queries_who_can.coordinated(number, viewer()), clock.today()
    return page(
        "planning/who_can_overview.html", asking=asking, words=WORDS, today=today,
        found=queries_who_can_overview.overview(asking, viewer(), clock.local(clock.now())),
        is_open=queries_who_can.is_open(asking, today), can_remind=queries_who_can.takes_answers(asking, today),
    )


@rooms.get("/<int:number>/sheet")
@needs(ASSIGN)
def sheet(number):
    """On paper: boxes to write in, for who does not use the program."""
    asking, today = queries_who_can.coordinated(number, viewer()), clock.today()
    dates = queries_who_can.dates(asking, clock.local(clock.now()))
    sheets = max(1, -(-len(dates) // ON_A_SHEET))  # as full as each other
    size = max(1, -(-len(dates) // sheets))
    return page(
        "planning/who_can_sheet.html", asking=asking, people=queries_who_can.circle(asking.group, today), today=today,
        parts=[dates[n:n + size] for n in range(0, len(dates), size)],
    )


@rooms.route("/<int:number>/answers", methods=["GET", "POST"])
@needs(TAKE)
def answer(number):
    """One's own answers; with ?for= a volunteer's id a coordinator writes down somebody else's."""
    asking, now = queries_who_can.asking(number, viewer()), clock.now()
    who = rules_who_can.whose(asking, _for(), viewer(), now)
    own = who == viewer().volunteer
    lines = queries_who_can.lines(asking, who, clock.local(now))
    # What is on a sheet counts: a box that was left empty there is not filled in by us.
    form = Answers.of(lines, suggest=own)
    if form.sent():
        try:
            done = rules_who_can.answer(number, form.values(lines), viewer(), now, who)
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            said = tuple((f"s{n}", sentence) for n, sentence in enumerate([done.sentence, *done.warnings]))
            tell(Sentence(" ".join(f"%({name})s" for name, _ in said), said))
            return see_other(url_for("home.today") if own else url_for("who_can.overview", number=number))
    closed = None
    try:
        rules_who_can.must_take_answers(asking, viewer(), now)
    except Refused as refused:
        closed = refused.sentence
    return page(
        "planning/who_can_answer.html", asking=asking, form=form, lines=lines, name=name, words=WORDS, closed=closed,
        person=None if own else volunteers.volunteer(who), steers=viewer().can(ASSIGN, asking.group),
        late=asking.deadline < clock.today(), status=422 if form.errors else 200,
    )


@rooms.post("/<int:number>/reminder")
@needs(ASSIGN)
def remind(number):
    told = rules_who_can.remind(number, viewer(), clock.now())
    tell(say_n("%(n)s volunteer was reminded.", "%(n)s volunteers were reminded.", told))
    return see_other(url_for("who_can.overview", number=number))


@rooms.post("/<int:number>/end")
@needs(ASSIGN)
def end(number):
    rules_who_can.end(number, viewer(), clock.now())
    tell(say("Nobody needs to answer any more. What was said stays."))
    return see_other(url_for("who_can.overview", number=number))


def _for():
    """The volunteer that is written down for, None for oneself."""
    if "for" not in request.values:
        return None
    typed = request.values["for"]
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise Unknown
    return int(typed)
