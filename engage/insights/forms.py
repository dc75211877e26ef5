"""What a second reader sends."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from engage.themes.models import Theme
from engage.web.formatting import pick
from engage.web.forms import EditForm

NO_THEME = "none"


class ReadingForm(EditForm):
    """The theme a text belongs to, by its public id."""

    theme = RadioField(
        _l("Which theme is it about?"),
        [InputRequired(_l("Choose a theme, or “none of them”."))],
        validate_choice=False,
    )

    def offer(self, themes: Iterable[Theme]) -> None:
        """Offer the themes by name: their size would tell something."""
        named = sorted((str(pick(one.label)), one.public_id) for one in themes)
        self.theme.choices = [
            *((public_id, name) for name, public_id in named),
            (NO_THEME, _l("None of them")),
        ]
