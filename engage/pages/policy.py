"""Who may see the pages made of several rooms."""

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.consultations.queries import is_in_scope
from engage.core.actors import Actor


def may_see_catchment(actor: Actor, catchment: Catchment) -> bool:
    """Return whether the actor may see a catchment: everybody may see all."""
    del actor, catchment
    return True


def may_see_consultation(actor: Actor, consultation: Consultation) -> bool:
    """Return whether the actor may see a consultation: drafts are for its staff."""
    return consultation.is_public or is_in_scope(actor, consultation)
