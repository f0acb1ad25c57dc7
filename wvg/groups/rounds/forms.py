from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wvg.base.forms import DayField, DaysField, Form, NumberField, TextLine, TimeField, options

REQUIRED = InputRequired(_l("Fill this in."))
SEATS = 6
WEEKDAYS = options([
    (0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday")), (4, _l("Friday")),
    (5, _l("Saturday")), (6, _l("Sunday")),
])
HOLIDAY = options([("go", _l("It goes on")), ("ask", _l("Ask me each time")), ("skip", _l("It does not go on"))])


def whole(value):
    """A choice as a number; an empty one is none."""
    return int(value) if value not in (None, "", "None") else None


class SeatForm(PlainForm):
    role = SelectField(_l("Role"), coerce=whole, choices=[])
    skill = SelectField(_l("Only with"), coerce=whole, choices=[])
    required = BooleanField(_l("Must be filled"), default=True)


class SeriesForm(Form):
    title = TextLine(_l("What is it called?"), [REQUIRED, Length(max=80)])
    kind = RadioField(_l("What kind of round?"), choices=[], validators=[InputRequired(_l("Choose one."))])
    place = TextLine(_l("Where do you fetch it?"), [Optional(), Length(max=120)])
    pattern = RadioField(
        _l("How often?"), default="weekly", validators=[InputRequired(_l("Choose one."))],
        choices=options([
            ("weekly", _l("Every week, or every few weeks")), ("nth_weekday", _l("Once a month, on a weekday")),
            ("month_day", _l("Once a month, on a date")), ("dates", _l("On dates that I write down")),
        ]),
    )
    every = NumberField(
        _l("Every how many weeks?"), [Optional(), NumberRange(1, 52, _l("Enter a number from 1 to 52."))], default=1
    )
    weekdays = SelectMultipleField(
        _l("On which days?"), coerce=int, choices=WEEKDAYS, option_widget=CheckboxInput(), widget=ListWidget()
    )
    nth = SelectField(
        _l("Which one of the month?"), coerce=int, default=1,
        choices=options([(1, _l("first")), (2, _l("second")), (3, _l("third")), (4, _l("fourth")), (-1, _l("last"))]),
    )
    day = NumberField(
        _l("On which day of the month?"), [Optional(), NumberRange(1, 31, _l("Enter a number from 1 to 31."))]
    )
    dates = DaysField(_l("On which dates?"))
    starts = TimeField(_l("From what time?"))
    ends = TimeField(_l("Until what time?"))
    first_day = DayField(_l("From which day on?"), [InputRequired(_l("Enter a date, for example 24/11/2026"))])
    last_day = DayField(_l("Until which day?"))
    seats = FieldList(FormField(SeatForm), label=_l("Which places are there?"), min_entries=SEATS, max_entries=SEATS)
    minimum = NumberField(
        _l("How many people at least?"), [InputRequired(_l("Fill this in.")),
                                          NumberRange(0, SEATS, _l("Enter a number from 0 to 6."))], default=2
    )
    with_experienced = BooleanField(_l("A newcomer goes with somebody experienced"), default=True)
    on_public = RadioField(_l("On a public holiday?"), choices=HOLIDAY, default="ask")
    on_school = RadioField(_l("In a school holiday?"), choices=HOLIDAY, default="go")
    audience = RadioField(
        _l("Who may see it and sign up?"), default="group",
        choices=options([("group", _l("Volunteers of the rounds")), ("everyone", _l("All volunteers"))]),
    )


class ClosureForm(Form):
    first_day = DayField(_l("From which day on?"), [InputRequired(_l("Enter a date, for example 24/11/2026"))])
    last_day = DayField(_l("Until which day?"))
    place = SelectField(_l("What is closed?"), choices=[])
    reason = TextLine(_l("Why?"), [REQUIRED, Length(max=120)])
    policy = RadioField(
        _l("What happens to the rounds?"), default="skip",
        choices=options([("skip", _l("They do not go on")), ("ask", _l("Ask me each time"))]),
    )
