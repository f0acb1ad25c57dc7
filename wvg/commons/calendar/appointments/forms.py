from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from wvg.base.errors import Invalid
from wvg.base.forms import DayField, NumberField, TextLine, options, row_number
from wvg.base.words import say
from wvg.commons.planning import dates
from wvg.commons.planning.changes.forms import A_DAY
from wvg.commons.planning.series.forms import HOLIDAY, NTH, PATTERNS, REQUIRED, PatternForm, SharedForm

ONCE = "once"


class AppointmentForm(SharedForm, PatternForm):
    """A new appointment, once or coming back. What is left empty of the pattern is as the first day says."""

    group = RadioField(_l("Of which group?"), [InputRequired(_l("Choose one."))], choices=[], validate_choice=False)
    place = TextLine(_l("Where?"), [Optional(), Length(max=120)])
    first_day = DayField(_l("On which day?"), [A_DAY])
    end_day = DayField(_l("Last day"))
    last_day = DayField(_l("Until when does it come back?"))
    pattern = RadioField(
        _l("Does it come back?"), default=ONCE, validators=[InputRequired(_l("Choose one."))],
        choices=options([(ONCE, _l("No, only once")), *PATTERNS]),
    )
    nth = SelectField(
        _l("Which one of the month?"), coerce=int, default=0,
        choices=options([(0, _l("as on that day")), *NTH]),
    )
    on_public = RadioField(_l("On a public holiday?"), choices=HOLIDAY, default="skip")
    places = NumberField(
        _l("How many people are needed?"), [REQUIRED, NumberRange(0, 30, _l("Enter a number from 0 to 30."))], default=0
    )
    role = SelectField(_l("As what?"), coerce=row_number, validate_choice=False)
    form = HiddenField()  # a random number: the same form sent twice makes one appointment
    minimum = None

    def pattern_fields(self):
        day, found = self.first_day.data, super().pattern_fields()
        return {
            **found, "weekdays": found["weekdays"] or [day.weekday()], "day": found["day"] or day.day,
            "nth": found["nth"] or ((day.day - 1) // 7 + 1 if day.day < 29 else -1),
            "dates": [day, *found["dates"]] if found["dates"] else [],
        }

    def values(self):
        """What `rules.add` takes. Raises Invalid with the field that does not fit the day."""
        names = ["group", "title", "place", "audience", "starts", "ends"]
        day, more = self.first_day.data, {}
        if self.pattern.data != ONCE:
            names += ["last_day", "on_public", "on_school"]
            more["rule"] = self.rule()
            self._must_begin_then(more["rule"], day)
        return {**{name: self[name].data for name in names}, **more, "date": day, "end_date": self.end_day.data or day}

    def _must_begin_then(self, rule, day):
        if self.pattern.data == "dates" and min(self.dates.data) < day:
            raise Invalid("dates", say("These dates must come after the first day."))
        if day not in dates.occurrences(rule, day, day, day):
            raise Invalid("first_day", say("It does not come back on this day. Take another day, or change how often."))
