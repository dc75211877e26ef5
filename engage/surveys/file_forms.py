"""Forms that bring a file in and take one out."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, RadioField

from engage.core.errors import Invalid
from engage.web.forms import EditForm

SOURCES = {
    "engage": _l("Made from the template, or exported from here"),
    "limesurvey": _l("Exported from LimeSurvey"),
}


class ImportForm(EditForm):
    """A file of responses, who wrote it, and whether it may come in twice."""

    file = FileField(_l("CSV or XLSX file"))
    source = RadioField(
        _l("Where the file comes from"), choices=list(SOURCES.items()), default="engage"
    )
    again = BooleanField(_l("Take it even if the same file was brought in before"))

    def refuse_file(self, why: str = "") -> None:
        """Say why the file cannot be taken; without a reason, that there is none."""
        told = why or _("Choose a file.")
        self.refuse(Invalid(told, {"file": told}))
