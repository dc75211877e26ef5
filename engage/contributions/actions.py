"""How other rooms hand texts on; called inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.core.i18n import Bilingual
from engage.core.tokens import new_public_id


@dataclass(frozen=True)
class NewContribution:
    """What a room hands on: the text and all that is kept with it."""

    consultation_id: int
    catchment_id: int | None
    kind: str
    source_key: str
    prompt_key: str
    prompt: Bilingual
    voice: str
    channel: str
    language: str
    text: str
    received_on: date
    received_hour: datetime | None = None
    status: str = "pending"
    may_quote: bool = False


def add_contributions(current: Session, texts: Sequence[NewContribution]) -> None:
    """Add many contributions with one statement; `source_key` keeps doubles out."""
    if not texts:
        return
    rows = [
        {**_plain(text), "public_id": new_public_id(), "is_cleared": False, "version": 1}
        for text in texts
    ]
    current.execute(insert(Contribution), rows)


def _plain(text: NewContribution) -> dict[str, object]:
    row = dict(asdict(text))
    row["prompt"] = text.prompt
    return row
