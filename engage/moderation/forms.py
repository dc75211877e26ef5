"""What moderators send: which part of the queue, and what they decide."""

from collections.abc import Iterable

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from engage.moderation.models import LONGEST_NOTE, OUTCOMES
from engage.moderation.queries import QueueFilter
from engage.web.forms import Form

KIND_NAMES = {
    "answer": _l("Survey answer"),
    "comment": _l("Comment"),
    "note": _l("Session note"),
}
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
    after = HiddenField()

    def __init__(
        self, places: list[tuple[str, str]], languages: list[tuple[str, str]]
    ) -> None:
        super().__init__(formdata=request.values)
        self.catchment.choices = _choices(places)
        self.kind.choices = _choices(KIND_NAMES.items())
        self.language.choices = _choices(languages)

    @property
    def chosen(self) -> QueueFilter:
        """What was chosen; a value that is not on the list chooses nothing (rule 5)."""
        self.validate()
        fields = {
            field.name: field.data
            for field in (self.catchment, self.kind, self.language, self.days)
            if field.data and not field.errors
        }
        return QueueFilter(**fields)


def _choices(options: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    everything = SelectChoice("", _l("Everything"))
    return [everything, *(SelectChoice(value, label) for value, label in options)]


class DecisionForm(Form):
    """One decision on the version of a text that was on the screen."""

    decision = StringField(validators=[AnyOf(list(OUTCOMES))])
    reason = StringField(validators=[Length(max=40)])
    note = TextAreaField(
        _l("Note for the record"),
        [
            Optional(),
            Length(
                max=LONGEST_NOTE,
                message=_l("The note is too long: use at most 1,000 characters."),
            ),
        ],
    )
    version = IntegerField(validators=[InputRequired(), NumberRange(min=1)])


class UndoForm(Form):
    """Taking back one's last decision."""

    version = IntegerField(validators=[InputRequired(), NumberRange(min=1)])
