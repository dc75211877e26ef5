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


# A model that goes with its report puts nearly every text under the theme it stands
# under (451 of 452 and 248 of 248 in the demo), a broken one none. People may move
# texts by hand: only where most stand elsewhere do the two not belong together.
LEAST_ALIKE = 0.5


def standing_texts(document: Row) -> list[Row]:
    """Return the published texts that nobody took back since."""
    return [row for row in document["texts"] if not row["gone"]]


def count_alike(texts: Sequence[Row]) -> int:
    """Count the texts that the published model puts under their own theme."""
    return sum(row["theme"] == row["model_theme"] for row in texts)


def is_describing(texts: Sequence[Row]) -> bool:
    """Return whether the model puts enough texts where they are published."""
    return count_alike(texts) >= LEAST_ALIKE * len(texts)


def without_model_themes(document: Row) -> Row:
    """Return a report with which no model goes out."""
    texts = [{**row, "model_theme": None} for row in document["texts"]]
    return {**document, "texts": texts}


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
