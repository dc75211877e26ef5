"""The form that asks for a receipt code."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from engage.core.errors import Invalid
from engage.core.text import shown_text
from engage.moderation.models import LONGEST_APPEAL
from engage.surveys.questions import Question, Refused
from engage.surveys.wording import words_for
from engage.web.forms import EditForm, Form, VersionField


def _as_shown(typed: str | None) -> str:
    return shown_text(typed or "")


class CodeForm(Form):
    """A receipt code, typed as it was shown or nearly so."""

    code = StringField(
        _l("Receipt code"),
        [
            InputRequired(_l("Enter your receipt code.")),
            Length(max=60, message=_l("A receipt code has 20 letters and digits.")),
        ],
        filters=[_as_shown],
        description=_l("20 letters and digits in groups of five, from your receipt."),
    )

    def not_found(self) -> None:
        """Say that nothing belongs to this code."""
        self.code.errors = [
            _l("No response belongs to this code. Check each letter and digit.")
        ]
        self.status = 422


class AppealForm(EditForm):
    """Why an author thinks that a decision was wrong."""

    words = TextAreaField(
        _l("Why do you think this was wrong?"),
        [
            InputRequired(_l("Say why you think the decision was wrong.")),
            Length(
                max=LONGEST_APPEAL,
                message=_l("This is too long: use at most 2,000 characters."),
            ),
        ],
    )


class RewordForm(EditForm):
    """Other words for one answer, in place of a version of it."""

    words = TextAreaField(_l("Your answer"), [InputRequired(_l("Write your answer."))])
    version = VersionField()

    def words_for(self, question: Question) -> str:
        """Return the words as an answer to a question, judged as when it was answered.

        Raises:
            Invalid: They are no answer to it.
        """
        try:
            value = question.check(self.words.data)
        except Refused as refused:
            told = words_for(refused)
            raise Invalid(told, {"words": told}) from refused
        if not isinstance(value, str):
            told = str(_l("Write your answer."))
            raise Invalid(told, {"words": told})
        return value
