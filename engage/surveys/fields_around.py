"""The fields around the questions: the person's area, and what they agree to."""

from engage.consultations.models import Consultation
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys.fields import Field, Flags, Label

UNSURE = "unsure"


def catchment_field(consultation: Consultation, place: str) -> Field:
    """Return where a person lives or works; without choices outside the catchments."""
    language = current_language()
    areas = [(c.slug, c.name[language]) for c in consultation.catchments]
    choices = [("", _("Choose your area")), *areas, (UNSURE, _("I am not sure"))]
    return Field(
        name="catchment",
        kind="select",
        label=Label(_("Where do you live or work?")),
        data=place,
        choices=choices if areas else (),
    )


def tick_field(name: str, words: str, *, is_ticked: bool) -> Field:
    """Return one thing to agree to; taking part is required, being quoted is not."""
    return Field(
        name=name,
        kind="checkbox",
        label=Label(words),
        data=is_ticked,
        flags=Flags(required=name == "consent"),
    )
