"""Forms: the shape of input. Days, times and telephone numbers are typed as people write them."""

import re

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from wvg.base import clock, private
from wvg.base.errors import Invalid, Refused
from wvg.base.words import clock as clock_words
from wvg.base.words import (
    date_numeric,
    parse_day,
    parse_email,
    parse_past_day,
    parse_phone,
    parse_time,
    phone,
    say,
    text,
)

TOO_LONG = _l("That is too long. Make it shorter.")


class Form(FlaskForm):
    """A form whose token is checked for every POST at the door, not here again."""

    class Meta:
        csrf = False

    def sent(self):
        """Whether it was posted and every field is right."""
        return request.method == "POST" and self.validate()

    def refuse(self, invalid: Invalid):
        """Put what a rule found wrong beside its field."""
        field = self._fields.get(invalid.field)
        if field is None:
            self.form_errors.append(text(invalid.sentence))
        else:
            field.errors = [*field.errors, text(invalid.sentence)]

    def attempt(self, rule):
        """(status, what `rule()` gave) when it was sent: 303 done, 422 wrong, 409 too late; else 200.

        What is wrong stands in the form.
        """
        if not self.sent():
            return 422 if request.method == "POST" else 200, None
        try:
            return 303, rule()
        except Invalid as invalid:
            self.refuse(invalid)
            return 422, None
        except Refused as refused:
            self.refuse(Invalid("", refused.sentence))
            return 409, None


TAKE_IT_OUT = say("Take it out, or tick ‘Keep it as it is’.")


class QuestionedForm(Form):
    """A form of which some fields may seem to say too much about somebody; see base.private.

    questioned: the names of those fields. asked: whether something was found, and the tick must be shown.
    """

    questioned = ()
    asked = False
    private_ok = BooleanField(_l("Keep it as it is"))

    def found(self, name):
        """What the text in a field seems to say about somebody: sentences."""
        return private.found(self[name].data)

    def validate(self, extra_validators=None):
        right = super().validate(extra_validators)
        for name in self.questioned:
            field = self._fields.get(name)
            known = field is not None and isinstance(field.data, str) and not field.errors
            found = self.found(name) if known else []
            self.asked = self.asked or bool(found)
            if found and not self.private_ok.data:
                field.errors = [*field.errors, " ".join(text(sentence) for sentence in (*found, TAKE_IT_OUT))]
                right = False
        return right


def options(pairs):
    """Choices of a radio, select or checkbox field from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


def row_number(value):
    """A choice as the number of a row, 0 for anything else."""
    return int(value) if re.fullmatch("[0-9]{1,9}", str(value)) else 0


def trimmed(value):
    """Without spaces around, without NUL and other control characters (a line end may stay)."""
    if not isinstance(value, str):
        return value
    return "".join(char for char in value if char >= " " or char in "\n\t").strip()


class TextLine(StringField):
    """One line of text; only spaces is nothing."""

    def process_formdata(self, valuelist):
        self.data = trimmed(valuelist[0]).replace("\n", " ") if valuelist else ""
        self.raw_data = [self.data]


class Checkboxes(SelectMultipleField):
    """Several choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VersionField(HiddenField):
    """The version of the row that was on the page; 0 when somebody left it out, or it is no number."""

    def process_formdata(self, valuelist):
        self.data = row_number(valuelist[0]) if valuelist else 0


class Typed(Field):
    """What was typed, turned into a value by `read`; comes back as typed when that fails."""

    widget = TextInput()
    message = ""

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return self.shown(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist):
        typed = trimmed(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            self.data = self.read(typed)
        except (ValueError, OverflowError):
            raise ValueError(self.message) from None

    def pre_validate(self, form):
        if self.process_errors:
            raise StopValidation()


class NumberField(Typed):
    """A whole number."""

    message = _l("Enter a number.")

    def read(self, typed):
        return int(typed)

    def shown(self, value):
        return str(value)


class DayField(Typed):
    """A day: 24/11, 24-11-2026, 24 november, morgen."""

    message = _l("Enter a date, for example 24/11/2026")

    def read(self, typed):
        return parse_day(typed, clock.today())

    def shown(self, value):
        return date_numeric(value)


class PastDayField(DayField):
    """A day that has been: 24/10 without a year is the last one."""

    def read(self, typed):
        return parse_past_day(typed, clock.today())


class TimeField(Typed):
    """A time on the wall: 18.30, 18:30, 18u30, 1830."""

    message = _l("Enter a time, for example 18.30")

    def read(self, typed):
        return parse_time(typed)

    def shown(self, value):
        return clock_words(value)


class PhoneField(Typed):
    """A telephone number, stored as E.164."""

    message = _l("Enter a telephone number, for example 0470 12 34 56")

    def read(self, typed):
        return parse_phone(typed)

    def shown(self, value):
        return phone(value)


class DaysField(Typed):
    """Several days, with commas or on lines of their own."""

    message = _l("Enter dates with a comma between, for example 5/12/2026, 19/12/2026")
    most = 400

    def read(self, typed):
        parts = [part for part in re.split(r"[,;\n]", typed) if part.strip()]
        if len(parts) > self.most:
            self.message = _l("These are too many dates. Enter at most 400.")
            raise ValueError
        return [parse_day(part, clock.today()) for part in parts]

    def shown(self, value):
        return ", ".join(date_numeric(day) for day in value)


class EmailField(Typed):
    """An e-mail address."""

    message = _l("Enter an e-mail address, for example name@example.org")

    def read(self, typed):
        return parse_email(typed)

    def shown(self, value):
        return value


class UploadForm(Form):
    file = FileField(_l("File"))


class TextForm(Form):
    """The text of a file that was looked at, to be brought in."""

    text = TextAreaField()
