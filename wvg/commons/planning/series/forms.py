from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wvg.base.errors import Invalid
from wvg.base.forms import DayField, DaysField, Form, NumberField, TextLine, TimeField, options
from wvg.base.words import say
from wvg.commons.planning import dates

REQUIRED = InputRequired(_l("Fill this in."))
SEATS = 6
WEEKDAYS = options([
    (0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday")), (4, _l("Friday")),
    (5, _l("Saturday")), (6, _l("Sunday")),
])
HOLIDAY = options([("go", _l("It goes on")), ("ask", _l("Ask me each time")), ("skip", _l("It does not go on"))])


class PatternForm(Form):
    """What every form of a series asks: its name, how often, when, and what happens on holidays."""

    title = TextLine(_l("What is it called?"), [REQUIRED, Length(max=80)])
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
    minimum = NumberField(
        _l("How many people at least?"), [InputRequired(_l("Fill this in.")),
                                          NumberRange(0, SEATS, _l("Enter a number from 0 to 6."))], default=2
    )
    on_public = RadioField(_l("On a public holiday?"), choices=HOLIDAY, default="ask")
    on_school = RadioField(_l("In a school holiday?"), choices=HOLIDAY, default="go")

    def rule(self):
        """The line to store for the pattern. Raises Invalid with the field that is missing."""
        try:
            return dates.rule_text(
                self.pattern.data, every=self.every.data or 1, weekdays=self.weekdays.data, nth=self.nth.data,
                day=self.day.data, dates=self.dates.data or [],
            )
        except ValueError:
            field, sentence = {
                "weekly": ("weekdays", say("Choose at least one day.")),
                "nth_weekday": ("weekdays", say("Choose one day.")),
                "month_day": ("day", say("Enter a number from 1 to 31.")),
                "dates": ("dates", say("Enter at least one date.")),
            }[self.pattern.data]
            raise Invalid(field, sentence) from None


class FromHereForm(PatternForm):
    """Changing a series from a day on; `fingerprint` is that of the preview that was seen."""

    reason = TextLine(_l("Why do these dates not go on?"), [Length(max=200)])
    fingerprint = HiddenField()

    def values(self):
        names = ("title", "place", "starts", "ends", "last_day", "minimum", "on_public", "on_school")
        return {"rule": self.rule(), **{name: self[name].data for name in names}}
