"""Forms turn strings into values; the rules of a field live with what it is about."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm

from engage.web.security import SAFE_METHODS, is_genuine_request

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
