"""The texts of a consultation as plain objects, for its whole file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session, aliased

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import CHANNELS, KINDS, STATUSES, Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters

ROWS_AT_ONCE = 500
LONGEST_TEXT = 100_000
STRINGS = {
    "public_id": 20,
    "source_key": 100,
    "prompt_key": 60,
    "voice": 64,
    "language": 8,
    "text": LONGEST_TEXT,
}
CHOSEN = {"kind": KINDS, "channel": CHANNELS, "status": STATUSES}
FLAGS = ("may_quote", "is_cleared", "is_unread")
LINEAGE = ("part_of", "same_as")
KEPT_AS_THEY_ARE = (*STRINGS, *CHOSEN, *FLAGS, "cleared_text", "campaign")


def dump_texts(consultation: Consultation) -> Iterator[Mapping[str, Any]]:
    """Yield every text of a consultation with its status, by public id.

    The hour at which it came in stays behind (rule 16).
    """
    whole, kept = aliased(Contribution), aliased(Contribution)
    rows = session().execute(
        select(Contribution, Catchment.slug, whole.public_id, kept.public_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .outerjoin(whole, whole.id == Contribution.part_of_id)
        .outerjoin(kept, kept.id == Contribution.same_as_id)
        .where(Contribution.consultation_id == consultation.id)
        .order_by(Contribution.public_id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for item, slug, part_of, same_as in rows:
        yield {
            **{name: getattr(item, name) for name in KEPT_AS_THEY_ARE},
            "catchment": slug,
            "prompt": asdict(item.prompt),
            "received_on": item.received_on.isoformat(),
            "part_of": part_of,
            "same_as": same_as,
        }


def load_texts(
    current: Session,
    consultation: Consultation,
    items: Sequence[Mapping[str, Any]],
    by: Actor,
) -> None:
    """Add the texts of a file inside the caller's transaction.

    Raises:
        Invalid: One of them cannot be read; nothing is kept.
    """
    del by
    places = {row.slug: row.id for row in current.execute(_PLACES)}
    rows = [
        {**_row(number, item, places), "consultation_id": consultation.id, "version": 1}
        for number, item in enumerate(items, 1)
    ]
    table = cast("Table", Contribution.__table__)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        current.execute(insert(table), rows[start : start + ROWS_AT_ONCE])
    _add_lineage(current, consultation, items)


def _add_lineage(
    current: Session, consultation: Consultation, items: Sequence[Mapping[str, Any]]
) -> None:
    """Say which texts are parts of others or say the same, as the file has it.

    Raises:
        Invalid: One of them names a text that is not in the file.
    """
    here = Contribution.consultation_id == consultation.id
    known = select(Contribution.public_id, Contribution.id).where(here)
    ids = {row.public_id: row.id for row in current.execute(known)}
    try:
        lineage = [
            {
                "own": ids[item["public_id"]],
                **{name: ids[item[name]] if item[name] else None for name in LINEAGE},
            }
            for item in items
            if any(item[name] for name in LINEAGE)
        ]
    except (KeyError, TypeError) as error:
        told = _("A text in the file names another that is not there.")
        raise Invalid(told) from error
    if lineage:
        table = cast("Table", Contribution.__table__)
        written = update(table).where(table.c.id == bindparam("own"))
        values: dict[str, Any] = {f"{name}_id": bindparam(name) for name in LINEAGE}
        current.execute(written.values(values), lineage)


_PLACES = select(Catchment.slug, Catchment.id)


def _row(
    number: int, item: Mapping[str, Any], places: Mapping[str, int]
) -> dict[str, Any]:
    try:
        if not _is_sound(item):
            raise ValueError  # noqa: TRY301 - told once, below
        slug = item["catchment"]
        return {
            **{name: item[name] for name in KEPT_AS_THEY_ARE},
            "catchment_id": None if slug is None else places[slug],
            "prompt": Bilingual(**item["prompt"]),
            "received_on": date.fromisoformat(item["received_on"]),
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        told = _("Text %(number)s in the file cannot be read.", number=number)
        raise Invalid(told) from error


def _is_sound(item: Mapping[str, Any]) -> bool:
    """Return whether every value is of its kind; a missing one raises KeyError."""
    further = (item["cleared_text"], item["campaign"], *item["prompt"].values())
    return (
        all(_is_text(item[name], most) for name, most in STRINGS.items())
        and all(item[name] in allowed for name, allowed in CHOSEN.items())
        and all(isinstance(item[name], bool) for name in FLAGS)
        and all(part is None or _is_text(part, LONGEST_TEXT) for part in further)
    )


def _is_text(value: object, most: int) -> bool:
    if not isinstance(value, str) or len(value) > most:
        return False
    return not has_unusable_characters(value)
