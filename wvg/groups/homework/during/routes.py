from flask import Blueprint

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import page
from wvg.groups.homework import queries
from wvg.groups.homework.permissions import VIEW

rooms = Blueprint("homework_session", __name__, url_prefix="/homework/sessions")


@rooms.get("/<int:number>")
@needs(VIEW)
def one(number):
    """One session, by the number of its activity."""
    session = queries.session(number, viewer())
    return page("homework/session.html", session=session, today=clock.today())
