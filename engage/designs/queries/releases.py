"""Questions about released designs: what the public may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import undefer

from engage.catchments.models import Catchment
from engage.catchments.queries import get_catchment
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.designs.models import DesignRelease, SSMDesign


@dataclass(frozen=True)
class Released:
    """A design as it was last released: its catchment, its number, what it says."""

    catchment: Catchment
    number: int
    released_on: date
    content: dict[str, Any]

    def answers_to(self, consultation: str) -> dict[str, dict[str, Any]]:
        """Return its answers to the themes of a consultation, by theme."""
        return {
            answer["theme"]: answer
            for answer in self.content["answers"]
            if answer["consultation"] == consultation
        }

    def element(self, slug: str) -> dict[str, Any] | None:
        """Return what it says of an element, or None."""
        found = (one for one in self.content["elements"] if one["id"] == slug)
        return next(found, None)


def get_released(actor: Actor, catchment: str) -> Released:
    """Return the design of a catchment as it was last released.

    Raises:
        NotFound: There is no such catchment, or its design was never released.
    """
    place = get_catchment(actor, catchment)
    found = _released(_newest().where(SSMDesign.catchment_id == place.id))
    if not found:
        raise NotFound
    return found[0]


def find_release(catchment: Catchment) -> Released | None:
    """Return the design of a catchment as it was last released, or None."""
    found = _released(_newest().where(SSMDesign.catchment_id == catchment.id))
    return found[0] if found else None


def list_released() -> list[Released]:
    """Return all designs that were released, by catchment."""
    return _released(_newest().order_by(Catchment.slug))


def list_lately(most: int) -> list[Released]:
    """Return the designs that were released last, the newest first."""
    return _released(_newest().order_by(*_LATEST).limit(most))


def list_released_in(catchments: Iterable[int]) -> list[Released]:
    """Return the released designs of some catchments (ids), by catchment."""
    chosen = SSMDesign.catchment_id.in_(catchments)
    return _released(_newest().where(chosen).order_by(Catchment.slug))


def list_releases(catchment: Catchment) -> list[DesignRelease]:
    """Return a design's releases without their content, the newest first."""
    return list(
        session().scalars(
            select(DesignRelease)
            .join(SSMDesign, SSMDesign.id == DesignRelease.design_id)
            .where(SSMDesign.catchment_id == catchment.id)
            .order_by(DesignRelease.number.desc())
        )
    )


_LATEST = (DesignRelease.released_at.desc(), Catchment.slug)


def _released(chosen: Select[DesignRelease]) -> list[Released]:
    found = session().scalars(chosen.options(undefer(DesignRelease.content)))
    return [
        Released(one.design.catchment, one.number, one.released_on, one.content)
        for one in found
    ]


def _newest() -> Select[DesignRelease]:
    newest = (
        select(DesignRelease.design_id, func.max(DesignRelease.number).label("number"))
        .group_by(DesignRelease.design_id)
        .subquery()
    )
    is_newest = and_(
        newest.c.design_id == DesignRelease.design_id,
        newest.c.number == DesignRelease.number,
    )
    return (
        select(DesignRelease)
        .join(newest, is_newest)
        .join(SSMDesign, SSMDesign.id == DesignRelease.design_id)
        .join(Catchment, Catchment.id == SSMDesign.catchment_id)
    )
