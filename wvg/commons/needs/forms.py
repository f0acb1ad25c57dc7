from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Length

from wvg.base.forms import TOO_LONG, DayField, Form, QuestionedForm, TextLine, VersionField, options, row_number
from wvg.base.words import named
from wvg.commons.needs import queries, queries_hands
from wvg.commons.needs.models import OUTCOMES, URGENCIES

LINE = [Length(max=300, message=TOO_LONG)]
# In the order of models.URGENCIES and models.OUTCOMES.
HOW_URGENT = options(zip(URGENCIES, (_l("Today"), _l("This week"), _l("Can wait")), strict=True))
WHAT_CAME = options(zip(OUTCOMES, (
    _l("They are helped"), _l("Passed on to somebody else"), _l("It was not possible"), _l("It was a mistake"),
), strict=True))


class NeedForm(QuestionedForm):
    """What was heard at the desk; `household` only for those who keep the households."""

    questioned = ("line",)
    kind = RadioField(_l("What is it about?"), coerce=row_number, validate_choice=False)
    urgency = RadioField(_l("How urgent is it?"), choices=HOW_URGENT, validate_choice=False)
    line = TextLine(_l("What is needed, in one line"), LINE)
    household = SelectField(_l("For which family?"), coerce=row_number, validate_choice=False)

    @classmethod
    def of(cls, viewer):
        form = cls()
        form.kind.choices = options((kind.id, named(kind)) for kind in queries.kinds())
        households = queries_hands.households(viewer)
        form.household.choices = options([(0, _l("Nobody in particular")), *households])
        if not households:
            del form.household
        return form


class HandOverForm(Form):
    volunteer = SelectField(_l("Hand it over to"), coerce=row_number, validate_choice=False)
    version = VersionField()


class PlanForm(QuestionedForm):
    questioned = ("next_step",)
    next_step = TextLine(_l("Next step"), LINE)
    follow_up = DayField(_l("Look at it again on"))
    version = VersionField()


class CloseForm(QuestionedForm):
    questioned = ("line",)
    outcome = RadioField(_l("What came of it?"), choices=WHAT_CAME, validate_choice=False)
    line = TextLine(_l("In one line"), LINE)
    version = VersionField()
