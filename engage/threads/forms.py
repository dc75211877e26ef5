"""The comment form."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from engage.catchments.models import Catchment
from engage.core.i18n import current_language
from engage.core.text import clean_text, is_blank, one_line_end
from engage.core.tokens import new_token
from engage.threads.models import LONGEST_COMMENT, LONGEST_NAME
from engage.web.forms import Form

# What `new_token` makes; anything much shorter could be guessed.
KEY_LENGTHS = range(40, 65)


def usable(form: Form, field: StringField) -> None:
    """Take the text as it will be kept, or say what is wrong with it (rule 30)."""
    del form
    try:
        field.data = clean_text(field.data or "")
    except ValueError:
        typed = one_line_end(field.data or "")
        field.data = "".join(
            sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in typed
        )
        raise StopValidation(
            _("This text holds characters that cannot be shown. They are marked: �.")
        ) from None


def not_blank(form: Form, field: StringField) -> None:
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
    catchment = SelectField(_l("Your catchment"), default="")
    may_quote = BooleanField(_l("My words may be quoted in the report"))
    submission_key = HiddenField(default=new_token)

    def __init__(self, catchments: list[Catchment]) -> None:
        super().__init__()
        language = current_language()
        names = [(item.slug, item.name[language]) for item in catchments]
        self.catchment.choices = [("", _("I would rather not say")), *names]
        self.asks_catchment = len(names) > 1

    def validate_submission_key(self, field: HiddenField) -> None:
        """Refuse a page that lost its key: it could not be told from another."""
        if len(field.data or "") not in KEY_LENGTHS:
            field.data = new_token()
            raise StopValidation(_("This page was incomplete. Please send it again."))
