from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired, Optional

from wvg.base.forms import DayField, Form, options
from wvg.base.words import day_long
from wvg.commons.planning.models import ANSWERS

ENTER = _l("Enter a date, for example 24/11/2026")
WORDS = dict(zip(ANSWERS, (_l("Yes"), _l("Rather not"), _l("No")), strict=True))


class AskForm(Form):
    first_day = DayField(_l("From which day on?"), [DataRequired(ENTER)])
    last_day = DayField(_l("Until which day?"), [DataRequired(ENTER)])
    deadline = DayField(_l("Answer by which day?"), [DataRequired(ENTER)])


class Answers(Form):
    """One choice a date; which dates there are is known when it is asked."""

    @classmethod
    def of(cls, lines, suggest):
        """A form for these lines; with `suggest` what is known beforehand is chosen already."""
        fields = {}
        for line in lines:
            label = f"{day_long(line.activity.date)}, {line.activity.title}"
            chosen = line.said or (line.known if suggest else None)
            fields[name(line.activity)] = RadioField(
                label, choices=options(WORDS.items()), default=chosen, validators=[Optional()]
            )
        return type("AnswersOfDates", (cls,), fields)()

    def values(self, lines):
        """{activity: answer} of what was chosen; a date that was left empty is not in it."""
        fields = {line.activity.id: self[name(line.activity)] for line in lines}
        return {number: field.data for number, field in fields.items() if field.raw_data and field.data}


def name(activity):
    """The name of the field of a date."""
    return f"date-{activity.id}"
