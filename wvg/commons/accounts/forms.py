from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from wvg.base.forms import DayField, EmailField, Form, PhoneField, TextLine, options

REQUIRED = InputRequired(_l("Fill this in."))


class SignInForm(Form):
    login = TextLine(_l("E-mail, mobile number or user name"), [REQUIRED, Length(max=200)])
    password = PasswordField(_l("Password"), [REQUIRED, Length(max=500)])


class StartForm(Form):
    code = TextLine(_l("The code from your letter"), [REQUIRED, Length(max=40)])
    password = StringField(_l("Your password"), [REQUIRED, Length(max=500)])


class FirstAdminForm(Form):
    first_name = TextLine(_l("First name"), [REQUIRED, Length(max=80)])
    last_name = TextLine(_l("Last name"), [Optional(), Length(max=80)])
    mobile = PhoneField(_l("Mobile number"))
    email = EmailField(_l("E-mail"))
    user_name = TextLine(_l("User name"), [REQUIRED, Length(max=40)])
    password = StringField(_l("Your password"), [REQUIRED, Length(max=500)])
    coordinates = BooleanField(_l("I also coordinate the rounds"))


class PasswordForm(Form):
    old_password = PasswordField(_l("Your password of now"), [REQUIRED, Length(max=500)])
    password = StringField(_l("Your new password"), [REQUIRED, Length(max=500)])


class AccountForm(Form):
    user_name = TextLine(_l("User name"), [REQUIRED, Length(max=40)])


class GrantForm(Form):
    role = RadioField(
        _l("What do they do?"),
        choices=options([("volunteer", _l("Volunteer")), ("coordinator", _l("Coordinator")),
                         ("admin", _l("Manages the accounts"))]),
        validators=[InputRequired(_l("Choose one."))],
    )
    group = SelectField(_l("In which working group?"), choices=[], validate_choice=False)
    until = DayField(_l("Until which day?"))
