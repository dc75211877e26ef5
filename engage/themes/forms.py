"""Forms of the workbench. What a name may be is decided by the action."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)

from engage.catchments.models import Catchment
from engage.core.i18n import LANGUAGES, Bilingual, current_language
from engage.core.text import shown_text
from engage.themes.models import Theme
from engage.themes.queries import IN_NO_THEME, Wanted
from engage.web.formatting import language_name, pick
from engage.web.forms import EditForm, Form, VersionField

LONGEST_SOUGHT = 200


class VersionForm(EditForm):
    """What every change sends along: the version it was shown (rule 24)."""

    version = VersionField()


class NameForm(VersionForm):
    """The name of a theme and what it says, in both languages."""

    label_en = StringField(_l("Name in English"))
    label_fr = StringField(_l("Name in French"))
    description_en = TextAreaField(_l("What it says, in English"))
    description_fr = TextAreaField(_l("What it says, in French"))

    def show(self, theme: Theme) -> None:
        """Fill the form with the theme as it is."""
        self.label_en.data, self.label_fr.data = theme.label.en, theme.label.fr
        told = theme.description
        self.description_en.data, self.description_fr.data = told.en, told.fr
        self.version.data = theme.version

    @property
    def label_pair(self) -> Bilingual:
        """The name as it was typed."""
        return Bilingual(self.label_en.data or "", self.label_fr.data or "")

    @property
    def description_pair(self) -> Bilingual:
        """What it says, as it was typed."""
        told = self.description_en.data or "", self.description_fr.data or ""
        return Bilingual(*told)


class MergeForm(VersionForm):
    """Which theme to merge a theme into."""

    into = SelectField(_l("Merge it into"), validate_choice=False)

    def offer(self, themes: Sequence[Theme]) -> None:
        """Offer the themes it may be merged into."""
        self.into.choices = choices_of(themes)


class SignOffForm(VersionForm):
    """Vouching for a theme."""

    is_read = BooleanField(_l("I have read its texts: they belong together"))


class TextsForm(VersionForm):
    """What to do with the chosen texts of a theme."""

    verb = HiddenField()
    to = SelectField(_l("Move them to"), validate_choice=False)
    new_en = StringField(_l("Name of the new theme, in English"))
    new_fr = StringField(_l("Name of the new theme, in French"))

    def offer(self, themes: Sequence[Theme]) -> None:
        """Offer the themes that texts may be moved to."""
        self.to.choices = choices_of(themes)


class UndoForm(Form):
    """Which edit to undo: the newest one that the page showed."""

    edit = VersionField()


def choices_of(themes: Sequence[Theme]) -> list[tuple[str, str]]:
    """Return themes as choices, in the language of the page."""
    return [(t.public_id, t.label[current_language()]) for t in themes]


class BrowseForm(Form):
    """Which texts to show; a value that is not offered narrows nothing (rule 5)."""

    q = StringField(_l("Words in the text"))
    theme = SelectField(_l("Theme"), validate_choice=False)
    catchment = SelectField(_l("Catchment"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)

    def __init__(self, themes: Sequence[Theme], places: Sequence[Catchment]) -> None:
        super().__init__(formdata=request.args)
        named = [(one.public_id, pick(one.label)) for one in themes]
        offered = {
            "theme": (_l("All themes"), [*named, (IN_NO_THEME, _l("In no theme"))]),
            "catchment": (_l("All"), [(one.slug, pick(one.name)) for one in places]),
            "language": (_l("Both"), [(one, language_name(one)) for one in LANGUAGES]),
        }
        for name, (whole, choices) in offered.items():
            self[name].choices = [("", whole), *choices]
            if self[name].data not in dict(choices):
                self[name].data = ""
        self.q.data = shown_text(self.q.data or "").strip()[:LONGEST_SOUGHT]

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        return Wanted(
            self.q.data or "",
            self.theme.data or "",
            self.catchment.data or "",
            self.language.data or "",
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, for the addresses of further pages."""
        return {item.name: item.data for item in self if item.data}
