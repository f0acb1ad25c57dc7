from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Length

from wvg.base.forms import DayField, Form, QuestionedForm, TextLine, options, row_number
from wvg.base.words import named
from wvg.commons.needs import queries, queries_hands

TOO_LONG = _l("That is too long. Make it shorter.")
LINE = [Length(max=300, message=TOO_LONG)]
URGENCIES = [("today", _l("Today")), ("this week", _l("This week")), ("can wait", _l("Can wait"))]
OUTCOMES = [
    ("helped", _l("They are helped")), ("passed on", _l("Passed on to somebody else")),
    ("not possible", _l("It was not possible")), ("mistake", _l("It was a mistake")),
]


class NeedForm(QuestionedForm):
    """What was heard at the desk; `household` only for those who keep the households."""

    questioned = ("line",)
    kind = RadioField(_l("What is it about?"), coerce=row_number, validate_choice=False)
    urgency = RadioField(_l("How urgent is it?"), choices=options(URGENCIES), validate_choice=False)
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
    volunteer = SelectField(_l("Who follows it up?"), coerce=row_number, validate_choice=False)
    version = HiddenField()


class PlanForm(QuestionedForm):
    questioned = ("next_step",)
    next_step = TextLine(_l("Next step"), LINE)
    follow_up = DayField(_l("Look at it again on"))
    version = HiddenField()


class CloseForm(QuestionedForm):
    questioned = ("line",)
    outcome = RadioField(_l("What came of it?"), choices=options(OUTCOMES), validate_choice=False)
    line = TextLine(_l("In one line"), LINE)
    version = HiddenField()
