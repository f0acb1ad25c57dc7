import re

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from wvg.base.forms import DayField, Form, NumberField, QuestionedForm, TextLine, TimeField, options, row_number
from wvg.commons.planning.series.forms import REQUIRED, SharedForm

CHOOSE = NumberRange(1, message=_l("Choose somebody from the list."))
CHANGEABLE = ("date", "starts", "ends", "place", "title", "minimum", "audience", "days")
A_DAY = InputRequired(_l("Enter a date, for example 24/11/2026"))


def seen(value):
    """"12.3", version 3 of activity 12, as (12, 3); (0, 0) for anything else."""
    match = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})", str(value))
    return (int(match[1]), int(match[2])) if match else (0, 0)


class ChangeForm(Form):
    date = DayField(_l("Which day?"), [A_DAY])
    starts = TimeField(_l("From what time?"))
    ends = TimeField(_l("Until what time?"))
    place = TextLine(_l("Where?"), [Optional(), Length(max=120)])
    title = TextLine(_l("What is it called?"), [REQUIRED, Length(max=80)])
    minimum = NumberField(
        _l("How many people at least?"), [REQUIRED, NumberRange(0, 30, _l("Enter a number from 0 to 30."))]
    )
    version = HiddenField(filters=[row_number])

    def values(self):
        return {name: field.data for name, field in self._fields.items() if name in CHANGEABLE}


class SharedChangeForm(SharedForm, ChangeForm):
    """The same of an appointment: how long it lasts and who sees it too."""

    days = NumberField(
        _l("How many days does it last?"), [REQUIRED, NumberRange(1, 60, _l("Enter a number from 1 to 60."))]
    )


class CancelForm(QuestionedForm):
    questioned = ("reason",)

    dates = SelectMultipleField(_l("Which dates?"), coerce=seen, validate_choice=False)
    reason = TextLine(_l("Why does it not go on?"), [Length(max=200)])


class SeatForm(Form):
    role = SelectField(_l("What does somebody do there?"), coerce=row_number, validate_choice=False)
    required = BooleanField(_l("Must be filled"))


class SwapForm(Form):
    other = RadioField(_l("With whom?"), coerce=row_number, choices=[], validate_choice=False, validators=[
        InputRequired(_l("Choose somebody from the list.")), CHOOSE,
    ])
    override = TextLine(_l("Why is it all right?"), [Length(max=200)])


class RegularForm(Form):
    volunteer = SelectField(_l("Who?"), [CHOOSE], coerce=row_number, validate_choice=False)
    every = RadioField(
        _l("How often?"), coerce=row_number, default=1,
        choices=options([(1, _l("every time")), (2, _l("every second time")), (3, _l("every third time")),
                         (4, _l("every fourth time"))]),
    )
    first_day = SelectField(_l("Which is the first time?"))
    override = TextLine(_l("Why is it all right?"), [Length(max=200)])


class EndRegularForm(Form):
    from_day = DayField(_l("From which day on?"), [A_DAY])


class DeputyForm(Form):
    volunteer = SelectField(_l("Who coordinates in your place?"), [CHOOSE], coerce=row_number, validate_choice=False)
    until = DayField(_l("Until which day?"), [A_DAY])
