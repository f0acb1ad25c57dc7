from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Length

from wvg.base.forms import TOO_LONG, DayField, QuestionedForm, TextLine, options


class ClosingForm(QuestionedForm):
    questioned = ("reason",)
    place = SelectField(_l("Which room?"), validate_choice=False)
    first_day = DayField(_l("From which day on?"), [InputRequired(_l("Enter a date, for example 24/11/2026"))])
    last_day = DayField(_l("Until which day?"))
    reason = TextLine(_l("Why?"), [Length(max=120, message=TOO_LONG)])

    @classmethod
    def of(cls, rooms):
        """rooms: {place: [titles]}."""
        form = cls()
        form.place.choices = options((place, f"{place} ({', '.join(titles)})") for place, titles in rooms.items())
        return form

    def values(self):
        first = self.first_day.data
        return {"place": self.place.data, "first_day": first, "last_day": self.last_day.data or first,
                "reason": self.reason.data}
