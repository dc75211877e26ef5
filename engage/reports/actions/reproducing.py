"""What lets readers place the published texts anew: a part of the theme model."""

from typing import Any

from engage.core.disclosure import Disclosure
from engage.reports.document import (
    is_describing,
    standing_texts,
    with_model_themes,
    without_model_themes,
)
from engage.themes.discovery import model_to_publish, themes_by_model

Placed = tuple[dict[str, Any], bytes | None]


def placed_by_model(
    document: dict[str, Any], model: bytes | None, rules: Disclosure
) -> Placed:
    """Return a report that says where the model to publish puts each text, and it.

    No model goes out where no text does, where this version cannot read it, or where
    people moved so many texts that it no longer describes the report. Words that were
    taken out of the report are no longer in the model.
    """
    texts = [(row["text"], row["language"]) for row in document["texts"]]
    said = [text for text in texts if text[0]]
    part = model_to_publish(model, said, rules) if model and said else None
    if part is not None:
        placed = with_model_themes(document, themes_by_model(part, texts) or [])
        if is_describing(standing_texts(placed)):
            return placed, part
    return without_model_themes(document), None
