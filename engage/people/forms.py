"""The forms to sign in, to choose a password, to invite, to change rights."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import AnyOf, EqualTo, InputRequired, Length, ValidationError

from engage.catchments.models import Catchment
from engage.core.actors import Role
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.core.written import Faults, checked_line
from engage.people.models import LONGEST_PASSWORD, SHORTEST_PASSWORD, User
from engage.web.forms import EditForm, Form, VersionField

LONGEST_NAME = 120
ROLES = [
    (Role.FACILITATOR.value, _l("Facilitator")),
    (Role.PUBLISHER.value, _l("Publisher")),
    (Role.ADMIN.value, _l("Administrator")),
]


def _chosen_password(label: str) -> PasswordField:
    """Return the field for a password that somebody chooses."""
    told = _l("Choose a password of 12 to 200 characters.")
    length = Length(SHORTEST_PASSWORD, LONGEST_PASSWORD, told)
    return PasswordField(
        label, [InputRequired(told), length], render_kw={"autocomplete": "new-password"}
    )


def _address() -> EmailField:
    """Return the field for the address under which somebody signs in."""
    return EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter your e-mail address.")),
            Length(max=254, message=_l("This address is too long.")),
        ],
        render_kw={"autocomplete": "username"},
    )


class SignInForm(Form):
    """E-mail address and password."""

    email = _address()
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter your password.")),
            Length(max=200, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class ForgottenForm(EditForm):
    """The address under which somebody works here."""

    email = _address()


class ChooseForm(Form):
    """A new password, twice."""

    new = _chosen_password(_l("New password"))
    again = PasswordField(
        _l("New password once more"),
        [EqualTo("new", _l("The two new passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )


class PasswordForm(ChooseForm):
    """The password in use, and the new one twice."""

    old = PasswordField(
        _l("Your password now"),
        [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class _Rights(EditForm):
    """A role, and for a facilitator the catchments."""

    role = RadioField(
        _l("Role"),
        [InputRequired(_l("Choose a role."))],
        choices=ROLES,
        validate_choice=False,
    )
    catchments = SelectMultipleField(_l("Catchments"), validate_choice=False)

    def offer(self, places: Sequence[Catchment]) -> None:
        """Offer the catchments."""
        language = current_language()
        self.catchments.choices = [(one.slug, one.name[language]) for one in places]

    def validate_role(self, field: RadioField) -> None:
        """Refuse a role that there is not.

        Raises:
            ValidationError: There is no such role.
        """
        if field.data not in set(Role):
            raise ValidationError(_("Choose a role."))

    def validate_catchments(self, field: SelectMultipleField) -> None:
        """Refuse catchments that there are not.

        Raises:
            ValidationError: There is no such catchment.
        """
        known = {slug for slug, _name in field.choices}
        if not set(field.data or ()) <= known:
            raise ValidationError(_("One of these catchments does not exist."))


class InviteForm(_Rights):
    """Who is invited, in which language, with which rights."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Enter an e-mail address, such as name@example.org."))],
        render_kw={"autocomplete": "off"},
    )
    language = RadioField(
        _l("Language of the letter"),
        [AnyOf(("en", "fr"), _l("Choose a language."))],
        choices=[("en", _l("English")), ("fr", _l("French"))],
        default="en",
        validate_choice=False,
    )


class RightsForm(_Rights):
    """The rights of somebody who is here."""

    version = VersionField()

    def show(self, person: User) -> None:
        """Show the rights as they are."""
        self.role.data = person.role
        self.catchments.data = [place.slug for place in person.catchments]
        self.version.renew(person.version)


class StepForm(EditForm):
    """One button about a person, and the version it saw."""

    version = VersionField()


class AcceptForm(EditForm):
    """The name and the password of somebody who was invited."""

    name = StringField(
        _l("Your name"),
        [
            InputRequired(_l("Enter your name.")),
            Length(max=LONGEST_NAME, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "name"},
    )
    new = _chosen_password(_l("Password"))
    again = PasswordField(
        _l("The password once more"),
        [EqualTo("new", _l("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_name(self, field: StringField) -> None:
        """Keep the name as one clean line (rule 30)."""
        faults: Faults = {}
        field.data = checked_line("name", field.data or "", LONGEST_NAME, faults)
        if faults:
            raise ValidationError(faults["name"])
        if not field.data:
            raise ValidationError(_("Enter your name."))
