"""Worries about pupils: the coordinator's list, and for a tutor what they wrote themselves."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import NotAllowed
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.groups.homework.during import queries_worries, rules_worries
from wvg.groups.homework.during.forms import AnswerForm
from wvg.groups.homework.permissions import STEER, TUTOR

rooms = Blueprint("homework_worries", __name__, url_prefix="/homework/worries")


@rooms.get("/")
@needs(TUTOR)
def index():
    found = queries_worries.worries(viewer(), clock.today())
    return page("homework/worries.html", found=found, steers=viewer().can(STEER))


@rooms.route("/<int:number>", methods=["GET", "POST"])
@needs(TUTOR)
def close(number):
    """Answer a worry, for the coordinator."""
    card, form = queries_worries.worry(number, viewer(), clock.today()), AnswerForm()
    if not viewer().can(STEER):
        raise NotAllowed
    status, _row = form.attempt(lambda: rules_worries.close(
        number, form.version.data, form.answer.data, viewer(), clock.now()))
    if status == 303:
        tell(say("Kept. Who wrote it can read your answer."))
        return see_other(url_for("homework_worries.index"))
    if request.method == "GET" or status == 409:
        form.version.data = queries_worries.worry(number, viewer(), clock.today()).worry.version
    return page("homework/answer.html", form=form, card=card, status=status)
