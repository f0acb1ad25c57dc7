"""The coordinator's pages: the groups of a school year, each with its sessions."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page, see_other
from wvg.commons.planning.series import queries as queries_series
from wvg.groups.homework import queries
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.sessions import rules_groups

rooms = Blueprint("homework_groups", __name__, url_prefix="/homework/groups")


@rooms.get("/")
@needs(STEER)
def index():
    return page("homework/groups.html", found=queries.groups_of(viewer()), today=clock.today())


@rooms.get("/series/<int:number>")
@needs(STEER)
def of_series(number):
    """The page of the group of a series, which the pages of planning know by its number."""
    group = rules_groups.of_series(queries_series.of_work(number, "homework", viewer()))
    if group is None:
        raise Unknown
    return see_other(url_for("homework_groups.index", _anchor=f"group-{group.id}"))
