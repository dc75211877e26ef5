"""Forms turn strings into values; the rules of a field live with what it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from engage.core.errors import EngageError, Invalid
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import shown_text
from engage.web.security import SAFE_METHODS, is_genuine_request

LARGEST_VERSION = 2**31 - 1
LONGEST_VERSION = 10
EXPIRED = _l(
    "This page was open for a long time or your browser keeps no cookies. "
    "What you typed is still here: please send it again."
)


class Form(PlainForm):
    """A form of a page: filled from the request, checked for being ours."""

    status = 200

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if self.is_submitted and not args and "formdata" not in kwargs:
            kwargs["formdata"] = request.form
        super().__init__(*args, **kwargs)

    @property
    def is_submitted(self) -> bool:
        """Whether the request sends something."""
        return request.method not in SAFE_METHODS

    def is_submitted_and_valid(self) -> bool:
        """Return whether the form was sent, is ours, and every field is right.

        Sets `status` to what the page should answer with: 422 where it must be
        shown again.
        """
        if not self.is_submitted:
            return False
        is_valid: bool = self.validate()
        if not is_genuine_request():
            self.form_errors.append(EXPIRED)
            is_valid = False
        self.status = 200 if is_valid else 422
        return is_valid


class DayField(DateField):
    """A calendar day, told off in the page's language."""

    kind = "date"
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day such as 2026-11-30.

        Raises:
            ValueError: It is not a day.
        """
        self.data = None
        if not valuelist or not valuelist[0]:
            return
        try:
            self.data = date.fromisoformat(valuelist[0])
        except ValueError as error:
            raise ValueError(_("Enter a day, such as 2026-11-30.")) from error


class WholeField(IntegerField):
    """A whole number, told off in the page's language."""

    kind = "number"
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number.

        Raises:
            ValueError: It is not a whole number that anybody means.
        """
        given = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise ValueError(_("Enter a whole number."))
        self.data = int(given)


class VersionField(WholeField):
    """The version that a change is based on, sent along unseen (rule 24)."""

    kind = "hidden"

    def __init__(self, **kwargs: Any) -> None:
        rules = [InputRequired(), NumberRange(0, LARGEST_VERSION)]
        super().__init__(validators=rules, widget=HiddenInput(), **kwargs)

    def renew(self, version: int) -> None:
        """Send along another version than the one that was sent."""
        self.data, self.raw_data = version, None


class EditForm(Form):
    """A form that shows what an action refused beside the fields."""

    def is_submitted_and_valid(self) -> bool:
        """Return whether the form can go on to its action; see `web.forms`."""
        is_valid = super().is_submitted_and_valid()
        if not is_valid:
            self._make_showable()
        return is_valid

    def _make_showable(self) -> None:
        """Keep what was typed, without what no page can hold (rule 30)."""
        for item in self:
            if isinstance(item.data, str):
                item.data = shown_text(item.data)

    def refuse(self, error: EngageError) -> None:
        """Show why the action refused, at the fields it names.

        What was typed wrong is 422; what was right and came too late is 409.
        """
        fields = error.fields if isinstance(error, Invalid) else {}
        self.status = 422 if isinstance(error, Invalid) else 409
        self._make_showable()
        for name, why in fields.items():
            if name in self:
                self[name].errors = [why]
        if not any(name in self for name in fields):
            self.form_errors.append(error.message)

    def pair(self, name: str) -> Bilingual:
        """Return a text as it was typed, in both languages."""
        return Bilingual(**{c: self[f"{name}_{c}"].data or "" for c in LANGUAGES})

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put values into the fields, a text in both languages into its two."""
        for name, value in values.items():
            if isinstance(value, Bilingual):
                for code in LANGUAGES:
                    self[f"{name}_{code}"].data = getattr(value, code)
            else:
                self[name].data = value


def sent_versions(name: str) -> dict[str, int]:
    """Return what was chosen in a list as "id:version", the versions by id.

    What cannot be read is left out.
    """
    pairs = (given.partition(":") for given in request.form.getlist(name))
    return {
        key: int(number)
        for key, _colon, number in pairs
        if number.isascii() and number.isdigit() and len(number) < LONGEST_VERSION
    }
