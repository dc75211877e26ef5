"""The form of a search: the words, and what it is narrowed down to."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.i18n import LANGUAGES, current_language
from engage.pages.queries import KINDS
from engage.threads.queries import Narrowing
from engage.web.forms import Form


class SearchForm(Form):
    """What to look in; a value that is not offered narrows nothing (rule 5)."""

    kind = SelectField(_l("Where to look"), validate_choice=False)
    catchment = SelectField(_l("Catchment of the comment"), validate_choice=False)
    consultation = SelectField(_l("Consultation of the comment"), validate_choice=False)
    language = SelectField(_l("Language of the comment"), validate_choice=False)

    def __init__(
        self, places: Iterable[Catchment], consultations: Iterable[Consultation]
    ) -> None:
        super().__init__(formdata=request.args)
        language = current_language()
        kinds = {
            "consultations": _("Consultations"),
            "themes": _("What was heard"),
            "comments": _("Said in discussions"),
        }
        spoken = {"en": _("English"), "fr": _("French")}
        names = [(place.slug, place.name[language]) for place in places]
        titles = [(item.slug, item.title[language]) for item in consultations]
        offered = {
            "kind": (_("Everywhere"), [(kind, kinds[kind]) for kind in KINDS]),
            "catchment": (_("All"), names),
            "consultation": (_("All"), titles),
            "language": (_("Both"), [(code, spoken[code]) for code in LANGUAGES]),
        }
        for name, (whole, choices) in offered.items():
            self[name].choices = [("", whole), *choices]
            if self[name].data not in dict(choices):
                self[name].data = ""

    @property
    def narrowing(self) -> Narrowing:
        """What was chosen of comments."""
        return Narrowing(
            self.catchment.data, self.consultation.data, self.language.data
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen of all, for the addresses of further pages."""
        return {item.name: item.data for item in self if item.data}
