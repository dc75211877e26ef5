"""Opinion groups and the scores of rankings, as the printed report says them."""

from collections.abc import Callable, Iterator
from typing import Any

from engage.core.i18n import gettext as _

Row = dict[str, Any]
Say = Callable[[Row], str]


def opinions_of(document: Row, language: str, say: Say) -> Iterator[Row]:
    """Yield the opinion groups of each discussion; `say` writes a figure and share."""
    if not document["opinions"]:
        return
    yield _heading(2, _("Opinion groups"))
    for found in document["opinions"]:
        yield _heading(3, found["title"][language])
        yield {"kind": "table", **_groups(found, language, say)}
        for name, title in (
            ("joining", _("What joins the groups")),
            ("dividing", _("What divides them")),
        ):
            if found[name]:
                yield _heading(4, title)
                for row in found[name]:
                    yield _statement(row, say)


def _groups(found: Row, language: str, say: Say) -> Row:
    return {
        "title": found["title"][language],
        "header": [_("Group"), _("Number of people")],
        "rows": [[group_name(one["id"]), say(one)] for one in found["groups"]],
    }


def _statement(row: Row, say: Say) -> Row:
    votes = "; ".join(f"{group_name(one['id'])} ({say(one)})" for one in row["groups"])
    told = _("Agreed – %(votes)s.", votes=votes)
    if row["gone"]:
        return {"kind": "fine", "text": told}
    language = row["language"] if row["language"] in {"en", "fr"} else "en"
    return {"kind": "quote", "text": row["text"], "lang": language, "source": told}


def group_name(letter: str) -> str:
    """Return what a group is called."""
    words: str = _("group %(letter)s", letter=letter.upper())
    return words


def _heading(level: int, text: str) -> Row:
    return {"kind": "heading", "level": level, "text": text}
