from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.keeping import queries, rules
from wvg.commons.keeping.forms import PeriodForm
from wvg.commons.keeping.permissions import AGREE

rooms = Blueprint("keeping", __name__, url_prefix="/keeping")


@rooms.get("/")
@needs(AGREE)
def index():
    return _page()


@rooms.post("/<int:number>")
@needs(AGREE)
def agree(number):
    """Change one period; what somebody else agreed meanwhile is shown above it."""
    row, form = queries.period(number), PeriodForm(prefix=f"p{number}-")
    status, _row = form.attempt(lambda: rules.agree(
        number, form.version.data, form.months.data, form.agreed_on.data, viewer(), clock.now()
    ))
    if status == 303:
        tell(say("Saved."))
        return see_other(url_for("keeping.index"))
    if status == 409:
        form.version.data = queries.period(number).version
    return _page(row.id, form, status)


def _page(number=None, form=None, status=200):
    rows = [(row, form if row.id == number else PeriodForm.of(row)) for row in queries.periods()]
    more = {"form": form} if form else {}
    return page("keeping/index.html", rows=rows, status=status, **more)
