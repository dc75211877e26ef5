"""The form to ask for news."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, ValidationError
from wtforms.validators import InputRequired

from engage.core.i18n import gettext as _
from engage.news.models import LONGEST_ADDRESS
from engage.news.queries import list_topics
from engage.web.formatting import pick
from engage.web.forms import EditForm

ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class SubscribeForm(EditForm):
    """An address, and what the news should be about."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Enter your e-mail address."))],
    )
    topic = SelectField(
        _l("News about"),
        [InputRequired(_l("Choose what the news should be about."))],
        validate_choice=False,
    )

    def offer(self, chosen: str) -> None:
        """List what the news can be about; one of them is chosen at first."""
        topics = list_topics()
        self.topic.choices = [(one.key, pick(one.name)) for one in topics]
        if not self.is_submitted and any(one.key == chosen for one in topics):
            self.topic.data = chosen

    def validate_email(self, field: EmailField) -> None:
        """Refuse what no letter can be sent to.

        Raises:
            ValidationError: It is no address.
        """
        given = (field.data or "").strip()
        if len(given) > LONGEST_ADDRESS or not ADDRESS.fullmatch(given):
            raise ValidationError(
                _("Enter an e-mail address, such as name@example.org.")
            )
