from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Refused
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.partners import queries, queries_access, rules_agreement
from wvg.commons.partners.forms import AgreeForm, AgreementForm
from wvg.commons.partners.models import TOPICS
from wvg.commons.partners.permissions import SEE

rooms = Blueprint("partners_agreement", __name__, url_prefix="/partners")


@rooms.get("/<int:number>/agreement")
@needs(SEE)
def one(number):
    return _shown(number)


def _shown(number, sentence=None, status=200):
    """What was agreed, to read and to print; for both sides the same page."""
    partner = queries.partner(number, viewer())
    row = queries.agreement(partner)
    return page(
        "partners/agreement.html", partner=partner, row=row, texts=_texts(row), sentence=sentence, status=status,
        side=queries.side_of(viewer()), today=clock.today(), soon=queries_access.BEFORE,
        by=queries.of_accounts({row.changed_by, row.ours_by, row.theirs_by} - {None}), day_of=day_of,
    )


def _texts(row):
    """[(label, text)] in the order of the form."""
    form = AgreementForm()
    return [(form[name].label.text, getattr(row, name)) for name in TOPICS]


def day_of(moment):
    return clock.local(moment).date()


@rooms.route("/<int:number>/agreement/change", methods=["GET", "POST"])
@needs(SEE)
def change(number):
    """Write down what is agreed; when somebody else did so meanwhile both texts stand on the page."""
    partner = queries.partner(number, viewer())
    row = queries.agreement(partner)
    form = AgreementForm(data=row.__data__)
    status, _row = form.attempt(lambda: rules_agreement.change(
        number, form.version.data, form.values(), viewer(), clock.now()))
    if status == 303:
        tell(say("Saved. You agree with it; now the other side must say so too."))
        return see_other(url_for("partners_agreement.one", number=number))
    there = []
    if status == 409:
        now_there = queries.agreement(partner)
        form.version.data = now_there.version
        there = [(form[name].label.text, getattr(now_there, name)) for name, typed in form.values().items()
                 if getattr(now_there, name) != typed]
    return page("partners/agreement_change.html", form=form, partner=partner, there=there, status=status,
                topics=TOPICS)


@rooms.post("/<int:number>/agreement/agree")
@needs(SEE)
def agree(number):
    form = AgreeForm()
    form.validate()
    try:
        rules_agreement.agree(number, form.version.data, viewer(), clock.now())
    except Refused as refused:
        return _shown(number, refused.sentence, 409)
    tell(say("You agreed with this."))
    return see_other(url_for("partners_agreement.one", number=number))
