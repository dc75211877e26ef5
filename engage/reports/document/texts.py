"""The texts that are published whole: anybody can place them in the themes anew.

Each is there with its author's consent and a person's clearance, or was public before.
No catchment stands on them: a text says enough of itself.
"""

from collections.abc import Iterator, Sequence

from engage.reports.document.figures import Counting, Row
from engage.reports.document.themes import is_cleared_text, is_named


def text_rows(counting: Counting, themes: Sequence[Row]) -> list[Row]:
    """Return the texts of the themes whose figure is shown, in no telling order."""
    shown = {row["id"] for row in themes if row["people"]["value"] is not None}
    return sorted(_rows(counting, shown), key=lambda row: str(row["id"]))


def with_model_themes(document: Row, found: Sequence[str | None]) -> Row:
    """Return a report that says where the published model puts each text.

    What stands under no published theme counts as "other".
    """
    named = {theme["id"] for theme in document["themes"]}
    texts = [
        {**row, "model_theme": theme if theme in named else "other"}
        for row, theme in zip(document["texts"], found, strict=True)
    ]
    return {**document, "texts": texts}


def _rows(counting: Counting, shown: set[str]) -> Iterator[Row]:
    texts = counting.material.texts
    for item in counting.material.themes:
        if not is_named(item.theme) or item.theme.key not in shown:
            continue
        for member in item.members:
            text = texts.get(member.contribution_id)
            if text is not None and is_cleared_text(counting, text):
                yield {
                    "id": text.public_id,
                    "theme": item.theme.key,
                    "text": text.words,
                    "language": text.language,
                    "model_theme": None,
                    "gone": None,
                }
