from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from wvg.base.forms import options
from wvg.commons.planning.series.forms import SEATS, PatternForm


def whole(value):
    """A choice as a number; an empty one is none."""
    return int(value) if value not in (None, "", "None") else None


class SeatForm(PlainForm):
    role = SelectField(_l("Role"), coerce=whole, choices=[])
    skill = SelectField(_l("Only with"), coerce=whole, choices=[])
    required = BooleanField(_l("Must be filled"), default=True)


class SeriesForm(PatternForm):
    kind = RadioField(_l("What kind of round?"), choices=[], validators=[InputRequired(_l("Choose one."))])
    seats = FieldList(FormField(SeatForm), label=_l("Which places are there?"), min_entries=SEATS, max_entries=SEATS)
    with_experienced = BooleanField(_l("A newcomer goes with somebody experienced"), default=True)
    audience = RadioField(
        _l("Who may see it and sign up?"), default="group",
        choices=options([("group", _l("Volunteers of the rounds")), ("everyone", _l("All volunteers"))]),
    )
