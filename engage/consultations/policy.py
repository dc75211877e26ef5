"""Who may do what with a consultation."""

from engage.consultations.models import Consultation
from engage.core.actors import Actor, Role


def may_list_consultations(actor: Actor) -> bool:
    """Return whether the actor works with consultations; all staff do."""
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_create_consultation(actor: Actor) -> bool:
    """Return whether the actor sets up consultations; all staff do, in their scope."""
    return may_list_consultations(actor)


def may_view_consultation(actor: Actor, consultation: Consultation) -> bool:
    """Return whether the actor sees the overview of one found in scope."""
    del consultation
    return may_list_consultations(actor)


def may_edit_consultation(actor: Actor, consultation: Consultation) -> bool:
    """Return whether the actor changes a consultation.

    Facilitators change those that lie wholly inside their catchments.
    """
    if actor.has_role(Role.PUBLISHER, Role.ADMIN):
        return True
    return actor.has_role(Role.FACILITATOR) and lies_inside(actor, consultation)


def may_export_consultation(actor: Actor, consultation: Consultation) -> bool:
    """Return whether the actor takes away every word of a consultation, unrounded."""
    if actor.has_role(Role.ADMIN):
        return True
    return actor.has_role(Role.FACILITATOR) and lies_inside(actor, consultation)


def lies_inside(actor: Actor, consultation: Consultation) -> bool:
    """Return whether all catchments of a consultation are the actor's."""
    places = consultation.catchments
    return bool(places) and all(actor.covers(place.id) for place in places)
