"""Forms of a session. What may be in them is decided by the action."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Regexp

from engage.catchments.models import Catchment
from engage.core.i18n import LANGUAGES, Bilingual, current_language
from engage.core.tokens import new_token
from engage.sessions.facts import SessionFacts
from engage.sessions.models import FacilitatedSession
from engage.web.forms import DayField, EditForm, VersionField, WholeField

NAMES = {"en": _l("English"), "fr": _l("French")}
KEY = r"[A-Za-z0-9_-]{16,128}\Z"


class PlanForm(EditForm):
    """Where, when, for whom."""

    title_en = StringField(_l("Title, in English"))
    title_fr = StringField(_l("Title, in French"))
    place = StringField(_l("Where it is held"))
    held_on = DayField(
        _l("Day"), [InputRequired(_l("Enter a day, such as 2026-11-30."))]
    )
    catchment = SelectField(_l("Catchment"), validate_choice=False)
    languages = SelectMultipleField(
        _l("Languages spoken"),
        choices=list(NAMES.items()),
        default=list(LANGUAGES),
        validate_choice=False,
    )

    def offer(self, places: Iterable[Catchment], *, is_everywhere: bool) -> None:
        """Offer the catchments in which the actor hosts."""
        language = current_language()
        offered = [(place.slug, place.name[language]) for place in places]
        whole = [("", _("The whole province"))] if is_everywhere else []
        self.catchment.choices = [*offered, *whole]

    def show(self, held: FacilitatedSession) -> None:
        """Fill the form with a session as it is."""
        self.fill({"title": held.title, "place": held.place, "held_on": held.held_on})
        self.catchment.data = held.catchment.slug if held.catchment else ""
        self.languages.data = list(held.languages)

    @property
    def facts(self) -> SessionFacts:
        """What was typed."""
        return SessionFacts(
            title=Bilingual(self.title_en.data or "", self.title_fr.data or ""),
            place=self.place.data or "",
            held_on=self.held_on.data,
            catchment=self.catchment.data or None,
            languages=self.languages.data or (),
        )


class ChangeForm(PlanForm):
    """A change to a session, with the version it was shown (rule 24)."""

    version = VersionField()


class AttendanceForm(EditForm):
    """How many people came."""

    people = WholeField(_l("People who came"))
    version = VersionField()


class NoteForm(EditForm):
    """What somebody said, in their language; `key` keeps doubles out (rule 23)."""

    text = TextAreaField(_l("What was said"), [Length(max=20_000)])
    language = RadioField(
        _l("In which language"), choices=list(NAMES.items()), validate_choice=False
    )
    key = HiddenField(validators=[InputRequired(), Regexp(KEY)])

    def begin(self, language: str) -> None:
        """Make ready for the next note."""
        self.key.data = new_token()
        self.language.data = language
