"""What is printed: the roster of a month, the telephone list, and the page for who begins to coordinate."""

from dateutil.relativedelta import relativedelta
from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Refused, Unknown
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, text
from wvg.commons.planning import dates, queries_cards
from wvg.commons.planning.series import rules_regulars
from wvg.commons.planning.team import queries as queries_team
from wvg.commons.planning.team import queries_handover, rules_handover
from wvg.commons.planning.team.forms_handover import AgreementForm
from wvg.groups.rounds.permissions import STEER, VIEW

rooms = Blueprint("rounds_paper", __name__, url_prefix="/rounds")

MONTH = relativedelta(months=1)
DAY = relativedelta(days=1)


@rooms.get("/roster")
@needs(VIEW)
def roster():
    """The roster of a month on one sheet: ?month=2026-12."""
    today, first = clock.today(), _month()
    cards = queries_cards.cards(viewer(), clock.local(clock.now()), first, first + MONTH - DAY, group="rounds")
    return page("rounds/roster.html", cards=cards, first=first, today=today,
                earlier=_link(first - MONTH), later=_link(first + MONTH))


@rooms.get("/telephone-list")
@needs(STEER)
def telephone_list():
    team = queries_team.team("rounds", viewer(), clock.today())
    return page("planning/telephone_list.html", team=team, group="rounds", today=clock.today())


@rooms.get("/handover")
@needs(STEER)
def handover():
    found = queries_handover.handover("rounds", viewer(), clock.local(clock.now()))
    return page("planning/handover.html", group="rounds", today=clock.today(), describe=dates.describe,
                how_often=rules_regulars.how_often, change=url_for("rounds_paper.agreement"), local=clock.local,
                **vars(found))


@rooms.route("/agreement", methods=["GET", "POST"])
@needs(STEER)
def agreement():
    """Change what the coordinators agreed; what somebody else wrote meanwhile is shown beside it."""
    kept, other = queries_handover.agreement("rounds", viewer()), None
    form = AgreementForm(data={"text": kept.text if kept else "", "version": kept.version if kept else 0})
    status = 200
    if form.sent():
        try:
            rules_handover.agree("rounds", form.text.data, form.version.data, viewer(), clock.now())
        except Refused as refused:
            other = queries_handover.agreement("rounds", viewer())
            form.version.data, status = other.version, 409
            form.text.errors = [text(refused.sentence)]
        else:
            tell(say("The agreements are kept."))
            return see_other(url_for("rounds_paper.handover"))
    return page("planning/agreement.html", form=form, group="rounds", other=other,
                changed_by=queries_handover.changed_by(other), back=url_for("rounds_paper.handover"),
                status=422 if form.errors and status == 200 else status)


def _month():
    if "month" not in request.args:
        return clock.today().replace(day=1)
    try:
        return dates.parse_month(request.args["month"])
    except ValueError:
        raise Unknown from None


def _link(first):
    return url_for("rounds_paper.roster", month=f"{first:%Y-%m}") if 2000 <= first.year < 2200 else None
