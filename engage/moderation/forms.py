"""What moderators send: which part of the queue, and what they decide."""

from collections.abc import Iterable

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from engage.core.errors import Invalid
from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.moderation.models import LONGEST_NOTE, MOST_AT_ONCE, OUTCOMES, Verdict
from engage.moderation.queries import QueueFilter
from engage.web.forms import EditForm, Form, VersionField, sent_versions

KIND_NAMES = {
    "answer": _l("Survey answer"),
    "comment": _l("Comment"),
    "note": _l("Session note"),
}
STATE_NAMES = {
    "pending": _l("Not public yet"),
    "unread": _l("Public already"),
    "flagged": _l("Flagged by readers"),
}
Options = Iterable[tuple[str, str]]
AGES = [
    SelectChoice("0", _l("However new")),
    SelectChoice("1", _l("Since yesterday or longer")),
    SelectChoice("3", _l("For 3 days or longer")),
    SelectChoice("7", _l("For a week or longer")),
]


class QueueForm(Form):
    """Which part of the queue to show; sent by GET, or hidden with a decision."""

    catchment = SelectField(_l("Catchment"), default="")
    kind = SelectField(_l("Kind"), default="")
    language = SelectField(_l("Language"), default="")
    days = SelectField(_l("Waiting"), coerce=int, default=0, choices=AGES)
    state = SelectField(_l("Why it waits"), default="")
    campaign = SelectField(_l("Probable campaign"), default="")
    after = HiddenField()

    def __init__(
        self,
        places: Options,
        languages: Options,
        campaigns: Options,
    ) -> None:
        super().__init__(formdata=request.values)
        self.catchment.choices = _choices(places)
        self.kind.choices = _choices(KIND_NAMES.items(), _l("Every kind"))
        self.language.choices = _choices(languages)
        self.state.choices = _choices(STATE_NAMES.items(), _l("Any reason"))
        self.campaign.choices = _choices(campaigns)

    @property
    def choices(self) -> list[SelectField]:
        """The fields by which the queue is narrowed down."""
        listed = (self.catchment, self.kind, self.language, self.days, self.state)
        return [*listed, *([self.campaign] if len(self.campaign.choices) > 1 else [])]

    @property
    def skipped(self) -> str:
        """The public id of the text that was skipped last, or nothing."""
        given = self.after.data or ""
        return given if given.isalnum() else ""

    @property
    def chosen(self) -> QueueFilter:
        """What was chosen; a value that is not on the list chooses nothing (rule 5)."""
        self.validate()
        fields = {
            field.name: field.data
            for field in self.choices
            if field.data and not field.errors
        }
        return QueueFilter(**fields)


def _choices(options: Options, every: str | None = None) -> list[SelectChoice]:
    first = SelectChoice("", every or _l("All"))
    return [first, *(SelectChoice(value, label) for value, label in options)]


def note_field() -> TextAreaField:
    """Return the field of a note that stays with a decision; it may be left out."""
    told = _l("The note is too long: use at most 1,000 characters.")
    short = Length(max=LONGEST_NOTE, message=told)
    return TextAreaField(_l("Note for the record"), [Optional(), short])


class DecisionForm(Form):
    """One decision on the version of a text that was on the screen."""

    decision = StringField(validators=[AnyOf(list(OUTCOMES))])
    reason = StringField(validators=[Length(max=40)])
    note = note_field()
    version = IntegerField(validators=[InputRequired(), NumberRange(min=1)])


class TogetherForm(Form):
    """One decision on many texts, each in the version that was on the screen."""

    decision = StringField(validators=[AnyOf(["approve", "reject"])])
    reason = StringField(validators=[Length(max=40)])
    note = note_field()

    @property
    def versions(self) -> dict[str, int]:
        """The chosen texts by public id, with their versions."""
        return sent_versions("text")

    @property
    def verdict(self) -> Verdict:
        """The decision that was chosen; approving needs no reason."""
        reason = self.reason.data or "" if self.decision.data == "reject" else ""
        return Verdict(self.decision.data or "", reason, self.note.data or "")

    def check(self, found: int) -> None:
        """Refuse what cannot be decided.

        Raises:
            Invalid: No text, no decision or no reason is chosen, or there are too many.
        """
        if not self.is_submitted_and_valid():
            raise Invalid(next(iter(self.note.errors), _("Choose what to decide.")))
        if self.decision.data == "reject" and not self.reason.data:
            raise Invalid(_("Choose a reason."))
        if not 0 < found <= MOST_AT_ONCE or found != len(self.versions):
            raise Invalid(_("Choose between 1 and 1,000 texts."))


class VersionForm(Form):
    """What is done to the version of a text that was on the screen."""

    version = IntegerField(validators=[InputRequired(), NumberRange(min=1)])


class RedactForm(VersionForm):
    """What is taken out: all that was found, or what is chosen and written here."""

    words = TextAreaField(_l("Other words to take out, a line each"))

    @property
    def chosen(self) -> list[int] | None:
        """The places of the details that are chosen; None for all of them."""
        if "every" in request.form:
            return None
        given = request.form.getlist("detail")
        return [int(text) for text in given if text.isascii() and text.isdigit()]

    @property
    def lines(self) -> list[str]:
        """The further words, without blank lines."""
        return [
            line.strip() for line in (self.words.data or "").split("\n") if line.strip()
        ]


class SplitForm(VersionForm):
    """Where a text is cut."""

    at = IntegerField(validators=[InputRequired(), NumberRange(min=1)])


class MergeForm(VersionForm):
    """Which text says the same."""

    same_as = StringField(_l("The text that stays"))


class LanguageForm(VersionForm):
    """In what language a text is."""

    spoken = StringField(validators=[AnyOf(list(LANGUAGES))])


class AnswerForm(EditForm):
    """The answer to an appeal, in words that its author reads."""

    answer = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer."))],
        choices=[
            ("overturned", _l("The author is right: show the text")),
            ("kept", _l("The decision stays")),
        ],
    )
    words = TextAreaField(_l("What you say to the author"))
    version = VersionField()


class ReviewForm(Form):
    """What a second reader would have decided: a reason, or none to approve."""

    reason = StringField(validators=[Length(max=40)])
