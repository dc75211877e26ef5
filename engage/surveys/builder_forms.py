"""Forms of a survey and its sections. What a text may be is decided by the action."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from engage.consultations.forms import MODERATION_NAMES
from engage.consultations.models import Consultation
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.text import clean_text, shown_text
from engage.web.forms import EditForm, VersionField


class WordsForm(EditForm):
    """A form with texts in both languages."""

    def pair(self, name: str) -> Bilingual:
        """Return a text as it was typed, in both languages."""
        typed = {code: self[f"{name}_{code}"].data or "" for code in LANGUAGES}
        return Bilingual(
            **{code: clean_text(shown_text(typed[code])) for code in typed}
        )

    def show(self, name: str, words: Bilingual | Mapping[str, str]) -> None:
        """Put a text into its two fields."""
        for code in LANGUAGES:
            pair = words if isinstance(words, Mapping) else vars(words)
            self[f"{name}_{code}"].data = pair.get(code, "")


class DescribedForm(WordsForm):
    """What a survey is called, and how its texts appear."""

    title_en = StringField(_l("Title, in English"))
    title_fr = StringField(_l("Title, in French"))
    intro_en = TextAreaField(_l("Introduction, in English"))
    intro_fr = TextAreaField(_l("Introduction, in French"))
    moderation = RadioField(
        _l("What people write"),
        choices=list(MODERATION_NAMES.items()),
        default="pre",
    )
    shows_similar = BooleanField(
        _l("While people write, let them read what others said"),
        description=_l(
            "Only approved words whose authors agree to be quoted; never where a "
            "person reads each text first."
        ),
    )


class NewSurveyForm(DescribedForm):
    """A new survey: where it belongs and where it is found."""

    consultation = SelectField(
        _l("Consultation"), [InputRequired(_l("Choose a consultation."))]
    )
    slug = StringField(_l("Address"), [InputRequired(_l("Choose an address."))])

    def offer(self, consultations: Iterable[Consultation], language: str) -> None:
        """Offer the consultations that one may change."""
        self.consultation.choices = [
            (item.slug, item.title[language]) for item in consultations
        ]


class SettingsForm(DescribedForm):
    """A change to what stands above the questions."""

    version = VersionField()


class SectionForm(WordsForm):
    """The heading of a section, and whether its questions ask who answers."""

    title_en = StringField(_l("Heading, in English"))
    title_fr = StringField(_l("Heading, in French"))
    intro_en = TextAreaField(_l("Introduction, in English"))
    intro_fr = TextAreaField(_l("Introduction, in French"))
    about_you = BooleanField(
        _l("These questions ask people about themselves"),
        description=_l(
            "They come last, in bands to choose from, and nobody must answer. Say in "
            "the introduction why you ask. The answers are stored apart."
        ),
    )
    version = VersionField()
