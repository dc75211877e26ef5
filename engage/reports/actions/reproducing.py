"""What lets readers place the published texts anew: a part of the theme model."""

from typing import Any

from engage.core.disclosure import Disclosure
from engage.reports.document import with_model_themes
from engage.themes.discovery import model_to_publish, themes_by_model

Placed = tuple[dict[str, Any], bytes | None]


def placed_by_model(
    document: dict[str, Any], model: bytes | None, rules: Disclosure
) -> Placed:
    """Return a report that says where the model to publish puts each text, and it.

    No model goes out where no text does, or where this version cannot read it. Words
    that were taken out of the report are no longer in the model.
    """
    texts = [(row["text"], row["language"]) for row in document["texts"]]
    said = [text for text in texts if text[0]]
    part = model_to_publish(model, said, rules) if model and said else None
    if part is None:
        return document, None
    return with_model_themes(document, themes_by_model(part, texts) or []), part
