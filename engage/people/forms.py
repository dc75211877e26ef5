"""The forms to sign in and to choose a password."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from engage.people.models import LONGEST_PASSWORD, SHORTEST_PASSWORD
from engage.web.forms import Form


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter your e-mail address.")),
            Length(max=254, message=_l("This address is too long.")),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter your password.")),
            Length(max=200, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class PasswordForm(Form):
    """The password in use, and the new one twice."""

    old = PasswordField(
        _l("Your password now"),
        [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _l("New password"),
        [
            InputRequired(_l("Choose a password of 12 to 200 characters.")),
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                _l("Choose a password of 12 to 200 characters."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password once more"),
        [EqualTo("new", _l("The two new passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )
