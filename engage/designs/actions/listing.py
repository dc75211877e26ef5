"""The list of elements: it ships with the package, and staff may change it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage.catchments.files import read_rows
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.designs.facts import (
    MOST_ELEMENTS,
    ElementFacts,
    checked_element,
    checked_slug,
)
from engage.designs.models import DesignElement
from engage.designs.policy import may_write_designs
from engage.designs.queries import list_elements


def load_elements(*, by: Actor) -> int:
    """Add the elements that ship with the package; return how many were added.

    One that a person has edited or retired stays as it is.
    """
    rows = read_rows("ssm_elements.csv")
    with transaction() as current:
        present = set(current.scalars(select(DesignElement.slug)))
        missing = [
            DesignElement(
                slug=row["slug"],
                name=Bilingual(row["name_en"], row["name_fr"]),
                definition=Bilingual(row["definition_en"], row["definition_fr"]),
                position=place,
            )
            for place, row in enumerate(rows, 1)
            if row["slug"] not in present
        ]
        current.add_all(missing)
        if missing:
            record(current, "designs.elements.loaded", by=by)
    return len(missing)


def add_element(slug: str, facts: ElementFacts, *, by: Actor) -> DesignElement:
    """Add an element to the list.

    Raises:
        Conflict: There is one of this name already.
        Invalid: A fact cannot be used, or the list is full.
        NotAllowed: The actor does not write designs.
    """
    require_writer(by)
    facts, slug = checked_element(facts), checked_slug(slug)
    try:
        with transaction() as current:
            if len(list_elements()) >= MOST_ELEMENTS:
                told = _("The list is full: retire an element first.")
                raise Invalid(told, {"slug": told})
            made = DesignElement(slug=slug)
            _fill(made, facts)
            current.add(made)
            current.flush()
            record(
                current, "designs.element.added", by=by, subject=("element", made.id)
            )
    except IntegrityError as error:
        if is_duplicate(error, "uq_design_element_slug"):
            raise Conflict(
                _("There is an element with this address already.")
            ) from error
        raise
    return made


def edit_element(
    element: DesignElement, facts: ElementFacts, *, version: int, by: Actor
) -> DesignElement:
    """Change an element, or retire it: what designs said of it stays.

    Raises:
        Conflict: Somebody else changed it since `version`.
        Invalid: A fact cannot be used.
        NotAllowed: The actor does not write designs.
    """
    require_writer(by)
    facts = checked_element(facts)
    with transaction() as current:
        fresh = current.get_one(DesignElement, element.id)
        if fresh.version != version:
            raise Conflict(_("Somebody changed this element in the meantime."))
        _fill(fresh, facts)
        record(current, "designs.element.edited", by=by, subject=("element", fresh.id))
    return fresh


def require_writer(by: Actor) -> None:
    """Let those pass who write designs.

    Raises:
        NotAllowed: The actor does not.
    """
    if not may_write_designs(by):
        raise NotAllowed(_("Only publishers write designs."))


def _fill(element: DesignElement, facts: ElementFacts) -> None:
    element.name, element.definition = facts.name, facts.definition
    element.position, element.is_retired = facts.position, facts.is_retired
