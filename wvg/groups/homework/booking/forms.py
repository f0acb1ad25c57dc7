from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Length

from wvg.base.forms import (
    TOO_LONG,
    Checkboxes,
    DayField,
    PhoneField,
    QuestionedForm,
    TextLine,
    VersionField,
    options,
    row_number,
)
from wvg.base.words import date_numeric, joined, say, text, weekday

END = say("The end of the school year")
LINE = [Length(max=200, message=TOO_LONG)]


class BookForm(QuestionedForm):
    """A pupil that is chosen, or a new one; once, or on some weekdays until a day."""

    questioned = ("line", "first_name", "year")
    pupil = SelectField(_l("Which pupil?"), coerce=row_number, validate_choice=False)
    first_name = TextLine(_l("First name"), [Length(max=40, message=TOO_LONG)])
    year = TextLine(_l("Class or year"), [Length(max=40, message=TOO_LONG)])
    phone = PhoneField(_l("Telephone of a parent"))
    often = RadioField(_l("How often?"), choices=options([
        ("once", _l("Only this time")), ("weekly", _l("Every week")),
    ]), default="once")
    weekdays = Checkboxes(_l("On which days?"), coerce=row_number)
    until = SelectField(_l("Until when?"), validate_choice=False)
    line = TextLine(_l("Something the tutor must know?"), LINE)

    @classmethod
    def of(cls, about, children, may_add):
        """The form for a session (queries_book.About), with the pupils one may choose from."""
        form = cls(data={"weekdays": [about.session.activity.date.weekday()]})
        names = [child.words.first_name for child in children]
        form.pupil.choices = options([(0, _l("Choose a pupil")), *(
            (child.pupil.id, label(child.words, names)) for child in children if not child.words.damaged
        )])
        form.weekdays.choices = options([(day, weekday(day)) for day in about.weekdays])
        form.until.choices = options([(one.day.isoformat(), until_words(one)) for one in about.until])
        if len(about.weekdays) == 1:
            del form.weekdays
        if not may_add:
            del form.first_name, form.year, form.phone
        return form

    @property
    def new(self):
        """The words of a new pupil as they were typed, {} when there are none."""
        if "first_name" not in self:
            return {}
        typed = {"first_name": self.first_name.data, "year": self.year.data, "phone": self.phone.data or ""}
        return typed if any(typed.values()) else {}

    def validate(self, extra_validators=None):
        right = super().validate(extra_validators)
        if not self.pupil.data and not self.new and "phone" not in self.errors:
            self.pupil.errors = [_l("Choose a pupil.")]
            return False
        if self.pupil.data and self.new:
            self.pupil.errors = [_l("Choose a pupil, or write a new one. Not both.")]
            return False
        if self.often.data == "weekly" and self.until.data not in {choice.value for choice in self.until.choices}:
            self.until.errors = [_l("Choose from the list.")]
            return False
        return right

    def values(self, about):
        """What rules_for.book_for takes."""
        weekly = self.often.data == "weekly"
        days = self.weekdays.data if "weekdays" in self else about.weekdays
        return {"pupil": self.pupil.data, "new": self.new, "weekdays": days, "line": self.line.data,
                "until": date.fromisoformat(self.until.data) if weekly else None}


def label(words, names):
    """A pupil in a list to choose from: first name and class; with the school when two have the same name."""
    parts = [words.first_name, words.year]
    if names.count(words.first_name) > 1 and words.school:
        parts.append(words.school)
    return ", ".join(parts)


def until_words(until):
    """As "Kerstvakantie: 4 × dinsdag, 4 × donderdag"."""
    times = [f"{n} × {weekday(day)}" for day, n in sorted(until.times.items())]
    return f"{until.name or text(END)}: {', '.join(times)}"


def until_name(name, day):
    """A Sentence for the last day before a holiday; name None: the end of the school year."""
    return joined([name or END, f"({date_numeric(day)})"])


class ReasonForm(QuestionedForm):
    """Why not, for who reads it on the other side."""

    questioned = ("reason",)
    reason = TextLine(_l("Why?"), LINE)


class StopForm(ReasonForm):
    from_day = DayField(_l("From which day?"))
    version = VersionField()
