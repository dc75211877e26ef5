"""Designs as publishers write them: elements loaded, texts and answers written."""

from datetime import date

from engage.catchments.models import Catchment
from engage.catchments.queries import get_catchment
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.i18n import Bilingual
from engage.designs import actions, queries
from engage.designs.facts import AboutFacts, AnswerFacts, TextFacts
from engage.designs.models import DesignElement, DesignRelease
from engage.themes.models import Theme

RIDES_TEXT = Bilingual(
    "Travel is paid from the first day.", "Les déplacements sont payés dès le début."
)
WHY = Bilingual("Nobody gets to work without it.", "Sans cela, personne n’y arrive.")
SINCE = date(2026, 10, 20)


def northeast() -> Catchment:
    """Return the Northeast, with the list of elements loaded."""
    actions.load_elements(by=SYSTEM)
    return get_catchment(SYSTEM, "northeast")


def element(slug: str) -> DesignElement:
    """Return an element of the list."""
    return queries.get_element(SYSTEM, slug)


def themes_asked(place: Catchment) -> dict[str, Theme]:
    """Return the themes a catchment's design has to answer, by the engine's name."""
    return {one.theme.key: one.theme for one in queries.list_themes_asked(place)}


def a_design(consultation: Consultation) -> Catchment:
    """Write a design for the Northeast that answers one theme of a consultation."""
    del consultation
    place = northeast()
    manager = Bilingual("A manager of the test", "Un gestionnaire d’essai")
    facts = AboutFacts(manager, Bilingual("Who we are.", "Qui nous sommes."))
    actions.describe_design(place, facts, version=0, by=SYSTEM)
    actions.write_text(
        place,
        element("wraparound"),
        TextFacts(RIDES_TEXT, section="4.2", state="planned", status_on=SINCE),
        version=0,
        by=SYSTEM,
    )
    answer = AnswerFacts("accepted", WHY, section="4.2", element="wraparound")
    rides = themes_asked(place)["t-rides"]
    actions.answer_theme(place, rides, answer, version=0, by=SYSTEM)
    return place


def a_released_design(consultation: Consultation) -> DesignRelease:
    """Write such a design and release it."""
    return actions.release_design(a_design(consultation), by=SYSTEM)
