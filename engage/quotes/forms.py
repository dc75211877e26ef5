"""What is sent with a verdict on a quote."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField

from engage.contributions.models import Contribution
from engage.contributions.privacy import find_personal_details, redacted
from engage.web.forms import EditForm, Form, VersionField


class QuoteForm(EditForm):
    """The words as they are quoted, and the version of the text that was read."""

    words = TextAreaField(_l("The words as they are quoted"))
    is_read = BooleanField(_l("I have read what is marked. It tells nobody who wrote."))
    version = VersionField()

    @classmethod
    def of(cls, text: Contribution) -> Self:
        """Return a form with what is cleared, or a proposal without the details."""
        form = cls(formdata=None)
        found = find_personal_details(text.text, text.language)
        proposal = redacted(text.text, text.language, found)
        form.fill({"words": text.cleared_text or proposal, "version": text.version})
        return form.named_after(text)

    def named_after(self, text: Contribution) -> Self:
        """Give the fields names of their own, for a page with many such forms."""
        for item in self:
            item.id = f"{item.name}-{text.public_id}"
            item.label.field_id = item.id
        return self


class VerdictForm(Form):
    """The version of the text that was read."""

    version = VersionField()


class ShowForm(Form):
    """Which theme's quotes to show; sent by GET, or hidden with a verdict."""

    theme = SelectField(_l("Theme"), default="", validate_choice=False)

    def __init__(self, themes: Iterable[tuple[str, str]]) -> None:
        super().__init__(formdata=None)
        self.theme.choices = [("", _l("All themes")), *themes]
