from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, ValidationError

from wvg.base.forms import (
    TOO_LONG,
    Checkboxes,
    Form,
    QuestionedForm,
    TextLine,
    Typed,
    VersionField,
    options,
    row_number,
)
from wvg.commons.needs.forms import HOW_URGENT
from wvg.commons.needs.models import URGENCIES
from wvg.groups.rounds.models import RESULTS

LINE = 300  # signs
THIS_WEEK = URGENCIES[1]
REMARK = 0  # the kind that is none: nobody has to do something with the line


class DegreesField(Typed):
    """Degrees Celsius: 4, 3,5 or -18."""

    message = _l("Enter the degrees, for example 4")

    def read(self, typed):
        return float(typed.replace(",", ".").removesuffix("C").removesuffix("c").rstrip(" °"))

    def shown(self, value):
        return f"{value:g}".replace(".", ",")


class DoorForm(QuestionedForm):
    """One door; several stand on a page, so each has a prefix of its own."""

    questioned = ("line",)

    version = VersionField()
    result = RadioField(_l("How was it?"), validators=[InputRequired(_l("Choose one."))], choices=options(
        zip(RESULTS, (_l("Visited"), _l("Not at home"), _l("Moved"), _l("Not needed")), strict=True)
    ))
    given = Checkboxes(_l("What did you give?"), coerce=row_number)
    kinds = Checkboxes(_l("What did you hear?"), coerce=row_number)
    urgency = RadioField(_l("How urgent is it?"), default=THIS_WEEK, choices=HOW_URGENT)
    line = TextLine(_l("In one line"), [Length(max=LINE, message=TOO_LONG)])

    def validate_kinds(self, field):
        if self.line.data and not field.data:
            raise ValidationError(_l("Must somebody do something with it? Choose what, or ‘only a remark’."))

    def values(self):
        """What `rules_report.report` takes."""
        return {"result": self.result.data, "given": set(self.given.data), "kinds": set(self.kinds.data) - {REMARK},
                "urgency": self.urgency.data, "line": self.line.data or ""}


class LeftOverForm(QuestionedForm):
    questioned = ("line",)
    version = VersionField()
    line = TextLine(_l("What was left over?"), [Length(max=LINE, message=TOO_LONG)])


class PickUpForm(QuestionedForm):
    questioned = ("got",)
    version = VersionField()
    donor = SelectField(_l("Where?"), coerce=row_number, validators=[InputRequired(_l("Choose one."))])
    got = TextLine(_l("What did you get?"), [Length(max=LINE, message=TOO_LONG)])
    cooled = BooleanField(_l("There was something cooled"))
    temperature = DegreesField(_l("Degrees when you got it"))

    def values(self):
        """What `rules_report.pick_up` takes."""
        return {"got": self.got.data or "", "cooled": self.cooled.data, "temperature": self.temperature.data}


class ProxyForm(Form):
    volunteer = SelectField(_l("Who types the report?"), coerce=row_number)
