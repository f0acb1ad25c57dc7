from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wvg.base import private
from wvg.base.errors import Invalid
from wvg.base.forms import (
    DayField,
    DaysField,
    Form,
    NumberField,
    QuestionedForm,
    TextLine,
    TimeField,
    options,
)
from wvg.base.words import say
from wvg.commons.planning import dates

REQUIRED = InputRequired(_l("Fill this in."))
SEATS = 6
# Those that a form of a series asks as they are
SERIES_COLUMNS = (
    "title", "place", "starts", "ends", "last_day", "minimum", "on_public", "on_school", "audience", "days",
)
WEEKDAYS = options([
    (0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday")), (4, _l("Friday")),
    (5, _l("Saturday")), (6, _l("Sunday")),
])
PATTERNS = [
    ("weekly", _l("Every week, or every few weeks")), ("nth_weekday", _l("Once a month, on a weekday")),
    ("month_day", _l("Once a month, on a date")), ("dates", _l("On dates that I write down")),
]
NTH = [(1, _l("first")), (2, _l("second")), (3, _l("third")), (4, _l("fourth")), (-1, _l("last"))]
HOLIDAY = options([("go", _l("It goes on")), ("ask", _l("Ask me each time")), ("skip", _l("It does not go on"))])


class SharedForm(QuestionedForm):
    """What many read of an appointment, also in their telephones: its name, its place, and who sees it."""

    questioned = ("title", "place")
    audience = RadioField(
        _l("Who may see it?"), default="group",
        choices=options([
            ("everyone", _l("All volunteers")), ("group", _l("The volunteers of the group")),
            ("those on it", _l("Only those on the list. Others only see that the group is busy then.")),
        ]),
    )

    def found(self, name):
        """The address of a hall may be known; that of somebody at home may not."""
        open_to_many = name == "place" and self.audience.data != "those on it"
        return [sentence for sentence in super().found(name) if not (open_to_many and sentence == private.ADDRESS)]


class PatternForm(Form):
    """What every form of a series asks: its name, how often, when, and what happens on holidays."""

    title = TextLine(_l("What is it called?"), [REQUIRED, Length(max=80)])
    place = TextLine(_l("Where do you fetch it?"), [Optional(), Length(max=120)])
    pattern = RadioField(
        _l("How often?"), default="weekly", validators=[InputRequired(_l("Choose one."))],
        choices=options(PATTERNS),
    )
    every = NumberField(
        _l("Every how many weeks?"), [Optional(), NumberRange(1, 52, _l("Enter a number from 1 to 52."))], default=1
    )
    weekdays = SelectMultipleField(
        _l("On which days?"), coerce=int, choices=WEEKDAYS, option_widget=CheckboxInput(), widget=ListWidget()
    )
    nth = SelectField(
        _l("Which one of the month?"), coerce=int, default=1,
        choices=options(NTH),
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

    def pattern_fields(self):
        """What `dates.rule_text` takes, of all patterns."""
        return {"every": self.every.data or 1, "weekdays": self.weekdays.data, "nth": self.nth.data,
                "day": self.day.data, "dates": self.dates.data or []}

    def rule(self):
        """The line to store for the pattern. Raises Invalid with the field that is missing."""
        try:
            return dates.rule_text(self.pattern.data, **self.pattern_fields())
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
        return {"rule": self.rule(), **{name: self[name].data for name in SERIES_COLUMNS if name in self}}


class SharedFromHereForm(SharedForm, FromHereForm):
    """The same of an appointment that comes back."""

    place = TextLine(_l("Where?"), [Optional(), Length(max=120)])
    minimum = NumberField(
        _l("How many people at least?"), [REQUIRED, NumberRange(0, 30, _l("Enter a number from 0 to 30."))]
    )
    days = NumberField(
        _l("How many days does it last?"), [REQUIRED, NumberRange(1, 60, _l("Enter a number from 1 to 60."))]
    )
