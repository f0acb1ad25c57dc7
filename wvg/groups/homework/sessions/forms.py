from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from wvg.base.forms import (
    Checkboxes,
    DayField,
    Form,
    NumberField,
    QuestionedForm,
    TextLine,
    TimeField,
    VersionField,
    options,
    row_number,
)
from wvg.commons.planning.series.forms import REQUIRED, WEEKDAYS
from wvg.groups.homework.models import MOST_PUPILS

A_DAY = InputRequired(_l("Enter a date, for example 24/11/2026"))


def number_or_none(value):
    return row_number(value) or None


class PlacesForm(Form):
    """How many pupils can come, and how many of those places the partner fills by itself."""

    places = NumberField(_l("Places for pupils"), [REQUIRED])
    share = NumberField(_l("How many of them the partner fills"), [REQUIRED], default=0)


class GroupForm(PlacesForm):
    """All that is wrong is said at once: what is one field's, and what two of them say together."""

    title = TextLine(_l("What is it called?"), [REQUIRED, Length(max=80)])
    location = SelectField(_l("Which room?"), [DataRequired(_l("Choose one."))], coerce=row_number,
                           validate_choice=False)
    partner = SelectField(_l("With which partner?"), coerce=number_or_none, validate_choice=False)
    weekdays = Checkboxes(_l("On which days?"), [DataRequired(_l("Choose at least one day."))], coerce=int,
                          choices=WEEKDAYS)
    starts = TimeField(_l("From what time?"), [REQUIRED])
    ends = TimeField(_l("Until what time?"), [REQUIRED])
    first_day = DayField(_l("From which day on?"), [A_DAY])
    places = NumberField(_l("Places for pupils"), [
        REQUIRED, NumberRange(1, MOST_PUPILS, _l("Enter a number from 1 to 40."))])
    share = NumberField(_l("How many of them the partner fills"), [REQUIRED], default=0)
    tutors = NumberField(_l("How many tutors are needed?"), [
        REQUIRED, NumberRange(1, 12, _l("Enter a number from 1 to 12."))], default=3)
    paper = BooleanField(_l("A tutor must show extract 596.2 first"), default=True)

    def validate_ends(self, field):
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_l("The end must be after the beginning."))

    def validate_share(self, field):
        if field.data and self.places.data and not 0 <= field.data <= self.places.data:
            raise ValidationError(_l("Enter a number from 0 to the number of places."))
        if field.data and not self.partner.data:
            raise ValidationError(_l("Without a partner all places are ours. Enter 0."))


class ChangeGroupForm(PlacesForm):
    tutors = NumberField(_l("How many tutors are needed?"), [REQUIRED])
    paper = BooleanField(_l("A tutor must show extract 596.2 first"))
    version = VersionField()


class WhileForm(PlacesForm):
    first_day = DayField(_l("From which day?"), [A_DAY])
    last_day = DayField(_l("Until which day?"), [A_DAY])


class ExtraForm(PlacesForm):
    date = DayField(_l("Which day?"), [A_DAY])
    starts = TimeField(_l("From what time?"), [REQUIRED])
    ends = TimeField(_l("Until what time?"), [REQUIRED])


class ProposalForm(QuestionedForm):
    questioned = ("why",)

    first_day = DayField(_l("From which day on?"), [A_DAY])
    starts = TimeField(_l("From what time?"), [REQUIRED])
    ends = TimeField(_l("Until what time?"), [REQUIRED])
    location = SelectField(_l("Which room?"), coerce=row_number, validate_choice=False)
    why = TextLine(_l("Why?"), [Length(max=200)])


class AnswerForm(QuestionedForm):
    questioned = ("answer",)

    answer = TextLine(_l("Your answer"), [Length(max=200)])
    version = VersionField()


class OfferForm(Form):
    volunteer = SelectField(_l("Who?"), coerce=row_number, validate_choice=False)


class AcceptForm(Form):
    override = TextLine(_l("Why is it all right?"), [Length(max=200)])


class PaperForm(Form):
    seen_on = DayField(_l("On which day did you see it?"), [A_DAY])


class SubjectsForm(Form):
    subjects = Checkboxes(_l("Which subjects?"), coerce=row_number)


def choice_of(pairs):
    """Choices with an empty one first."""
    return options([("", "–"), *pairs])
