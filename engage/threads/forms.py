"""The comment form."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from engage.catchments.models import Catchment
from engage.core.i18n import current_language
from engage.core.text import (
    clean_text,
    has_unusable_characters,
    is_blank,
    shown_text,
)
from engage.core.tokens import new_token
from engage.threads.models import LONGEST_COMMENT, LONGEST_NAME
from engage.web.forms import Form
from engage.web.posted import read_posted

# What `new_token` makes; anything much shorter could be guessed.
KEY_LENGTHS = range(40, 65)


def usable(form: "CommentForm", field: StringField) -> None:
    """Take the text as it will be kept, or say what is wrong with it (rule 30)."""
    typed = field.data or ""
    if field.name in form.broken or has_unusable_characters(typed):
        field.data = shown_text(typed)
        raise StopValidation(
            _("This text held characters that cannot be shown. Check what is left.")
        )
    field.data = clean_text(typed)


def not_blank(form: "CommentForm", field: StringField) -> None:
    """Refuse a text of which nothing can be seen."""
    del form
    if is_blank(field.data):
        raise StopValidation(_("Write your comment first."))


class CommentForm(Form):
    """A text; a name, a catchment and leave to quote it if one likes."""

    text = TextAreaField(
        _l("Your comment"),
        [
            InputRequired(_l("Write your comment first.")),
            usable,
            not_blank,
            Length(
                max=LONGEST_COMMENT,
                message=_l("Shorten your comment to %(max)d characters."),
            ),
        ],
    )
    display_name = StringField(
        _l("A name to show with it"),
        [
            usable,
            Length(
                max=LONGEST_NAME,
                message=_l("Shorten the name to %(max)d characters."),
            ),
        ],
        render_kw={"autocomplete": "nickname"},
    )
    catchment = SelectField(_l("Your catchment"), default="", validate_choice=False)
    may_quote = BooleanField(_l("My words may be quoted in the report"))
    submission_key = HiddenField(default=new_token)

    def __init__(self, catchments: list[Catchment]) -> None:
        self.broken: frozenset[str] = frozenset()
        typed = None
        if self.is_submitted:
            posted = read_posted()
            self.broken = posted.broken
            typed = MultiDict[str, str](posted.values)
        super().__init__(typed)
        language = current_language()
        names = [(item.slug, item.name[language]) for item in catchments]
        self.catchment.choices = [("", _("I would rather not say")), *names]
        self.asks_catchment = len(names) > 1

    def validate_catchment(self, field: SelectField) -> None:
        """Refuse a catchment that this consultation does not cover."""
        if field.data not in dict(self.catchment.choices):
            field.data = ""
            raise StopValidation(_("Choose one of the catchments in the list."))

    def validate_submission_key(self, field: HiddenField) -> None:
        """Refuse a page that lost its key: it could not be told from another."""
        if len(field.data or "") not in KEY_LENGTHS:
            field.data = new_token()
            raise StopValidation(_("This page was incomplete. Please send it again."))
