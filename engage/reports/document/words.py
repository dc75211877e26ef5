"""Words in a published report: which texts it quotes, and the report without some.

A revision changes words alone; every figure stays as it was published (rule 18).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from engage.reports.document.figures import Row
from engage.reports.document.opinions import opinion_quotes, with_opinion_quotes
from engage.reports.document.sentences import summary

ASKED = ("title", "summary", "purpose", "outcome", "sample_notice", "attribution")
LISTS = ("agreed", "dividing")


def quoted_ids(document: Row) -> set[str]:
    """Return the public ids of the texts whose words stand in a report."""
    return {row["id"] for row in _quotes(document) if row["text"]}


def gone_ids(document: Row) -> set[str]:
    """Return the public ids of the texts whose words were taken out of a report."""
    return {row["id"] for row in _quotes(document) if row.get("gone")}


def rewritten_ids(before: Row, after: Row) -> set[str]:
    """Return the public ids of the texts quoted with other words than before."""
    words = {row["id"]: row["text"] for row in _quotes(after)}
    return {row["id"] for row in _quotes(before) if row["text"] != words[row["id"]]}


def without_words(document: Row, gone: Mapping[str, str]) -> Row:
    """Return a report with the words of some texts blanked, each with the reason."""

    def blanked(row: Row) -> Row:
        why = gone.get(row["id"])
        if why is None or row.get("gone"):
            return row
        left = {**row, "text": "", "gone": why}
        return {**left, "catchment": None} if "catchment" in row else left

    return _with_quotes(document, blanked)


def corrected(published: Row, fresh: Row, words: Mapping[str, str]) -> Row | None:
    """Return a published report with the words of a fresh draft, None where all agree.

    `words` are the words of quoted texts as they may stand now, by public id. What the
    draft does not know keeps its words.
    """

    def as_cleared(row: Row) -> Row:
        kept = row["text"] and ("catchment" in row or "theme" in row)
        return {**row, "text": words.get(row["id"], row["text"])} if kept else row

    asked = {name: fresh["consultation"][name] for name in ASKED}
    themes = {theme["id"]: theme for theme in fresh["themes"]}
    document = {
        **published,
        "consultation": {**published["consultation"], **asked},
        "themes": [
            _relabelled(theme, themes.get(theme["id"], theme))
            for theme in published["themes"]
        ],
    }
    document = _with_quotes(document, as_cleared)
    if document == published:
        return None
    began = date.fromisoformat(published["edition"]["published_on"])
    document["summary"] = summary(document, began)
    document["edition"] = {**published["edition"], "is_corrected": True}
    return document


def as_revision(document: Row, revision: int, revised_on: date) -> Row:
    """Return a report marked as a revision of its edition."""
    edition = {"is_corrected": False, **document["edition"]}
    marked = {"revision": revision, "revised_on": revised_on.isoformat()}
    return {**document, "edition": {**edition, **marked}}


def changed_words(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    """Yield each text that differs between two reports, as it was and as it is."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() & after.keys() - {"summary", "edition", "designs"}:
            yield from changed_words(before[name], after[name])
    elif isinstance(before, list) and isinstance(after, list):
        for pair in zip(before, after, strict=True):
            yield from changed_words(*pair)
    elif isinstance(before, str) and isinstance(after, str) and before != after:
        yield before, after


def _relabelled(theme: Row, fresh: Row) -> Row:
    parts = {part["id"]: part["label"] for part in fresh["parts"]}
    return {
        **theme,
        "label": fresh["label"],
        "description": fresh["description"],
        "parts": [
            {**part, "label": parts.get(part["id"], part["label"])}
            for part in theme["parts"]
        ],
    }


def _quotes(document: Row) -> Iterator[Row]:
    """Yield every row of a report that holds a person's words."""
    statements = document["statements"] or {}
    quotes = (theme["quotes"] for theme in document["themes"])
    listed = (statements[name] for name in LISTS if statements)
    more = [opinion_quotes(document), document["texts"]]
    yield from chain.from_iterable(chain(quotes, listed, more))


def _with_quotes(document: Row, change: Callable[[Row], Row]) -> Row:
    """Return a report in which every row that holds a person's words is changed."""
    themes = [
        {**theme, "quotes": [change(row) for row in theme["quotes"]]}
        for theme in document["themes"]
    ]
    statements = document["statements"]
    if statements is not None:
        lists = {name: [change(row) for row in statements[name]] for name in LISTS}
        statements = {**statements, **lists}
    opinions = with_opinion_quotes(document, change)
    return {
        **document,
        "themes": themes,
        "statements": statements,
        "opinions": opinions,
        "texts": [change(row) for row in document["texts"]],
    }
