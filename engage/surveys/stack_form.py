"""The form that begins a stack of paper forms."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from engage.catchments.models import Catchment
from engage.core.i18n import current_language
from engage.core.text import shown_text
from engage.core.tokens import normalised_code
from engage.surveys.actions import Stack
from engage.web.forms import EditForm


class StackForm(EditForm):
    """What a stack is called, and where it comes from."""

    name = StringField(_l("What this stack is"))
    catchment = SelectField(_l("Area it comes from"))
    session = StringField(_l("Code of the session, if it was filled in at one"))

    def offer(self, areas: Iterable[Catchment], *, is_everywhere: bool) -> None:
        """Offer the actor's own catchments; whoever has all may name none."""
        language = current_language()
        several = [("", _("From several areas"))] if is_everywhere else []
        offered = [(item.slug, item.name[language]) for item in areas]
        self.catchment.choices = [*several, *offered]

    def stack(self, ids: Mapping[str, int]) -> Stack:
        """Return what was typed."""
        session = normalised_code(self.session.data or "").replace("-", "")
        return Stack(
            name=" ".join(shown_text(self.name.data or "").split()),
            catchment_id=ids.get(self.catchment.data or ""),
            session_code=session or None,
        )
