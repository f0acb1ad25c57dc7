from flask import Blueprint

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import page
from wvg.groups.homework.permissions import SHARED
from wvg.groups.homework.shared import queries

rooms = Blueprint("homework_shared", __name__, url_prefix="/homework/shared")


@rooms.get("")
@needs(SHARED)
def first():
    """Where who speaks for a partner begins, instead of on Today."""
    now = clock.now()
    return page("homework/shared.html", first=queries.first(viewer(), now), today=clock.local(now).date())
