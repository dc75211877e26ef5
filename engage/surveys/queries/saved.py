"""Replies that were put aside: found and opened by their code alone."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from engage.core import clock
from engage.core.boxes import unlock
from engage.core.db import session
from engage.core.tokens import normalised_code, token_hash
from engage.surveys.models import SavedReply

SAVED = "saved reply"


@dataclass(frozen=True)
class Opened:
    """What was put aside: for which survey, and every value as it was typed."""

    survey: str
    values: dict[str, list[str]]


def open_saved(typed: str) -> Opened | None:
    """Return what a code opens, or None: it may be unknown, sent since or too old."""
    code = normalised_code(typed)
    found = session().scalar(
        select(SavedReply).where(
            SavedReply.code_hash == token_hash(code),
            SavedReply.kept_until >= clock.today(),
        )
    )
    text = unlock(code, SAVED, found.sealed) if found else None
    return Opened(**json.loads(text)) if text else None
