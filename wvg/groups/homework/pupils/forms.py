from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Length

from wvg.base.forms import (
    TOO_LONG,
    Checkboxes,
    DayField,
    Form,
    PastDayField,
    PhoneField,
    QuestionedForm,
    TextLine,
    VersionField,
    options,
    row_number,
)
from wvg.base.words import full_name, named, text, weekday
from wvg.groups.homework.booking.forms import until_name
from wvg.groups.homework.pupils import queries_list
from wvg.groups.homework.pupils.queries import Words


def _line(label, most=80):
    return TextLine(label, [Length(max=most, message=TOO_LONG)])


class PupilForm(QuestionedForm):
    """All there is of a pupil; the household only for a coordinator, the reference only for who decides."""

    questioned = ("first_name", "year", "school", "parent", "reference")
    first_name = _line(_l("First name"), 40)
    year = _line(_l("Class or year"), 40)
    school = _line(_l("School"))
    subjects = Checkboxes(_l("Help with"))
    language = SelectField(_l("Language at home"))
    parent = _line(_l("Parent"))
    phone = PhoneField(_l("Telephone of a parent"))
    reference = _line(_l("Your own reference"), 40)
    household = _line(_l("Family that we visit"), 40)
    consent_on = PastDayField(_l("Agreement of the parents seen on"))
    version = VersionField()

    @classmethod
    def of(cls, words, row, steers, partners):
        """The form for Words and a Pupil (None: a new one). partners: whether the reference of a partner is asked."""
        form = cls(data={
            **words.sealed(), "household": row.household.code_name if row and row.household_id and steers else "",
            "consent_on": row and row.consent_on, "version": row.version if row else 0,
        })
        kept = [("subjects", queries_list.subjects(), words.subjects),
                ("language", queries_list.languages(), [words.language])]
        for name, rows, chosen in kept:
            known = [(one.key, named(one)) for one in rows if one.active or one.key in chosen]
            gone = [(key, key) for key in chosen if key and key not in {one.key for one in rows}]
            first = [("", _l("not known"))] if name == "language" else []
            form[name].choices = options([*first, *known, *gone])
        if not steers:
            del form.household
        if not partners:
            del form.reference
        return form

    @property
    def family(self):
        """The number of the household whose code name was typed, None without one, 0 when there is none so called."""
        typed = self.household.data if "household" in self else ""
        return queries_list.household_called(typed) or 0 if typed else None

    def values(self):
        """(fields of Words, what goes beside them) as pupils.rules take them."""
        beside = {"household": self.family, "consent_on": self.consent_on.data}
        names = set(Words().sealed()) & set(self._fields)
        words = {name: self[name].data or ([] if name == "subjects" else "") for name in names}
        return {**words, "subjects": sorted(words["subjects"])}, beside


class StopForm(QuestionedForm):
    questioned = ("reason",)
    reason = _line(_l("Why?"), 200)
    version = VersionField()


class VersionForm(Form):
    version = VersionField()


class PairForm(Form):
    """group-tutor in one choice: "3-12"."""

    tutor = SelectField(_l("Who always helps?"))

    @classmethod
    def of(cls, groups, tutors):
        form = cls()
        form.tutor.choices = {
            group.series.title: options((f"{group.id}-{one.id}", full_name(one)) for one in tutors[group.id])
            for group in groups if tutors[group.id]
        }
        return form

    @property
    def chosen(self):
        """(group, tutor)"""
        return [int(part) for part in self.tutor.data.split("-")]


class MoveForm(QuestionedForm):
    questioned = ("reason",)
    old = SelectField(_l("From which group?"), coerce=row_number)
    new = SelectField(_l("To which group, and on which days?"))
    first_day = DayField(_l("From which day?"))
    last_day = SelectField(_l("Until when?"))
    reason = _line(_l("Why?"), 200)

    @classmethod
    def of(cls, choices):
        """The form for queries_move.Choices."""
        form = cls()
        form.old.choices = options((group.id, group.series.title) for group in choices.old)
        form.new.choices = options(
            choice for group, days in choices.new for choice in _in_group(group, days, choices.old[0].school_year))
        form.last_day.choices = options((day.isoformat(), text(until_name(name, day))) for name, day in choices.until)
        return form

    def values(self):
        """What rules_group.move takes."""
        new, *weekdays = [int(part) for part in self.new.data.split("-")]
        return {"old": self.old.data, "new": new, "weekdays": weekdays, "first_day": self.first_day.data,
                "last_day": date.fromisoformat(self.last_day.data), "reason": self.reason.data}


def _in_group(group, days, this_year):
    """("3-1-3", "Huiswerk De Vissen, dinsdag + donderdag"): all days of a group, and each; of another year with it."""
    year = group.school_year
    title = group.series.title if year == this_year else f"{group.series.title} {year}-{(year + 1) % 100:02}"
    for chosen in [days, *([day] for day in days if len(days) > 1)]:
        names = " + ".join(weekday(day) for day in chosen)
        yield "-".join(map(str, [group.id, *chosen])), f"{title}, {names}"
