"""Verbs about catchments."""

import csv

from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.config import PACKAGE
from engage.core.db import transaction
from engage.core.i18n import Bilingual


def load_catchments(*, by: Actor) -> int:
    """Add the catchments that are not there yet; return how many were added.

    A name or a service system manager that a person has edited stays as it is.
    """
    with (PACKAGE / "data" / "catchments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with transaction() as current:
        present = set(current.scalars(select(Catchment.slug)))
        missing = [row for row in rows if row["slug"] not in present]
        current.add_all(
            Catchment(
                slug=row["slug"],
                name=Bilingual(row["name_en"], row["name_fr"]),
                ssm_name=Bilingual(row["ssm"], row["ssm_fr"]),
            )
            for row in missing
        )
        if missing:
            record(current, "catchments.loaded", by=by)
    return len(missing)
