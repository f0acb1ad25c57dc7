"""Proposals between us and a partner: another hour or room, and the list of all that waits for an answer."""

from datetime import timedelta

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.partners import queries as partners
from wvg.commons.planning.changes import queries as queries_people
from wvg.groups.homework import queries, rules_telling
from wvg.groups.homework.permissions import BOOK
from wvg.groups.homework.sessions import queries_changes, queries_groups, queries_tutors, rules_changes
from wvg.groups.homework.sessions.forms import AnswerForm, ProposalForm, choice_of

rooms = Blueprint("homework_changes", __name__, url_prefix="/homework")


@rooms.get("/proposals")
@needs(BOOK)
def index():
    """What was proposed and offered, and what became of it."""
    side, now = queries.must_decide(viewer()), clock.now()
    return page("homework/proposals.html", proposals=queries_changes.proposals(viewer(), now), side=side,
                offers=queries_tutors.offers(viewer(), now), what=rules_changes.what,
                groups_of=[one for one in queries.groups_of(viewer(), queries.school_year(clock.today()))
                           if one.partner])


@rooms.route("/groups/<int:number>/proposal", methods=["GET", "POST"])
@needs(BOOK)
def of_group(number):
    """Other hours or another room, from a day on."""
    group = queries.group(number, viewer())
    form = _form(group, group.series)
    return _propose(form, group, group.series, lambda: rules_changes.propose_from(
        number, form.first_day.data, _values(form), viewer(), clock.now()
    ))


@rooms.route("/sessions/<int:number>/proposal", methods=["GET", "POST"])
@needs(BOOK)
def of_session(number):
    """Other hours or another room, for one session by the number of its activity."""
    session = queries.session(number, viewer())
    form = _form(session.group, session.activity)
    del form.first_day
    return _propose(form, session.group, session.activity, lambda: rules_changes.propose_once(
        number, _values(form), viewer(), clock.now()
    ))


def _form(group, is_now):
    queries.must_decide(viewer())
    places = queries_groups.to_propose(group, viewer())
    here = next((one.id for one in places if one.place == is_now.place), None)
    form = ProposalForm(data={"starts": is_now.starts, "ends": is_now.ends, "location": here,
                              "first_day": clock.today() + timedelta(days=1)})
    form.location.choices = choice_of((one.id, one.place) for one in places)
    return form


def _values(form):
    return {name: form[name].data for name in ("starts", "ends", "location", "why")}


def _propose(form, group, is_now, rule):
    side = queries.must_decide(viewer())
    other = rules_telling.name_of(rules_telling.other(side), group)
    status, row = form.attempt(rule)
    if status == 303:
        tell(say("Proposed. %(name)s is told, and answers.", name=other))
        return see_other(url_for("homework_changes.one", number=row.id))
    return page("homework/propose.html", form=form, group=group, is_now=is_now, other=other, status=status)


@rooms.get("/proposals/<int:number>")
@needs(BOOK)
def one(number):
    """One proposal; for who coordinates also what it would do."""
    return _page(number, AnswerForm(formdata=None))


@rooms.post("/proposals/<int:number>/approval")
@needs(BOOK)
def approve(number):
    return _answer(number, lambda form: rules_changes.approve(
        number, form.answer.data, form.version.data, viewer(), clock.now(), request.form.get("fingerprint", "")
    ), say("It is changed. Those on the lists are told."))


@rooms.post("/proposals/<int:number>/decline")
@needs(BOOK)
def decline(number):
    return _answer(number, lambda form: rules_changes.decline(
        number, form.answer.data, form.version.data, viewer(), clock.now()
    ), say("You said no. The other side is told."))


@rooms.post("/proposals/<int:number>/taking-back")
@needs(BOOK)
def take_back(number):
    return _answer(number, lambda form: rules_changes.take_back(
        number, form.version.data, viewer(), clock.now()
    ), say("You took your proposal back."))


def _answer(number, rule, said):
    queries_changes.proposal(number, viewer(), clock.now())
    form = AnswerForm()
    status, _row = form.attempt(lambda: rule(form))
    if status == 303:
        tell(said)
        return see_other(url_for("homework_changes.one", number=number))
    return _page(number, form, status)


def _page(number, form, status=200):
    now, side = clock.now(), queries.must_decide(viewer())
    row = queries_changes.proposal(number, viewer(), now)
    waits, answers = row.waits, row.side != side
    plan, problem = None, None
    if waits and row.session is None and side == "us":
        try:
            plan = rules_changes.plan(row, viewer(), now)
        except (Invalid, Refused) as refused:
            problem = refused.sentence
    form.version.data = row.version
    if row.session is not None:
        of = row.session.activity_id
        hears = [sign_up.volunteer for sign_up in queries_people.people_on([of])[of]]
    else:
        hears = plan.people if plan else []
    return page("homework/proposal.html", row=row, form=form, plan=plan, problem=problem, hears=hears,
                waits=waits, answers=answers, what=rules_changes.what(row),
                names=partners.of_accounts([row.by, row.decided_by]), local=clock.local,
                from_us=rules_telling.name_of(row.side, row.group), status=status)
